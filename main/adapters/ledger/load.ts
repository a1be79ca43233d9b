import { readLedger } from '../../contract/ledger-rows'
import { apply, type Handover, type Intent, type Recorded } from '../../domain/handover'
import type { Connection, Story } from '../../ports/ledger'
import { genesis, link } from './chain'
import { damagedError } from './damage'
import type { SqlDatabase, Value } from './database'
import { readConnection, readEvent, readIntent, readRows } from './rows'

/** Everything a ledger holds but the sealed tokens, verified. */
export interface Loaded {
  readonly install: string
  /** Events in all, and the hash of the last. */
  readonly events: number
  readonly head: string
  /** By handover, oldest first. */
  readonly stories: Map<string, Story>
  readonly connections: Map<string, Connection>
}

/** One text from SQLite is read ten times faster than its rows one by one. */
const list = (db: SqlDatabase, columns: string, source: string) => {
  const [row] = db.rows(`SELECT json_group_array(json_array(${columns})) FROM ${source}`)
  return readRows(Array.isArray(row) ? row[0] : undefined)
}

/**
 * Reads a whole ledger. Throws a `damagedError` when the file's structure, the hash chain, a digest or the fold breaks:
 * a broken story is refused, not mended.
 */
export function load(db: SqlDatabase): Loaded {
  const checked = db.rows('PRAGMA integrity_check(1)')
  if (JSON.stringify(checked) !== '[["ok"]]')
    throw damagedError('broken', `integrity check: ${JSON.stringify(checked)}`)
  const [install, events, head] = readLedger('head', db.rows('SELECT install, events, head FROM ledger')[0])
  const intentRows = list(
    db,
    'id, connection, install, owner, device, bucket, org, nonce, replaces, keep_both, delivery, settings_snapshot',
    'handover',
  ).map((row) => readLedger('intentRow', row))
  // Read in the order of `n`, the row ID; readStories refuses any other.
  const eventRows = list(db, 'n, handover, seq, kind, at_wall, at_server, detail, chain', 'event')
  const intents = new Map(intentRows.map((row) => [row[0], row]))
  const { stories, ...end } = readStories(install, intents, eventRows)
  if (end.events !== events || end.head !== head || stories.size !== intents.size) {
    throw damagedError('broken', `${end.events} events of ${stories.size} handovers where ${events} were written`)
  }
  return { install, events, head, stories, connections: readConnections(list(db, 'id, detail, digest', 'connection')) }
}

/** A story while it is read: its list of events grows in place, or long lists would be copied for every event. */
interface Growing {
  readonly intent: Intent
  now: Handover
  readonly events: Recorded[]
}

function readStories(
  install: string,
  intents: ReadonlyMap<string, readonly Value[]>,
  rows: readonly unknown[],
): Pick<Loaded, 'stories' | 'events' | 'head'> {
  const stories = new Map<string, Growing>()
  let events = 0
  let head = genesis(install)
  for (const row of rows) {
    const [n, id, seq, kind, at, server, detail, chain] = readLedger('eventRow', row)
    const story = stories.get(id)
    const intent = intents.get(id)
    const values = [n, id, seq, kind, at, server, detail]
    head = link(head, story === undefined ? [...values, ...(intent ?? [])] : values)
    events += 1
    if (head !== chain || n !== events || seq !== (story?.events.length ?? 0) || intent === undefined) {
      throw damagedError('broken', `event ${n} is not as it was written`)
    }
    const recorded = { seq, at, event: readEvent(kind, detail) }
    const now = apply(story?.now, recorded)
    if (now === undefined) throw damagedError('broken', `event ${n} has no place in its story`)
    if (story === undefined) stories.set(id, { intent: readIntent(intent), now, events: [recorded] })
    else {
      story.events.push(recorded)
      story.now = now
    }
  }
  return { stories, events, head }
}

function readConnections(rows: readonly unknown[]): Map<string, Connection> {
  const connections = new Map<string, Connection>()
  for (const row of rows) {
    const [id, detail, digest] = readLedger('connectionRow', row)
    if (digest !== connectionDigest(id, detail)) throw damagedError('broken', `connection ${id} is changed`)
    connections.set(id, readConnection(detail))
  }
  return connections
}

/** Guards a connection: a flipped bit in an address would send its token elsewhere. */
export function connectionDigest(id: string, detail: string): string {
  return link('connection', [id, detail])
}
