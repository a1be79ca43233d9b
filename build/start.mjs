// npm start: installs what is missing, bundles and opens the app, on a fresh clone too. Imports nothing installed.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { bundle } from './bundle.mjs'
import { ensureNodePackages } from './node-packages.mjs'
import { createProcessGroups, exitStatus } from './process-groups.mjs'
import { createProgress } from './progress.mjs'
import { requireNode, root, runScript } from './project.mjs'
import { ensureRuntime } from './runtime.mjs'
import { ensureSystemPackages } from './system-packages.mjs'
import { startVirtualDisplay } from './virtual-display.mjs'

await runScript(async () => {
  requireNode()
  const progress = createProgress('start')
  await ensureNodePackages(progress)
  const runtime = await ensureRuntime(progress)
  const linux = process.platform === 'linux'
  const headless = linux && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']
  await ensureSystemPackages(runtime.executable, headless ? ['Xvfb'] : [], progress)
  await progress.during('bundling', () => bundle())

  const groups = createProcessGroups()
  const folder = mkdtempSync(path.join(tmpdir(), 'fieldkey-start-'))
  const removeFolder = () => rmSync(folder, { recursive: true, force: true })
  groups.endWithScript(removeFolder)
  try {
    const args = ['.', ...process.argv.slice(2)]
    if (linux && process.getuid?.() === 0) {
      progress.say('running as root, where Chromium has no sandbox: --no-sandbox')
      args.push('--no-sandbox')
    }
    const env = { ...process.env }
    // Without a session bus a library would launch one of its own, which would outlive the app and pass for a keychain.
    const busless = linux && !env['DBUS_SESSION_BUS_ADDRESS'] && !existsSync(`${env['XDG_RUNTIME_DIR']}/bus`)
    if (busless) env['DBUS_SESSION_BUS_ADDRESS'] = 'disabled:'
    if (headless) {
      progress.say('no display found: the window opens on a virtual one, where nobody sees it')
      Object.assign(env, await startVirtualDisplay(groups, folder))
      args.push('--disable-gpu')
    }
    progress.say(`starting Fieldkey on Electron ${runtime.version}`)
    return await exitStatus(
      groups.start(runtime.executable, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] }),
    )
  } finally {
    await groups.endAll()
    removeFolder()
  }
})
