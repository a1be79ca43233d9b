import { failure, type Failure } from '../contract/failure'
import { failed, ok, type Result } from '../contract/result'
import type { DuplicateView } from '../contract/views'
import { deviceFlaw } from '../domain/device-id'
import { isOpen, type Intent } from '../domain/handover'
import type { Clock } from '../ports/clock'
import type { Ledger, Story } from '../ports/ledger'
import type { Random } from '../ports/random'
import type { SettingsStore } from '../ports/settings'
import type { Board } from './board'
import type { Buckets } from './buckets'
import { standing } from './duplicates'
import type { Mint } from './mint'
import type { SealKey } from './seal-key'
import { mayEnd, type Session, type Sessions } from './sessions'
import type { Settle } from './settle'
import { indexMaxAge, type TokenIndex } from './token-index'

/** What the technician asks for. */
export interface StartRequest {
  readonly device: string
  readonly bucketId: string
  readonly delivery: 'qr' | 'usb'
  readonly port?: string | undefined
  readonly keepBoth: boolean
  /** Token IDs of this device that the new one is to replace. */
  readonly replaces?: readonly string[] | undefined
}

/** A handover whose token is minted, or one that waits with a `problem`, or the tokens that stand in the way. */
export type Begun =
  | { readonly kind: 'begun'; readonly session: Session; readonly story: Story; readonly problem?: Failure }
  | { readonly kind: 'duplicate'; readonly tokens: readonly DuplicateView[] }

/** From the technician's request to a minted, sealed, inactive token. */
export type Begin = (request: StartRequest) => Promise<Result<Begun>>

/** Writes down what handovers set out to do, in one commit: from here on the next start knows of them. */
export type Intend = (
  session: Session,
  requests: readonly StartRequest[],
  bucketName: string,
) => Result<readonly Story[]>

/** Makes the writing down. */
export function createIntend(parts: {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly random: Random
}): Intend {
  const { ledger, clock, random } = parts
  return ({ connection }, requests, bucketName) => {
    const intents = requests.map(({ device, bucketId, delivery, keepBoth, replaces = [] }): Intent => ({
      id: random.hex(8),
      connection: connection.id,
      install: ledger.install,
      owner: connection.owner.id,
      device,
      bucket: { id: bucketId, name: bucketName },
      orgId: connection.orgId,
      nonce: random.hex(16),
      ...(replaces.length > 0 ? { replaces } : {}),
      keepBoth,
      delivery,
      settings: {
        url: connection.deviceUrl,
        ...(connection.caHash === undefined ? {} : { ca: connection.caHash }),
      },
    }))
    return ledger.beginAll(intents, clock.now())
  }
}

/** Makes the beginning of a handover: everything that can refuse, then the ledger, then the one POST. */
export function createBegin(parts: {
  readonly board: Board
  readonly sessions: Sessions
  readonly sealKey: SealKey
  readonly buckets: Buckets
  readonly index: TokenIndex
  readonly settle: Settle
  readonly mint: Mint
  readonly intend: Intend
  readonly settings: SettingsStore
}): Begin {
  const { board, sessions, sealKey, buckets, index, settle, mint, intend, settings } = parts
  const underway = new Map<string, Promise<Result<Begun>>>()

  const begin = async (request: StartRequest): Promise<Result<Begun>> => {
    const opened = await sessions.current()
    if (!opened.ok) return opened
    const session = opened.value
    const bucket = await buckets.find(session, request.bucketId)
    if (!bucket.ok) return bucket
    const key = await sealKey.atMost(indexMaxAge)
    if (!key.ok) return key

    const left = await unfinished(session, request)
    if (left) {
      const waiting = left.now.state === 'asked' && !board.isBusy(left.intent.id)
      return ok({ kind: 'begun', session, story: left, ...(waiting ? { problem: failure('token.unsure') } : {}) })
    }
    let replaces: readonly string[] = []
    if (!request.keepBoth) {
      const list = await index.atMost(session, indexMaxAge)
      if (!list.ok) return list
      const tokens = standing(list.value, request.device, board)
      // Only what stands in the way can be replaced, and only when the person has seen all of it.
      if (tokens.some(({ authId }) => !request.replaces?.includes(authId))) return ok({ kind: 'duplicate', tokens })
      replaces = tokens.map(({ authId }) => authId)
    }

    const begun = intend(session, [{ ...request, replaces }], bucket.value.name)
    if (!begun.ok) return begun
    const [first] = begun.value
    if (first === undefined) return failed(failure('internal'))
    const { intent } = first
    board.set(intent.id, { activity: 'creating', port: request.port })
    const minted = await mint(session, intent, key.value)
    const story = board.story(intent.id)
    if (minted.ok && story) return ok({ kind: 'begun', session, story })
    const problem = minted.ok ? failure('internal') : minted.failure
    board.set(intent.id, { activity: 'idle', failure: problem })
    return problem.code === 'token.unsure' && story ? ok({ kind: 'begun', session, story, problem }) : failed(problem)
  }

  /**
   * A handover of this device that was begun and not finished: going on with it avoids a second token. Not one of an owner
   * whose tokens this connection may neither switch on nor end: it waits for that owner's token.
   */
  const openStory = (session: Session, { device, bucketId, keepBoth, replaces }: StartRequest) =>
    keepBoth
      ? undefined
      : board
          .pending()
          .find(
            ({ intent, now }) =>
              intent.connection === session.connection.id &&
              mayEnd(session, intent.owner) &&
              intent.device === device &&
              intent.bucket.id === bucketId &&
              isOpen(now) &&
              !now.revoking &&
              !replaces?.includes(now.authId ?? ''),
          )

  /** The same, after an unsure one was looked up: settled, it no longer stands in the way. */
  const unfinished = async (session: Session, request: StartRequest): Promise<Story | undefined> => {
    const story = openStory(session, request)
    if (story?.now.state !== 'asked' || board.isBusy(story.intent.id)) return story
    await settle.sweep(session.connection.id)
    return openStory(session, request)
  }

  return (request) => {
    const flaw = deviceFlaw(request.device, settings.read().devicePattern)
    if (flaw) return Promise.resolve(failed(flaw))
    // The same device on another server is another handover.
    const key = `${sessions.chosen()?.id ?? ''} ${request.device}`
    const running = underway.get(key)
    if (running) return running
    const next = begin(request).finally(() => underway.delete(key))
    underway.set(key, next)
    return next
  }
}
