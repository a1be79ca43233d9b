import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { endProcess, openPtyPair } from './pty'

/** How a simulated device differs from a good one. */
export interface SimDeviceOptions {
  readonly id?: string
  /** Sends points to InfluxDB with what it stored, every 0.3 s. */
  readonly write?: boolean
  /** Largest frame it takes; 256 if not told. */
  readonly max?: number
  /** Size of its receive ring; what does not fit is lost. No limit if not told. */
  readonly rx?: number
  readonly proof?: 'sha256' | 'crc32'
  readonly locked?: boolean
  readonly fault?: 'none' | 'silent' | 'wrong' | 'die-before-store' | 'die-after-store'
  /** Prints firmware chatter between the frames. */
  readonly log?: boolean
  readonly echo?: boolean
}

/** The reference device as a process of its own, on one end of a cable. */
export interface SimDevice {
  /** The end to open. */
  readonly port: string
  /** Where it keeps what it stored, as JSON `{n, fields}`. */
  readonly storeFile: string
  /** Kills the device; the cable stays. */
  kill(): Promise<void>
  /** Resolves when it has ended by itself. */
  ended(): Promise<void>
  /** Switches it on again, with the same storage. */
  restart(options?: SimDeviceOptions): Promise<void>
  /** Pulls the cable. */
  pull(): Promise<void>
  /** Ends everything; call it in a `finally`. */
  remove(): Promise<void>
}

const program = join(import.meta.dirname, 'sim-device.py')

/** Starts a simulated device behind a pair of pseudo-terminals (needs `socat` and `python3`). */
export async function startSimDevice(options: SimDeviceOptions = {}): Promise<SimDevice> {
  const cable = await openPtyPair()
  const storeFile = join(cable.folder, 'stored.json')
  let child: ChildProcess | undefined
  const start = async (given: SimDeviceOptions) => {
    child = await startProcess([cable.b, '--store', storeFile, ...switches(given)])
  }
  const kill = async () => {
    if (child) await endProcess(child)
  }
  try {
    await start(options)
  } catch (problem) {
    await cable.remove()
    throw problem
  }
  return {
    port: cable.a,
    storeFile,
    kill,
    async ended() {
      const running = child
      if (!running || running.exitCode !== null || running.signalCode !== null) return
      await new Promise((resolve) => running.once('exit', resolve))
    },
    async restart(again = options) {
      await kill()
      await start(again)
    },
    pull: cable.pull,
    async remove() {
      await kill()
      await cable.remove()
    },
  }
}

function switches(options: SimDeviceOptions): readonly string[] {
  return Object.entries(options).flatMap(([name, value]) => {
    if (value === false || value === undefined) return []
    return value === true ? [`--${name}`] : [`--${name}`, String(value)]
  })
}

/** Resolves once the device listens. */
function startProcess(args: readonly string[]): Promise<ChildProcess> {
  const child = spawn('python3', [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  return new Promise((resolve, reject) => {
    let said = ''
    child.stderr.on('data', (bytes: Buffer) => {
      said += bytes.toString()
    })
    child.once('error', reject)
    child.once('exit', () => {
      reject(new Error(`the simulated device ended: ${said}`))
    })
    child.stdout.once('data', () => {
      resolve(child)
    })
  })
}
