import type { Bridge } from '../../main/contract/channels'
import { failure as makeFailure, type Failure } from '../../main/contract/failure'
import type { Check, ConnectionView } from '../../main/contract/views'
import { fullAddress } from './address'

/** What Connect does with its surroundings. */
export interface ConnectParts {
  readonly bridge: Bridge
  /** Main is about to be asked for a connection. */
  readonly asks: () => void
  /** A connection is in use; `missing` are the checks that failed but do not keep anyone from working. */
  readonly connected: (connection: ConnectionView, pasted: boolean, missing: readonly Check['name'][]) => void
  readonly forgotten: (name: string) => void
}

/** What main takes at most, in characters. */
const limits = { address: 2048, token: 4096, name: 64 }

/** The Connect screen: an address, a token that leaves the window once, and the checks as they come. */
export class Connect {
  address = $state('')
  token = $state('')
  name = $state('')
  deviceAddress = $state('')
  organisation = $state('')
  organisations = $state.raw<readonly { readonly id: string; readonly name: string }[]>([])
  certificate = $state<string | undefined>(undefined)
  subject = $state('')
  checks = $state.raw<readonly Check[]>([])
  busy = $state(false)
  cleaned = $state(false)
  failure = $state.raw<Failure | undefined>(undefined)
  /** The server that could not be forgotten: its handovers are open. */
  kept: string | undefined
  /** Counts up whenever a field has to get the focus. */
  focus = $state.raw<{ readonly field: 'address' | 'token' | 'organisation'; readonly count: number }>({
    field: 'address',
    count: 0,
  })
  readonly #parts: ConnectParts
  #attempt = 0

  constructor(parts: ConnectParts) {
    this.#parts = parts
  }

  want(field: 'address' | 'token' | 'organisation') {
    this.focus = { field, count: this.focus.count + 1 }
  }

  /** Fills in the address of a connection whose token or address has to be entered again. */
  prefill(connection: ConnectionView | undefined, field: 'address' | 'token') {
    if (connection && !connection.practice) {
      this.address = connection.url
      this.name = connection.name
      this.deviceAddress = connection.deviceUrl === connection.url ? '' : connection.deviceUrl
    }
    this.want(field)
  }

  /** Tokens hold no white space: what a mail program wrapped in is removed, and said so. */
  pasted() {
    const clean = this.token.replace(/\s+/gu, '')
    if (clean === this.token) return
    this.token = clean
    this.cleaned = true
  }

  /** Takes a pasted text between `before` and `after`, if there is white space to remove from it. */
  paste(pasted: string, before: string, after: string): boolean {
    const clean = pasted.replace(/\s+/gu, '')
    this.cleaned = clean !== pasted
    if (this.cleaned) this.token = before + clean + after
    return this.cleaned
  }

  /** What a request is made of: the same text as long as nothing was changed. */
  get asked(): string {
    return JSON.stringify([this.address, this.token, this.organisation, this.certificate])
  }

  /** Enter: the next empty field, or Connect. */
  async enter() {
    if (this.address.trim() === '') return this.want('address')
    if (this.token === '') return this.want('token')
    await this.connect()
  }

  /** Tries address and token; nothing is stored unless the server took both. */
  async connect(plainAccepted = false) {
    if (this.busy) return
    this.pasted()
    this.address = fullAddress(this.address)
    if (this.address === '') return this.want('address')
    if (this.token === '') return this.want('token')
    if (this.address.length > limits.address) return this.#refuse('input.url')
    if (this.token.length > limits.token) return this.#refuse('input.token')
    const attempt = this.#begin()
    const reply = await this.#parts.bridge['connect.try']({
      url: this.address,
      token: this.token,
      name: this.name.trim().slice(0, limits.name),
      deviceUrl: fullAddress(this.deviceAddress).slice(0, limits.address),
      plainAccepted,
      ...(this.organisation === '' ? {} : { orgId: this.organisation }),
      ...(this.certificate === undefined ? {} : { certificate: this.certificate }),
    })
    if (attempt !== this.#attempt) return
    this.busy = false
    if (!reply.ok) {
      this.failure = reply.failure
      return
    }
    if (reply.value.kind === 'choose-org') {
      this.organisations = reply.value.orgs
      return this.want('organisation')
    }
    this.#done(reply.value.connection, true)
  }

  async practise() {
    await this.#open(() => this.#parts.bridge['practice.start']())
  }

  async use(id: string) {
    await this.#open(() => this.#parts.bridge['connection.use']({ id }))
  }

  /** A token that another laptop prepared is in use. */
  taken(connection: ConnectionView) {
    this.#done(connection, false)
  }

  /** Forgets a server; returns why it could not be. */
  async forget(id: string, name: string): Promise<Failure | undefined> {
    const reply = await this.#parts.bridge['connection.forget']({ id })
    if (!reply.ok) return reply.failure
    this.#parts.forgotten(name)
    return undefined
  }

  /** Forgets a saved server; why it could not be is shown beside the checks. */
  async forgetSaved(id: string, name: string) {
    this.failure = await this.forget(id, name)
    this.kept = this.failure === undefined ? undefined : id
  }

  /** Stops the checks under way; a late answer is dropped. */
  stop() {
    if (!this.busy) return
    this.#attempt += 1
    this.busy = false
    void this.#parts.bridge['connect.cancel']()
  }

  async chooseCertificate() {
    const reply = await this.#parts.bridge['connect.certificate']()
    if (!reply.ok) {
      this.failure = reply.failure
      return
    }
    if (reply.value.certificate === undefined) return
    this.certificate = reply.value.certificate
    this.subject = reply.value.subject ?? ''
    if (this.failure && this.token !== '') await this.connect()
  }

  /** A check was answered. */
  receive(check: Check) {
    const known = this.checks.some(({ name }) => name === check.name)
    this.checks = known
      ? this.checks.map((other) => (other.name === check.name ? check : other))
      : [...this.checks, check]
  }

  /** Goes back to a field to put right what a failure named. */
  back(field: 'address' | 'token') {
    this.failure = undefined
    this.want(field)
  }

  #refuse(code: 'input.url' | 'input.token') {
    this.failure = makeFailure(code)
  }

  #begin(): number {
    this.busy = true
    this.failure = undefined
    this.checks = []
    this.#parts.asks()
    return ++this.#attempt
  }

  async #open(ask: () => ReturnType<Bridge['connection.use']>) {
    if (this.busy) return
    const attempt = this.#begin()
    const reply = await ask()
    if (attempt !== this.#attempt) return
    this.busy = false
    if (reply.ok) this.#done(reply.value, false)
    else this.failure = reply.failure
  }

  #done(connection: ConnectionView, pasted: boolean) {
    const missing = this.checks.filter((check) => check.result === 'failed').map((check) => check.name)
    this.token = ''
    this.cleaned = false
    this.organisation = ''
    this.organisations = []
    this.certificate = undefined
    this.subject = ''
    this.#parts.connected(connection, pasted, missing)
  }
}
