import type { LookupFunction } from 'node:net'
import { failure } from '../../contract/failure'
import type { Clock } from '../../ports/clock'
import type { InfluxNetwork, ServerAddress } from '../../ports/influx'
import type { Random } from '../../ports/random'
import { createAsk, sendQuestion, type AskParts } from './ask'
import { createClient, refuseAll } from './client'
import { identify } from './identify'
import { createInFlight } from './in-flight'
import { isCloudHost } from './judge'
import { defaultLimits, type Limits } from './limits'
import { hasNetwork } from './net-failures'
import { createTransport } from './transport'

/** The network of the port, and an end to its kept connections. */
export interface ClosableInfluxNetwork extends InfluxNetwork {
  close(): void
}

/** Makes the way to InfluxDB servers over Node's http and https. Connections are kept per server. */
export function createInfluxNetwork(parts: {
  readonly clock: Clock
  readonly random: Random
  readonly limits?: Partial<Limits>
  /** Whether this computer has any network; asked only to name a failure. */
  readonly online?: () => boolean
  /** Finds the address of a name; the system's own if not told. */
  readonly lookup?: LookupFunction
}): ClosableInfluxNetwork {
  const { clock, random, online = hasNetwork, lookup } = parts
  const limits: Limits = { ...defaultLimits, ...parts.limits }
  const known = new Map<string, AskParts>()

  const reach = (server: ServerAddress): AskParts => {
    const key = `${server.url}\n${server.ca ?? ''}`
    const before = known.get(key)
    if (before) return before
    const host = new URL(server.url).hostname.replace(/^\[|\]$/g, '')
    const made: AskParts = {
      transport: createTransport({ server, limits, clock, online, lookup }),
      inFlight: createInFlight(isCloudHost(host) ? limits.inFlightCloud : limits.inFlight),
      limits,
      clock,
      random,
      host,
    }
    known.set(key, made)
    return made
  }

  return {
    identify(server, signal) {
      const asking = reach(server)
      const look = (path: string) => sendQuestion(asking, { path, expect: [], asked: { call: 'health' }, signal })
      return identify(look, asking.host, clock)
    },
    client(server, token) {
      // Anything else would end the header early, or make Node refuse it.
      if (!/^[\x21-\x7e]+$/.test(token)) return refuseAll(failure('input.token'))
      const asking = reach(server)
      return createClient(createAsk({ ...asking, token }), asking.host)
    },
    close() {
      for (const { transport } of known.values()) transport.close()
      known.clear()
    },
  }
}
