import type { Bridge } from '../../main/contract/channels'
import type { SelectionSummary } from '../../main/contract/selection-views'
import type { Timers } from './timers'

/** A selection that grows by a held key is not counted at every step of it. */
const settled = 150

/** What would become of some tokens, counted by main; only the newest answer counts. */
export class SelectionEffects {
  summary = $state.raw<SelectionSummary | undefined>(undefined)
  readonly #bridge: Bridge
  readonly #timers: Timers
  #attempt = 0
  #state: string | undefined
  #cancel = () => {}

  constructor(parts: { readonly bridge: Bridge; readonly timers: Timers }) {
    this.#bridge = parts.bridge
    this.#timers = parts.timers
  }

  /** Counts what `ids` gives once nothing has asked anew for a moment, unless `state` is what it was counted for. */
  soon(state: string, ids: () => readonly string[]) {
    if (this.#state === state) return
    this.#state = state
    this.#cancel()
    this.#cancel = this.#timers.after(settled, () => void this.of(ids()))
  }

  /** Counts now. */
  async of(ids: readonly string[]) {
    const attempt = ++this.#attempt
    if (ids.length === 0) {
      this.summary = undefined
      return
    }
    const reply = await this.#bridge['tokens.summary']({ ids: [...ids] })
    if (attempt !== this.#attempt) return
    this.summary = reply.ok ? reply.value : undefined
  }

  /** Nothing is asked, and no answer counts any more. */
  forget() {
    this.#cancel()
    this.#attempt += 1
    this.#state = undefined
    this.summary = undefined
  }
}
