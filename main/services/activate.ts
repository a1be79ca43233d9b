import { failure } from '../contract/failure'
import { done, failed, ok, type Result } from '../contract/result'
import { readDescription } from '../domain/description'
import { isOver } from '../domain/handover'
import { isDeviceToken } from '../domain/rights'
import { isOffElsewhere, liveTwin, pendingTwin, winningTwin } from '../domain/twins'
import type { Authorization } from '../ports/influx'
import type { Story } from '../ports/ledger'
import type { Board } from './board'
import { endToken } from './end-token'
import type { Note } from './group-commit'
import { isAsAsked } from './mint'
import { isOutage, type Session } from './sessions'
import type { TokenIndex } from './token-index'

/** Switching a device token on, and the look around that goes with it. */
export interface Activation {
  /** PATCH to active; its answer is the proof that the token exists with the right scope. Lost: `token.unsure`. */
  activate(session: Session, story: Story, note?: Note): Promise<Result<void>>
  /** Looks for twins first, then switches on: for a token whose look lies back, or never came about. */
  activateAlone(session: Session, story: Story): Promise<Result<void>>
  /**
   * Looks for another live token of this device that wins over ours; then ours is withdrawn with `token.twin`. One that is
   * off because somebody wanted it off stays: `token.off`, noted as disabled. Once a person knows, only a live twin keeps
   * it from being switched on.
   */
  checkTwins(session: Session, story: Story): Promise<Result<void>>
  /** The same among rows that were just listed. */
  checkTwinsAmong(session: Session, story: Story, rows: readonly Authorization[]): Promise<Result<void>>
  /** Looks again, now that ours is on, if the last look showed a token that its laptop may have switched on meanwhile. */
  checkTwinsAgain(session: Session, story: Story): Promise<Result<void>>
  /** Ends a handover: the decision first, then the DELETE; unanswered, it waits in the queue. */
  revoke(session: Session, story: Story, why: string): Promise<Result<void>>
}

/** Why a person ends a token; everything else is Fieldkey's own doing, and not called back. */
const wishes = ['cancelled', 'revoked in Tokens']

/** Makes the activation step. */
export function createActivation(parts: { readonly board: Board; readonly index: TokenIndex }): Activation {
  const { board, index } = parts

  const isEnding = (id: string) => {
    const now = board.story(id)?.now
    return now === undefined || now.revoking || isOver(now)
  }

  /** A person switched it off while something of an earlier moment went on. */
  const isOffSince = ({ intent, now }: Story) => !now.disabled && board.story(intent.id)?.now.disabled === true

  /** Somebody switched it off, perhaps by replacing it: it is a person's to switch on. */
  const keepOff = ({ intent }: Story): Result<void> => {
    // Nothing takes it up again by itself.
    board.set(intent.id, { queued: undefined })
    const known = board.story(intent.id)?.now.disabled === true
    const noted = known ? done : board.note(intent.id, { kind: 'disabled' })
    return noted.ok ? failed(failure('token.off', { id: intent.device })) : noted
  }

  const activation: Activation = {
    async activate(session, story, note = board.note) {
      const { intent, now } = story
      if (now.authId === undefined) return failed(failure('token.unsure'))
      if (isEnding(intent.id)) return failed(failure('cancelled'))
      if (isOffSince(story)) return keepOff(story)
      const answer = await session.influx.setStatus(now.authId, 'active', board.repeats(intent.id))
      board.set(intent.id, { again: undefined })
      if (!answer.ok) {
        if (isEnding(intent.id)) return failed(failure('cancelled'))
        if (answer.failure.code === 'token.gone') board.note(intent.id, { kind: 'gone' })
        if (isOutage(answer.failure)) return failed(failure('token.unsure', answer.failure.params, answer.failure.code))
        return answer
      }
      const wrong = contradiction(answer.value)
      if (wrong) return wrong
      // Which of the two requests the server took last nobody knows.
      const off = isOffSince(story) ? await session.influx.setStatus(now.authId, 'inactive') : undefined
      if (off?.ok) return keepOff(story)
      const written = await note(intent.id, { kind: 'activated' })
      if (!written.ok) return written
      index.changed(session.connection.id, now.authId, answer.value)
      return isEnding(intent.id) ? failed(failure('cancelled')) : done

      function contradiction(row: Authorization) {
        if (row.id !== now.authId || row.status !== 'active') return failed(failure('token.unsure'))
        if (isAsAsked(intent, row)) return undefined
        void activation.revoke(session, { intent, now, events: [] }, 'scope')
        return failed(failure('token.scope', { bucket: intent.bucket.name }))
      }
    },

    async activateAlone(session, story) {
      const alone = await activation.checkTwins(session, story)
      if (alone.ok) {
        const active = await activation.activate(session, story)
        const still = active.ok ? await activation.checkTwinsAgain(session, story) : active
        return active.ok && !still.ok && isOutage(still.failure) ? done : still
      }
      const { code, params } = alone.failure
      return isOutage(alone.failure) ? failed(failure('token.unsure', params, code)) : alone
    },

    async checkTwins(session, story) {
      const list = await index.fetch(session)
      return list.ok ? activation.checkTwinsAmong(session, story, list.value.rows) : list
    },

    async checkTwinsAmong(session, story, rows) {
      const { intent, now } = story
      const own = rows.find((row) => row.id === now.authId)
      const doubled = rows.filter(
        (row) => row.id !== now.authId && readDescription(row.description).marker?.nonce === intent.nonce,
      )
      for (const row of doubled) {
        const removed = await session.influx.remove(row.id)
        if (!removed.ok) return removed
      }
      if (own === undefined) return done
      const others = rows.filter(
        (row) => !doubled.includes(row) && !intent.replaces?.includes(row.id) && isDeviceToken(row.permissions),
      )
      const live = intent.keepBoth ? undefined : liveTwin(others, own)
      const isOff = own.status === 'inactive' && (now.disabled || isOffElsewhere(own, now))
      if (isOff && (live !== undefined || (now.active && !now.disabled))) return keepOff(story)
      if (isOff || intent.keepBoth) return done
      const twin = winningTwin(others, own)
      if (twin === undefined) return done
      // The winner may not have been switched on yet in this list: who tries again is to find it live, and to be asked.
      index.expire(session.connection.id)
      await activation.revoke(session, story, 'twin')
      return failed(failure('token.twin', { id: intent.device, token: twin.id }))
    },

    async checkTwinsAgain(session, story) {
      const { intent, now } = story
      const rows = index.known(session.connection.id)?.rows ?? []
      const own = rows.find((row) => row.id === now.authId)
      if (intent.keepBoth || own === undefined || pendingTwin(rows, own) === undefined) return done
      // The story as it is now: on.
      return activation.checkTwins(session, board.story(intent.id) ?? story)
    },

    async revoke(session, { intent, now }, why) {
      const fresh = !now.revoking && wishes.includes(why)
      const decided = board.note(intent.id, { kind: 'revoking', why })
      if (!decided.ok) return decided
      board.set(intent.id, { queued: 'revocation', failure: undefined, tries: undefined, why: undefined })
      if (now.authId === undefined) return ok(undefined)
      const removed = await endToken(board, session, { handover: intent.id, authId: now.authId, fresh })
      if (!removed.ok) {
        board.tried(intent.id, removed.failure)
        return removed
      }
      index.changed(session.connection.id, now.authId, undefined)
      const written = board.note(intent.id, { kind: 'revoked' })
      board.set(intent.id, { queued: undefined, again: undefined })
      return written.ok ? done : written
    },
  }
  return activation
}
