import type { DuplicateView } from '../contract/views'
import { deviceBucket } from '../domain/permissions'
import type { Board } from './board'
import { rowsOf, type TokenList } from './token-index'

/** Live tokens that stand in the way of a new one for `device`. */
export function standing(list: TokenList, device: string, board: Board): readonly DuplicateView[] {
  return rowsOf(list, device)
    .filter(({ status }) => status === 'active')
    .map(({ id, createdAt, permissions }) => {
      const bucket = deviceBucket(permissions)
      const known = board.stories().find(({ now }) => now.authId === id)?.now.firstDataAt
      const view = { authId: id, createdAt, bucket: bucket?.name ?? bucket?.id ?? '' }
      return known === undefined ? view : { ...view, firstDataAt: known }
    })
}
