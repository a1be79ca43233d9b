import { failure } from '../contract/failure'
import { failed, ok, type Result } from '../contract/result'
import type { Story } from '../ports/ledger'
import type { Activation } from './activate'
import type { StartRequest } from './begin'
import type { Board } from './board'
import type { SealKey } from './seal-key'
import type { OpenSettings } from './sealed-token'
import type { Session, Sessions } from './sessions'

/**
 * Ends a handover whose token no device has and nobody can open any more; what it set out to do is to be begun anew.
 * Undefined when it can go on as it stands. `keychain.key-lost` while there is no key to seal another token with.
 */
export type EndShut = (session: Session, story: Story) => Promise<Result<StartRequest | undefined>>

/** Makes the ending: the key first, then the decision in the ledger, then the DELETE. */
export function createEndShut(parts: {
  readonly board: Board
  readonly sessions: Pick<Sessions, 'chosen'>
  readonly openSettings: OpenSettings
  readonly sealKey: SealKey
  readonly activation: Activation
}): EndShut {
  const { board, sessions, openSettings, sealKey, activation } = parts
  return async (session, story) => {
    const { id, connection, device, bucket, delivery, keepBoth, replaces } = story.intent
    // A token that was switched on may be with the device: that one is replaced, not ended.
    if (story.now.state !== 'minted' || story.now.active || story.now.revoking || board.isBusy(id)) return ok(undefined)
    const opened = await openSettings(story)
    if (opened.ok || opened.failure.code !== 'keychain.seal-lost') return ok(undefined)
    const key = await sealKey.atMost(0)
    if (!key.ok) return key
    // What is not on the desk waits until a person looks at it.
    if (sessions.chosen()?.id !== connection) return opened
    if (board.isBusy(id) || board.story(id)?.now.revoking) return failed(failure('cancelled'))
    board.set(id, { activity: 'revoking' })
    const ended = await activation.revoke(session, story, 'seal-lost')
    board.set(id, { activity: 'idle' })
    return ended.ok ? ok({ device, bucketId: bucket.id, delivery, keepBoth, replaces }) : ended
  }
}
