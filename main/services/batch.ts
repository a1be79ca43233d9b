import { failure, type Failure } from '../contract/failure'
import { ok, type Result } from '../contract/result'
import type { DuplicateView } from '../contract/views'
import { isDeviceId } from '../domain/device-id'
import { isOpen } from '../domain/handover'
import type { Story } from '../ports/ledger'
import type { Activation } from './activate'
import type { Intend, StartRequest } from './begin'
import type { Board } from './board'
import type { Buckets } from './buckets'
import { standing } from './duplicates'
import { eachOf } from './in-parallel'
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

/** As many requests at once as the server is asked for; InfluxDB Cloud bears fewer. */
const width = ({ connection }: Session) => (connection.kind === 'cloud' ? 4 : 16)

/**
 * Makes the batch. First all tokens are minted, then one look shows the twins of all of them, then they are switched on:
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
}): Batch {
  const { board, sessions, buckets, sealKey, index, settle, mint, intend, activation } = parts

  /** Open handovers of the connection and bucket, by device; unsure ones are looked up first. */
  const begunBefore = async (session: Session, { devices, bucketId }: BatchRequest) => {
    const wanted = new Set(devices)
    const open = () =>
      board
        .stories()
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
      if (isOutage(why) || (why.code === 'token.unsure' && why.cause !== undefined) || why.code === 'disk.full')
        stop ??= why
    }

    const minted: Story[] = []
    await eachOf(devices, width(session), async (device) => {
      const halt = stopped()
      if (halt) return fail(device, halt)
      if (!isDeviceId(device)) return fail(device, failure('input.device'))
      const known = before.get(device)
      if (known?.now.state === 'asked') return fail(device, failure('token.unsure'))
      if (known) return void minted.push(known)
      const tokens = standing({ ...list.value, rows: live.get(device) ?? [] }, device, board)
      if (tokens.length > 0) return end({ kind: 'duplicate', device, tokens })
      const begun = intend(session, { ...request, device, keepBoth: false }, bucket.value.name)
      if (!begun.ok) {
        heed(begun.failure)
        return fail(device, begun.failure)
      }
      const { intent } = begun.value
      board.set(intent.id, { activity: 'creating' })
      const made = await mint(session, intent, key.value)
      const story = board.story(intent.id)
      board.set(intent.id, { activity: 'idle', failure: made.ok ? undefined : made.failure })
      if (made.ok && story) return void minted.push(story)
      const why = made.ok ? failure('internal') : made.failure
      heed(why)
      return fail(device, why)
    })
    if (minted.length === 0) return ok(inOrderOf(devices, outcomes))

    const around = await index.fetch(session)
    if (!around.ok) {
      for (const { intent } of minted) fail(intent.device, around.failure)
      return ok(inOrderOf(devices, outcomes))
    }
    const [named, doubled] = [byDevice(around.value.rows), byNonce(around.value.rows)]
    await eachOf(minted, width(session), async ({ intent: { id, device, nonce } }) => {
      const halt = stopped()
      const story = board.story(id)
      if (halt || !story) return fail(device, halt ?? failure('cancelled'))
      board.set(id, { activity: 'activating', failure: undefined })
      const rows = [...new Set([...(named.get(device) ?? []), ...(doubled.get(nonce) ?? [])])]
      const alone = await activation.checkTwinsAmong(session, story, rows)
      const active = !alone.ok || story.now.active ? alone : await activation.activate(session, story)
      board.set(id, { activity: 'idle', alone: alone.ok, failure: active.ok ? undefined : active.failure })
      if (active.ok) return end({ kind: 'ready', device, handover: id })
      heed(active.failure)
      return fail(device, active.failure)
    })
    return ok(inOrderOf(devices, outcomes))
  }
}

function inOrderOf(devices: readonly string[], outcomes: ReadonlyMap<string, BatchOutcome>): readonly BatchOutcome[] {
  return devices.flatMap((device) => outcomes.get(device) ?? [])
}
