import { readLedger } from '../../contract/ledger-rows'
import { isAtRest } from '../../domain/at-rest'
import type { Handover } from '../../domain/handover'
import type { Connection, Numbered, Story } from '../../ports/ledger'
import { actsAt, checkActs, noActs, type ActsHead } from './acts'
import { genesis, link } from './chain'
import { damagedError } from './damage'
import type { SqlDatabase, Value } from './database'
import { FoldedStory } from './folded-story'
import { columns, list, next, readChained, readStory } from './read-events'
import { readConnection, readIntent } from './rows'
import type { Snapshot } from './snapshot'

/** Everything a ledger holds but the sealed tokens. */
export interface Loaded {
  readonly install: string
  /** Events in all, and the hash of the last. */
  readonly events: number
  readonly head: string
  /** By handover, oldest first; those that a snapshot tells are `FoldedStory`s. */
  readonly stories: Map<string, Story>
  /** Those that are not at rest. */
  readonly atWork: Set<string>
  readonly connections: Map<string, Connection>
  /** Where the acts on tokens end; they are read when somebody asks for a token's. */
  readonly acts: ActsHead
  /** Where the acts ended that were taken on trust; undefined when all were held against their hashes. */
  readonly actsFrom?: ActsHead
  /** How many events, and acts, no one has held against their hashes in this run. */
  readonly unverified: number
}

/** What a ledger says of itself. */
export function readHead(db: SqlDatabase): {
  readonly install: string
  readonly events: number
  readonly head: string
} {
  const [install, events, head] = readLedger('head', db.rows('SELECT install, events, head FROM ledger')[0])
  return { install, events, head }
}

/** Throws a `damagedError` when the file's structure is broken; reads every page. */
export function checkStructure(db: SqlDatabase): void {
  const checked = db.rows('PRAGMA integrity_check(1)')
  if (JSON.stringify(checked) !== '[["ok"]]')
    throw damagedError('broken', `integrity check: ${JSON.stringify(checked)}`)
}

/** Reads a whole ledger. Throws a `damagedError` as `loadStories` does, and when an act is not as it was written. */
export function load(db: SqlDatabase): Loaded {
  const loaded = loadStories(db)
  return { ...loaded, acts: checkActs(db, loaded.install, noActs(loaded.install)), unverified: 0 }
}

/**
 * Reads all of a ledger but its acts, as every version has it. Throws a `damagedError` when the file's structure, the hash
 * chain, a digest or the fold breaks: a broken story is refused, not mended.
 */
export function loadStories(db: SqlDatabase): Omit<Loaded, 'acts' | 'unverified'> {
  checkStructure(db)
  const { install, events, head } = readHead(db)
  const intents = new Map(
    list(db, columns.handover, 'handover')
      .map((row) => readLedger('intentRow', row))
      .map((row) => [row[0], row] as const),
  )
  const walk = createWalk(install, (id) => intents.get(id))
  const told = new Map<string, Numbered[]>()
  // Read in the order of `n`, the row ID; the walk refuses any other.
  for (const row of list(db, columns.event, 'event')) {
    const { handover, recorded } = walk.step(row)
    const before = told.get(handover)
    if (before) before.push(recorded)
    else told.set(handover, [recorded])
  }
  walk.end({ events, head, stories: intents.size })
  const stories = new Map(
    [...told].map(([id, recorded]): [string, Story] => {
      const now = walk.standing.get(id)
      const intent = intents.get(id)
      if (now === undefined || intent === undefined) throw damagedError('broken', `handover ${id} is not there`)
      return [id, { intent: readIntent(intent), now, events: recorded }]
    }),
  )
  const atWork = new Set([...stories].flatMap(([id, story]) => (isAtRest(story) ? [] : [id])))
  return { install, events, head, stories, atWork, connections: readConnections(db) }
}

/** A walk along the chain, from the first event. */
export interface Walk {
  /** Takes the next row; throws a `damagedError` when it is not the one that was written there. */
  step(row: unknown): { readonly handover: string; readonly recorded: Numbered }
  /** Where each handover stands so far. */
  readonly standing: ReadonlyMap<string, Handover>
  /** Throws a `damagedError` unless the walk has come to this end. */
  end(at: { readonly events: number; readonly head: string; readonly stories: number }): void
}

/** Starts a walk; `intentOf` gives a handover's row. */
export function createWalk(install: string, intentOf: (id: string) => readonly Value[] | undefined): Walk {
  const standing = new Map<string, Handover>()
  let events = 0
  let head = genesis(install)
  return {
    standing,
    step(row) {
      const [, id] = readLedger('eventRow', row)
      const chained = readChained(head, row, () => intentOf(id))
      events += 1
      if (chained.n !== events || (!standing.has(id) && intentOf(id) === undefined)) {
        throw damagedError('broken', `event ${chained.n} is not as it was written`)
      }
      standing.set(id, next(standing.get(id), chained))
      head = chained.chain
      return chained
    },
    end(at) {
      if (events !== at.events || head !== at.head || standing.size !== at.stories) {
        throw damagedError('broken', `${events} events of ${standing.size} handovers where ${at.events} were written`)
      }
    },
  }
}

/**
 * Reads a ledger from its snapshot and the events after it. Verified at once: the snapshot by its digest, the events
 * after it, and every handover that is open or has gone on since. The others' events are verified when they are read,
 * before anything is added to them, and all of them in the background. Undefined when the snapshot is not of this ledger.
 * `onDamage` hears of a handover whose events turn out to be broken; it then tells none.
 */
export function loadFrom(db: SqlDatabase, snapshot: Snapshot, onDamage: (error: unknown) => void): Loaded | undefined {
  const { install, events, head } = readHead(db)
  if (chainAt(db, install, snapshot.n) !== snapshot.chain) return undefined
  const actsFrom = actsAt(db, install, snapshot.acts, snapshot.actsChain)
  if (actsFrom === undefined) return undefined
  const acts = checkActs(db, install, actsFrom)
  const stories = new Map<string, Story>()
  const history = { db, install, onDamage }
  snapshot.ids.forEach((id, i) => stories.set(id, new FoldedStory(history, snapshot.lines[i] ?? '')))
  const fresh = new Set(snapshot.open)
  let chain = snapshot.chain
  let n = snapshot.n
  for (const row of list(db, columns.event, 'event WHERE n > ?', snapshot.n)) {
    const [, id] = readLedger('eventRow', row)
    fresh.add(id)
    const chained = readChained(chain, row, () => readStory(db, install, id).row)
    n += 1
    if (chained.n !== n) throw damagedError('broken', `event ${n} is missing`)
    chain = chained.chain
  }
  if (n !== events || chain !== head) throw damagedError('broken', `${n} events where ${events} were written`)
  const atWork = new Set(snapshot.atWork)
  for (const id of fresh) {
    const { row, ...told } = readStory(db, install, id)
    const story = { intent: readIntent(row), ...told }
    stories.set(id, story)
    if (isAtRest(story)) atWork.delete(id)
    else atWork.add(id)
  }
  const connections = readConnections(db)
  const unverified = snapshot.n + snapshot.acts
  return { install, events, head, stories, atWork, connections, acts, actsFrom, unverified }
}

/** The hash of event `n`, or what the first one is chained to; undefined when there is none. */
function chainAt(db: SqlDatabase, install: string, n: number): unknown {
  if (n === 0) return genesis(install)
  const [row] = list(db, 'chain', 'event WHERE n = ?', n)
  return Array.isArray(row) ? (row as readonly unknown[])[0] : undefined
}

function readConnections(db: SqlDatabase): Map<string, Connection> {
  const connections = new Map<string, Connection>()
  for (const row of list(db, 'id, detail, digest', 'connection')) {
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
