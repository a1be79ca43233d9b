import { createClock } from '../../main/adapters/clock'
import type { Clock } from '../../main/ports/clock'

/** The real clock, but timers of ten seconds and more wait until the test lets them run; and time can be put forward. */
export interface HeldClock extends Clock {
  /** Runs the long timers that are waiting now. */
  release(): void
  /** How many of them are waiting. */
  held(): number
  /** Moves the monotonic clock on. */
  pass(ms: number): void
  /** Moves the wall clock alone. */
  jump(ms: number): void
}

const long = 10_000

/** Makes one. */
export function createHeldClock(): HeldClock {
  const clock = createClock()
  const waiting = new Set<() => void>()
  let passed = 0
  let jumped = 0
  return {
    now: () => clock.now() + jumped,
    monotonic: () => clock.monotonic() + passed,
    after(ms, run) {
      if (ms < long) return clock.after(ms, run)
      const held = () => {
        waiting.delete(held)
        run()
      }
      waiting.add(held)
      return () => waiting.delete(held)
    },
    release: () => {
      for (const run of [...waiting]) run()
    },
    held: () => waiting.size,
    pass: (ms) => {
      passed += ms
    },
    jump: (ms) => {
      jumped += ms
    },
  }
}
