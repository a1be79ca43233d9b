import { failure } from '../contract/failure'
import { failed, ok, type Result } from '../contract/result'
import { describe } from '../domain/description'
import { reviewAfter } from '../contract/review-date'
import type { Intent } from '../domain/handover'
import { deviceScope, sameScope } from '../domain/permissions'
import type { Clock } from '../ports/clock'
import type { Crypto } from '../ports/crypto'
import type { Authorization, Minted } from '../ports/influx'
import type { SettingsStore } from '../ports/settings'
import type { Board } from './board'
import type { Note } from './group-commit'
import type { Session } from './sessions'
import type { TokenIndex } from './token-index'

/** What a sealed token is bound to: opened under another handover or authorization it fails. */
export function sealBond(handover: string, authId: string): string {
  return `fieldkey:${handover}:${authId}`
}

/** A token that is on the server, inactive, of exactly the asked scope, and sealed in the ledger. */
export interface Fresh {
  readonly authId: string
  readonly token: string
}

/** Mints the token of a handover whose `asked` is already in the ledger. */
export type Mint = (session: Session, intent: Intent, key: string, note?: Note) => Promise<Result<Fresh>>

/** Makes the minting step: POST once, compare the scope, seal. */
export function createMint(parts: {
  readonly board: Board
  readonly crypto: Crypto
  readonly index: TokenIndex
  readonly settings: SettingsStore
  readonly clock: Clock
}): Mint {
  const { board, crypto, index, settings, clock } = parts

  /** A token that must never be handed over: the ledger knows it by ID before the server is told to delete it. */
  const withdraw = async (session: Session, { id }: Intent, authId: string) => {
    board.note(id, { kind: 'too-wide', authId })
    await end(session, id, authId)
  }

  const end = async (session: Session, id: string, authId: string) => {
    const removed = await session.influx.remove(authId)
    if (removed.ok) board.note(id, { kind: 'revoked' })
    else board.set(id, { queued: 'revocation' })
  }

  return async (session, intent, key, note = board.note) => {
    const asked = deviceScope(intent.orgId, intent.bucket.id)
    const review = reviewAfter(clock.now(), settings.read().reviewMonths)
    const reply = await session.influx.create({
      orgId: intent.orgId,
      description: describe(intent.device, { ...intent, ...(review === undefined ? {} : { review }) }),
      status: 'inactive',
      permissions: asked,
    })
    if (!reply.ok) {
      const { code } = reply.failure
      board.note(
        intent.id,
        code === 'token.unsure' ? { kind: 'unsure', code: reply.failure.cause ?? code } : { kind: 'refused', code },
      )
      return reply
    }
    const { authorization, token } = reply.value
    const wrong = flaw(intent, reply.value)
    if (wrong) {
      await withdraw(session, intent, authorization.id)
      return failed(wrong)
    }
    const text = crypto.seal(key, token, sealBond(intent.id, authorization.id))
    const written = await note(
      intent.id,
      { kind: 'minted', authId: authorization.id, createdAt: authorization.createdAt },
      { keyId: crypto.keyId(key), text },
    )
    if (!written.ok) {
      // The next sweep would find it by its nonce; a disk that is full now is no reason to leave it until then.
      await session.influx.remove(authorization.id)
      return written
    }
    if (written.value.now.revoking) {
      await end(session, intent.id, authorization.id)
      return failed(failure('cancelled'))
    }
    index.changed(session.connection.id, authorization.id, authorization)
    return ok({ authId: authorization.id, token })
  }

  function flaw(intent: Intent, { authorization }: Minted) {
    if (!isAsAsked(intent, authorization) || authorization.status !== 'inactive') {
      return failure('token.scope', { bucket: intent.bucket.name })
    }
    return bucketLives(authorization) ? undefined : failure('bucket.deleted', { bucket: intent.bucket.name })
  }
}

/** Whether the server granted exactly one write on the intent's bucket, to the intent's owner and organization. */
export function isAsAsked(intent: Intent, granted: Authorization): boolean {
  return (
    sameScope(deviceScope(intent.orgId, intent.bucket.id), granted.permissions) &&
    granted.orgId === intent.orgId &&
    granted.userId === intent.owner
  )
}

/** The server names a bucket in its answer while the bucket lives; an id without a name is a deleted one. */
function bucketLives({ permissions }: Authorization): boolean {
  return permissions.every(({ resource }) => resource.name !== undefined)
}
