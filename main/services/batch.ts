import { failure, type Failure } from '../contract/failure'
import { failed, ok, type Result } from '../contract/result'
import type { DuplicateView } from '../contract/views'
import { deviceFlaw } from '../domain/device-id'
import { isOpen } from '../domain/handover'
import type { Clock } from '../ports/clock'
import type { Story } from '../ports/ledger'
import type { SettingsStore } from '../ports/settings'
import type { Activation } from './activate'
import type { Intend, StartRequest } from './begin'
import type { Board } from './board'
import type { Buckets } from './buckets'
import { standing } from './duplicates'
import { createGroupNote } from './group-commit'
import { andThen, eachOf, takeTurns } from './in-parallel'
import type { Mint } from './mint'
import type { SealKey } from './seal-key'
import { isOutage, type Session, type Sessions } from './sessions'
import type { Settle } from './settle'
import { byDevice, byNonce } from './token-groups'
import { indexMaxAge, type TokenIndex } from './token-index'

/** Many devices for one bucket. */
export interface BatchRequest extends Pick<StartRequest, 'bucketId' | 'delivery'> {
  readonly devices: readonly string[]
}

/** What became of one device: its token is active and sealed, stands in the way, or there is none and why. */
export type BatchOutcome =
  | { readonly kind: 'ready'; readonly device: string; readonly handover: string }
  | { readonly kind: 'duplicate'; readonly device: string; readonly tokens: readonly DuplicateView[] }
  | { readonly kind: 'failed'; readonly device: string; readonly failure: Failure }

/** How a batch is followed and stopped; what was begun is finished, what was not is not begun. */
export interface BatchFollower {
  readonly onOutcome?: (outcome: BatchOutcome) => void
  readonly signal?: AbortSignal
}

/**
 * Mints and activates the tokens of many devices, one handover each with all its durable steps. Run again after a crash
 * it goes on with what was begun: no device gets a second token.
 */
export type Batch = (request: BatchRequest, follower?: BatchFollower) => Promise<Result<readonly BatchOutcome[]>>

/**
 * As many requests at once as the server is asked for; InfluxDB Cloud bears fewer. Three times as many handovers are on
 * their way: while some wait for the disk, the others keep the server busy, and the client lets no more through than this.
 */
const width = ({ connection }: Session) => (connection.kind === 'cloud' ? 4 : 16)
const waves = 3

/** So many are looked at by one list, which takes the server as long as a dozen requests and more. */
const groupSize = 512

/**
 * Makes the batch. A group of tokens is minted, then one list shows the twins of all of them, then they are switched on:
 * nobody has any of them before, so the look between the 201 and the PATCH is as good as one for each.
 */
export function createBatch(parts: {
  readonly board: Board
  readonly sessions: Sessions
  readonly buckets: Buckets
  readonly sealKey: SealKey
  readonly index: TokenIndex
  readonly settle: Settle
  readonly mint: Mint
  readonly intend: Intend
  readonly activation: Activation
  readonly clock: Clock
  readonly settings: SettingsStore
}): Batch {
  const { clock, board, sessions, buckets, sealKey, index, settle, mint, intend, activation, settings } = parts

  /** Open handovers of the connection and bucket, by device; unsure ones are looked up first. */
  const begunBefore = async (session: Session, { devices, bucketId }: BatchRequest) => {
    const wanted = new Set(devices)
    const open = () =>
      board
        .pending()
        .filter(({ intent, now }) => intent.connection === session.connection.id && isOpen(now) && !now.revoking)
        .filter(({ intent }) => intent.bucket.id === bucketId && wanted.has(intent.device))
    if (open().some(({ now }) => now.state === 'asked')) await settle.sweep(session.connection.id)
    return new Map(open().map((story) => [story.intent.device, story]))
  }

  return async (request, { onOutcome, signal } = {}) => {
    const devices = [...new Set(request.devices)]
    const opened = await sessions.current()
    if (!opened.ok) return opened
    const session = opened.value
    const bucket = await buckets.find(session, request.bucketId)
    if (!bucket.ok) return bucket
    const key = await sealKey.atMost(indexMaxAge)
    if (!key.ok) return key
    const before = await begunBefore(session, request)
    const list = await index.atMost(session, indexMaxAge)
    if (!list.ok) return list
    const live = byDevice(list.value.rows)

    const outcomes = new Map<string, BatchOutcome>()
    const end = (outcome: BatchOutcome) => {
      outcomes.set(outcome.device, outcome)
      onOutcome?.(outcome)
    }
    const fail = (device: string, why: Failure) => {
      end({ kind: 'failed', device, failure: why })
    }
    /** A dead network, or a person, stops what is not begun. */
    let stop: Failure | undefined
    const stopped = () => (signal?.aborted ? failure('cancelled') : stop)
    const heed = (why: Failure) => {
      if (isOutage(why) || (why.code === 'token.unsure' && why.cause !== undefined) || why.code.startsWith('disk.'))
        stop ??= why
    }

    /** Writes down what a group sets out to do; what is stopped, or does not fit on the disk, is not begun. */
    const begin = (group: readonly string[]): readonly Story[] => {
      const halt = stopped()
      const requests = group.map((device) => ({ ...request, device, keepBoth: false }))
      const begun = halt ? failed(halt) : intend(session, requests, bucket.value.name)
      if (begun.ok) return begun.value
      heed(begun.failure)
      for (const device of group) fail(device, begun.failure)
      return []
    }

    const pattern = settings.read().devicePattern
    const left: Story[] = []
    const fresh: string[] = []
    for (const device of devices) {
      const known = before.get(device)
      const flaw = known ? undefined : deviceFlaw(device, pattern)
      if (flaw) fail(device, flaw)
      else if (known?.now.state === 'asked') fail(device, failure('token.unsure'))
      else if (known?.now.disabled) fail(device, failure('token.off', { id: device }))
      else if (known) left.push(known)
      else {
        const tokens = standing({ ...list.value, rows: live.get(device) ?? [] }, device, board)
        if (tokens.length > 0) end({ kind: 'duplicate', device, tokens })
        else fresh.push(device)
      }
    }

    const note = createGroupNote({ board, clock })
    const atOnce = width(session)

    /** `taken` when the last one has begun, `made` when all have ended. */
    const mintAll = (group: readonly string[]) => {
      const made: Story[] = []
      let tell = () => {}
      const lastBegan = new Promise<void>((resolve) => (tell = resolve))
      const intents = andThen(takeTurns(group, 2 * atOnce, begin), () => {
        tell()
      })
      const all = eachOf(intents, waves * atOnce, async ({ intent }) => {
        const { id, device } = intent
        board.set(id, { activity: 'creating' })
        const fresh = await mint(session, intent, key.value, note)
        const story = board.story(id)
        board.set(id, { activity: 'idle', failure: fresh.ok ? undefined : fresh.failure })
        if (fresh.ok && story) return void made.push(story)
        const why = fresh.ok ? failure('internal') : fresh.failure
        heed(why)
        return fail(device, why)
      })
      return { taken: Promise.race([lastBegan, all]), made: all.then(() => made) }
    }

    /** The tokens with the list in which their twins would be. */
    const look = async (group: readonly Story[]) => ({
      group,
      around: group.length > 0 ? await index.fetch(session) : list,
    })

    const switchOn = async ({ group, around }: Awaited<ReturnType<typeof look>>): Promise<void> => {
      if (!around.ok) return group.forEach(({ intent }) => fail(intent.device, around.failure))
      const [named, doubled] = [byDevice(around.value.rows), byNonce(around.value.rows)]
      await eachOf(group, waves * atOnce, async ({ intent: { id, device, nonce } }) => {
        const halt = stop
        const story = board.story(id)
        if (halt || !story) return fail(device, halt ?? failure('cancelled'))
        board.set(id, { activity: 'activating', failure: undefined })
        const rows = [...new Set([...(named.get(device) ?? []), ...(doubled.get(nonce) ?? [])])]
        const alone = await activation.checkTwinsAmong(session, story, rows)
        const active = !alone.ok || story.now.active ? alone : await activation.activate(session, story, note)
        const still = active.ok && rows.length > 1 ? await activation.checkTwinsAgain(session, story) : active
        board.set(id, { activity: 'idle', alone: still.ok, failure: still.ok ? undefined : still.failure })
        if (still.ok) return end({ kind: 'ready', device, handover: id })
        heed(still.failure)
        return fail(device, still.failure)
      })
    }

    // The server has no idle moment: the next group is begun with the last of this one, this one is looked at meanwhile,
    // and switched on from when the next one's last has begun.
    const underway = [look(left).then(switchOn)]
    let looked: ReturnType<typeof look> | undefined
    for (let from = 0; from < fresh.length; from += groupSize) {
      const { taken, made } = mintAll(fresh.slice(from, from + groupSize))
      await taken
      if (looked) underway.push(looked.then(switchOn))
      looked = made.then(look)
    }
    if (looked) underway.push(looked.then(switchOn))
    await Promise.all(underway)
    return ok(inOrderOf(devices, outcomes))
  }
}

function inOrderOf(devices: readonly string[], outcomes: ReadonlyMap<string, BatchOutcome>): readonly BatchOutcome[] {
  return devices.flatMap((device) => outcomes.get(device) ?? [])
}
