import { failure } from '../contract/failure'
import { done, failed, ok, type Result } from '../contract/result'
import { justAfter } from '../domain/first-data-query'
import { isOver } from '../domain/handover'
import { mustRetire, type OldTokenEvent } from '../domain/old-token'
import type { Authorization } from '../ports/influx'
import type { SettingsStore } from '../ports/settings'
import type { Story } from '../ports/ledger'
import type { Activation } from './activate'
import type { Board } from './board'
import { isOutage, type Session, type Sessions } from './sessions'
import { rowsOf, type TokenIndex } from './token-index'

/**
 * What becomes of the tokens that a handover replaces. Each is decided in the ledger before the server hears of it, and
 * can be asked for again: settling does so until the server has answered.
 */
export interface Replacement {
  /** Switches the old tokens off once the device has the new one; before that it does nothing. */
  retire(session: Session, id: string): Promise<Result<void>>
  /** The same, with the session it takes: now, or when the server can be reached; a refusal is shown on the handover. */
  retireNow(id: string): Promise<void>
  /** Switches an old token off that a restored server brought back; the story told it before. */
  offAgain(session: Session, authId: string): Promise<Result<unknown>>
  /** Decides to switch the old tokens on again and to end the new one. */
  decideBack(id: string): Result<void>
  /**
   * Does so. `token.gone` where none of the old ones is left: then the new one stays. `token.off` where another token took
   * the place of the new one meanwhile: then the old ones stay off.
   */
  goBack(session: Session, id: string): Promise<Result<void>>
  /** Decides to delete the old tokens. */
  decideEnd(id: string, why: 'due' | 'asked'): Result<void>
  /** Does so. */
  end(session: Session, id: string): Promise<Result<void>>
}

/** Makes the replacement. `onOff` runs once the old tokens are off: from then on data proves the new one. */
export function createReplacement(parts: {
  readonly board: Board
  readonly sessions: Sessions
  readonly index: TokenIndex
  readonly activation: Activation
  readonly settings: SettingsStore
  readonly onOff: (id: string) => void
}): Replacement {
  const { board, sessions, index, activation, settings, onOff } = parts

  /** The handover of this ledger that made an old token, if there is one that can still change. */
  const madeHere = ({ connection }: Session, authId: string): Story | undefined =>
    board
      .stories()
      .find(({ intent, now }) => now.authId === authId && intent.connection === connection.id && !isOver(now))

  /** Notes a step where its story still stands as `old` says: another try may have been quicker. */
  const note = (id: string, old: 'live' | 'off' | 'returning' | 'ending', event: OldTokenEvent): Result<void> => {
    if (board.story(id)?.now.old !== old) return done
    const noted = board.note(id, event)
    if (!noted.ok) return noted
    board.set(id, { queued: undefined })
    return done
  }

  /** Runs `act` on each old token; the first one that fails is the outcome, and waits in the queue. */
  const each = async <T>(id: string, act: (authId: string) => Promise<Result<T>>): Promise<Result<readonly T[]>> => {
    const outcomes: T[] = []
    for (const authId of board.story(id)?.intent.replaces ?? []) {
      const outcome = await act(authId)
      if (!outcome.ok) {
        board.set(id, { queued: 'old-token' })
        return outcome
      }
      outcomes.push(outcome.value)
    }
    return ok(outcomes)
  }

  /** PATCHes an old token; undefined when it is there no more. */
  const patch = async (session: Session, authId: string, status: 'active' | 'inactive') => {
    const answer = await session.influx.setStatus(authId, status)
    const known = madeHere(session, authId)
    if (!answer.ok && answer.failure.code !== 'token.gone') return answer
    if (answer.ok && (answer.value.id !== authId || answer.value.status !== status))
      return failed(failure('token.unsure'))
    if (!answer.ok && known) board.note(known.intent.id, { kind: 'gone' })
    index.changed(session.connection.id, authId, answer.ok ? answer.value : undefined)
    return ok<Authorization | undefined>(answer.ok ? answer.value : undefined)
  }

  /** The old one's own story learns it first, so that nothing switches it on again. */
  const switchOff = async (session: Session, authId: string) => {
    const known = madeHere(session, authId)
    const noted = known && !known.now.replaced ? board.note(known.intent.id, { kind: 'replaced' }) : done
    if (!noted.ok) return noted
    if (known) board.set(known.intent.id, { overdue: undefined, failure: undefined })
    const answer = await patch(session, authId, 'inactive')
    const refused = !answer.ok && !isOutage(answer.failure) && answer.failure.code !== 'token.unsure'
    if (known && refused) board.note(known.intent.id, { kind: 'enabled' })
    return answer
  }

  const switchOn = async (session: Session, authId: string) => {
    const answer = await patch(session, authId, 'active')
    const known = madeHere(session, authId)
    if (!answer.ok || answer.value === undefined || !known?.now.disabled) return answer
    const noted = board.note(known.intent.id, { kind: 'enabled' })
    return noted.ok ? answer : noted
  }

  /** Whatever the device had written by the time `at`, a clock that is ahead included, is the old token's. */
  const dataSince = async (session: Session, { intent }: Story, at: string): Promise<Result<string>> => {
    const query = {
      orgId: intent.orgId,
      bucketId: intent.bucket.id,
      tag: settings.read().dataTag,
      device: intent.device,
    }
    const last = await session.influx.lastData({ ...query, since: at })
    if (!last.ok && isOutage(last.failure)) return last
    return ok(last.ok && last.value.kind === 'seen' ? justAfter(last.value.at) : at)
  }

  /** Looks whether the place of the new token is still its own; where another laptop replaced it, the old ones stay off. */
  const isFree = async (session: Session, id: string): Promise<Result<void>> => {
    const list = await index.fetch(session)
    if (!list.ok) return list
    const story = board.story(id)
    if (story?.now.old !== 'returning') return done
    const { device, owner, replaces = [] } = story.intent
    const chosen = board.stories().flatMap(({ intent, now }) => (intent.keepBoth ? (now.authId ?? []) : []))
    const mine = [...replaces, ...chosen, story.now.authId]
    const other = rowsOf(list.value, device).find(
      (row) => row.status === 'active' && row.userId === owner && !mine.includes(row.id),
    )
    if (other === undefined) return done
    const off = await each(id, (authId) => switchOff(session, authId))
    if (!off.ok) return off
    const at = off.value.findLast((row) => row !== undefined)?.updatedAt
    const noted = note(id, 'returning', at === undefined ? { kind: 'old-gone' } : { kind: 'old-off', at, since: at })
    return noted.ok ? failed(failure('token.off', { id: device })) : noted
  }

  const replacement: Replacement = {
    async retire(session, id) {
      const story = board.story(id)
      if (!story || !mustRetire(story.now)) return done
      const off = await each(id, (authId) => switchOff(session, authId))
      if (!off.ok) return off
      const at = off.value.findLast((row) => row !== undefined)?.updatedAt
      if (at === undefined) return note(id, 'live', { kind: 'old-gone' })
      const since = await dataSince(session, story, at)
      if (!since.ok) {
        board.set(id, { queued: 'old-token' })
        return since
      }
      const noted = note(id, 'live', { kind: 'old-off', at, since: since.value })
      if (noted.ok) onOff(id)
      return noted
    },

    async retireNow(id) {
      const story = board.story(id)
      if (!story || !mustRetire(story.now)) return
      const session = await sessions.of(story.intent.connection)
      const retired = session.ok ? await replacement.retire(session.value, id) : session
      if (!retired.ok && !isOutage(retired.failure)) board.set(id, { failure: retired.failure })
    },

    offAgain: switchOff,

    decideBack: (id) => note(id, 'off', { kind: 'old-back' }),

    async goBack(session, id) {
      if (board.story(id)?.now.old === 'returning') {
        const free = await isFree(session, id)
        if (!free.ok) return free
        const on = await each(id, (authId) => switchOn(session, authId))
        if (!on.ok) return on
        const none = on.value.every((row) => row === undefined)
        const noted = note(id, 'returning', none ? { kind: 'old-gone' } : { kind: 'old-on' })
        if (!noted.ok) return noted
        if (none) return failed(failure('token.gone', { id: board.story(id)?.intent.device ?? '' }))
      }
      const story = board.story(id)
      if (story?.now.old !== 'on' || isOver(story.now)) return done
      board.set(id, { overdue: undefined, failure: undefined })
      return activation.revoke(session, story, 'old token switched on again')
    },

    decideEnd: (id, why) => note(id, 'off', { kind: 'old-ending', why }),

    async end(session, id) {
      if (board.story(id)?.now.old !== 'ending') return done
      const removed = await each(id, async (authId): Promise<Result<void>> => {
        const known = madeHere(session, authId)
        if (known) return activation.revoke(session, known, 'replaced')
        const answer = await session.influx.remove(authId)
        if (!answer.ok) return answer
        index.changed(session.connection.id, authId, undefined)
        return done
      })
      return removed.ok ? note(id, 'ending', { kind: 'old-gone' }) : removed
    },
  }
  return replacement
}
