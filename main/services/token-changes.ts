import { failure } from '../contract/failure'
import { done, failed, ok, type Result } from '../contract/result'
import type { TokenOutcome } from '../contract/views'
import { readDescription, withReview } from '../domain/description'
import { isOver } from '../domain/handover'
import { isReviewDate } from '../contract/review-date'
import { redescribed } from '../domain/redescribe'
import { isDeviceToken, kindOf } from '../domain/rights'
import type { Authorization } from '../ports/influx'
import type { Story } from '../ports/ledger'
import type { SettingsStore } from '../ports/settings'
import type { Activation } from './activate'
import type { Board } from './board'
import { isOutage, type Session, type Sessions } from './sessions'
import type { CodeOnScreen } from './show-code'
import type { Owners } from './owners'
import { gatherChanges } from './gathered-changes'
import type { Noted, TokenActs } from './token-acts'
import type { Bulk } from './token-bulk'
import type { TokenIndex } from './token-index'
import type { NewDescription } from './token-rewording'
import { couldBeOwn, isLastOperator } from './token-rows'
import { createTokenStatus } from './token-status'

const atOnce = 16
const atOnceOnCloud = 4

/** Disabling, enabling, revoking and describing tokens. Every one may fail for itself: `token.own`, `token.gone`, `perm.*`. */
export interface TokenChanges {
  setStatus(ids: readonly string[], status: 'active' | 'inactive'): Promise<Result<readonly TokenOutcome[]>>
  revoke(ids: readonly string[]): Promise<Result<readonly TokenOutcome[]>>
  /** Sets the review date in Fieldkey's mark, or takes it out; `input.review`, also for a token without that mark. */
  setReview(ids: readonly string[], review: string | null): Promise<Result<readonly TokenOutcome[]>>
  /** Changes the text before Fieldkey's mark. `input.description`, `input.device`. */
  describe(id: string, text: string): Promise<Result<Authorization>>
  /**
   * The same for many. What reads `to` already is done, so that a lost answer can be tried again; what reads neither is
   * left alone: `input.description` with `why: 'changed'`.
   */
  describeAll(rows: readonly NewDescription[]): Promise<Result<readonly TokenOutcome[]>>
}

/** Makes the changes. */
export function createTokenChanges(parts: {
  readonly board: Board
  readonly sessions: Sessions
  readonly index: TokenIndex
  readonly activation: Activation
  readonly code: CodeOnScreen
  readonly bulk: Bulk
  readonly owners: Owners
  readonly acts: TokenActs
  readonly settings: SettingsStore
  /** A token of a handover was switched on again. */
  readonly onEnabled: (handover: string) => void
}): TokenChanges {
  const { board, sessions, index, activation, code, bulk, owners, acts, settings, onEnabled } = parts

  const look = async (session: Session, id: string): Promise<Result<Authorization>> => {
    const listed = index.known(session.connection.id)?.rows.find((row) => row.id === id)
    return listed ? ok(listed) : await session.influx.authorization(id)
  }
  const openStory = ({ connection }: Session, id: string): Story | undefined =>
    board.stories().find(({ intent, now }) => now.authId === id && intent.connection === connection.id && !isOver(now))

  /** What the server has now: somebody else may have ended another one meanwhile. No list: none, so each is the last. */
  const listOperators = async (session: Session): Promise<readonly Authorization[]> => {
    const [list] = await Promise.all([index.fetch(session), owners.look(session)])
    return list.ok ? list.value.rows : []
  }

  /** Runs over `ids`; those that end a token's use are refused for the ones Fieldkey needs. */
  const each = async (
    ids: readonly string[],
    ends: boolean,
    act: (session: Session, id: string, changed: (row: Authorization | undefined) => void) => Promise<Result<void>>,
  ): Promise<Result<readonly TokenOutcome[]>> => {
    const opened = await sessions.current()
    if (!opened.ok) return opened
    const session = opened.value
    const { connection } = session
    const operators = once(() => listOperators(session))
    const ending = new Set<string>()
    const changes = gatherChanges(index, connection.id)
    const outcomes = await bulk.run(ids, connection.kind === 'cloud' ? atOnceOnCloud : atOnce, async (id) => {
      if (ends) {
        const row = await look(session, id)
        if (!row.ok && row.failure.code !== 'token.gone') return row
        if (row.ok && couldBeOwn(row.value, connection)) return failed(failure('token.own'))
        if (row.ok && kindOf(row.value.permissions) === 'operator') {
          const rows = await operators()
          const inactiveOwners = owners.inactive(connection.id)
          if (isLastOperator(row.value, rows, { ending, inactiveOwners })) return failed(failure('token.own'))
        }
        ending.add(id)
      }
      return act(session, id, (row) => {
        changes.add(id, row)
      })
    })
    changes.flush()
    acts.flush()
    return ok(outcomes)
  }

  const { disable, enable } = createTokenStatus({ board, index, openStory, activation, code, acts, onEnabled })

  const rewrite = async (session: Session, id: string, wanted: string, act?: Noted): Promise<Result<Authorization>> => {
    const answer = await session.influx.setDescription(id, wanted)
    const asAsked = !answer.ok || (answer.value.id === id && answer.value.description === wanted)
    const said = act ?? { kind: 'described', detail: readDescription(wanted).text }
    return acts.gather(session.connection.id, id, said, asAsked ? answer : failed(failure('token.unsure')))
  }

  return {
    setStatus: (ids, status) =>
      each(ids, status === 'inactive', async (session, id, changed) => {
        const answer = status === 'inactive' ? await disable(session, id) : await enable(session, id)
        if (!answer.ok && answer.failure.code === 'token.gone') changed(undefined)
        if (answer.ok && answer.value) changed(answer.value)
        return answer.ok ? done : answer
      }),
    revoke: (ids) =>
      each(ids, true, async (session, id, changed) => {
        const story = openStory(session, id)
        if (story) {
          code.hideIf(story.intent.id, 'asked')
          const ended = await activation.revoke(session, story, 'revoked in Tokens')
          // It was decided before the server was asked, and is done once that answers: that is no failure to repeat.
          if (ended.ok || !isOutage(ended.failure)) return ended
          const { code: cause, params } = ended.failure
          return failed(failure('token.ending', { ...params, id: story.intent.device }, cause))
        }
        const removed = acts.gather(
          session.connection.id,
          id,
          { kind: 'revoked-here' },
          await session.influx.remove(id),
        )
        if (!removed.ok) return removed
        changed(undefined)
        return done
      }),
    async setReview(ids, review) {
      if (review !== null && !isReviewDate(review)) return failed(failure('input.review'))
      return each(ids, false, async (session, id, changed) => {
        // Asked for anew: text and mark must be what the server has now.
        const row = await session.influx.authorization(id)
        if (!row.ok && row.failure.code === 'token.gone') changed(undefined)
        if (!row.ok) return row
        const { description } = row.value
        const wanted = isDeviceToken(row.value.permissions) ? withReview(description, review ?? undefined) : undefined
        if (wanted === undefined) return failed(failure('input.review', { why: 'foreign' }))
        if (wanted === description) return done
        const act: Noted = review === null ? { kind: 'unreviewed' } : { kind: 'reviewed', detail: review }
        const answer = await rewrite(session, id, wanted, act)
        if (!answer.ok) return answer
        changed(answer.value)
        return done
      })
    },
    async describe(id, written) {
      const opened = await sessions.current()
      if (!opened.ok) return opened
      const session = opened.value
      // Asked for anew: the mark must be what the server has now.
      const row = await session.influx.authorization(id)
      if (!row.ok) return row
      const wanted = redescribed(row.value, written, settings.read().devicePattern)
      if (!wanted.ok) return wanted
      const answer = await rewrite(session, id, wanted.value)
      acts.flush()
      if (answer.ok) index.changed(session.connection.id, id, answer.value)
      return answer
    },
    describeAll(rows) {
      const wishes = new Map(rows.map((row) => [row.id, row]))
      return each([...wishes.keys()], false, async (session, id, changed) => {
        const { from = '', to = '' } = wishes.get(id) ?? {}
        // Asked for anew, like one alone: whatever somebody else wrote meanwhile is not written over.
        const row = await session.influx.authorization(id)
        if (!row.ok && row.failure.code === 'token.gone') changed(undefined)
        if (!row.ok) return row
        const wanted = redescribed(row.value, to, settings.read().devicePattern)
        if (!wanted.ok) return wanted
        const { description } = row.value
        if (description !== wanted.value && readDescription(description).text !== from) {
          changed(row.value)
          return failed(failure('input.description', { why: 'changed' }))
        }
        const answer = description === wanted.value ? row : await rewrite(session, id, wanted.value)
        if (answer.ok) changed(answer.value)
        return answer.ok ? done : answer
      })
    },
  }
}

/** Asks when it is first asked, and answers the same from then on. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined
  return () => (answer ??= ask())
}
