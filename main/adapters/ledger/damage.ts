import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { failure, type Failure } from '../../contract/failure'
import type { Clock } from '../../ports/clock'

/** Why a ledger cannot be used; fills `why` of `ledger.damaged`. */
export type Damage = 'broken' | 'newer' | 'missing' | 'replaced' | 'unreadable'

/** SQLite's primary result codes (sqlite.org/rescode.html): FULL; ERROR (a table is missing), CORRUPT, NOTADB. */
const codes = { full: 13, broken: [1, 11, 26] } as const

/** Says that what is on the disk is not what was written there. */
export function damagedError(why: Damage, message: string): Error {
  return Object.assign(new Error(message), { damage: why })
}

/** SQLite's primary result code, 0 for other errors. */
function sqliteCode(error: Error): number {
  return 'rawCode' in error && typeof error.rawCode === 'number' ? error.rawCode & 0xff : 0
}

const isDamage = (why: unknown): why is Damage =>
  why === 'broken' || why === 'newer' || why === 'missing' || why === 'replaced' || why === 'unreadable'

/** Whether the disk had no room: SQLite's own code, or the file system's. */
export function isFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? error.code : undefined
  return sqliteCode(error) === codes.full || code === 'ENOSPC' || code === 'EDQUOT'
}

/** Why `error` makes the ledger unusable; undefined when the error is a bug and not the disk's. */
export function damageOf(error: unknown): Damage | undefined {
  if (!(error instanceof Error)) return undefined
  if ('damage' in error && isDamage(error.damage)) return error.damage
  // Row readers throw these two: the text is not JSON, or not a row of ours.
  if (error instanceof SyntaxError || error.name === 'ValiError') return 'broken'
  const code = sqliteCode(error)
  if (codes.broken.some((broken) => broken === code)) return 'broken'
  return code > 0 || ('code' in error && 'syscall' in error) || /^Unable to open|ConnectionFailed/.test(error.message)
    ? 'unreadable'
    : undefined
}

/** The failure for an error of the disk; throws the error again when it is a bug. */
export function diskFailure(error: unknown, file: string): Failure {
  if (isFull(error)) return failure('disk.full', { n: 10 })
  const why = damageOf(error)
  if (why === undefined) throw error
  return failure('ledger.damaged', { path: file, why })
}

/** Whether two files, with their write-ahead logs, hold the same; a missing log equals a missing log. */
function sameLedger(a: string, b: string): boolean {
  return ['', '-wal'].every((part) => {
    const [one, other] = [a + part, b + part].map((file) => (existsSync(file) ? readFileSync(file) : Buffer.of()))
    return one !== undefined && other !== undefined && one.equals(other)
  })
}

/**
 * Copies a damaged ledger and its write-ahead log beside it, `ledger.damaged-2026-03-01.db`, and returns the copy's path.
 * A copy that is there already is used again. Throws the file system's errors.
 */
export function keepCopy(file: string, clock: Clock): string {
  const { dir, name, ext } = path.parse(file)
  const kept = readdirSync(dir)
    .map((entry) => path.join(dir, entry.replace(/-wal$/, '')))
    .filter((entry) => path.basename(entry).startsWith(`${name}.damaged-`) && entry.endsWith(ext))
  const same = kept.find((copy) => sameLedger(file, copy))
  if (same !== undefined) return same
  const day = new Date(clock.now()).toISOString().slice(0, 10)
  let copy = path.join(dir, `${name}.damaged-${day}${ext}`)
  for (let i = 2; kept.includes(copy); i++) copy = path.join(dir, `${name}.damaged-${day}-${i}${ext}`)
  for (const part of ['', '-wal']) if (existsSync(file + part)) copyFileSync(file + part, copy + part)
  return copy
}

/** Moves a ledger out of the way, once the person decided to start a new one; returns where it is kept. */
export function retireLedger(file: string, clock: Clock): string {
  const copy = keepCopy(file, clock)
  for (const part of ['', '-wal', '-shm', '-snapshot']) rmSync(file + part, { force: true })
  return copy
}
