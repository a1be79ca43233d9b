import { spawn } from 'node:child_process'
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, onTestFinished } from 'vitest'
import { temporaryFolder } from './temporary-folder'

/** The two packaged builds: the release, and the test build whose inspector is on. */
export interface PackagedApps {
  readonly release: string
  readonly test: string
}

/** A packaged app started as a person starts it, with nobody looking inside. */
export interface Started {
  readonly pid: number
  readonly userData: string
  /** What it printed so far, both streams. */
  output(): string
  /** How it ended: `2`, `SIGUSR1` … */
  readonly ended: Promise<string>
  running(): boolean
  /** Waits until it opened its ledger, which it does with its window. */
  ready(): Promise<void>
  /** Asks it to quit, as the session's end does. */
  quit(): Promise<void>
}

const { FIELDKEY_TEST_RELEASE_APP: release, FIELDKEY_TEST_PACKAGED_APP: test } = process.env
const root = process.getuid?.() === 0
const nobody = 65_534

/** Variables for an app in whose processes a test looks for the token that its own variables name. */
export const withoutServers = { FIELDKEY_TEST_INFLUXDB: '', FIELDKEY_TEST_INFLUXDB_PLAIN: '' }

/** A suite on the packaged builds; CI must have them, elsewhere they are skipped where `npm test` made none. */
export function describePackaged(name: string, suite: (apps: PackagedApps) => void): void {
  if (release && test && process.platform === 'linux') describe(name, () => suite({ release, test }))
  else if (process.env['CI'] === 'true') throw new Error(`${name}: CI needs both packaged builds, on Linux`)
  else describe.skip(`${name} (no packaged app: run npm test on Linux)`, () => undefined)
}

/** Starts a packaged app; `plainUser`, as somebody who is not root. It ends with the test. */
export function startPackaged(
  executable: string,
  {
    args = [],
    env = {},
    plainUser = false,
    userData = path.join(temporaryFolder(), 'user-data'),
  }: {
    readonly args?: readonly string[]
    readonly env?: NodeJS.ProcessEnv
    readonly plainUser?: boolean
    readonly userData?: string
  } = {},
): Started {
  const other = plainUser && root
  const home = path.dirname(userData)
  const own = other ? { HOME: home, XDG_RUNTIME_DIR: home, TMPDIR: home, XAUTHORITY: handOver(home) } : {}
  const become = other ? ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', '--'] : []
  const needed = root && !other ? ['--no-sandbox'] : []
  const command = [...become, executable, ...needed, '--disable-gpu', `--user-data-dir=${userData}`, ...args]
  const child = spawn(command[0]!, command.slice(1), {
    env: { ...process.env, ...own, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said: string[] = []
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => said.push(text))
  let running = true
  const ended = new Promise<string>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      running = false
      resolve(String(signal ?? code))
    })
  })
  const end = (signal: NodeJS.Signals) => async () => {
    if (running) child.kill(signal)
    await ended
  }
  onTestFinished(end('SIGKILL'))
  const ready = async () => {
    const open = () => existsSync(path.join(userData, 'ledger.db'))
    await expect.poll(() => open() || !running).toBe(true)
    if (!open()) throw new Error(`it ended with ${await ended}: ${said.join('')}`)
  }
  return {
    pid: child.pid ?? 0,
    userData,
    output: () => said.join(''),
    ended,
    running: () => running,
    ready,
    quit: end('SIGTERM'),
  }
}

/** The same program somewhere else, where a test may change it and everybody may start it. */
export function copyOfApp(executable: string): { readonly executable: string; readonly resources: string } {
  const folder = path.join(temporaryFolder(), 'app')
  chmodSync(path.dirname(folder), 0o755)
  cpSync(path.dirname(executable), folder, { recursive: true })
  return { executable: path.join(folder, path.basename(executable)), resources: path.join(folder, 'resources') }
}

/** Gives a folder to the plain user, with the key to the display in it; the key's path. */
function handOver(folder: string): string {
  const key = path.join(folder, 'display-key')
  mkdirSync(folder, { recursive: true })
  rmSync(key, { force: true })
  if (process.env['XAUTHORITY']) cpSync(process.env['XAUTHORITY'], key)
  for (const one of [folder, key]) if (existsSync(one)) chownSync(one, nobody, nobody)
  return key
}

/** Whether the plain user's part can be played: by not being root, or by the command that lays root down. */
export const canBePlainUser = !root || existsSync('/usr/bin/setpriv')
