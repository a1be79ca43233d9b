import { failure } from '../contract/failure'
import { failed, ok, type Result } from '../contract/result'
import type { Clock } from '../ports/clock'
import type { Story } from '../ports/ledger'
import type { Activation } from './activate'
import type { BatchOutcomes } from './batch-outcomes'
import type { Intend, StartRequest } from './begin'
import type { Board } from './board'
import { createGroupNote } from './group-commit'
import { andThen, eachOf, takeTurns } from './in-parallel'
import type { Mint } from './mint'
import type { Session } from './sessions'
import { byDevice, byNonce } from './token-groups'
import type { TokenIndex, TokenList } from './token-index'

/**
 * As many requests at once as the server is asked for; InfluxDB Cloud bears fewer. Three times as many handovers are on
 * their way: while some wait for the disk, the others keep the server busy, and the client lets no more through than this.
 */
const width = ({ connection }: Session) => (connection.kind === 'cloud' ? 4 : 16)
const waves = 3

/** What the steps of a batch need of the workspace. */
export interface BatchParts {
  readonly board: Board
  readonly index: TokenIndex
  readonly mint: Mint
  readonly intend: Intend
  readonly activation: Activation
  readonly clock: Clock
}

/** One run of a batch. */
export interface BatchRun {
  readonly session: Session
  readonly request: Pick<StartRequest, 'bucketId' | 'delivery'>
  readonly bucketName: string
  /** The sealing key. */
  readonly key: Parameters<Mint>[2]
  readonly outcomes: BatchOutcomes
}

/** Tokens with the list in which their twins would be. */
export interface Looked {
  readonly group: readonly Story[]
  readonly around: Result<Pick<TokenList, 'rows'>>
}

/** What a batch does with a group of devices, many at once. */
export interface BatchSteps {
  /** Mints; `taken` when the last one has begun, `made` when all have ended. */
  mintAll(devices: readonly string[]): {
    readonly taken: Promise<void>
    readonly made: Promise<readonly Story[]>
  }
  /** One list for the whole group. */
  look(group: readonly Story[]): Promise<Looked>
  /** Withdraws those that have a winning twin in that list, and switches the others on. */
  switchOn(looked: Looked): Promise<void>
}

/** Makes the steps of one run. */
export function createBatchSteps(parts: BatchParts, run: BatchRun): BatchSteps {
  const { board, index, mint, intend, activation, clock } = parts
  const { session, request, bucketName, key, outcomes } = run
  const note = createGroupNote({ board, clock })
  const atOnce = width(session)

  /** Writes down what a group sets out to do; what is stopped, or does not fit on the disk, is not begun. */
  const begin = (devices: readonly string[]): readonly Story[] => {
    const halt = outcomes.stopped()
    const requests = devices.map((device) => ({ ...request, device, keepBoth: false }))
    const begun = halt ? failed(halt) : intend(session, requests, bucketName)
    if (begun.ok) return begun.value
    outcomes.heed(begun.failure)
    for (const device of devices) outcomes.fail(device, begun.failure)
    return []
  }

  const mintOne = async ({ intent }: Story): Promise<Story | undefined> => {
    board.set(intent.id, { activity: 'creating' })
    const fresh = await mint(session, intent, key, note)
    const story = board.story(intent.id)
    board.set(intent.id, { activity: 'idle', failure: fresh.ok ? undefined : fresh.failure })
    if (fresh.ok && story) return story
    const why = fresh.ok ? failure('internal') : fresh.failure
    outcomes.heed(why)
    outcomes.fail(intent.device, why)
    return undefined
  }

  const switchOneOn = async ({ intent: { id, device } }: Story, rows: Parameters<Activation['checkTwinsAmong']>[2]) => {
    const halt = outcomes.outage()
    const story = board.story(id)
    if (halt || !story) return outcomes.fail(device, halt ?? failure('cancelled'))
    board.set(id, { activity: 'activating', failure: undefined })
    const alone = await activation.checkTwinsAmong(session, story, rows)
    const active = !alone.ok || story.now.active ? alone : await activation.activate(session, story, note)
    const still = active.ok && rows.length > 1 ? await activation.checkTwinsAgain(session, story) : active
    board.set(id, { activity: 'idle', alone: still.ok, failure: still.ok ? undefined : still.failure })
    if (still.ok) return outcomes.end({ kind: 'ready', device, handover: id })
    outcomes.heed(still.failure)
    return outcomes.fail(device, still.failure)
  }

  return {
    mintAll(devices) {
      let tell = () => {}
      const lastBegan = new Promise<void>((resolve) => (tell = resolve))
      const intents = andThen(takeTurns(devices, 2 * atOnce, begin), () => {
        tell()
      })
      const made: Story[] = []
      const all = eachOf(intents, waves * atOnce, async (begun) => {
        const story = await mintOne(begun)
        if (story) made.push(story)
      })
      return { taken: Promise.race([lastBegan, all]), made: all.then(() => made) }
    },

    async look(group) {
      return { group, around: group.length > 0 ? await index.fetch(session) : ok({ rows: [] }) }
    },

    async switchOn({ group, around }) {
      if (!around.ok) return group.forEach(({ intent }) => outcomes.fail(intent.device, around.failure))
      const [named, doubled] = [byDevice(around.value.rows), byNonce(around.value.rows)]
      await eachOf(group, waves * atOnce, (story) => {
        const { device, nonce } = story.intent
        return switchOneOn(story, [...new Set([...(named.get(device) ?? []), ...(doubled.get(nonce) ?? [])])])
      })
    },
  }
}
