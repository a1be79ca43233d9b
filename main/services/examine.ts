import type { ExaminedView, Finding } from '../contract/examined-view'
import { failure, type Failure, type FailureCode } from '../contract/failure'
import { failed, ok, type Result } from '../contract/result'
import type { Clock } from '../ports/clock'
import type { InfluxNetwork } from '../ports/influx'
import type { Board } from './board'
import type { Session, Sessions } from './sessions'

/**
 * Looks, live, at what can be checked from here when a device sends nothing: server, token, bucket. Changes nothing.
 * `token.gone` for a handover without a token; what is in the way of the token's text in the keychain.
 */
export type Examine = (id: string) => Promise<Result<ExaminedView>>

/** Makes it. */
export function createExamine(parts: {
  readonly board: Board
  readonly sessions: Sessions
  readonly network: InfluxNetwork
  readonly clock: Clock
}): Examine {
  const { board, sessions, network, clock } = parts
  return async (id) => {
    const story = board.story(id)
    if (story?.now.authId === undefined) return failed(failure('token.gone', { id: story?.intent.device ?? '' }))
    const { connection, bucket } = story.intent
    const session = await sessions.of(connection)
    if (!session.ok) return session
    const unreached = await unreachedBy(network, sessions, session.value)
    if (unreached) {
      const server = { kind: 'unknown', failure: unreached } as const
      return ok({ at: clock.now(), server, token: { kind: 'unknown' }, bucket: { kind: 'unknown' } })
    }
    const { influx } = session.value
    const [row, place] = await Promise.all([influx.authorization(story.now.authId), influx.bucket(bucket.id)])
    return ok({
      at: clock.now(),
      server: { kind: 'reached' },
      token: row.ok ? { kind: row.value.status } : otherwise(row.failure, 'token.gone', 'gone'),
      bucket: place.ok ? { kind: 'there' } : otherwise(place.failure, 'bucket.deleted', 'deleted'),
    })
  }
}

/** Why the server is not there. Asked first, and without a token: the other two would only wait for it in vain. */
async function unreachedBy(network: InfluxNetwork, sessions: Sessions, { connection }: Session) {
  const found = await network.identify(connection)
  sessions.noteReach(connection.id, found)
  return found.ok ? undefined : found.failure
}

/** A refusal says nothing about what was asked for; only `code` does. */
function otherwise<T extends string>(problem: Failure, code: FailureCode, kind: T): Finding<T> {
  return problem.code === code ? { kind } : { kind: 'unknown', failure: problem }
}
