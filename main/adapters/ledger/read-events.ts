import { readLedger } from '../../contract/ledger-rows'
import { apply, type Handover } from '../../domain/handover'
import type { Numbered } from '../../ports/ledger'
import { genesis, link } from './chain'
import { damagedError } from './damage'
import type { SqlDatabase, Value } from './database'
import { readEvent, readRows } from './rows'

/** Columns of `event`, and of `handover`, in the order their hash is made of. */
export const columns = {
  event: 'n, handover, seq, kind, at_wall, at_server, detail, chain',
  handover:
    'id, connection, install, owner, device, bucket, org, nonce, replaces, keep_both, delivery, settings_snapshot',
} as const

/** One text from SQLite is read ten times faster than its rows one by one. */
export function list(db: SqlDatabase, what: string, source: string, ...values: readonly Value[]): readonly unknown[] {
  const [row] = db.rows(`SELECT json_group_array(json_array(${what})) FROM ${source}`, ...values)
  return readRows(Array.isArray(row) ? row[0] : undefined)
}

/** A handover's row; undefined when there is none. */
export function readHandover(db: SqlDatabase, id: string): readonly Value[] | undefined {
  const [row] = list(db, columns.handover, 'handover WHERE id = ?', id)
  return row === undefined ? undefined : readLedger('intentRow', row)
}

/** An event's row, as it stands in the chain. */
export interface ChainedRow {
  readonly n: number
  readonly handover: string
  readonly recorded: Numbered
  readonly chain: string
}

/** Reads one event row after the hash `before`; throws a `damagedError` when it is not as it was written. */
export function readChained(before: string, row: unknown, intent: () => readonly Value[] | undefined): ChainedRow {
  const [n, handover, seq, kind, at, server, detail, chain] = readLedger('eventRow', row)
  const values = [n, handover, seq, kind, at, server, detail]
  if (link(before, seq === 0 ? [...values, ...(intent() ?? [])] : values) !== chain) {
    throw damagedError('broken', `event ${n} is not as it was written`)
  }
  return { n, handover, recorded: { n, seq, at, event: readEvent(kind, detail) }, chain }
}

/** Applies an event; throws a `damagedError` when it has no place in its story. */
export function next(now: Handover | undefined, { n, recorded }: ChainedRow): Handover {
  const then = recorded.seq === (now?.steps ?? 0) ? apply(now, recorded) : undefined
  if (then === undefined) throw damagedError('broken', `event ${n} has no place in its story`)
  return then
}

/** One handover's whole story, every row held against its hash and the one before it. Throws a `damagedError`. */
export function readStory(
  db: SqlDatabase,
  install: string,
  id: string,
): { readonly row: readonly Value[]; readonly now: Handover; readonly events: readonly Numbered[] } {
  const row = readHandover(db, id)
  // As JSON, since a NUL would end a text that is read by itself.
  const rows = list(
    db,
    'e.seq, p.chain, e.n, e.handover, e.seq, e.kind, e.at_wall, e.at_server, e.detail, e.chain',
    'event e LEFT JOIN event p ON p.n = e.n - 1 WHERE e.handover = ?',
    id,
  ).map((one): readonly unknown[] => (Array.isArray(one) ? one : []))
  const events: Numbered[] = []
  let now: Handover | undefined
  for (const [, before, ...event] of [...rows].sort(([a], [b]) => Number(a) - Number(b))) {
    const chained = readChained(event[0] === 1 ? genesis(install) : String(before), event, () => row)
    now = next(now, chained)
    events.push(chained.recorded)
  }
  if (row === undefined || now === undefined) throw damagedError('broken', `handover ${id} is not there`)
  return { row, now, events }
}
