/** Time as the state classes know it, injected so that tests own it. */
export interface Timers {
  /** Milliseconds of a clock that never jumps; only differences mean something. */
  now(): number
  /** Wall clock, milliseconds since 1970 UTC. */
  wall(): number
  /** Calls `run` once after `ms`; the returned function cancels it. */
  after(ms: number, run: () => void): () => void
}

/** The browser's own time. */
export const browserTimers: Timers = {
  now: () => performance.now(),
  wall: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}
