import { failure, type Failure } from '../contract/failure'
import { done, failed, ok, type Result } from '../contract/result'
import type { Authorization } from '../ports/influx'
import type { Story } from '../ports/ledger'
import type { Activation } from './activate'
import type { Board } from './board'
import { isOutage, type Session } from './sessions'
import type { CodeOnScreen } from './show-code'
import type { TokenActs } from './token-acts'
import type { TokenIndex } from './token-index'

/** Switching one token off or on because a person said so. */
export interface TokenStatus {
  /** The ledger learns it first, so that settling does not switch the token on again behind the person's back. */
  disable(session: Session, id: string): Promise<Result<Authorization>>
  /** Nothing where it was never on: its activation, with the look for twins, is made up for. */
  enable(session: Session, id: string): Promise<Result<Authorization | undefined>>
}

/** Makes the switching. `openStory` is the handover of a token, if there is one that can still change. */
export function createTokenStatus(parts: {
  readonly board: Board
  readonly index: TokenIndex
  readonly openStory: (session: Session, id: string) => Story | undefined
  readonly activation: Activation
  readonly code: CodeOnScreen
  readonly acts: TokenActs
  readonly onEnabled: (handover: string) => void
}): TokenStatus {
  const { board, index, openStory, activation, code, acts, onEnabled } = parts

  const patch = async (session: Session, id: string, status: 'active' | 'inactive', onLeft?: () => void) => {
    const answer = await session.influx.setStatus(id, status, undefined, onLeft)
    const asAsked = !answer.ok || (answer.value.id === id && answer.value.status === status)
    return asAsked ? answer : failed(failure('token.unsure'))
  }
  /** The same for a token without a story, which would tell it. */
  const patchAlone = async (session: Session, id: string, status: 'active' | 'inactive') => {
    const kind = status === 'active' ? 'enabled-here' : 'disabled-here'
    return acts.gather(session.connection.id, id, { kind }, await patch(session, id, status))
  }

  return {
    async disable(session, id) {
      const story = openStory(session, id)
      if (!story) return patchAlone(session, id, 'inactive')
      const handover = story.intent.id
      code.hideIf(handover, 'asked')
      const told = story.now.disabled ? done : board.note(handover, { kind: 'disabled' })
      if (!told.ok) return told
      const tries = { left: false }
      const answer = await patch(session, id, 'inactive', () => {
        tries.left = true
      })
      if (!answer.ok && answer.failure.code === 'token.gone') board.note(handover, { kind: 'gone' })
      // Without an answer it may be off: until a person switches it on, no code of it is to be drawn.
      else if (!answer.ok && !story.now.disabled && !(tries.left && isUnknown(answer.failure)))
        board.note(handover, { kind: 'enabled' })
      return answer
    },

    async enable(session, id) {
      const story = openStory(session, id)
      if (!story) return patchAlone(session, id, 'active')
      const handover = story.intent.id
      if (!story.now.active) {
        const active = await activation.activateAlone(session, story)
        if (!active.ok) return active
        onEnabled(handover)
        return ok(undefined)
      }
      const before = index.known(session.connection.id)?.rows.find((row) => row.id === id)
      const answer = await patch(session, id, 'active')
      if (!answer.ok) {
        if (answer.failure.code === 'token.gone') board.note(handover, { kind: 'gone' })
        return answer
      }
      // Also one that the ledger knew to be on, off by the list: no list that left before the answer is believed about it.
      const wasOff = board.story(handover)?.now.disabled === true || before?.status !== 'active'
      const told = wasOff ? board.note(handover, { kind: 'enabled' }) : done
      if (!told.ok) return told
      if (board.moment(handover).failure?.code === 'token.off') board.set(handover, { failure: undefined })
      onEnabled(handover)
      return answer
    },
  }
}

/** Whether the server may have done what it did not answer. */
function isUnknown(why: Failure): boolean {
  return isOutage(why) || why.code === 'token.unsure'
}
