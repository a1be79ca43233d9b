import { failure } from '../../contract/failure'
import { failed, type Result } from '../../contract/result'
import type { Clock } from '../../ports/clock'
import type { Random } from '../../ports/random'
import type { Answer, Lost } from './transport'

/** How a request is tried again. Times in milliseconds. */
export interface Patience {
  readonly tries: number
  /** For all tries and pauses together. */
  readonly total: number
  readonly clock: Clock
  readonly random: Random
  readonly signal?: AbortSignal | undefined
  /** Hears before each repetition which try it is, and what became of the one before. */
  readonly onRepeat?: (n: number, result: Result<Answer, Lost>) => void
}

/** Longest pause a server may ask for. */
const longestAsked = 300_000

/**
 * Tries a request that may safely be repeated: after a lost answer, 429 or 5xx, with full jitter of
 * `min(30 s, 0.5 s · 2ⁿ)` and never earlier than `Retry-After` asks. Refusals, DNS and TLS failures end it at once.
 * `attempt` gets the milliseconds that are left.
 */
export async function tryAgain(
  attempt: (within: number) => Promise<Result<Answer, Lost>>,
  { tries, total, clock, random, signal, onRepeat }: Patience,
): Promise<Result<Answer, Lost>> {
  const end = clock.monotonic() + total
  let freshTried = false
  for (let n = 0; ; n += 1) {
    const result = await attempt(end - clock.monotonic())
    if (!isWorthRepeating(result)) return result
    if (tries > 1 && !result.ok && result.failure.stale && !freshTried) {
      // The server had closed a kept connection: no sign of trouble, so no pause and no try spent.
      freshTried = true
      n -= 1
      continue
    }
    const jitter = fraction(random) * Math.min(30_000, 500 * 2 ** n)
    const pause = Math.max(jitter, result.ok ? (askedPause(result.value, clock.now()) ?? 0) : 0)
    if (n + 1 >= tries || clock.monotonic() + pause >= end) return result
    onRepeat?.(n + 2, result)
    if (!(await wait(pause, clock, signal))) {
      return failed({ failure: failure('cancelled'), mayHaveLeft: true, stale: false })
    }
  }
}

/** The pause `Retry-After` asks for, in seconds or as a date (RFC 9110, 10.2.3), at most 5 minutes; in milliseconds. */
export function askedPause({ headers }: Pick<Answer, 'headers'>, now: number): number | undefined {
  const asked = headers['retry-after']?.trim()
  if (!asked) return undefined
  const ms = /^\d+$/.test(asked) ? Number(asked) * 1000 : Date.parse(asked) - now
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(0, ms), longestAsked)
}

function isWorthRepeating(result: Result<Answer, Lost>): boolean {
  if (result.ok) return result.value.status === 429 || (result.value.status >= 500 && result.value.status !== 511)
  const { code } = result.failure.failure
  return code === 'net.cut' || code === 'net.timeout'
}

const fraction = (random: Random) => parseInt(random.hex(4), 16) / 2 ** 32

/** False when `signal` ended the wait. */
function wait(ms: number, clock: Clock, signal: AbortSignal | undefined): Promise<boolean> {
  if (signal?.aborted) return Promise.resolve(false)
  return new Promise((resolve) => {
    const abort = () => {
      cancel()
      resolve(false)
    }
    const cancel = clock.after(ms, () => {
      signal?.removeEventListener('abort', abort)
      resolve(true)
    })
    signal?.addEventListener('abort', abort, { once: true })
  })
}
