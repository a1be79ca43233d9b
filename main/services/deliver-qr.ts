import { done, type Result } from '../contract/result'
import type { Story } from '../ports/ledger'
import type { Activation } from './activate'
import type { Board } from './board'
import type { Session } from './sessions'

/** Brings a minted token to where its code may be shown: active, answered for, and the only one of its device. */
export type DeliverQr = (session: Session, story: Story) => Promise<Result<void>>

/**
 * Makes the QR delivery. The look for twins runs beside the PATCH: both leave after our 201, so of two laptops at least
 * one sees the other, and nobody has the token before both have answered, because only then a code is drawn.
 */
export function createDeliverQr(parts: { readonly board: Board; readonly activation: Activation }): DeliverQr {
  const { board, activation } = parts
  return async (session, story) => {
    const { id } = story.intent
    if (isReady(story, board.moment(id).alone)) return done
    board.set(id, { activity: 'activating', failure: undefined })
    const [active, alone] = await Promise.all([
      story.now.active ? done : activation.activate(session, story),
      activation.checkTwins(session, story),
    ])
    if (alone.ok) board.set(id, { alone: true })
    const isTwin = !alone.ok && alone.failure.code === 'token.twin'
    return active.ok || isTwin ? alone : active
  }
}

/** Whether a code may be drawn at once: active, and looked around for twins, or already out of our hands. */
export function isReady({ now }: Story, alone = false): boolean {
  return now.active && (alone || now.timesShown > 0 || now.state !== 'minted')
}
