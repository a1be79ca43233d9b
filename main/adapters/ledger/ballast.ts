import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, rmSync, statSync, writeSync } from 'node:fs'

const size = 1 << 20

/**
 * Keeps a file of 1 MiB beside the ledger, so that a handover that was begun can be written to its end on a disk that
 * has become full since. Random bytes, as a compressing disk keeps no room for zeros. Throws the file system's errors.
 */
export function keepBallast(file: string): void {
  if (statSync(file, { throwIfNoEntry: false })?.size === size) return
  try {
    const handle = openSync(file, 'w', 0o600)
    try {
      const bytes = randomBytes(size)
      for (let at = 0; at < size;) at += writeSync(handle, bytes, at)
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
  } catch (error) {
    dropBallast(file)
    throw error
  }
}

/** Gives the room up for the next record. */
export function dropBallast(file: string): void {
  rmSync(file, { force: true })
}
