import { createAsk } from '../../main/adapters/influx/ask'
import { createClient } from '../../main/adapters/influx/client'
import { createInFlight } from '../../main/adapters/influx/in-flight'
import { defaultLimits } from '../../main/adapters/influx/limits'
import type { Answer, Lost, Request, Transport } from '../../main/adapters/influx/transport'
import { failure } from '../../main/contract/failure'
import { failed, ok, type Result } from '../../main/contract/result'
import type { Clock } from '../../main/ports/clock'
import type { InfluxNetwork } from '../../main/ports/influx'
import type { Random } from '../../main/ports/random'
import type { Incoming } from '../../main/practice/server/routes'

/** What becomes of one request. `late`: it is lost for us, and arrives much later. */
export type Mishap = 'cut-before' | 'cut-after' | '503-before' | '503-after' | 'twice' | 'late' | 'refused'

/** The wire between one laptop and a server in the same process. */
export interface Wire {
  /** Milliseconds one way, asked for each direction of each request. */
  readonly pause: () => number
  /** Has a request or its answer wait for its turn instead, where somebody else than the clock says when that is. */
  readonly turn?: () => Promise<void> | undefined
  /** The mishap of the next request, if there is one. */
  readonly mishap: (request: Request) => Mishap | undefined
  /** Once false, no answer comes back any more and nothing new leaves: the process is dead. */
  readonly alive: () => boolean
}

const headers = { 'x-influxdb-version': 'v2.9.1-practice', 'content-type': 'application/json' }
/** Longer than any sweep's turn, so that a request comes back from the dead. */
const lateness = 200_000

/**
 * The real client over a transport that calls the practice server's own routes: no sockets, no waiting but on `clock`.
 * Both halves are held to their contract by test/contract/influx.test.ts.
 */
export function createInProcessNetwork(parts: {
  readonly serve: (incoming: Incoming) => { readonly status: number; readonly body?: string }
  readonly clock: Clock
  readonly random: Random
  readonly wire: Wire
  /** The server's clock, milliseconds. */
  readonly serverTime: () => number
}): InfluxNetwork {
  const { serve, clock, random, wire, serverTime } = parts
  const wait = (ms: number) =>
    new Promise<void>((resolve) => {
      clock.after(ms, resolve)
    })
  const never = new Promise<never>(() => undefined)

  const deliver = (request: Request): Answer => {
    const { status, body = '' } = serve({
      method: request.method,
      target: request.path,
      authorization: request.headers?.['Authorization'] ?? '',
      type: request.headers?.['Content-Type'] ?? '',
      body: request.body ?? '',
    })
    return { status, headers, body }
  }
  const lost = (code: 'net.cut' | 'net.refused', mayHaveLeft: boolean): Result<never, Lost> =>
    failed({ failure: failure(code, { host: 'practice' }), mayHaveLeft, stale: false })
  const down: Answer = { status: 503, headers, body: '{"code":"unavailable","message":"x"}' }

  const transport: Transport = {
    close: () => undefined,
    async send(request) {
      if (!wire.alive()) return never
      const mishap = wire.mishap(request)
      if (mishap === 'refused') return lost('net.refused', false)
      await (wire.turn?.() ?? wait(wire.pause()))
      const arrives = mishap !== 'cut-before' && mishap !== '503-before' && mishap !== 'late'
      const answer = arrives ? deliver(request) : down
      if (mishap === 'twice') deliver(request)
      if (mishap === 'late') clock.after(lateness, () => void deliver(request))
      await (wire.turn?.() ?? wait(wire.pause()))
      if (!wire.alive()) return never
      if (mishap === '503-before' || mishap === '503-after') return ok(down)
      return mishap === undefined || mishap === 'twice' ? ok(answer) : lost('net.cut', true)
    },
  }

  return {
    identify: () => Promise.resolve(ok({ kind: 'oss2', version: 'v2.9.1', skew: serverTime() - clock.now() })),
    client: (_server, token) => {
      const ask = { transport, inFlight: createInFlight(16), limits: defaultLimits, clock, random, host: 'practice' }
      return createClient(createAsk({ ...ask, token }), 'practice')
    },
  }
}
