import type { Failure } from '../contract/failure'
import type { Result } from '../contract/result'
import type { Health } from '../contract/views'
import type { Clock } from '../ports/clock'
import type { Influx } from '../ports/influx'
import type { Emit } from './board'

/** Whether a failure says that the server could not be reached or is not itself. */
export function isOutage({ code }: Failure): boolean {
  return code.startsWith('net.') || code.startsWith('tls.') || code.startsWith('server.')
}

/** Clocks further apart than this make review dates and certificates misleading, milliseconds. */
export const maxSkew = 120_000

/** What the answers say of each connection's server. Work for one connection says nothing about another's. */
export interface Reach {
  of(connectionId: string): Health
  /** The same client; what it is answered is noted for the connection. */
  watch(connectionId: string, influx: Influx): Influx
  /** Notes an answer that says by itself whether the server was reached. */
  note(connectionId: string, result: Result<unknown>, proof: boolean): void
  /** Server's clock minus ours, milliseconds. */
  noteSkew(connectionId: string, skew: number | undefined): void
  /** The connection has another token, or none: whatever was known of the one before is void. */
  forget(connectionId: string): void
}

/** Calls that answer a disabled token 200 with nothing: they do not show that it is accepted. */
const lists = ['authorizations', 'buckets', 'organizations', 'users', 'userNamed'] satisfies (keyof Influx)[]
const proveNothing: readonly string[] = lists

/** A failure that only the server itself can answer with: it was reached. */
const isAnswer = ({ code }: Failure) =>
  ['perm.', 'bucket.', 'token.gone', 'data.no-flux'].some((said) => code.startsWith(said))

/** Makes the record of this run. `chosen` is the connection whose changes the window hears of. */
export function createReach(parts: {
  readonly clock: Clock
  readonly emit: Emit
  readonly chosen: () => string | undefined
  /** Called when a server is out of reach that was not, with what says so. */
  readonly onLost: (connectionId: string, why: Failure) => void
  /** Called when a server answers again after it did not. */
  readonly onBack: () => void
}): Reach {
  const { clock, emit, chosen, onLost, onBack } = parts
  const known = new Map<string, Health>()
  const of = (id: string): Health => known.get(id) ?? { kind: 'unknown' }

  const set = (id: string, next: Health) => {
    const before = of(id)
    const { skew } = { ...before, ...next }
    const health: Health = skew === undefined ? next : { ...next, skew }
    known.set(id, health)
    const changed =
      before.kind !== health.kind || isOff(before) !== isOff(health) || troubleOf(before) !== troubleOf(health)
    if (changed && chosen() === id) emit({ kind: 'health', health })
    if (before.kind !== 'failing' && health.kind === 'failing') onLost(id, health.failure)
    if (before.kind === 'failing' && health.kind !== 'failing') onBack()
  }

  const reach: Reach = {
    of,
    watch: (id, influx) =>
      Object.fromEntries(
        Object.entries(influx).map(([name, call]: [string, (...asked: unknown[]) => Promise<Result<unknown>>]) => [
          name,
          async (...asked: unknown[]) => {
            const result = await call(...asked)
            reach.note(id, result, !proveNothing.includes(name))
            return result
          },
        ]),
      ) as unknown as Influx,
    note(id, result, proof) {
      const before = of(id)
      if (!result.ok && isOutage(result.failure)) {
        const since = before.kind === 'failing' ? before.since : clock.now()
        set(id, { kind: 'failing', since, failure: result.failure })
      } else if (!result.ok && result.failure.code.startsWith('auth.')) {
        set(id, { kind: 'refused', failure: result.failure })
      } else if (!result.ok && result.failure.code.startsWith('keychain.')) {
        // The server was there a moment ago, and nobody can ask it anything.
        set(id, { kind: 'unknown' })
      } else if (result.ok || isAnswer(result.failure)) {
        if (before.kind !== 'refused' || proof) set(id, { kind: 'ok', at: clock.now() })
      }
    },
    noteSkew(id, skew) {
      if (skew !== undefined) set(id, { ...of(id), skew })
    },
    forget: (id) => void known.delete(id),
  }
  return reach
}

const troubleOf = (health: Health) => ('failure' in health ? health.failure.code : undefined)
const isOff = ({ skew = 0 }: Health) => Math.abs(skew) > maxSkew
