import type { Result } from '../contract/result'
import type { Board } from './board'
import type { Session } from './sessions'

/**
 * Deletes a handover's token. While no try can have reached the server, a decision of this run can be called back:
 * `fresh` says that it was taken just now, by a person.
 */
export async function endToken(
  board: Board,
  session: Session,
  { handover, authId, fresh = false }: { readonly handover: string; readonly authId: string; readonly fresh?: boolean },
): Promise<Result<'removed' | 'gone'>> {
  const unsent = fresh || board.moment(handover).unsent === true
  // Whatever becomes of it: nothing is called back while a request is on its way.
  if (board.moment(handover).unsent) board.set(handover, { unsent: undefined })
  const tries = { left: false }
  const removed = await session.influx.remove(authId, board.repeats(handover), () => {
    tries.left = true
  })
  if (unsent && !removed.ok && !tries.left) board.set(handover, { unsent: true })
  return removed
}
