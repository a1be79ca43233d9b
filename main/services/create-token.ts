import type { Request } from '../contract/channels'
import { failure, type Failure } from '../contract/failure'
import { failed, ok, type Result } from '../contract/result'
import type { DuplicateView } from '../contract/views'
import { asDescription, describe } from '../domain/description'
import { deviceFlaw } from '../domain/device-id'
import { allAccessScope, bucketScope, deviceScope, isOnDeletedBucket, sameScope } from '../domain/permissions'
import { reviewAfter } from '../contract/review-date'
import type { Clock } from '../ports/clock'
import type { Authorization, Minted, NewAuthorization } from '../ports/influx'
import type { Random } from '../ports/random'
import type { SettingsStore } from '../ports/settings'
import type { Board } from './board'
import type { Buckets } from './buckets'
import { standing } from './duplicates'
import type { Session, Sessions } from './sessions'
import type { TokenActs } from './token-acts'
import { indexMaxAge, type TokenIndex } from './token-index'
import { twinOf } from './token-twins'
import type { Claim, Unclaimed } from './unclaimed'

/** What a person asks for in `New token`. */
export type CreateRequest = Request<'tokens.create'>

/**
 * A token that is on the server, active, of exactly the asked scope; its text is nowhere else. Unless somebody takes it,
 * `claim` ends it.
 */
export type Created =
  | {
      readonly kind: 'created'
      readonly session: Session
      readonly row: Authorization
      readonly token: string
      readonly claim: Claim
    }
  | { readonly kind: 'duplicate'; readonly tokens: readonly DuplicateView[] }

/**
 * Makes a token outside any handover. `input.description`, `input.device`, `bucket.deleted`, `perm.*`, `token.scope`,
 * `token.twin`, `disk.full`, and `token.unsure` when an answer was lost: then what the server made is deleted, now or once
 * it answers.
 */
export type CreateToken = (request: CreateRequest) => Promise<Result<Created>>

/** Makes the step: all that can refuse, a note that it is asked for, the one POST, the look at what came of it, PATCH. */
export function createCreateToken(parts: {
  readonly board: Board
  readonly sessions: Sessions
  readonly buckets: Buckets
  readonly index: TokenIndex
  readonly unclaimed: Unclaimed
  readonly acts: TokenActs
  readonly install: string
  readonly settings: SettingsStore
  readonly clock: Clock
  readonly random: Random
}): CreateToken {
  const { board, sessions, buckets, index, unclaimed, acts, install, settings, clock, random } = parts
  const underway = new Map<string, Promise<Result<Created>>>()

  const wish = async (
    session: Session,
    request: CreateRequest,
    text: string,
    nonce: string,
  ): Promise<Result<NewAuthorization>> => {
    const { orgId, owner } = session.connection
    const { ownerId = owner.id } = request
    const userId = ownerId === owner.id ? {} : { userId: ownerId }
    const months = request.kind === 'device' ? settings.read().reviewMonths : 0
    const review = reviewAfter(clock.now(), months)
    const mark = { nonce, install, ...(review === undefined ? {} : { review }) }
    const description = describe(text, mark)
    const wanted = { orgId, ...userId, description, status: 'inactive' as const }
    if (request.kind === 'all-access') return ok({ ...wanted, permissions: allAccessScope(orgId, ownerId) })
    // The server accepts the ID of a bucket that does not exist.
    const bucket = await buckets.find(session, request.bucketId)
    if (!bucket.ok) return bucket
    const scope = request.kind === 'device' ? deviceScope : bucketScope
    return ok({ ...wanted, permissions: scope(orgId, bucket.value.id) })
  }

  const mint = async (session: Session, wanted: NewAuthorization, claim: Claim): Promise<Result<Minted>> => {
    const minted = await session.influx.create(wanted)
    if (!minted.ok) {
      if (minted.failure.code === 'token.unsure') return claim.giveUp(session, minted.failure)
      claim.drop()
      return minted
    }
    const { authorization } = minted.value
    claim.made(authorization.id)
    const wrong = flaw(session, wanted, authorization, 'inactive')
    return wrong ? claim.giveUp(session, wrong) : minted
  }

  const create = async (request: CreateRequest, text: string): Promise<Result<Created>> => {
    const opened = await sessions.current()
    if (!opened.ok) return opened
    const session = opened.value
    const nonce = random.hex(16)
    const wanted = await wish(session, request, text, nonce)
    if (!wanted.ok) return wanted
    if (request.kind === 'device') {
      const list = await index.atMost(session, indexMaxAge)
      if (!list.ok) return list
      const tokens = standing(list.value, text, board)
      if (tokens.length > 0) return ok({ kind: 'duplicate', tokens })
    }
    const noted = unclaimed.open(session, nonce, text)
    if (!noted.ok) return noted
    const claim = noted.value
    const minted = await mint(session, wanted.value, claim)
    if (!minted.ok) return minted
    const { authorization, token } = minted.value
    const alone = await twinOf(session, index, authorization)
    if (!alone.ok) return claim.giveUp(session, alone.failure)
    const active = await session.influx.setStatus(authorization.id, 'active')
    if (!active.ok) return claim.giveUp(session, active.failure)
    const wrong = active.value.id === authorization.id ? flaw(session, wanted.value, active.value, 'active') : undefined
    if (active.value.id !== authorization.id || wrong) {
      return claim.giveUp(session, wrong ?? failure('token.unsure'))
    }
    acts.note(session.connection.id, authorization.id, { kind: 'created' })
    index.changed(session.connection.id, authorization.id, active.value)
    return ok({ kind: 'created', session, row: active.value, token, claim })
  }

  return async (request) => {
    const text = asDescription(request.description)
    if (text === undefined) return failed(failure('input.description'))
    const flaw = request.kind === 'device' ? deviceFlaw(text, settings.read().devicePattern) : undefined
    if (flaw) return failed(flaw)
    // Two clicks are one wish.
    const wishName = JSON.stringify({ ...request, description: text })
    const running = underway.get(wishName)
    if (running) return running
    const next = create(request, text).finally(() => underway.delete(wishName))
    underway.set(wishName, next)
    return next
  }
}

/** What the server granted against what was asked of it. */
function flaw(
  { connection }: Session,
  wanted: NewAuthorization,
  granted: Authorization,
  status: Authorization['status'],
): Failure | undefined {
  const same =
    sameScope(wanted.permissions, granted.permissions) &&
    granted.orgId === wanted.orgId &&
    granted.userId === (wanted.userId ?? connection.owner.id) &&
    granted.description === wanted.description
  if (!same) return failure('token.scope')
  if (granted.status !== status) return failure('token.unsure')
  return granted.permissions.some(isOnDeletedBucket) ? failure('bucket.deleted') : undefined
}
