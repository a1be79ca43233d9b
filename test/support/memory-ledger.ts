import { needsOwner } from '../../main/domain/at-rest'
import { shortAct, type TokenAct } from '../../main/contract/token-act'
import { failure } from '../../main/contract/failure'
import { done, failed, ok, type Result } from '../../main/contract/result'
import { isAtRest } from '../../main/domain/at-rest'
import {
  apply,
  firstStep,
  type Handover,
  type HandoverEvent,
  type Intent,
  type Recorded,
} from '../../main/domain/handover'
import type { Connection, Ledger, Sealed, Story } from '../../main/ports/ledger'

/** What outlives a run of the app. */
export interface Store {
  readonly install: string
  readonly stories: Map<string, Story>
  readonly sealed: Map<string, Sealed>
  readonly connections: Map<string, Connection>
  readonly acts: TokenAct[]
}

/** An empty store of a new install. */
export function createStore(install: string): Store {
  return { install, stories: new Map(), sealed: new Map(), connections: new Map(), acts: [] }
}

/** An intent or an act as a file would give it back: in its columns a lone surrogate does not survive. */
const asKept = <T extends Intent | TokenAct>(given: T): T => {
  const kept = Object.entries(structuredClone(given)).map(([name, value]: [string, unknown]) => [
    name,
    typeof value === 'string' ? Buffer.from(value, 'utf8').toString('utf8') : value,
  ])
  return Object.fromEntries(kept) as T
}

/**
 * A ledger in memory, over a store that outlives it. Once `alive` says no, the process is dead: nothing is written and
 * every write is refused.
 */
export function createMemoryLedger(store: Store, alive: () => boolean = () => true): Ledger {
  const { stories, sealed, connections, acts } = store
  const dead = (): Result<never> | undefined => (alive() ? undefined : failed(failure('disk.full', { n: 10 })))

  const write = (before: Story | undefined, intent: Story['intent'], recorded: Recorded): Story => {
    if (!Number.isSafeInteger(recorded.at)) throw new Error('a time that is no integer')
    const now: Handover | undefined = apply(before?.now, recorded)
    if (now === undefined)
      throw new Error(`${recorded.event.kind} has no place after ${before?.now.state ?? 'nothing'}`)
    const n = 1 + [...stories.values()].reduce((sum, { events }) => sum + events.length, 0)
    const story = { intent, now, events: [...(before?.events ?? []), { ...recorded, n }] }
    stories.set(intent.id, story)
    return story
  }

  const ledger: Ledger = {
    install: store.install,
    connections: () => [...connections.values()].sort((a, b) => a.createdAt - b.createdAt),
    saveConnection(connection) {
      connections.set(connection.id, structuredClone(connection))
      return dead() ?? done
    },
    forgetConnection(id) {
      const open = [...stories.values()].filter(({ intent, now }) => intent.connection === id && needsOwner(now))
      if (open.length > 0) return failed(failure('busy.open-handovers', { n: open.length }))
      connections.delete(id)
      return done
    },
    begin(intent, at) {
      if (stories.has(intent.id)) throw new Error(`handover ${intent.id} was begun before`)
      return dead() ?? ok(write(undefined, asKept(intent), { seq: 0, at, event: firstStep(intent) }))
    },
    append(id, at, event: HandoverEvent, seal) {
      const before = stories.get(id)
      if (before === undefined) throw new Error(`handover ${id} was never begun`)
      const refused = dead()
      if (refused) return refused
      const story = write(before, before.intent, { seq: before.events.length, at, event: { ...event } })
      if (seal === 'erase') sealed.delete(id)
      else if (seal !== undefined) sealed.set(id, seal)
      return ok(story)
    },
    beginAll(intents, at) {
      for (const { id } of intents) if (stories.has(id)) throw new Error(`handover ${id} was begun before`)
      const begun = (intent: Intent) => write(undefined, asKept(intent), { seq: 0, at, event: firstStep(intent) })
      return dead() ?? ok(intents.map(begun))
    },
    appendAll(steps) {
      const refused = dead()
      if (refused) return refused
      // All or nothing: what has no place is found before anything is written.
      for (const { id, at, event } of steps) {
        const before = stories.get(id)
        if (before === undefined) throw new Error(`handover ${id} was never begun`)
        if (apply(before.now, { seq: before.events.length, at, event }) === undefined) throw new Error('no place')
      }
      return ok(
        steps.map(({ id, at, event, sealed: seal }) => {
          const written = ledger.append(id, at, event, seal)
          if (!written.ok) throw new Error(written.failure.code)
          return written.value
        }),
      )
    },
    story: (id) => stories.get(id),
    stories: () => [...stories.values()].reverse(),
    pending: () => [...stories.values()].filter((story) => !isAtRest(story)).reverse(),
    sealed: (id) => ok(sealed.get(id)),
    noteActs(list) {
      if (list.some(({ at }) => !Number.isSafeInteger(at))) throw new Error('a time that is no integer')
      const refused = dead()
      if (!refused) acts.push(...list.map((act) => asKept(shortAct(act))))
      return refused ?? done
    },
    acts: (connection, authId) => ok(acts.filter((act) => act.connection === connection && act.authId === authId)),
    close: () => undefined,
  }
  return ledger
}
