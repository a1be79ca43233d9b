import type { Bridge } from '../../main/contract/channels'
import type { ExportFormat } from '../../main/contract/risk-views'
import { text } from '../../main/contract/text/text'
import type { Announcer } from './announcer.svelte'
import type { Notices } from './notices.svelte'

/** What leaves the window as a file or on paper: one thing at a time, and what became of it. */
export class Exports {
  busy = $state(false)
  readonly #bridge: Bridge
  readonly #announcer: Announcer
  readonly #notices: Notices

  constructor(bridge: Bridge, announcer: Announcer, notices: Notices) {
    this.#bridge = bridge
    this.#announcer = announcer
    this.#notices = notices
  }

  /** The risk report as main has it. */
  async risks(format: ExportFormat) {
    await this.#leave(format, () => this.#bridge['report.export-risks']({ format }))
  }

  /** Handovers, in the order given. */
  async history(format: ExportFormat, ids: readonly string[]) {
    if (ids.length > 0)
      await this.#leave(format, () => this.#bridge['report.export-history']({ format, ids: [...ids] }))
  }

  /** The report for support. */
  async support() {
    await this.#leave('txt', () => this.#bridge['support.save']())
  }

  async #leave(format: ExportFormat | 'txt', ask: () => ReturnType<Bridge['report.export-risks']>) {
    if (this.busy) return
    this.busy = true
    const reply = await ask()
    this.busy = false
    if (!reply.ok) return this.#notices.fail('export', reply.failure)
    this.#notices.remove('export')
    if (reply.value.written) this.#announcer.say(format === 'print' ? text.reports.printed : text.reports.written)
  }
}
