import { failure, type Failure } from '../../contract/failure'

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
