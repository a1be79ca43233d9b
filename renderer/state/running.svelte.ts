import { tick } from 'svelte'
import type { Bridge } from '../../main/contract/channels'
import { failure as makeFailure, type Failure } from '../../main/contract/failure'
import type { Result } from '../../main/contract/result'
import type { HandoverView } from '../../main/contract/views'
import type { AppState } from './app.svelte'
import type { Code } from './code.svelte'
import type { Dialogs } from './dialogs.svelte'
import type { Form, OldTokenChoice } from './form.svelte'
import type { Notices } from './notices.svelte'
import { isOver, stageOf } from './stage'
import type { Timers } from './timers'

const textAfter = 300
const slowAfter = 5000

/** What a running handover works with. */
export interface RunningParts {
  readonly bridge: Bridge
  readonly timers: Timers
  readonly app: AppState
  readonly form: Form
  readonly code: Code
  readonly dialogs: Dialogs
  readonly notices: Notices
  readonly saySlow: (device: string) => void
}

/** The handover on the stage, from the press of Create token to the next device. */
export class Running {
  currentId = $state<string | undefined>(undefined)
  starting = $state<string | undefined>(undefined)
  failure = $state.raw<Failure | undefined>(undefined)
  /** How long the server keeps us waiting: not worth a word, worth a text, slow. */
  waited = $state<'short' | 'text' | 'slow'>('short')
  readonly handover = $derived.by(() => this.#parts.app.handover(this.currentId))
  readonly stage = $derived.by(() =>
    stageOf({
      handover: this.#seen(this.handover),
      starting: this.starting,
      failure: this.failure,
      codeOf: this.#parts.code.shown?.handover,
      hiddenOf: this.#parts.code.hidden?.handover,
      trouble: this.#parts.app.view?.trouble,
    }),
  )
  #skipped = $state.raw<Failure | undefined>(undefined)
  readonly #parts: RunningParts
  #attempt = 0
  readonly #shownOnce = new Set<string>()
  #stopWaiting = () => {}

  constructor(parts: RunningParts) {
    this.#parts = parts
  }

  /** Whether the form belongs to a handover on the stage that can still be cancelled. */
  get locked(): boolean {
    const { stage } = this
    if (stage.kind === 'ready') return false
    return stage.kind !== 'failure' || (stage.handover !== undefined && !isOver(stage.handover))
  }

  /** Whether a token is being made, so that Enter means nothing. */
  get creating(): boolean {
    return this.stage.kind === 'creating'
  }

  /** Create token. */
  async create(choice: OldTokenChoice = {}) {
    if (this.starting !== undefined) return
    const { form, bridge, dialogs } = this.#parts
    const request = form.request(choice)
    if (request === undefined) return
    performance.mark('create-clicked')
    this.#begin(request.device)
    this.currentId = undefined
    const attempt = this.#attempt
    const reply = await bridge['handover.start'](request)
    if (attempt !== this.#attempt) return
    this.#end()
    if (!reply.ok) return this.#refused(reply.failure)
    if (reply.value.kind === 'duplicate') {
      dialogs.open({ kind: 'duplicate', device: request.device, tokens: reply.value.tokens })
      return
    }
    this.#adopt(reply.value.handover)
  }

  /** Takes up a handover where it stands, by the same or another delivery. */
  async continue(handover: HandoverView, delivery: 'qr' | 'usb' = handover.delivery) {
    const { form } = this.#parts
    form.device = handover.device
    form.bucketId = handover.bucketId
    form.delivery = delivery
    this.#begin(handover.device)
    this.currentId = handover.id
    const attempt = this.#attempt
    this.#shownOnce.delete(handover.id)
    const missing = delivery === 'usb' ? await this.#portMissing(handover) : undefined
    if (attempt !== this.#attempt) return
    if (missing) {
      this.#end()
      this.failure = missing
      // The failure's heading takes the focus as it is drawn; what has to be done is in the form.
      if (missing.code === 'serial.choose') void tick().then(() => form.askForPort())
      return
    }
    const { id } = handover
    const request = delivery === 'usb' ? { id, delivery, port: form.port } : { id, delivery }
    const reply = await this.#parts.bridge['handover.continue'](request)
    if (attempt !== this.#attempt) return
    this.#end()
    if (reply.ok) this.#adopt(reply.value)
    else this.failure = reply.failure
  }

  /** Shows the code of the handover on the stage. */
  async show() {
    const id = this.currentId
    if (id === undefined) return
    this.failure = undefined
    const failure = await this.#parts.code.show(id)
    if (failure && this.currentId === id) this.failure = failure
  }

  /** "Scanned, next device": the code goes, the form is empty, main keeps watching. */
  async scanned() {
    const handover = this.handover
    if (handover === undefined) return
    this.#parts.code.hide('next')
    this.next()
    this.#report(handover, await this.#parts.bridge['handover.scanned']({ id: handover.id }))
  }

  /** The technician's word that a device works whose data cannot be seen. */
  async works(handover: HandoverView) {
    this.#report(handover, await this.#parts.bridge['handover.works']({ id: handover.id }))
  }

  /** Revokes a handover's token and ends it. */
  async cancel(handover: HandoverView): Promise<boolean> {
    if (this.currentId === handover.id) this.#parts.code.hide('asked')
    const reply = await this.#parts.bridge['handover.cancel']({ id: handover.id })
    this.#report(handover, reply)
    if (this.currentId === handover.id) this.release()
    return reply.ok
  }

  /** Leaves the stage to the next device. */
  next() {
    this.release()
    this.#parts.form.nextDevice()
  }

  /** Leaves the stage; the form keeps its values. */
  release() {
    this.#attempt += 1
    this.#end()
    this.#parts.code.hide('next')
    this.currentId = undefined
    this.failure = undefined
    this.#skipped = undefined
  }

  /** Goes on as if the failure on the stage were not there. */
  skip() {
    this.failure = undefined
    this.#skipped = this.handover?.failure
  }

  /** A handover changed in main. */
  receive(handover: HandoverView) {
    const before = this.#parts.app.upsert(handover)
    if (before === undefined && this.currentId === undefined && this.starting === handover.device) {
      this.currentId = handover.id
    }
    if (handover.id !== this.currentId) return
    if (handover.firstDataAt !== undefined) this.#parts.code.hide('data')
    this.#showOnce(handover)
  }

  #adopt(handover: HandoverView) {
    this.#parts.app.upsert(handover)
    this.currentId = handover.id
    this.#showOnce(handover)
  }

  #showOnce(handover: HandoverView) {
    const ready = handover.delivery === 'qr' && handover.active && handover.failure === undefined && handover.sealed
    const late = handover.firstDataAt !== undefined || handover.revoking
    if (!ready || late || this.#shownOnce.has(handover.id)) return
    this.#shownOnce.add(handover.id)
    if (this.#parts.app.screen === 'hand-over') void this.show()
    else this.#parts.code.withhold(handover.id, 'page')
  }

  /** Why there is no port to send by. */
  async #portMissing({ port }: HandoverView): Promise<Failure | undefined> {
    const { form } = this.#parts
    if (form.port === '') form.port = port ?? ''
    const trouble = form.port === '' ? await form.lookForPorts() : undefined
    if (form.port !== '') return undefined
    return trouble ?? makeFailure(form.ports.length > 0 ? 'serial.choose' : 'serial.none')
  }

  #refused(failure: Failure) {
    if (failure.code !== 'input.device') {
      this.failure = failure
      return
    }
    this.#parts.form.refuseDevice(failure)
    this.#parts.form.want('device')
  }

  #report(handover: HandoverView, reply: Result<HandoverView>) {
    if (reply.ok) this.#parts.app.upsert(reply.value)
    else this.#parts.notices.fail(handover.id, reply.failure)
  }

  #begin(device: string) {
    this.#attempt += 1
    this.#end()
    this.failure = undefined
    this.#skipped = undefined
    this.starting = device
    const { timers, saySlow } = this.#parts
    const text = timers.after(textAfter, () => {
      this.waited = 'text'
      saySlow(device)
    })
    const slow = timers.after(slowAfter, () => (this.waited = 'slow'))
    this.#stopWaiting = () => {
      text()
      slow()
    }
  }

  #end() {
    this.#stopWaiting()
    this.starting = undefined
    this.waited = 'short'
  }

  #seen(handover: HandoverView | undefined): HandoverView | undefined {
    if (handover?.failure === undefined || this.#skipped?.code !== handover.failure.code) return handover
    const { failure: _skipped, ...rest } = handover
    return rest
  }
}
