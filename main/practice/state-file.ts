import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** What practice keeps between runs: its port, and the practice server's own state as text. */
export interface PracticeState {
  readonly port: number
  readonly server: string
}

/** Reads the state kept in `folder`; undefined when there is none or it cannot be read, which starts practice afresh. */
export function readState(folder: string): PracticeState | undefined {
  try {
    const read: unknown = JSON.parse(readFileSync(fileIn(folder), 'utf8'))
    if (typeof read !== 'object' || read === null || !('port' in read) || !('server' in read)) return undefined
    const { port, server } = read
    const usable = Number.isInteger(port) && Number(port) > 1023 && Number(port) < 65536
    return usable && typeof server === 'string' ? { port: Number(port), server } : undefined
  } catch {
    return undefined
  }
}

/** Keeps the state in `folder`. Practice is worth nothing, so a disk that is full only makes it forgetful. */
export function writeState(folder: string, state: PracticeState): void {
  const file = fileIn(folder)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    writeFileSync(`${file}.new`, JSON.stringify(state), { mode: 0o600 })
    renameSync(`${file}.new`, file)
  } catch {
    rmSync(`${file}.new`, { force: true })
  }
}

/** Deletes everything practice kept. */
export function deletePractice(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
}

function fileIn(folder: string): string {
  return path.join(folder, 'state.json')
}
