import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { spawn, spawnSync } from 'node:child_process'
import { createInterface } from 'node:readline'
import { afterAll, describe, expect, it } from 'vitest'
import { createProcessGroups } from '../../build/process-groups.mjs'
import { root } from '../../build/project.mjs'

const folder = mkdtempSync(path.join(tmpdir(), 'fieldkey-groups-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

/** True while a process runs; one that has ended and waits to be reaped does not. */
function alive(pid: number) {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' })
  return /^[^ZX]/.test(stdout.trim())
}

describe.skipIf(process.platform === 'win32')('process groups', () => {
  it('end with their children, those that ignore the first signal too', async () => {
    const groups = createProcessGroups()
    const child = groups.start('sh', ['-c', `trap '' TERM; sleep 60 & echo $!; wait; sleep 60`], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const [text] = (await once(child.stdout!, 'data')) as [Buffer]
    const grandchild = Number(text.toString())
    expect(alive(grandchild)).toBe(true)
    await groups.endAll()
    expect(alive(grandchild)).toBe(false)
  })

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('end with a script that gets %s', async (signal) => {
    const file = path.join(folder, `${signal}.mjs`)
    writeFileSync(
      file,
      `import { createProcessGroups } from ${JSON.stringify(path.join(root, 'build/process-groups.mjs'))}
const groups = createProcessGroups()
groups.endWithScript(() => console.log('cleaned up'))
const child = groups.start('sh', ['-c', 'sleep 60 & echo $!; wait'], { stdio: ['ignore', 'inherit', 'ignore'] })
`,
    )
    const script = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] })
    const lines: string[] = []
    const reader = createInterface({ input: script.stdout })
    reader.on('line', (line) => lines.push(line))
    await once(reader, 'line')
    const helper = Number(lines[0])
    expect(alive(helper)).toBe(true)
    script.kill(signal)
    await once(script, 'close')
    expect(alive(helper)).toBe(false)
    expect(lines).toContain('cleaned up')
  })
})
