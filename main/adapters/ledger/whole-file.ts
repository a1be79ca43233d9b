import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import path from 'node:path'

/**
 * Writes `parts` beside the file and moves them into place: after a stop or a power loss there is what was there before,
 * or all of it, and once this returned it stays. Throws the file system's errors.
 */
export function writeWhole(file: string, ...parts: readonly Uint8Array[]): void {
  const fresh = `${file}.new`
  try {
    rmSync(fresh, { force: true })
    const handle = openSync(fresh, 'wx', 0o600)
    try {
      for (const part of parts) for (let done = 0; done < part.length;) done += writeSync(handle, part, done)
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    renameSync(fresh, file)
  } catch (error) {
    rmSync(fresh, { force: true })
    throw error
  }
  syncFolder(path.dirname(file))
}

/** Makes a rename durable; Windows has no such call and needs none. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
