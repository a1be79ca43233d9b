import { defaultLimits } from '../../main/adapters/influx/limits'
import type { Failure } from '../../main/contract/failure'
import type { Result } from '../../main/contract/result'
import type { Clock } from '../../main/ports/clock'
import type { Influx } from '../../main/ports/influx'

/** A call of a laptop that failed, and the milliseconds it took on the laptop's clock. */
export interface FailedCall {
  readonly failure: Failure
  readonly took: number
  readonly limit: number
}

/** The same client; each call that fails is noted with how long it took. */
export function timedCalls(influx: Influx, clock: Pick<Clock, 'monotonic'>, failures: FailedCall[]): Influx {
  return Object.fromEntries(
    Object.entries(influx).map(([name, call]: [string, (...args: unknown[]) => Promise<Result<unknown>>]) => [
      name,
      async (...args: unknown[]) => {
        const since = clock.monotonic()
        const result = await call(...args)
        if (!result.ok)
          failures.push({ failure: result.failure, took: clock.monotonic() - since, limit: defaultLimits.total })
        return result
      },
    ]),
  ) as unknown as Influx
}
