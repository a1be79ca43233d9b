// npm run test:long: the faults and the generated sequences in their nightly size, round after round with fresh seeds, which are printed.
// `--rounds N`, one if not told (hours, not minutes); FIELDKEY_TEST_SEED repeats one seed.
import { spawn } from 'node:child_process'
import path from 'node:path'
import { Plain, requireNode, root, runScript } from '../../build/project.mjs'
import { suites } from './suites.mjs'

const projects = ['--project', 'unit', '--project', 'e2e']

await runScript(async () => {
  requireNode()
  const [what, value = '1'] = process.argv.slice(2)
  const rounds = Number(value)
  if ((what !== undefined && what !== '--rounds') || !Number.isInteger(rounds) || rounds < 1) {
    throw new Plain('Usage: npm run test:long [-- --rounds N]')
  }
  for (let round = 1; round <= rounds; round += 1) {
    console.log(`round ${round} of ${rounds}`)
    // As `npm test` does, with a real InfluxDB: half of the faults need one.
    const args = [path.join(root, 'build/test.mjs'), ...projects, ...suites]
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, FIELDKEY_TEST_LONG: '1', FIELDKEY_TEST_PACKAGE: '0' },
    })
    const status = await new Promise((resolve, reject) => {
      child.once('error', reject)
      child.once('close', resolve)
    })
    if (status !== 0) return 1
  }
  return 0
})
