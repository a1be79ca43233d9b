import type { Bridge } from '../../main/contract/channels'
import type { Failure } from '../../main/contract/failure'
import type { CodeSymbol } from '../../main/contract/views'
import { judgeScan, type ScanEnd, type ScannerVerdict } from './scanner-check'
import type { Timers } from './timers'

const silence = 1000

/** The check of a scanner: the code it is to read, what arrived, and what that says about the scanner. */
export class ScannerCheck {
  symbol = $state.raw<CodeSymbol | undefined>(undefined)
  failure = $state.raw<Failure | undefined>(undefined)
  typed = $state('')
  arrived = $state('')
  verdict = $state<ScannerVerdict | undefined>(undefined)
  readonly #bridge: Bridge
  readonly #timers: Timers
  #stopWaiting = () => {}

  constructor(bridge: Bridge, timers: Timers) {
    this.#bridge = bridge
    this.#timers = timers
  }

  /** Asks main to draw the code. */
  async draw() {
    const reply = await this.#bridge['scanner.code']()
    if (reply.ok) this.symbol = reply.value
    else this.failure = reply.failure
  }

  /** A character arrived; when no more follow, no Enter will. */
  heard() {
    this.verdict = undefined
    this.#stopWaiting()
    if (this.typed !== '') this.#stopWaiting = this.#timers.after(silence, () => this.#judge('none'))
  }

  /** The key that ends a scan; true when something had arrived before it. */
  ended(end: Exclude<ScanEnd, 'none'>): boolean {
    if (this.typed === '') {
      // Enter a moment after the silence was judged: it did come.
      if (this.verdict === 'no-end') this.verdict = judgeScan(this.arrived, end)
      return false
    }
    this.#judge(end)
    return true
  }

  /** Forgets what arrived and stops waiting for more. */
  reset() {
    this.#stopWaiting()
    this.typed = ''
    this.arrived = ''
    this.verdict = undefined
  }

  #judge(end: ScanEnd) {
    this.#stopWaiting()
    this.arrived = this.typed
    this.typed = ''
    this.verdict = judgeScan(this.arrived, end)
  }
}
