import { createAsk } from '../../main/adapters/influx/ask'
import { createClient } from '../../main/adapters/influx/client'
import { createInFlight } from '../../main/adapters/influx/in-flight'
import { defaultLimits } from '../../main/adapters/influx/limits'
import { createTransport, type Answer, type Request, type Transport } from '../../main/adapters/influx/transport'
import { failed, ok } from '../../main/contract/result'
import type { Influx, InfluxNetwork } from '../../main/ports/influx'
import type { Random } from '../../main/ports/random'
import type { FakeClock } from './fake-clock'
import { numberHeader, pass, startFaultProxy, type Fate } from './fault-proxy'
import { tokenIn } from './raw-influx'
import { timedCalls, type FailedCall } from './timed-calls'
import type { Traffic } from './traffic'

/** A way to somewhere else than the proxy. `silent`: nothing ever comes back from there. */
export interface Door {
  readonly url: string
  readonly silent?: boolean
}

/** What a request meets: a fate at the proxy, or another door than the proxy's. */
export type Meeting = { readonly fate: Fate } | { readonly door: Door }

export type FaultLine = Awaited<ReturnType<typeof startFaultLine>>

/** The wires of laptops: Fieldkey's own transport over real sockets, each request meeting what `decide` says. */
export async function startFaultLine(parts: {
  readonly target: string
  readonly clock: FakeClock
  readonly random: Random
  readonly traffic: Traffic
}) {
  const { target, clock, random, traffic } = parts
  const fates = new Map<number, Fate>()
  const proxy = await startFaultProxy({ target, clock, traffic, fateOf: (n) => fates.get(n) ?? pass })
  const transports = new Map<string, Transport>()
  const sent: Request[] = []
  const handed: string[] = []
  const failures: FailedCall[] = []
  // The tries of one call carry the very same headers; so long the server asked not to be asked again.
  const pauses = new WeakMap<object, number>()
  const hasty: string[] = []
  let decide: (request: Request) => Meeting = () => ({ fate: pass })

  const through = (url: string) => {
    const known = transports.get(url)
    const made = known ?? createTransport({ server: { url }, limits: defaultLimits, clock, online: () => true })
    transports.set(url, made)
    return made
  }
  const never = new Promise<never>(() => undefined)

  const wire = (alive: () => boolean): Transport => ({
    close: () => undefined,
    async send(request) {
      if (!alive()) return never
      sent.push(request)
      const { method, path, headers: own = {} } = request
      const early = (pauses.get(own) ?? 0) - clock.monotonic()
      if (early > 0) hasty.push(`${method} ${path} came ${early} ms before the server's Retry-After`)
      const n = traffic.begin()
      const meeting = decide(request)
      if ('fate' in meeting) fates.set(n, meeting.fate)
      else if (meeting.door.silent) traffic.hold(n)
      const headers = { ...request.headers, [numberHeader]: String(n) }
      const answer = await through('door' in meeting ? meeting.door.url : proxy.url).send({ ...request, headers })
      const made = answer.ok && answer.value.status === 201 ? tokenIn(answer.value.body) : undefined
      if (made) handed.push(made)
      if (answer.ok) pauses.set(own, clock.monotonic() + pauseOf(answer.value, clock.now()))
      traffic.end(n)
      return alive() ? answer : never
    },
  })

  const timed = (influx: Influx) => timedCalls(influx, clock, failures)

  return {
    url: proxy.url,
    sent: sent as readonly Request[],
    /** Every token that an answer brought. */
    handed: handed as readonly string[],
    failures: failures as readonly FailedCall[],
    /** Tries that did not wait as long as the server had asked, as sentences. */
    hasty: hasty as readonly string[],
    decide(next: (request: Request) => Meeting) {
      decide = next
    },
    calm() {
      decide = () => ({ fate: pass })
    },
    network(alive: () => boolean): InfluxNetwork {
      const transport = wire(alive)
      return {
        identify: () => Promise.resolve(ok({ kind: 'oss2', version: 'v2.9.1' })),
        client(_server, token) {
          if (!alive()) return timed(createClient(() => Promise.resolve(failed({ code: 'cancelled', params: {} })), ''))
          const inFlight = createInFlight(defaultLimits.inFlight)
          const ask = createAsk({ transport, inFlight, limits: defaultLimits, clock, random, host: '127.0.0.1', token })
          return timed(createClient(ask, '127.0.0.1'))
        },
      }
    },
    async close() {
      for (const one of transports.values()) one.close()
      await proxy.close()
    },
  }
}

/** Milliseconds that an answer asks to wait, in seconds or until a date. */
function pauseOf({ status, headers }: Answer, now: number): number {
  const wait = status === 429 ? headers['retry-after'] : undefined
  if (wait === undefined) return 0
  const ms = /^\d+$/.test(wait) ? Number(wait) * 1000 : Date.parse(wait) - now
  return Number.isNaN(ms) ? 0 : ms
}
