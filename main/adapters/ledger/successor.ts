import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { Clock } from '../../ports/clock'
import { damagedError } from './damage'
import { openDatabase } from './database'
import { isKept, keepCopy } from './kept-copy'
import { emptyLog, logSize } from './log'
import { syncFolder, writeWhole } from './whole-file'

const successorOf = (file: string) => `${file}-successor`

/** Where the ledger is built that is to take the place of `file`. */
export function buildingOf(file: string): string {
  return `${file}-building`
}

/** Removes what was built. */
export function dropBuilding(file: string): void {
  for (const part of ['', '-wal', '-shm', '.new', '.new-wal', '.new-shm'])
    rmSync(buildingOf(file) + part, { force: true })
}

/**
 * Decides that what was built, filled and closed is to take the place of `file`: once this returned, every start puts it
 * there. Its bytes, not its file: that one the system sees open until SQLite's statements are collected.
 */
export function nameSuccessor(file: string): void {
  const built = buildingOf(file)
  const db = openDatabase(built)
  try {
    emptyLog(db)
  } finally {
    db.close()
  }
  if (logSize(built) > 0) throw damagedError('unreadable', 'its log is not empty')
  writeWhole(successorOf(file), readFileSync(built))
}

/**
 * Puts a successor that was named into its place; does nothing where there is none. A stop at any point is made good by the
 * next call: the name goes last. Of what is replaced a copy is kept. Throws the file system's errors.
 */
export function putSuccessor(file: string, clock: Clock): void {
  const successor = successorOf(file)
  if (!existsSync(successor)) return
  if (existsSync(file) && !isKept(file)) keepCopy(file, clock)
  // A log that stayed would be read into the new ledger.
  for (const part of ['-wal', '-shm', '-snapshot']) rmSync(file + part, { force: true })
  dropBuilding(file)
  syncFolder(path.dirname(file))
  renameSync(successor, file)
  syncFolder(path.dirname(file))
}
