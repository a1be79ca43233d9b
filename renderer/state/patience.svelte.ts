import type { Failure } from '../../main/contract/failure'
import type { Timers } from './timers'

/** When a server that asked to wait may be asked again; the same for one failure however often it is drawn. */
export type BusyUntil = (failure: Failure) => number

/** Makes the record, on the clock that never jumps. */
export function createBusyUntil(timers: Timers): BusyUntil {
  const known = new WeakMap<Failure, number>()
  return (failure) => {
    const until = known.get(failure) ?? timers.now() + Number(failure.params['n'] ?? 0) * 1000
    known.set(failure, until)
    return until
  }
}

/** Whole seconds until a moment of the clock that never jumps, counted down until it is there or `stop`. */
export class Patience {
  left = $state(0)
  readonly #timers: Timers
  readonly #until: number
  readonly #over: () => void
  #cancel = () => {}

  constructor(timers: Timers, until: number, over: () => void) {
    this.#timers = timers
    this.#until = until
    this.#over = over
    this.#count()
  }

  stop() {
    this.#cancel()
  }

  #count() {
    const ms = Math.max(0, this.#until - this.#timers.now())
    this.left = Math.ceil(ms / 1000)
    // On whole seconds before the end, so that each number stands for a second.
    this.#cancel = this.#timers.after(ms === 0 ? 0 : ms % 1000 || 1000, () =>
      this.#until <= this.#timers.now() ? this.#over() : this.#count(),
    )
  }
}
