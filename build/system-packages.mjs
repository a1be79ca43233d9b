// What the window and the tests need from the Linux system, and how it gets here.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { Plain, root } from './project.mjs'
import { hasCommand, run } from './run.mjs'

const windowPackages = ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libsecret-1-0']

/** The package that brings a command, by the command's name. */
export const commandPackages = Object.freeze({
  Xvfb: 'xvfb',
  xauth: 'xauth',
  'dbus-daemon': 'dbus',
  'dbus-launch': 'dbus-x11',
  'gnome-keyring-daemon': 'gnome-keyring',
  socat: 'socat',
  udevadm: 'udev',
  zbarimg: 'zbar-tools',
  python3: 'python3',
  curl: 'curl',
  xz: 'xz-utils',
  cc: 'build-essential',
})

/** @typedef {keyof typeof commandPackages} Command */

/**
 * The libraries a binary asks for and this machine lacks.
 * @param {string} binary
 * @returns {string[]}
 */
export function missingLibraries(binary) {
  if (!existsSync(binary)) return []
  const { stdout } = spawnSync('ldd', [binary], { encoding: 'utf8' })
  return [...new Set((stdout ?? '').match(/\S+(?= => not found)/g) ?? [])]
}

/**
 * The libraries the window and its keychain lack.
 * @param {string} executable
 */
function missingForWindow(executable) {
  const keytar = path.join(root, `node_modules/keytar/prebuilds/linux-${process.arch}/keytar.node`)
  return [...missingLibraries(executable), ...missingLibraries(keytar)]
}

/**
 * Newer Debian and Ubuntu call some libraries by another name.
 * @param {string} name
 */
function presentName(name) {
  const newer = `${name}t64`
  return spawnSync('apt-cache', ['show', newer], { stdio: 'ignore' }).status === 0 ? newer : name
}

/**
 * The sentence for a machine on which this script may not, or cannot, install anything.
 * @param {{ packages: readonly string[], lacking: readonly string[], apt: boolean }} need
 */
export function instruction({ packages, lacking, apt }) {
  if (apt) return `Missing on this machine: ${lacking.join(' ')}\nsudo apt-get install -y ${packages.join(' ')}`
  return `Missing on this machine: ${lacking.join(' ')}\nInstall them with this system's package manager, then try again.`
}

/**
 * Sees to it that the window's libraries and the named commands are here: installs them as root on Debian and Ubuntu,
 * else ends with the one line to type.
 * @param {string} executable
 * @param {readonly Command[]} commands
 * @param {import('./progress.mjs').Progress} progress
 */
export async function ensureSystemPackages(executable, commands, progress) {
  if (process.platform !== 'linux') return
  const libraries = missingForWindow(executable)
  const absent = commands.filter((command) => !hasCommand(command))
  const lacking = [...libraries, ...absent]
  if (lacking.length === 0) return
  const apt = hasCommand('apt-get')
  const names = () => [
    ...(libraries.length > 0 ? windowPackages.map(presentName) : []),
    ...new Set(absent.map((command) => commandPackages[command])),
  ]
  if (!apt || process.getuid?.() !== 0) throw new Plain(instruction({ packages: names(), lacking, apt }))
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const wait = ['-o', 'DPkg::Lock::Timeout=120']
  progress.say(`installing system packages for ${lacking.join(' ')}`)
  await progress.during('apt-get update', () => run('apt-get', ['update', '-q'], { env }))
  const packages = names()
  await progress.during(`apt-get install ${packages.join(' ')}`, () =>
    run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...wait, ...packages], { env }),
  )
  const still = [...missingForWindow(executable), ...commands.filter((command) => !hasCommand(command))]
  if (still.length > 0) throw new Plain(`Still missing after apt-get: ${still.join(' ')}`)
}
