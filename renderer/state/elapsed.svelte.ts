import type { Timers } from './timers'

/** Whole seconds since a moment of the wall clock, counted up once a second until `stop`. */
export class Elapsed {
  seconds = $state(0)
  readonly #timers: Timers
  #cancel = () => {}

  constructor(timers: Timers, since: number) {
    this.#timers = timers
    this.#count(since)
  }

  stop() {
    this.#cancel()
  }

  #count(since: number) {
    this.seconds = Math.max(0, Math.floor((this.#timers.wall() - since) / 1000))
    this.#cancel = this.#timers.after(1000, () => this.#count(since))
  }
}
