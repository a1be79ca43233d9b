import type { Clock } from '../ports/clock'
import type { InfluxNetwork } from '../ports/influx'
import type { Connection } from '../ports/ledger'

/** A server's clock now, milliseconds since 1970 UTC, from the `Date` of an answer; undefined when it does not tell. */
export type ServerTime = (connectionId: string) => Promise<number | undefined>

/**
 * Makes the asking. How long ago something happened is told by the clock it was noted with: this laptop's may have jumped
 * between two runs, the server's wrote the times of the tokens too.
 */
export function createServerTime(parts: {
  readonly connections: () => readonly Connection[]
  readonly network: Pick<InfluxNetwork, 'identify'>
  readonly clock: Clock
}): ServerTime {
  const { connections, network, clock } = parts
  return async (connectionId) => {
    const connection = connections().find(({ id }) => id === connectionId)
    const server = connection && (await network.identify(connection))
    return server?.ok && server.value.skew !== undefined ? clock.now() + server.value.skew : undefined
  }
}
