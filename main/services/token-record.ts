import { failure } from '../contract/failure'
import { failed, ok, type Result } from '../contract/result'
import type { TokenDetails, TokenRow, TokenStory } from '../contract/views'
import { accessOf } from '../domain/permissions'
import type { Authorization } from '../ports/influx'
import type { Connection } from '../ports/ledger'
import type { Board } from './board'
import { isOutage, type Session, type Sessions } from './sessions'
import type { TokenActs } from './token-acts'
import type { TokenIndex } from './token-index'
import { stepsOfToken } from './token-steps'

/** One token in full, and what this laptop did with it. */
export interface TokenRecord {
  /** As the server has it now; from the list, and `unread`, while that cannot be asked. `token.gone`. */
  find(id: string): Promise<Result<TokenDetails>>
  /** What this laptop did with a token, also when it is gone; `cancelled` when no server is in use. */
  story(id: string): Result<TokenStory>
}

/** A token as the server has it, or `unread` as it was listed. */
interface Read extends Pick<TokenDetails, 'unread'> {
  readonly row: Authorization
}

/** Makes the record; `toRow` lists a token as the window shows it. */
export function createTokenRecord(parts: {
  readonly board: Board
  readonly sessions: Sessions
  readonly index: TokenIndex
  readonly acts: TokenActs
  readonly toRow: (row: Authorization, connection: Connection) => TokenRow
}): TokenRecord {
  const { board, sessions, index, acts, toRow } = parts

  /** A listed token may have been changed or deleted elsewhere since: what the server says of it, the list learns. */
  const read = async ({ connection, influx }: Session, id: string): Promise<Result<Read>> => {
    const listed = () => index.known(connection.id)?.rows.find((row) => row.id === id)
    const before = listed()
    const answer = await influx.authorization(id)
    if (!answer.ok) {
      if (before && answer.failure.code === 'token.gone') index.changed(connection.id, id, undefined)
      const [list, row] = [index.known(connection.id), listed()]
      if (!list || !row || !isOutage(answer.failure)) return answer
      return ok({ row, unread: { asOf: list.asOf, failure: answer.failure } })
    }
    const row = answer.value
    // Where the list changed meanwhile, the answer may be the older of the two.
    const isNews = before !== undefined && JSON.stringify(before) !== JSON.stringify(row)
    if (isNews && listed() === before) index.changed(connection.id, id, row)
    return ok({ row })
  }

  const storyOf = ({ id: connection }: Connection, id: string): TokenStory => {
    const stories = board.stories().filter(({ intent }) => intent.connection === connection)
    const story = stories.find(({ now }) => now.authId === id)
    const noted = acts.of(connection, id)
    return {
      steps: stepsOfToken({ id, story, stories, acts: noted.ok ? noted.value : [] }),
      ...(noted.ok ? {} : { untold: noted.failure }),
      ...(story ? { device: story.intent.device } : {}),
    }
  }

  return {
    async find(id) {
      const session = await sessions.current()
      if (!session.ok) return session
      const { connection } = session.value
      const found = await read(session.value, id)
      if (!found.ok) return found
      const { row, unread } = found.value
      const api = `${connection.url}/api/v2`
      return ok({
        row: toRow(row, connection),
        access: accessOf(row.permissions),
        links: { self: `${api}/authorizations/${id}`, user: `${api}/users/${row.userId}` },
        org: row.org,
        orgId: row.orgId,
        ...storyOf(connection, id),
        ...(unread ? { unread } : {}),
      })
    },
    story(id) {
      const connection = sessions.chosen()
      return connection ? ok(storyOf(connection, id)) : failed(failure('cancelled'))
    },
  }
}
