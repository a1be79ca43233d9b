import { chmodSync, closeSync, existsSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { failure, type Failure } from '../../contract/failure'
import { failed, ok, type Result } from '../../contract/result'
import type { Clock } from '../../ports/clock'
import type { Ledger } from '../../ports/ledger'
import type { Random } from '../../ports/random'
import { genesis } from './chain'
import { damageOf, damagedError, diskFailure } from './damage'
import { openDatabase, type SqlDatabase } from './database'
import { keepCopy } from './kept-copy'
import { ledgerOver } from './ledger'
import { load, loadFrom, loadStories, readHead, type Loaded } from './load'
import { emptyLog, logSize, overwriteIndex } from './log'
import { configure, migrate, newestVersion, versionOf } from './schema'
import { dropSnapshot, readSnapshot, writeSnapshot } from './snapshot'
import { putSuccessor } from './successor'
import { createTrouble, type Trouble } from './trouble'
import { verifyInBackground } from './verify'
import { syncFolder } from './whole-file'

/** What a ledger needs: its file, such as `<user data>/ledger.db`, time, and randomness for a new install's ID. */
export interface LedgerParts {
  readonly file: string
  readonly clock: Clock
  readonly random: Random
  /** The ID of a new install, where one was thought of before. */
  readonly install?: string | undefined
  /** A start reads at most this many events and acts at once; a longer history is told by a snapshot. */
  readonly snapshotAfter?: number
}

/**
 * Opens the ledger, or makes a new one, and so a new install, where there is none. Everything in it is verified: at once,
 * or, where a snapshot tells a long history, before anything is added to a handover, and all of it in the background. Failures:
 * `disk.full`; `ledger.damaged` with `path`, the copy of a broken file, which stays where it is until a successor takes its
 * place, and `why`: `broken`, `missing` (only its write-ahead log is left), `newer` (left alone), `unreadable`.
 */
export function openLedger({ file, clock, random, install, snapshotAfter = 2000 }: LedgerParts): Result<Ledger> {
  let db: SqlDatabase | undefined
  try {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
    chmodSync(path.dirname(file), 0o700)
    putSuccessor(file, clock)
    if (!existsSync(file)) {
      if (logSize(file) > 0) throw damagedError('missing', 'only a log is left')
      create(file, install ?? random.hex(8))
    }
    chmodSync(file, 0o600)
    const afterCrash = logSize(file) > 0
    db = openDatabase(file)
    const version = versionOf(db)
    if (version > newestVersion) throw damagedError('newer', `version ${version}`)
    if (version < 1) throw damagedError('broken', 'never made into a ledger')
    configure(db)
    // What is broken stays as it was found: an older ledger is looked at before anything of it is changed.
    if (version < newestVersion) loadStories(db)
    migrate(db, version)
    const trouble = createTrouble(() => {
      dropSnapshot(file)
    })
    const loaded = loadFast(db, file, trouble) ?? load(db)
    // Writable at all?
    db.transaction(() => undefined)
    emptyLog(db)
    if (afterCrash) overwriteIndex(db)
    const tasks = later({ db, file, clock, loaded, trouble, snapshotAfter })
    return ok(ledgerOver({ db, file, loaded, trouble, onClose: tasks }))
  } catch (error) {
    const refused = refusal(error, file, clock)
    db?.close()
    return failed(refused)
  }
}

/** Reads by the snapshot; undefined where there is none, or anything about it is wrong: then everything is read. */
function loadFast(db: SqlDatabase, file: string, trouble: Trouble): Loaded | undefined {
  const snapshot = readSnapshot(file, readHead(db).install)
  return snapshot && loadFrom(db, snapshot, trouble.note)
}

/** What a start leaves for later: verifying what a snapshot told, and writing a new one. Returns how to stop it. */
function later(parts: {
  readonly db: SqlDatabase
  readonly file: string
  readonly clock: Clock
  readonly loaded: Loaded
  readonly trouble: Trouble
  readonly snapshotAfter: number
}): () => void {
  const { db, file, clock, loaded, trouble, snapshotAfter } = parts
  const { install, events: n, head: chain, acts, unverified } = loaded
  const stops: (() => void)[] = []
  const onStale = () => {
    dropSnapshot(file)
  }
  if (unverified > 0) stops.push(verifyInBackground({ db, clock, loaded, onDamage: trouble.note, onStale }))
  if (n + acts.n - unverified > snapshotAfter) {
    // A snapshot is of the start's state, so it is made of the start's stories, whatever is added meanwhile.
    const stories = new Map(loaded.stories)
    const write = () => {
      try {
        writeSnapshot(file, { install, n, chain, acts: acts.n, actsChain: acts.chain }, stories)
      } catch {
        // It is only a shortcut: the next start reads everything, and tries again.
      }
    }
    stops.push(clock.after(2000, write))
  }
  return () => {
    for (const stop of stops) stop()
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
function create(file: string, install: string): void {
  const fresh = `${file}.new`
  for (const part of ['', '-wal', '-shm']) rmSync(fresh + part, { force: true })
  closeSync(openSync(fresh, 'wx', 0o600))
  const db = openDatabase(fresh)
  try {
    configure(db)
    migrate(db, 0)
    // No prepared statement: one would keep the file open under this name until it is collected.
    db.exec(`INSERT INTO ledger (id, install, events, head) VALUES (1, '${install}', 0, '${genesis(install)}')`)
    emptyLog(db)
  } finally {
    db.close()
  }
  renameSync(fresh, file)
  syncFolder(path.dirname(file))
}
