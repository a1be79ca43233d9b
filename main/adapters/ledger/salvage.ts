import { copyFileSync, existsSync, rmSync } from 'node:fs'
import { apply, type Handover } from '../../domain/handover'
import type { Connection, Salvaged } from '../../ports/ledger'
import { openDatabase, type SqlDatabase } from './database'
import { connectionDigest, readHead } from './load'
import { columns, list, readHandover } from './read-events'
import { readConnection, readEvent, readIntent } from './rows'
import { readLedger } from '../../contract/ledger-rows'

/**
 * What can still be read of a damaged ledger: servers whose digest fits, and how far each handover had come by the
 * events that can be read. Works on a copy of its own and never throws: what is broken is left out.
 */
export function salvage(file: string): Salvaged {
  const copy = `${file}.reading`
  const remove = () => {
    for (const part of ['', '-wal', '-shm']) rmSync(copy + part, { force: true })
  }
  try {
    for (const part of ['', '-wal']) if (existsSync(file + part)) copyFileSync(file + part, copy + part)
    const db = openDatabase(copy)
    try {
      return {
        install: readable(() => readHead(db).install),
        connections: connectionsOf(db),
        handovers: handoversOf(db),
      }
    } finally {
      db.close()
    }
  } catch {
    return { connections: [], handovers: [] }
  } finally {
    remove()
  }
}

function readable<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
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
  const last = readable(() => readHead(db).events) ?? 0
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
