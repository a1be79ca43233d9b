import { failure } from '../contract/failure'
import { done, failed, ok, type Result } from '../contract/result'
import type { HandoverView } from '../contract/views'
import { mayGoBack } from '../domain/old-token'
import type { Board } from './board'
import type { FirstDataWatch } from './first-data'
import type { Replacement } from './replacement'
import { isOutage, mayEnd, type Session, type Sessions } from './sessions'

/** What a person can do with the token that a handover replaced. */
export interface Replacements {
  /** Switches the old token on again and ends the new one; nothing happens where data proves the new one by now. */
  goBack(id: string): Promise<Result<HandoverView>>
  /** Deletes the old token before its time. Both: `perm.owner` where it belongs to somebody else than the token in use. */
  endOld(id: string): Promise<Result<HandoverView>>
}

/** Makes them: the decision first, then the server; unanswered, it waits in the queue. */
export function createReplacements(parts: {
  readonly board: Board
  readonly sessions: Sessions
  readonly watch: FirstDataWatch
  readonly replacement: Replacement
}): Replacements {
  const { board, sessions, watch, replacement } = parts

  const shown = (id: string): Result<HandoverView> => {
    const view = board.view(id)
    return view ? ok(view) : failed(failure('token.gone', { id: '' }))
  }

  const act = async (
    id: string,
    decide: (session: Session) => Promise<Result<void>>,
    follow: (session: Session) => Promise<Result<void>>,
  ): Promise<Result<HandoverView>> => {
    const story = board.story(id)
    if (!story) return shown(id)
    const session = await sessions.of(story.intent.connection)
    if (!session.ok) return session
    // What was decided and cannot be done would stay so for ever.
    if (!mayEnd(session.value, story.intent.owner)) return failed(failure('perm.owner'))
    const decided = await decide(session.value)
    if (!decided.ok) return decided
    const outcome = await follow(session.value)
    return outcome.ok || isOutage(outcome.failure) ? shown(id) : outcome
  }

  return {
    goBack: (id) =>
      act(
        id,
        async () => {
          // A device that works by now must not lose its token.
          await watch.look(id)
          const now = board.story(id)?.now
          return now && mayGoBack(now) ? replacement.decideBack(id) : done
        },
        (session) => replacement.goBack(session, id),
      ),
    endOld: (id) =>
      act(
        id,
        () => Promise.resolve(replacement.decideEnd(id, 'asked')),
        (session) => replacement.end(session, id),
      ),
  }
}
