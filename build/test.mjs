// npm test: installs what is missing, starts what the tests talk to, runs vitest in a throw-away desktop, ends all of it.
// The last line is `N passed, N failed`. Arguments go to vitest.
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { openDesktop } from '../test/support/desktop.mjs'
import { bundle } from './bundle.mjs'
import { startInflux, starter } from './influx-servers.mjs'
import { keepFreedMemory } from './keep-freed-memory.mjs'
import { ensureNodePackages } from './node-packages.mjs'
import { createProcessGroups, exitStatus } from './process-groups.mjs'
import { createProgress } from './progress.mjs'
import { Plain, requireNode, root, runScript } from './project.mjs'
import { ensureRuntime } from './runtime.mjs'
import { ensureSystemPackages } from './system-packages.mjs'
import { addCounts, countTests, failuresOf, summaryLine } from './vitest-summary.mjs'

/** @typedef {import('./system-packages.mjs').Command} Command */

/** @type {Command[]} */
const tools = [
  'Xvfb',
  'dbus-daemon',
  'dbus-launch',
  'xauth',
  'gnome-keyring-daemon',
  'socat',
  'udevadm',
  'zbarimg',
  'python3',
  'cc',
]
/** @type {Command[]} */
const serverTools = existsSync(starter) ? ['curl', 'xz'] : []

/**
 * Builds the packaged app where a test asks for it: the security tests do, and FIELDKEY_TEST_PACKAGE says yes or no.
 * @param {import('./official-runtime.mjs').Runtime} runtime
 * @param {import('./progress.mjs').Progress} progress
 * @returns {Promise<NodeJS.ProcessEnv>}
 */
async function packagedApps(runtime, progress) {
  const folder = path.join(root, 'test/security')
  const asked = existsSync(folder) && readdirSync(folder).some((name) => name.endsWith('.test.ts'))
  if (process.env['FIELDKEY_TEST_PACKAGE'] === '0' || !(asked || process.env['FIELDKEY_TEST_PACKAGE'])) return {}
  const { packageApp } = await import('./package-app.mjs')
  return progress.during('packaging', async () => ({
    FIELDKEY_TEST_RELEASE_APP: await packageApp(runtime, { inspector: false, output: '.cache/packaged-release' }),
    FIELDKEY_TEST_PACKAGED_APP: await packageApp(runtime, { inspector: true, output: '.cache/packaged-test' }),
  }))
}

/**
 * What is run side by side. Tests of windows mostly wait; beside them the others use the cores. Servers that a person named
 * are there once, so then everything is one run, as what the person chose is.
 * @param {string[]} args
 * @returns {readonly string[][]}
 */
function runsOf(args) {
  const [windows, others] = [
    ['--project', 'e2e'],
    ['--project', '!e2e'],
  ]
  return args.length > 0 || process.env['FIELDKEY_TEST_INFLUXDB'] ? [args] : [windows, others]
}

/**
 * What leads tests to a desktop and to servers that nobody else uses.
 * @param {import('./process-groups.mjs').ProcessGroups} groups
 * @param {import('./progress.mjs').Progress} progress
 * @param {(() => unknown)[]} cleanups
 * @returns {Promise<NodeJS.ProcessEnv>}
 */
async function openPlace(groups, progress, cleanups) {
  const influx = await startInflux(groups, progress)
  cleanups.push(influx.removeData)
  const desktop = process.platform === 'linux' ? await openDesktop({ groups }) : undefined
  if (desktop) cleanups.push(desktop.stop)
  return { ...(desktop?.env ?? process.env), ...influx.env }
}

/**
 * Runs vitest and counts what it says. Of two that write at once each line stays whole.
 * @param {string[]} args
 * @param {import('./process-groups.mjs').ProcessGroups} groups
 * @param {{ env: NodeJS.ProcessEnv, report: string, output: 'inherit' | 'pipe' }} how
 */
async function runVitest(args, groups, { env, report, output }) {
  const vitest = [path.join(root, 'node_modules/vitest/vitest.mjs'), 'run']
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const child = groups.start(process.execPath, [...vitest, ...reporters, ...args], {
    cwd: root,
    env: { ...env, ...keepFreedMemory },
    stdio: ['ignore', output, output],
  })
  for (const input of [child.stdout, child.stderr]) {
    if (input) createInterface({ input }).on('line', (line) => console.log(line))
  }
  const status = await exitStatus(child)
  /** @type {unknown} */
  const told = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined
  const counts = countTests(told, status)
  if (counts.passed + counts.failed === 0) console.error('\nNo test ran.')
  return { counts, failures: failuresOf(told, root) }
}

/** @param {string[]} args */
async function test(args) {
  requireNode()
  const progress = createProgress('test')
  await ensureNodePackages(progress)
  const runtime = await ensureRuntime(progress)
  await ensureSystemPackages(runtime.executable, [...tools, ...serverTools], progress)
  await progress.during('bundling', () => bundle())
  const packaged = await packagedApps(runtime, progress)

  const groups = createProcessGroups()
  const folder = mkdtempSync(path.join(tmpdir(), 'fieldkey-test-'))
  /** @type {(() => unknown)[]} */
  const cleanups = [() => rmSync(folder, { recursive: true, force: true })]
  const cleanUp = async () => {
    for (const one of cleanups.splice(0)) await one()
  }
  groups.endWithScript(cleanUp)
  try {
    const told = {
      ...packaged,
      FIELDKEY_TEST_ELECTRON: runtime.executable,
      FIELDKEY_TEST_ELECTRON_KIND: runtime.kind,
    }
    /** @type {{ run: string[], place: NodeJS.ProcessEnv }[]} */
    const prepared = []
    // One after the other: the first may have to unpack what all of them start.
    for (const run of runsOf(args)) prepared.push({ run, place: await openPlace(groups, progress, cleanups) })
    const output = prepared.length > 1 ? 'pipe' : 'inherit'
    const runs = await Promise.all(
      prepared.map(({ run, place }, n) =>
        runVitest(run, groups, { env: { ...place, ...told }, report: path.join(folder, `report-${n}.json`), output }),
      ),
    )
    return { counts: addCounts(runs.map(({ counts }) => counts)), failures: runs.flatMap(({ failures }) => failures) }
  } finally {
    await groups.endAll()
    await cleanUp()
  }
}

await runScript(async () => {
  /** @type {Awaited<ReturnType<typeof test>>} */
  let ended = { counts: { passed: 0, failed: 1, skipped: 0 }, failures: [] }
  try {
    ended = await test(process.argv.slice(2))
  } catch (error) {
    console.error(error instanceof Plain ? `\n${error.message}` : error)
  }
  const { counts, failures } = ended
  console.log(['', ...failures, summaryLine(counts)].join('\n'))
  return counts.failed > 0 || counts.passed === 0 ? 1 : 0
})
