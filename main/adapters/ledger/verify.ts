import { isDeepStrictEqual } from 'node:util'
import type { Clock } from '../../ports/clock'
import { noActs, walkActs } from './acts'
import type { SqlDatabase } from './database'
import { checkStructure, createWalk, type Loaded } from './load'
import { columns, list, readHandover } from './read-events'

/** Lets the window come up first. */
const pause = 5000
/** Between two slices, and how many events are in one: a few milliseconds of work. */
const breath = 20
const slice = 256

/**
 * Verifies what a start from a snapshot took on trust: every event from the first, in slices, the fold of each handover,
 * the acts on tokens, and the file's structure. `onDamage` gets what broke it; `onStale` is called where the snapshot told
 * something else than the events do. Returns how to stop it.
 */
export function verifyInBackground(parts: {
  readonly db: SqlDatabase
  readonly clock: Clock
  readonly loaded: Loaded
  readonly onDamage: (error: unknown) => void
  readonly onStale: () => void
}): () => void {
  const { db, clock, loaded, onDamage, onStale } = parts
  const { install, events, head, actsFrom = noActs(loaded.install) } = loaded
  const told = new Map(loaded.stories)
  const walk = createWalk(install, (id) => readHandover(db, id))
  const acts = walkActs(db, noActs(install), actsFrom)
  let at = 0
  let cancel = () => {}

  const step = (): boolean => {
    if (at < events) {
      const until = Math.min(at + slice, events)
      for (const row of list(db, columns.event, 'event WHERE n > ? AND n <= ?', at, until)) {
        const { handover, recorded } = walk.step(row)
        const now = walk.standing.get(handover)
        const known = told.get(handover)?.now
        if (known === undefined || (known.steps === recorded.seq + 1 && !isDeepStrictEqual(known, now))) onStale()
      }
      at = until
      return true
    }
    if (acts.next()) return true
    walk.end({ events, head, stories: told.size })
    checkStructure(db)
    return false
  }

  const run = () => {
    try {
      if (step()) cancel = clock.after(breath, run)
    } catch (error) {
      onDamage(error)
    }
  }
  cancel = clock.after(pause, run)
  return () => {
    cancel()
  }
}
