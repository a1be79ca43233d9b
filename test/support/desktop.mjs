// A throw-away desktop for tests: display, private D-Bus session, keyring, XDG folders. Nothing of the machine is used,
// and nothing stays behind. Linux only.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { createProcessGroups } from '../../build/process-groups.mjs'
import { startVirtualDisplay } from '../../build/virtual-display.mjs'

/**
 * `unlocked`: as after login. `locked`: present but closed. `no-collection`: a service without a login collection.
 * `no-service`: a bus on which nobody keeps secrets. `no-bus`: no session bus at all.
 * @typedef {'unlocked' | 'locked' | 'no-collection' | 'no-service' | 'no-bus'} KeyringState
 */

/** @typedef {{ env: NodeJS.ProcessEnv, folder: string, lockKeyring: () => void, stop: () => Promise<void> }} Desktop */

// No service folders: what is not started here by name is never started by the bus.
const busConfig = (/** @type {string} */ socket) => `<!DOCTYPE busconfig PUBLIC
 "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=${socket}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`

/**
 * The XDG folders of a desktop, each private.
 * @param {string} folder
 */
function privateFolders(folder) {
  const env = {
    XDG_DATA_HOME: path.join(folder, 'data'),
    XDG_CONFIG_HOME: path.join(folder, 'config'),
    XDG_CACHE_HOME: path.join(folder, 'cache'),
    XDG_STATE_HOME: path.join(folder, 'state'),
    XDG_RUNTIME_DIR: path.join(folder, 'run'),
  }
  for (const name of Object.values(env)) mkdirSync(name, { mode: 0o700 })
  return env
}

/**
 * Resolves with the first line a process prints.
 * @param {import('node:child_process').ChildProcess} child
 * @param {string} name
 * @returns {Promise<string>}
 */
function firstLine(child, name) {
  return new Promise((resolve, reject) => {
    let text = ''
    const limit = setTimeout(() => reject(new Error(`${name} said nothing for 15 s`)), 15_000)
    child.stdout?.setEncoding('utf8').on('data', (part) => {
      text += part
      if (!text.includes('\n')) return
      clearTimeout(limit)
      resolve(text.trim())
    })
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code}`)))
  })
}

/**
 * Asks the bus something; throws when the answer is an error.
 * @param {NodeJS.ProcessEnv} env
 * @param {readonly string[]} args
 */
function callBus(env, args) {
  const { status, stdout, stderr } = spawnSync('dbus-send', ['--session', '--print-reply', ...args], {
    env,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`dbus-send ${args.join(' ')}: ${stderr}`)
  return stdout
}

const secrets = '/org/freedesktop/secrets'
const service = 'org.freedesktop.Secret.Service'

/**
 * Starts the keyring daemon. A password must be given for it to make the login collection, and must not be empty.
 * @param {ReturnType<typeof createProcessGroups>} groups
 * @param {NodeJS.ProcessEnv} env
 * @param {boolean} withCollection
 */
async function startKeyring(groups, env, withCollection) {
  const args = ['--foreground', '--components=secrets', ...(withCollection ? ['--unlock'] : [])]
  const daemon = groups.start('gnome-keyring-daemon', args, { env, stdio: ['pipe', 'ignore', 'ignore'] })
  daemon.stdin?.end(withCollection ? 'throw-away' : '')
  // It tells nobody when it is ready, so the bus is asked.
  const owner = [
    '--dest=org.freedesktop.DBus',
    '/',
    'org.freedesktop.DBus.NameHasOwner',
    'string:org.freedesktop.secrets',
  ]
  const limit = Date.now() + 10_000
  while (!callBus(env, owner).includes('true')) {
    if (Date.now() > limit) throw new Error('the keyring did not appear')
    await wait(20)
  }
}

/**
 * Opens a desktop. Always call `stop`, in a `finally` or an `afterAll`.
 * @param {{ keyring?: KeyringState, display?: boolean, groups?: ReturnType<typeof createProcessGroups> }} [options]
 * @returns {Promise<Desktop>}
 */
export async function openDesktop({ keyring = 'unlocked', display = true, groups = createProcessGroups() } = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'fieldkey-desktop-'))
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, ...privateFolders(folder) }
  // "disabled:" keeps libraries from launching a bus of their own, which would outlive the test.
  env['DBUS_SESSION_BUS_ADDRESS'] = 'disabled:'
  for (const name of ['DISPLAY', 'XAUTHORITY', 'WAYLAND_DISPLAY', 'GNOME_KEYRING_CONTROL', 'SSH_AUTH_SOCK'])
    delete env[name]
  const stop = async () => {
    await groups.endAll()
    rmSync(folder, { recursive: true, force: true })
  }
  const lockKeyring = () => {
    const collection = `array:objpath:${secrets}/collection/login`
    callBus(env, ['--dest=org.freedesktop.secrets', secrets, `${service}.Lock`, collection])
  }
  try {
    if (display) Object.assign(env, await startVirtualDisplay(groups, folder))
    if (keyring === 'no-bus') return { env, folder, lockKeyring, stop }
    const config = path.join(folder, 'bus.conf')
    writeFileSync(config, busConfig(path.join(folder, 'bus')))
    const bus = groups.start('dbus-daemon', [`--config-file=${config}`, '--nofork', '--print-address=1'], {
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    env['DBUS_SESSION_BUS_ADDRESS'] = await firstLine(bus, 'dbus-daemon')
    if (keyring !== 'no-service') await startKeyring(groups, env, keyring !== 'no-collection')
    if (keyring === 'locked') lockKeyring()
    return { env, folder, lockKeyring, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
