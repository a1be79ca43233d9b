import { statSync } from 'node:fs'
import type { SqlDatabase } from './database'
import { newestVersion } from './schema'

/** How many bytes the write-ahead log beside `file` has; 0 where there is none, as after a clean end. */
export function logSize(file: string): number {
  return statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0
}

/** Brings everything into the file, so that what was erased leaves the write-ahead log too. */
export function emptyLog(db: SqlDatabase): void {
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
}

/**
 * Overwrites the index, `-shm`, of a write-ahead log that was read again, in a ledger of the newest version. For a log
 * without one whole record SQLite puts there 32 KiB of this process's memory as it was, whatever that held
 * (`walIndexRecover` of 3.45: `aPrivate` is never cleared). The next record clears it; this one says the version that is
 * there already.
 */
export function overwriteIndex(db: SqlDatabase): void {
  db.exec(`PRAGMA user_version = ${newestVersion}`)
  emptyLog(db)
}
