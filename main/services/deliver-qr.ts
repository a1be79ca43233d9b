import { failure } from '../contract/failure'
import { done, failed, type Result } from '../contract/result'
import type { Story } from '../ports/ledger'
import type { Activation } from './activate'
import type { Board } from './board'
import type { Drawing } from './drawing'
import { isOutage, type Session } from './sessions'

/** Brings a minted token to where its code may be shown: active, answered for, and the only one of its device. */
export type DeliverQr = (session: Session, story: Story) => Promise<Result<void>>

/**
 * Makes the QR delivery. The look for twins runs beside the PATCH: both leave after our 201, so of two laptops at least
 * one sees the other, and nobody has the token before both have answered, because only then a code is drawn.
 */
export function createDeliverQr(parts: {
  readonly board: Board
  readonly activation: Activation
  readonly drawing: Drawing
}): DeliverQr {
  const { board, activation, drawing } = parts
  return async (session, story) => {
    const { id } = story.intent
    if (isReady(story, board.moment(id).alone)) return done
    // Only a token made a moment ago is surely nobody else's: another one may have been switched off elsewhere.
    const isNew = board.moment(id).activity === 'creating'
    board.set(id, { activity: 'activating', failure: undefined })
    drawing.ahead(story)
    const look = activation.checkTwins(session, story)
    const switchOn = async (): Promise<Result<void>> => {
      if (isOn(story)) return done
      const may = isNew ? done : await look
      if (may.ok) return activation.activate(session, story)
      const { code, params } = may.failure
      return isOutage(may.failure) ? failed(failure('token.unsure', params, code)) : may
    }
    const [active, first] = await Promise.all([switchOn(), look])
    const alone = active.ok && first.ok ? await activation.checkTwinsAgain(session, story) : first
    if (alone.ok) board.set(id, { alone: true })
    if (!active.ok || !alone.ok) drawing.drop()
    // Nobody has the token yet: it is switched on when the server answers again, and only then its code is drawn.
    if (!active.ok && active.failure.code === 'token.unsure') {
      board.set(id, { queued: 'activation' })
      board.tried(id, active.failure)
    } else if (active.ok) board.set(id, { queued: undefined })
    const isTwin = !alone.ok && alone.failure.code === 'token.twin'
    if (active.ok || isTwin) return alone
    const { code, params, cause } = active.failure
    return code === 'token.unsure' ? failed(failure(code, { ...params, waits: 'code' }, cause)) : active
  }
}

/** Switched on, and by nobody off again. */
function isOn({ now }: Pick<Story, 'now'>): boolean {
  return now.active && !now.disabled
}

/** Whether a code may be drawn at once: active, and looked around for twins, or already out of our hands. */
function isReady({ now }: Pick<Story, 'now'>, alone = false): boolean {
  return isOn({ now }) && (alone || now.timesShown > 0 || now.state !== 'minted')
}

/** Whether it is on and with us alone, but twins were not looked for since: its code may be drawn after that look. */
export function isOnButUnsure({ now }: Pick<Story, 'now'>, alone = false): boolean {
  return now.state === 'minted' && isOn({ now }) && !isReady({ now }, alone)
}
