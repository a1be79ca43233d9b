// npm run bench: Fieldkey against the bare thing, side by side in one run, on the runtime and the server of the tests.
// Prints one report; `npm run bench -- core` measures that part alone. Slow figures are no failure: the exit status tells only whether everything could be measured.
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { bundle } from '../../build/bundle.mjs'
import { startInflux } from '../../build/influx-servers.mjs'
import { ensureNodePackages } from '../../build/node-packages.mjs'
import { createProcessGroups } from '../../build/process-groups.mjs'
import { createProgress } from '../../build/progress.mjs'
import { requireNode, runScript } from '../../build/project.mjs'
import { ensureRuntime } from '../../build/runtime.mjs'
import { ensureSystemPackages } from '../../build/system-packages.mjs'
import { openDesktop } from '../support/desktop.mjs'
import { coreReport } from './core-report.mjs'
import { handoverReport } from './handover-report.mjs'
import { listReport } from './list-report.mjs'
import { startReport } from './start-report.mjs'

/**
 * What a measurement runs on.
 * @typedef {{
 *   readonly groups: ReturnType<typeof createProcessGroups>
 *   readonly folder: string
 *   readonly executable: string
 *   readonly switches: readonly string[]
 *   readonly env: NodeJS.ProcessEnv
 * }} Stage
 */

await runScript(async () => {
  requireNode()
  const progress = createProgress('bench')
  await ensureNodePackages(progress)
  const runtime = await ensureRuntime(progress)
  const linux = process.platform === 'linux'
  const tools = /** @type {const} */ (['Xvfb', 'dbus-daemon', 'dbus-launch', 'gnome-keyring-daemon'])
  await ensureSystemPackages(runtime.executable, linux ? tools : [], progress)
  await progress.during('bundling', () => bundle())

  const groups = createProcessGroups()
  const folder = mkdtempSync(path.join(tmpdir(), 'fieldkey-bench-'))
  /** @type {(() => unknown)[]} */
  const cleanups = [() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 })]
  const cleanUp = async () => {
    for (const one of cleanups.splice(0).reverse()) await one()
  }
  groups.endWithScript(cleanUp)
  try {
    const influx = await startInflux(groups, progress)
    cleanups.push(influx.removeData)
    const desktop = linux ? await openDesktop({ groups }) : undefined
    if (desktop) cleanups.push(desktop.stop)
    const asRoot = linux && process.getuid?.() === 0 ? ['--no-sandbox'] : []
    const env = desktop?.env ?? process.env
    const stage = { groups, folder, executable: runtime.executable, switches: [...asRoot, '--disable-gpu'], env }
    const named = { ...process.env, ...influx.env }['FIELDKEY_TEST_INFLUXDB']
    const wanted = process.argv.slice(2)
    const part = async (
      /** @type {string} */ name,
      /** @type {string} */ doing,
      /** @type {() => Promise<string[]>} */ measure,
    ) => (wanted.length === 0 || wanted.includes(name) ? progress.during(doing, measure) : [])
    const lines = [
      `Electron ${runtime.version}, Node ${process.versions.node}, ${process.platform}-${process.arch}, ` +
        `${availableParallelism()} processors, load ${loadavg()[0]?.toFixed(1)} before. Medians, least–greatest; both in turn.`,
      ...(await part('start', 'starting windows', () => startReport(stage))),
      ...(await part('handover', 'handing over tokens', () => handoverReport(stage, named))),
      ...(await part('list', 'a long list in the window', () => listReport(stage))),
      ...(await part('core', 'the core', () => coreReport(stage, named))),
    ]
    console.log(lines.join('\n'))
    return 0
  } finally {
    await groups.endAll()
    await cleanUp()
  }
})
