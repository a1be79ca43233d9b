import type { Bridge } from '../../main/contract/channels'
import type { Failure } from '../../main/contract/failure'
import { ok, type Result } from '../../main/contract/result'
import { text } from '../../main/contract/text/text'
import type { RiskReport } from '../../main/contract/risk-views'
import type { TokenFilter } from '../../main/contract/token-query'
import type { TokenRow } from '../../main/contract/views'
import type { Announcer } from './announcer.svelte'
import { isLocked } from './token-selection.svelte'

/** What the risk report works with. */
export interface RisksParts {
  readonly bridge: Bridge
  readonly announcer: Announcer
}

/** Rows one request carries. */
const page = 200

/** The risk report: what main found in the list, and all the tokens behind it. */
export class Risks {
  report = $state.raw<RiskReport | undefined>(undefined)
  failure = $state.raw<Failure | undefined>(undefined)
  busy = $state(false)
  readonly #parts: RisksParts
  #attempt = 0

  constructor(parts: RisksParts) {
    this.#parts = parts
  }

  /** Asks main for the report; `fresh` looks at the server now. */
  async load(fresh: boolean) {
    const attempt = ++this.#attempt
    if (fresh) this.busy = true
    const reply = await this.#parts.bridge['report.risks']({ fresh })
    if (attempt !== this.#attempt) return
    this.busy = false
    this.failure = reply.ok ? reply.value.failure : reply.failure
    if (!reply.ok) return
    this.report = reply.value
    if (!fresh) return
    const { risky, all } = reply.value
    this.#parts.announcer.say(risky === 0 ? text.reports.nothing : text.reports.found(risky, all))
  }

  /** Every token that `filter` finds and that may be changed, those that are not on screen included. */
  async every(filter: TokenFilter): Promise<Result<readonly TokenRow[]>> {
    const rows: TokenRow[] = []
    for (;;) {
      const { bridge } = this.#parts
      const reply = await bridge['tokens.query']({ ...filter, from: rows.length, count: page })
      if (!reply.ok) return reply
      rows.push(...reply.value.rows)
      if (reply.value.rows.length < page) return ok(rows.filter((row) => !isLocked(row)))
    }
  }

  /** Another server is in use: nothing of the one before stays. */
  reset() {
    this.#attempt += 1
    this.report = undefined
    this.failure = undefined
    this.busy = false
  }
}
