import type { Timers } from './timers'

/** How long a part stays: four tries of a slow decoder, and far fewer than three changes a second. */
const partTime = 1500

/** Which part of a code for small cameras is on the screen. The parts follow each other until somebody turns them. */
export class CodeParts {
  index = $state(0)
  count = $state(1)
  paused = $state(false)
  readonly #timers: Timers
  readonly #calm: () => boolean
  #stop = () => {}

  /** `calm`: motion is reduced, so parts wait to be turned. */
  constructor(timers: Timers, calm: () => boolean) {
    this.#timers = timers
    this.#calm = calm
  }

  /** Whether parts wait for `Next part` for good. */
  get calm(): boolean {
    return this.#calm()
  }

  /** A code of so many parts is on the screen. */
  begin(count: number) {
    this.end()
    this.count = count
    this.#run()
  }

  /** No code is on the screen. */
  end() {
    this.#stop()
    this.index = 0
    this.count = 1
    this.paused = false
  }

  /** The next or the previous part, which then stays. */
  turn(by: 1 | -1) {
    if (this.count < 2) return
    this.#stop()
    this.paused = true
    this.#move(by)
  }

  /** Lets the parts stay, or follow each other again. */
  togglePause() {
    this.paused = !this.paused
    this.#stop()
    this.#run()
  }

  #run() {
    if (this.count < 2 || this.paused || this.calm) return
    this.#stop = this.#timers.after(partTime, () => {
      this.#move(1)
      this.#run()
    })
  }

  #move(by: 1 | -1) {
    this.index = (this.index + by + this.count) % this.count
  }
}
