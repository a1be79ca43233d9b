import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { apply, type Handover } from '../../domain/handover'
import type { Connection, Salvaged } from '../../ports/ledger'
import { openDatabase, type SqlDatabase } from './database'
import { readActAt, readActsHead } from './acts'
import { connectionDigest, readHead } from './load'
import { columns, list, readHandover } from './read-events'
import { readConnection, readEvent, readIntent, readRows } from './rows'
import { readLedger } from '../../contract/ledger-rows'

/**
 * What can still be read of a damaged ledger: servers and acts whose hash fits, and how far each handover had come by the
 * events that can be read. What is broken is left out. Works on a copy of its own; where there is no room for one it throws
 * the file system's errors, as then nothing is known to be broken.
 */
export function salvage(file: string): Salvaged {
  const copy = `${file}.reading`
  const remove = () => {
    for (const part of ['', '-wal', '-shm']) rmSync(copy + part, { force: true })
  }
  remove()
  try {
    for (const part of ['', '-wal']) {
      if (existsSync(file + part)) writeFileSync(copy + part, readFileSync(file + part), { mode: 0o600 })
    }
    return readCopy(copy)
  } finally {
    remove()
  }
}

function readCopy(copy: string): Salvaged {
  try {
    const db = openDatabase(copy)
    try {
      // Its log is read in memory: no further file is needed, for which there may be no room.
      db.exec('PRAGMA locking_mode = EXCLUSIVE')
      const install = readable(() => readHead(db).install)
      return { install, connections: connectionsOf(db), handovers: handoversOf(db), acts: actsOf(db, install) }
    } finally {
      db.close()
    }
  } catch {
    return { connections: [], handovers: [], acts: [] }
  }
}

function readable<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

/** Up to which number rows are looked for: a number that was flipped into a huge one would never be reached. */
function lastOf(db: SqlDatabase, table: 'event' | 'act', said: () => number): number {
  const there = readable(() => Number(readRows(db.rows(`SELECT max(n) FROM ${table}`)[0])[0])) ?? 0
  return Math.min(readable(said) ?? there, there)
}

function connectionsOf(db: SqlDatabase): readonly Connection[] {
  const rows = readable(() => list(db, 'id, detail, digest', 'connection')) ?? []
  return rows.flatMap((row) => {
    const found = readable(() => {
      const [id, detail, digest] = readLedger('connectionRow', row)
      return digest === connectionDigest(id, detail) ? readConnection(detail) : undefined
    })
    return found ?? []
  })
}

function handoversOf(db: SqlDatabase): Salvaged['handovers'] {
  const last = lastOf(db, 'event', () => readHead(db).events)
  const standing = new Map<string, Handover>()
  for (let n = 1; n <= last; n += 1) {
    readable(() => {
      const [row] = list(db, columns.event, 'event WHERE n = ?', n)
      const [, id, seq, kind, at, , detail] = readLedger('eventRow', row)
      const now = apply(standing.get(id), { seq, at, event: readEvent(kind, detail) })
      if (now) standing.set(id, now)
    })
  }
  return [...standing].flatMap(([id, now]) => {
    const intent = readable(() => readIntent(readHandover(db, id)))
    return intent ? [{ intent, now }] : []
  })
}

/** None of a ledger of version 1, which noted none. */
function actsOf(db: SqlDatabase, install: string | undefined): Salvaged['acts'] {
  if (install === undefined) return []
  const last = lastOf(db, 'act', () => readActsHead(db, install).n)
  return Array.from({ length: last }, (_none, i) => readable(() => readActAt(db, install, i + 1)) ?? []).flat()
}
