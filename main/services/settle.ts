import { failure, type Failure } from '../contract/failure'
import { assertNever, done, failed, type Result } from '../contract/result'
import { isOver, isWaiting, mayErase } from '../domain/handover'
import { mayReturn } from '../domain/returning'
import { isAbandoned, repairs, type Repair } from '../domain/settling'
import { inOrder, waitingFor } from '../domain/waiting'
import type { Clock } from '../ports/clock'
import type { Story } from '../ports/ledger'
import type { Activation } from './activate'
import type { Board } from './board'
import { endToken } from './end-token'
import type { Replacement } from './replacement'
import type { ServerTime } from './server-time'
import { isOutage, mayEnd, type Session, type Sessions } from './sessions'
import type { CodeOnScreen } from './show-code'
import type { TokenIndex } from './token-index'

/** Two looks that find a token absent count as two only this far apart, on the clock that never jumps. */
const apart = 120_000

type Failed = { readonly ok: false; readonly failure: Failure }

/** Makes server and ledger agree again after crashes, lost answers and time without a network. */
export interface Settle {
  /** One sweep over a connection's handovers; sweeping twice changes nothing. */
  sweep(connectionId: string): Promise<Result<void>>
  /** Whether a handover was called off while its POST may still have been on its way: a later sweep looks for its token. */
  expectsLate(connectionId: string): boolean
}

/** Makes the settling. `run` names this process's run; `onActivated` goes on with the proof. */
export function createSettle(parts: {
  readonly board: Board
  readonly sessions: Sessions
  readonly index: TokenIndex
  readonly activation: Activation
  readonly replacement: Replacement
  readonly serverTime: ServerTime
  readonly code: Pick<CodeOnScreen, 'hideIf'>
  readonly clock: Clock
  readonly run: string
  readonly onActivated: (session: Session, id: string) => void
}): Settle {
  const { board, sessions, index, activation, replacement, serverTime, code, clock, run, onActivated } = parts
  const lastAbsent = new Map<string, number>()
  /** When the last handover of a connection was called off with no token known, on the clock that never jumps. */
  const calledOff = new Map<string, number>()
  const underway = new Map<string, Promise<Result<void>>>()

  const sweep = async (connectionId: string): Promise<Result<void>> => {
    /** What could not be done this time goes on waiting, and says what was in the way. */
    const inVain = <T extends Failed>(why: T): T => {
      for (const story of board.pending().filter(mine)) if (waitingFor(story)) board.tried(story.intent.id, why.failure)
      return why
    }
    const mine = (story: Story) => story.intent.connection === connectionId && !board.isBusy(story.intent.id)
    const opened = await sessions.of(connectionId)
    if (!opened.ok) return inVain(opened)
    const session = opened.value
    // Taken before the list leaves: a handover begun meanwhile must not be judged by a list that is older than it.
    // Looked at only when the list is there: a long history is read while nobody waits for the window.
    const [stories, busy] = [board.stories(), board.busy()]
    const me = await session.influx.me()
    if (!me.ok) return inVain(me)
    const begun = clock.monotonic()
    const list = await index.fetch(session)
    if (!list.ok) return inVain(list)
    if (begun - (calledOff.get(connectionId) ?? begun) >= apart) calledOff.delete(connectionId)
    const complete = (owner: string) =>
      session.connection.operator || (me.value.id === owner && list.value.rows.some(({ userId }) => userId === owner))
    const before = stories.filter((story) => mine(story) && !busy.has(story.intent.id))
    const quiet = before.map(({ intent }) => board.story(intent.id)).filter((story) => story !== undefined)
    let result: Result<void> = done
    const told = inOrder(quiet.filter(mine))
    const asks = told.some(({ now }) => now.old === 'off')
    const now = asks ? await serverTime(connectionId) : undefined
    const asListed = new Map(before.map((story) => [story.intent.id, story.now.steps]))
    for (const repair of repairs(told, list.value.rows, complete, now)) {
      const outcome = await mend(session, repair, asListed.get(repair.handover))
      if (outcome.ok) continue
      // A dead network stops everything; a handover that is refused, or whose answer says otherwise than was asked, must not
      // keep the others waiting.
      const { code, cause } = outcome.failure
      if (isOutage(outcome.failure) || (code === 'token.unsure' && cause !== undefined)) return inVain(outcome)
      board.tried(repair.handover, outcome.failure)
      board.set(repair.handover, { failure: outcome.failure })
      result = outcome
    }
    return result
  }

  /**
   * Each repair is of the moment when the list came: what was decided since, while others were mended, stands. `steps` is how
   * many the story had when the list left.
   */
  const mend = async (session: Session, repair: Repair, steps?: number): Promise<Result<unknown>> => {
    const id = repair.handover
    const story = board.story(id)
    if (!story) return done
    switch (repair.kind) {
      case 'remove-orphan':
        return end(session, story, repair.authId, story.now.authId === undefined && story.now.state !== 'revoked')
      case 'revoke':
        if (!story.now.revoking && !isOver(story.now)) return done
        return end(session, story, repair.authId, story.now.state !== 'revoked')
      case 'revoked':
        if (!story.now.revoking) return done
        calledOff.set(story.intent.connection, clock.monotonic())
        return board.note(id, { kind: 'revoked' })
      case 'activate': {
        if (!isWaiting(story.now) || story.now.revoking || isOver(story.now)) return done
        const active = await activation.activateAlone(session, story)
        if (active.ok) {
          board.set(id, { queued: undefined })
          onActivated(session, id)
        }
        return active
      }
      case 'off-elsewhere':
        // Switched on, or off, since the list left: that list says nothing about it.
        return story.now.steps === steps && !board.isBusy(id) ? switchedOff(story) : done
      case 'look-up': {
        // The end of the handover that replaces it may have told by now.
        if (isOver(story.now)) return done
        const row = await session.influx.authorization(repair.authId)
        if (row.ok || row.failure.code !== 'token.gone') return row.ok ? done : row
        const noted = board.note(id, { kind: story.now.revoking ? 'revoked' : 'gone' })
        board.set(id, { queued: undefined })
        return noted
      }
      case 'absent':
        return story.now.state === 'asked' ? absent(story) : done
      case 'retire-old':
        return replacement.retire(session, id)
      case 'old-back':
        return replacement.goBack(session, id)
      case 'keep-old':
        return story.now.old === 'off' ? board.note(id, { kind: 'old-kept' }) : done
      case 'off-again':
        return story.now.old === 'off' ? replacement.offAgain(session, repair.authId) : done
      case 'end-again':
        return end(session, story, repair.authId, false)
      case 'returned': {
        if (!mayReturn(story.now)) return done
        const noted = board.note(id, { kind: 'returned', status: repair.status })
        if (!noted.ok) return noted
        const { active, replaced } = noted.value.now
        board.set(id, { failure: active || replaced ? undefined : failure('token.off', { id: story.intent.device }) })
        onActivated(session, id)
        return noted
      }
      case 'end-old': {
        if (story.now.old === 'off' && !mayEnd(session, story.intent.owner)) return failed(failure('perm.owner'))
        const decided = replacement.decideEnd(id, 'due')
        return decided.ok ? replacement.end(session, id) : decided
      }
      default:
        return assertNever(repair)
    }
  }

  const end = async (session: Session, { intent }: Story, authId: string, note: boolean) => {
    const removed = await endToken(board, session, { handover: intent.id, authId })
    if (!removed.ok) return removed
    index.changed(session.connection.id, authId, undefined)
    const noted = note ? board.note(intent.id, { kind: 'revoked' }) : done
    board.set(intent.id, { queued: undefined, failure: undefined, again: undefined })
    return noted
  }

  /** Its device is refused, and whoever would hand it over is told so instead. */
  const switchedOff = ({ intent, now }: Story): Result<unknown> => {
    code.hideIf(intent.id, 'asked')
    const noted = board.note(intent.id, { kind: 'disabled' })
    const { touched } = board.moment(intent.id)
    const told = failure('token.off', { id: intent.device })
    if (noted.ok && !mayErase(now)) board.set(intent.id, { failure: told, touched })
    return noted
  }

  const absent = ({ intent, now }: Story): Result<unknown> => {
    const before = lastAbsent.get(intent.id)
    if (before !== undefined && clock.monotonic() - before < apart) return done
    if (now.absentRuns.filter((seen) => seen === run).length >= 2) return done
    lastAbsent.set(intent.id, clock.monotonic())
    const noted = board.note(intent.id, { kind: 'absent', run })
    if (!noted.ok || !isAbandoned(noted.value.now.absentRuns)) return noted
    return board.note(intent.id, { kind: 'abandoned' })
  }

  return {
    sweep(connectionId) {
      const running = underway.get(connectionId)
      if (running) return running
      const next = sweep(connectionId).finally(() => underway.delete(connectionId))
      underway.set(connectionId, next)
      return next
    },
    expectsLate: (connectionId) => calledOff.has(connectionId),
  }
}
