import { readLedger } from '../../contract/ledger-rows'
import type { Handover, Intent, Recorded } from '../../domain/handover'
import type { Story } from '../../ports/ledger'
import { damagedError } from './damage'
import type { SqlDatabase } from './database'
import { readStory } from './read-events'
import { toIntent, type IntentRow } from './rows'

/** A handover told by a snapshot, and the verified reading of its events, which throws a `damagedError`. */
export interface Folded {
  readonly story: Story
  readonly whole: () => readonly Recorded[]
}

/**
 * A handover as its line in the snapshot tells it; its events are read when somebody asks. `onDamage` hears when they are
 * not as they were written; then there are none.
 */
export function foldedStory(parts: {
  readonly db: SqlDatabase
  readonly install: string
  readonly line: string
  readonly onDamage: (error: unknown) => void
}): Folded {
  const { db, install, line, onDamage } = parts
  let row: IntentRow | undefined
  let intent: Intent | undefined
  let now: Handover | undefined
  let events: readonly Recorded[] | undefined
  const readRow = () => (row ??= readLedger('intentRow', JSON.parse(line.slice(0, line.indexOf('\t')))))

  const whole = () => {
    if (events) return events
    const { id } = story.intent
    const read = readStory(db, install, id)
    if (JSON.stringify(read.row) !== JSON.stringify(readRow()) || read.now.steps !== story.now.steps) {
      throw damagedError('broken', `handover ${id} is not as it stood`)
    }
    events = read.events
    return events
  }

  const story: Story = {
    get intent() {
      return (intent ??= toIntent(readRow()))
    },
    get now() {
      return (now ??= readStanding(JSON.parse(line.slice(line.indexOf('\t')))))
    },
    get events() {
      try {
        return whole()
      } catch (error) {
        onDamage(error)
        return []
      }
    },
  }
  return { story, whole }
}

type Standing = ReturnType<typeof readLedger<'standing'>>

/** Does not compile unless the schema has every part of a handover's standing, also those that may be absent. */
function readStanding(value: unknown): Exclude<keyof Handover, keyof Standing> extends never ? Standing : never {
  return readLedger('standing', value)
}
