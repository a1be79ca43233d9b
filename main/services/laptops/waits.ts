import type { Clock } from '../../ports/clock'

/** How long a carried token lives if nobody uses it, milliseconds. */
export const carriedFor = 15 * 60_000
/** A request whose answer was lost does not arrive later than this, milliseconds. */
export const latest = 120_000

/** How much longer errands wait, by nonce, on the clock that never jumps; a later run begins with none. */
export interface Waits {
  /** The time of an errand is up in `ms`, unless it is up earlier. */
  within(nonce: string, ms: number): void
  /** Milliseconds until it is up, 0 at the least; undefined where this run does not count it. */
  left(nonce: string): number | undefined
}

/** Makes the counting. */
export function createWaits(clock: Pick<Clock, 'monotonic'>): Waits {
  const ends = new Map<string, number>()
  return {
    within(nonce, ms) {
      ends.set(nonce, Math.min(ends.get(nonce) ?? Infinity, clock.monotonic() + Math.max(0, ms)))
    },
    left(nonce) {
      const end = ends.get(nonce)
      return end === undefined ? undefined : Math.max(0, end - clock.monotonic())
    },
  }
}
