import type { Result } from '../contract/result'
import type { Board, Moment } from './board'
import type { Session } from './sessions'

type Deletion = NonNullable<Moment['deletion']>

/**
 * Deletes a handover's token. While no try can have reached the server, a decision of this run can be called back:
 * `fresh` says that it was taken just now, by a person. All tries count, also those that run side by side.
 */
export async function endToken(
  board: Board,
  session: Session,
  { handover, authId, fresh = false }: { readonly handover: string; readonly authId: string; readonly fresh?: boolean },
): Promise<Result<'removed' | 'gone'>> {
  const { deletion } = board.moment(handover)
  if (!fresh && deletion === undefined) return session.influx.remove(authId, board.repeats(handover))
  const count = (change: (now: Deletion) => Deletion) => {
    const { deletion: now = { underway: 0, left: false }, touched } = board.moment(handover)
    board.set(handover, { deletion: change(now), touched })
  }
  count((now) => ({ ...now, underway: now.underway + 1 }))
  const tries = { left: false }
  const removed = await session.influx.remove(authId, board.repeats(handover), () => {
    tries.left = true
  })
  count((now) => ({ underway: now.underway - 1, left: now.left || tries.left }))
  return removed
}
