import type { Timers } from '../../renderer/state/timers'

/** Time that stands still until a test moves it. */
export interface ManualTimers extends Timers {
  /** Moves time on by `ms`, running what comes due on the way, in order. */
  pass(ms: number): void
}

/** Makes timers that a test moves; the wall clock starts at `wall`, milliseconds since 1970 UTC. */
export function createManualTimers(wall = 1_794_000_000_000): ManualTimers {
  let now = 0
  const waiting = new Set<{ readonly at: number; readonly run: () => void }>()
  return {
    now: () => now,
    wall: () => wall + now,
    after(ms, run) {
      const timer = { at: now + ms, run }
      waiting.add(timer)
      return () => waiting.delete(timer)
    },
    pass(ms) {
      const until = now + ms
      for (;;) {
        const [next] = [...waiting].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)
        if (next === undefined) break
        waiting.delete(next)
        now = next.at
        next.run()
      }
      now = until
    },
  }
}
