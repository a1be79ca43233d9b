import { readdir, readFile, stat } from 'node:fs/promises'

/** A program that has the port open. */
export interface Holder {
  readonly program: string
  readonly pid: number
}

/**
 * Who has the character device open, as far as this user may see: other users' processes stay invisible. Linux only,
 * undefined elsewhere. Looked up before opening, because the binding changes a port's settings before it tries its
 * lock, and raising the control lines can reset a board.
 */
export async function holderOf(path: string): Promise<Holder | undefined> {
  const device = await deviceNumber(path)
  if (device === undefined) return undefined
  const pids = (await list('/proc')).filter((name) => /^\d+$/.test(name))
  for (const pid of pids) {
    const open = await list(`/proc/${pid}/fd`)
    const numbers = await Promise.all(open.map((fd) => deviceNumber(`/proc/${pid}/fd/${fd}`)))
    if (!numbers.includes(device) || (await isCable(pid, open, device))) continue
    return { program: await programName(pid), pid: Number(pid) }
  }
  return undefined
}

async function deviceNumber(path: string): Promise<number | undefined> {
  const found = await stat(path).catch(() => undefined)
  return found?.isCharacterDevice() ? found.rdev : undefined
}

/**
 * Whether a process plays the other end of this pseudo-terminal: it holds the master (`tty-index` names its slave), and
 * usually the slave too, so that the line stays up. It is the cable, not a rival.
 */
async function isCable(pid: string, open: readonly string[], device: number): Promise<boolean> {
  if (device >> 8 !== pseudoTerminals) return false
  const notes = await Promise.all(open.map((fd) => readFile(`/proc/${pid}/fdinfo/${fd}`, 'utf8').catch(() => '')))
  return notes.some((note) => new RegExp(`^tty-index:\\t${device & 0xff}$`, 'm').test(note))
}

/** Major number of the first 256 pseudo-terminals. */
const pseudoTerminals = 136

/** Empty for a process that ended, or that belongs to someone else. */
function list(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => [])
}

async function programName(pid: string): Promise<string> {
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')
  return name.trim().replace(/[^\x20-\x7e]/g, '?') || 'program'
}
