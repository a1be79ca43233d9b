import { failure } from '../contract/failure'
import { done, failed, type Result } from '../contract/result'
import { deviceOf, readDescription } from '../domain/description'
import { isDeviceToken } from '../domain/rights'
import { winningTwin } from '../domain/twins'
import type { Authorization } from '../ports/influx'
import type { Session } from './sessions'
import type { TokenIndex } from './token-index'

/**
 * Looks at a list fetched after `own` was made: deletes what a doubled POST left, and for a device's token fails with
 * `token.twin` when another laptop's wins. A connection that may not list sees nothing, which is no reason to refuse.
 */
export async function twinOf(session: Session, index: TokenIndex, own: Authorization): Promise<Result<void>> {
  const list = await index.fetch(session)
  if (!list.ok) return list.failure.code === 'perm.list' ? done : list
  const nonce = readDescription(own.description).marker?.nonce
  const doubled = list.value.rows.filter(
    (row) => row.id !== own.id && nonce !== undefined && readDescription(row.description).marker?.nonce === nonce,
  )
  for (const row of doubled) {
    const removed = await session.influx.remove(row.id)
    if (removed.ok) index.changed(session.connection.id, row.id, undefined)
  }
  if (!isDeviceToken(own.permissions)) return done
  const others = list.value.rows.filter((row) => !doubled.includes(row) && isDeviceToken(row.permissions))
  const twin = winningTwin(others, own)
  if (twin === undefined) return done
  // The winner may not have been switched on yet in this list: who tries again is to find it live, and to be asked.
  index.expire(session.connection.id)
  return failed(failure('token.twin', { id: deviceOf(own.description) ?? '', token: twin.id }))
}
