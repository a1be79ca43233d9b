import { performance } from 'node:perf_hooks'
import type { Clock } from '../ports/clock'

/** The real time. Timers do not keep the process alive. */
export function createClock(): Clock {
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    after(ms, run) {
      const timer = setTimeout(run, ms)
      timer.unref()
      return () => clearTimeout(timer)
    },
  }
}
