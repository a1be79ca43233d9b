import type { Clock } from '../../main/ports/clock'

/** A clock that stands still until it is told to go on. */
export interface FakeClock extends Clock {
  /** Moves time on by `ms`, running every timer that falls due, in order, and all the work each one sets off. */
  advance(ms: number): Promise<void>
  /** Moves time on from timer to timer until `work` has settled. Throws when no timer is left to wait for. */
  finish<T>(work: Promise<T>): Promise<T>
  /** Moves the wall clock alone, as a person or a time server would. */
  jump(ms: number): void
  /** Timers that have not run yet. */
  pending(): number
}

/** Lets everything run that needs no timer: promises, and answers that are already under way in this process. */
function allIsDone(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}

/**
 * Makes a clock; `wall` is what `now` says at first, `monotonic` starts at 0. `settle` resolves when nothing but time can
 * move things on; where sockets are in play, it has to know of them (see traffic.ts).
 */
export function createFakeClock(wall = Date.UTC(2026, 10, 12, 13, 0, 0), settle = allIsDone): FakeClock {
  let elapsed = 0
  let offset = wall
  let made = 0
  let timers: { readonly at: number; readonly made: number; readonly run: () => void }[] = []

  /** Runs the timer that is due first, unless it is due after `limit`. */
  const step = (limit: number): boolean => {
    const [next] = timers.filter(({ at }) => at <= limit).sort((a, b) => a.at - b.at || a.made - b.made)
    if (!next) return false
    timers = timers.filter((timer) => timer !== next)
    elapsed = Math.max(elapsed, next.at)
    next.run()
    return true
  }

  return {
    now: () => offset + elapsed,
    monotonic: () => elapsed,
    after(ms, run) {
      made += 1
      const timer = { at: elapsed + ms, made, run }
      timers.push(timer)
      return () => {
        timers = timers.filter((one) => one !== timer)
      }
    },
    async advance(ms) {
      const end = elapsed + ms
      await settle()
      while (step(end)) await settle()
      elapsed = end
    },
    async finish(work) {
      const state = { over: false }
      const mark = () => {
        state.over = true
      }
      work.then(mark, mark)
      await settle()
      while (!state.over) {
        if (!step(Infinity)) throw new Error('nothing left to wait for')
        await settle()
      }
      return work
    },
    jump(ms) {
      offset += ms
    },
    pending: () => timers.length,
  }
}
