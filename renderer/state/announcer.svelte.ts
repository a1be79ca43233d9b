import type { Timers } from './timers'

const apart = 1000
const pause = 100

/** What the two live regions say. Status texts are read one at a time, a second apart; equal ones are cleared between. */
export class Announcer {
  status = $state('')
  alert = $state('')
  readonly #timers: Timers
  #waiting: string[] = []
  #busy = false

  constructor(timers: Timers) {
    this.#timers = timers
  }

  /** Has `text` read when the reader is free. */
  say(text: string) {
    if (text === '') return
    this.#waiting.push(text)
    if (!this.#busy) this.#next()
  }

  /** Has the title of a failure read that happened elsewhere. */
  warn(text: string) {
    this.alert = ''
    this.#timers.after(pause, () => (this.alert = text))
  }

  #next() {
    const text = this.#waiting.shift()
    this.#busy = text !== undefined
    if (text === undefined) return
    if (this.status === text) {
      this.status = ''
      this.#timers.after(pause, () => (this.status = text))
    } else {
      this.status = text
    }
    this.#timers.after(apart, () => this.#next())
  }
}
