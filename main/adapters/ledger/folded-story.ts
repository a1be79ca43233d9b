import { readLedger } from '../../contract/ledger-rows'
import type { Handover, Intent } from '../../domain/handover'
import type { Numbered, Story } from '../../ports/ledger'
import { damagedError } from './damage'
import type { SqlDatabase } from './database'
import { readStory } from './read-events'
import { toIntent, type IntentRow } from './rows'

/** Where the events of all handovers of a snapshot are. */
export interface History {
  readonly db: SqlDatabase
  readonly install: string
  /** Hears of a handover whose events are not as they were written; it then tells none. */
  readonly onDamage: (error: unknown) => void
}

/**
 * A handover as its line in the snapshot tells it; each part is read when somebody asks. A start makes one of every handover
 * there ever was, so its parts are its prototype's: a copy by `{ ...story }` would have none of them.
 */
export class FoldedStory implements Story {
  private row: IntentRow | undefined
  private itsIntent: Intent | undefined
  private standing: Handover | undefined
  private recorded: readonly Numbered[] | undefined

  constructor(
    private readonly history: History,
    private readonly line: string,
  ) {}

  get intent(): Intent {
    return (this.itsIntent ??= toIntent(this.readRow()))
  }

  get now(): Handover {
    return (this.standing ??= readStanding(JSON.parse(this.line.slice(this.line.indexOf('\t')))))
  }

  get events(): readonly Numbered[] {
    try {
      return this.verified()
    } catch (error) {
      this.history.onDamage(error)
      return []
    }
  }

  /** Its events, held against their hashes. Throws a `damagedError`. */
  verified(): readonly Numbered[] {
    if (this.recorded) return this.recorded
    const { id } = this.intent
    const read = readStory(this.history.db, this.history.install, id)
    if (JSON.stringify(read.row) !== JSON.stringify(this.readRow()) || read.now.steps !== this.now.steps) {
      throw damagedError('broken', `handover ${id} is not as it stood`)
    }
    return (this.recorded = read.events)
  }

  private readRow(): IntentRow {
    return (this.row ??= readLedger('intentRow', JSON.parse(this.line.slice(0, this.line.indexOf('\t')))))
  }
}

type Standing = ReturnType<typeof readLedger<'standing'>>

/** Does not compile unless the schema has every part of a handover's standing, also those that may be absent. */
function readStanding(value: unknown): Exclude<keyof Handover, keyof Standing> extends never ? Standing : never {
  return readLedger('standing', value)
}
