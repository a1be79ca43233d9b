import { createClock } from '../../main/adapters/clock'
import type { Clock } from '../../main/ports/clock'

/** The real clock, but timers of ten seconds and more wait until the test lets them run; and time can be put forward. */
export interface HeldClock extends Clock {
  /** Runs the long timers that are waiting now. */
  release(): void
  /** After how many ms each of the waiting ones was to run, the shortest first. */
  waits(): readonly number[]
  /** How many of them are waiting. */
  held(): number
  /** Moves the monotonic clock on. */
  pass(ms: number): void
  /** Moves the wall clock alone. */
  jump(ms: number): void
}

const long = 10_000

/**
 * A real clock's timers, but what it says stands still: however long a test takes, no time passes in it. It says whole
 * milliseconds, so that what is added up in another order comes to the same.
 */
export function createStillClock(): Clock {
  const clock = createClock()
  const [wall, elapsed] = [clock.now(), Math.floor(clock.monotonic())]
  return { ...clock, now: () => wall, monotonic: () => elapsed }
}

/** Makes one, over the real clock if not told. */
export function createHeldClock(clock: Clock = createClock()): HeldClock {
  const waiting = new Map<() => void, number>()
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
      waiting.set(held, ms)
      return () => waiting.delete(held)
    },
    release: () => {
      for (const run of [...waiting.keys()]) run()
    },
    waits: () => [...waiting.values()].sort((a, b) => a - b),
    held: () => waiting.size,
    pass: (ms) => {
      passed += ms
    },
    jump: (ms) => {
      jumped += ms
    },
  }
}
