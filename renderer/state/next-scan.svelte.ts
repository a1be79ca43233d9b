import { text } from '../../main/contract/text/text'
import type { HandoverView } from '../../main/contract/views'
import type { Announcer } from './announcer.svelte'
import type { Burst, Scan } from './burst'
import type { Form } from './form.svelte'
import type { Notices } from './notices.svelte'
import type { Running } from './running.svelte'
import { isOver, pushDone } from './stage'

const words = text.scanner

/** A code that was scanned while the focus was elsewhere, and what the window asks about it. */
export class NextScan {
  readonly burst: Burst
  /** What was scanned while the code of handover `during` was due. */
  #asked = $state.raw<{ readonly id: string; readonly during: string } | undefined>(undefined)
  readonly #current = $derived.by(() => (this.#asked?.during === this.#running.currentId ? this.#asked?.id : undefined))
  readonly #shown = $derived.by(() => this.#running.handover?.device)
  /** The device that waits for the answer whether the one on the stage has read its code. */
  readonly waiting = $derived.by(() => (this.#current === this.#shown ? undefined : this.#current))
  /** The device on the stage was scanned again. */
  readonly same = $derived.by(() => this.#current !== undefined && this.#current === this.#shown)
  readonly #announcer: Announcer
  readonly #notices: Notices
  readonly #form: Form
  readonly #running: Running

  constructor(parts: {
    readonly announcer: Announcer
    readonly notices: Notices
    readonly burst: Burst
    readonly form: Form
    readonly running: Running
  }) {
    this.burst = parts.burst
    this.#announcer = parts.announcer
    this.#notices = parts.notices
    this.#form = parts.form
    this.#running = parts.running
  }

  /** Takes a scan to where it belongs: the form, or the question about the device on the stage. */
  take({ id, end }: Scan) {
    const { stage } = this.#running
    switch (stage.kind) {
      case 'ready':
        return this.#begin(id, end)
      case 'failure':
        if (stage.handover && !isOver(stage.handover)) return this.#refuse(id, stage.handover.device)
        this.#running.release()
        return this.#begin(id, end)
      case 'data':
        this.#running.next()
        return this.#begin(id, end)
      case 'code':
        return this.#ask(id, stage.handover)
      case 'hidden':
        return id === stage.handover.device ? void this.#running.show() : this.#ask(id, stage.handover)
      case 'sending':
        if (!pushDone(stage.handover)) return this.#refuse(id, stage.handover.device)
        this.#running.next()
        return this.#begin(id, end)
      case 'creating':
        return this.#refuse(id, stage.device)
    }
  }

  /** `Yes, go on with …`: the device on the stage has read its code. */
  async goOn() {
    const id = this.waiting
    if (id === undefined) return
    this.dismiss()
    await this.#running.scanned()
    this.#begin(id, 'Enter')
  }

  /** `Not yet`, or the stage changed. */
  dismiss() {
    this.#asked = undefined
  }

  #ask(id: string, { id: during, device }: HandoverView) {
    this.#asked = { id, during }
    this.#announcer.say(id === device ? words.showing(id) : words.next(id, device))
  }

  #refuse(id: string, running: string) {
    if (id === running) return
    this.#notices.add({ key: 'scan', text: words.busy(id, running) })
    this.#announcer.say(words.busy(id, running))
  }

  #begin(id: string, end: Scan['end']) {
    this.#notices.remove('scan')
    this.#form.device = id
    this.#form.typed()
    if (end === 'Enter') void this.#running.create()
    else this.#form.want('device')
  }
}
