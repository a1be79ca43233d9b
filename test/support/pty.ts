import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Two ends of one cable. */
export interface PtyPair {
  readonly a: string
  readonly b: string
  /** A folder of its own, gone after `remove`. */
  readonly folder: string
  /** Pulls the cable: both ends hang up. */
  pull(): Promise<void>
  /** Pulls the cable and removes the folder. Safe to call twice. */
  remove(): Promise<void>
}

/** Connects two pseudo-terminals with `socat`. Call `remove` in a `finally`. */
export async function openPtyPair(): Promise<PtyPair> {
  const folder = await mkdtemp(join(tmpdir(), 'fieldkey-pty-'))
  const a = join(folder, 'a')
  const b = join(folder, 'b')
  const end = (link: string) => `pty,raw,echo=0,link=${link}`
  const socat = spawn('socat', ['-d', '-d', end(a), end(b)], { stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = new Promise<void>((resolve) => {
    socat.once('close', () => {
      resolve()
    })
  })
  await new Promise<void>((resolve, reject) => {
    let said = ''
    socat.once('error', reject)
    socat.once('exit', () => {
      reject(new Error(`socat ended: ${said}`))
    })
    socat.stderr.on('data', (bytes: Buffer) => {
      said += bytes.toString()
      if (said.includes('starting data transfer')) resolve()
    })
  })
  const pull = async () => {
    socat.kill('SIGKILL')
    await ended
  }
  return {
    a,
    b,
    folder,
    pull,
    async remove() {
      await pull()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Ends a child process for good and waits until it is gone. */
export async function endProcess(child: ReturnType<typeof spawn>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}
