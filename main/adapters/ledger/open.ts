import { chmodSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { failure, type Failure } from '../../contract/failure'
import { failed, ok, type Result } from '../../contract/result'
import type { Clock } from '../../ports/clock'
import type { Ledger } from '../../ports/ledger'
import type { Random } from '../../ports/random'
import { genesis } from './chain'
import { damageOf, damagedError, diskFailure, keepCopy } from './damage'
import { openDatabase, type SqlDatabase } from './database'
import { ledgerOver } from './ledger'
import { load } from './load'
import { configure, migrate, newestVersion, versionOf } from './schema'

/** What a ledger needs: its file, such as `<user data>/ledger.db`, time, and randomness for a new install's ID. */
export interface LedgerParts {
  readonly file: string
  readonly clock: Clock
  readonly random: Random
}

/**
 * Opens the ledger, or makes a new one, and so a new install, where there is none. Everything in it is verified. Failures:
 * `disk.full`; `ledger.damaged` with `path`, the copy of a broken file, which stays where it is until `retireLedger`, and
 * `why`: `broken`, `missing` (only its write-ahead log is left), `newer` (left alone), `unreadable`.
 */
export function openLedger({ file, clock, random }: LedgerParts): Result<Ledger> {
  let db: SqlDatabase | undefined
  try {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
    chmodSync(path.dirname(file), 0o700)
    if (!existsSync(file)) {
      if (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size) throw damagedError('missing', 'only a log is left')
      create(file, random)
    }
    chmodSync(file, 0o600)
    db = openDatabase(file)
    const version = versionOf(db)
    if (version > newestVersion) throw damagedError('newer', `version ${version}`)
    if (version < 1) throw damagedError('broken', 'never made into a ledger')
    configure(db)
    migrate(db, version)
    const loaded = load(db)
    // Writable at all? And what was erased before a crash leaves the write-ahead log now.
    db.transaction(() => undefined)
    db.rows('PRAGMA wal_checkpoint(TRUNCATE)')
    return ok(ledgerOver({ db, file, loaded }))
  } catch (error) {
    const refused = refusal(error, file, clock)
    db?.close()
    return failed(refused)
  }
}

function refusal(error: unknown, file: string, clock: Clock): Failure {
  const why = damageOf(error)
  if (why !== 'broken' && why !== 'missing') return diskFailure(error, file)
  try {
    return failure('ledger.damaged', { path: keepCopy(file, clock), why })
  } catch {
    // No room for a copy: the original is still there.
    return failure('ledger.damaged', { path: file, why })
  }
}

/** Makes a ledger under another name and moves it into place whole, so that an empty file always means damage. */
function create(file: string, random: Random): void {
  const fresh = `${file}.new`
  for (const part of ['', '-wal', '-shm']) rmSync(fresh + part, { force: true })
  closeSync(openSync(fresh, 'wx', 0o600))
  const db = openDatabase(fresh)
  try {
    configure(db)
    migrate(db, 0)
    const install = random.hex(8)
    // No prepared statement: one would keep the file open under this name until it is collected.
    db.exec(`INSERT INTO ledger (id, install, events, head) VALUES (1, '${install}', 0, '${genesis(install)}')`)
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  } finally {
    db.close()
  }
  renameSync(fresh, file)
  syncFolder(path.dirname(file))
}

/** Makes a rename durable; Windows has no such call and needs none. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
