import type { Bridge } from '../../main/contract/channels'
import type { Failure } from '../../main/contract/failure'
import type { Result } from '../../main/contract/result'
import { text } from '../../main/contract/text/text'
import type { SavedServerView } from '../../main/contract/views'
import { fullAddress } from './address'
import type { Announcer } from './announcer.svelte'
import type { AppState } from './app.svelte'
import type { Keeper } from './keeper'

/** What main takes at most, in characters. */
const longestToken = 4096

/** Where the page that follows a replaced token reads which server it was. */
const replacedKey = 'token-replaced'

/** What the saved servers work with. */
export interface ServersParts {
  readonly bridge: Bridge
  readonly app: AppState
  readonly announcer: Announcer
  readonly keeper: Keeper
  /** The page will be replaced: what it has to offer to the next one is kept. */
  readonly pasted: (id: string) => void
}

/** The saved servers: looking after them, and changing the settings of the one whose dialog is open. */
export class Servers {
  /** IDs of the servers being looked at. */
  checking = $state.raw<ReadonlySet<string>>(new Set())
  token = $state('')
  cleaned = $state(false)
  busy = $state(false)
  failure = $state.raw<Failure | undefined>(undefined)
  readonly #parts: ServersParts

  constructor(parts: ServersParts) {
    this.#parts = parts
  }

  /** As main tells them. */
  get all(): readonly SavedServerView[] {
    return this.#parts.app.view?.saved ?? []
  }

  find(id: string): SavedServerView | undefined {
    return this.all.find((server) => server.id === id)
  }

  /** The dialog of a server opens: nothing is left of the one before, and how it is now is asked. */
  enter(id: string) {
    this.leave()
    void this.check(id)
  }

  /** The dialog closes; the pasted token goes with it. */
  leave() {
    this.token = ''
    this.cleaned = false
    this.failure = undefined
  }

  /** Looks whether a server answers and takes its token; main tells how it went with the whole view. */
  async check(id: string): Promise<Result<void>> {
    this.checking = new Set([...this.checking, id])
    const reply = await this.#parts.bridge['server.check']({ id })
    this.checking = new Set([...this.checking].filter((other) => other !== id))
    return reply
  }

  async checkAll() {
    await Promise.all(this.all.map(({ id }) => this.check(id)))
  }

  async rename(id: string, name: string) {
    await this.#change(() => this.#parts.bridge['server.rename']({ id, name: name.trim().slice(0, 64) }))
  }

  async setDeviceAddress(id: string, url: string) {
    const address = fullAddress(url).slice(0, 2048)
    await this.#change(() => this.#parts.bridge['server.device-address']({ id, url: address }))
  }

  /** Lets the person choose a certificate file, and trusts it for this server once the server answers under it. */
  async chooseCertificate(id: string): Promise<boolean> {
    const chosen = await this.#parts.bridge['connect.certificate']()
    if (!chosen.ok) this.failure = chosen.failure
    const certificate = chosen.ok ? chosen.value.certificate : undefined
    if (certificate === undefined) return false
    return this.#change(() => this.#parts.bridge['server.certificate']({ id, certificate }))
  }

  async removeCertificate(id: string) {
    await this.#change(() => this.#parts.bridge['server.certificate']({ id }))
  }

  /** Tokens hold no white space: what a mail program wrapped in is removed, and said so. */
  pasted() {
    const clean = this.token.replace(/\s+/gu, '')
    if (clean === this.token) return
    this.token = clean
    this.cleaned = true
  }

  /** Puts another admin token in the place of the stored one; the page that took it is replaced by main. */
  async replaceToken(id: string): Promise<boolean> {
    this.pasted()
    if (this.busy || this.token === '' || this.token.length > longestToken) return false
    const { bridge, keeper } = this.#parts
    this.busy = true
    const reply = await bridge['server.token']({ id, token: this.token })
    this.busy = false
    this.failure = reply.ok ? undefined : reply.failure
    if (!reply.ok) return false
    const name = this.find(id)?.name ?? ''
    this.leave()
    keeper.setItem(replacedKey, name)
    this.#parts.pasted(id)
    this.#parts.announcer.say(text.servers.replaced(name))
    return true
  }

  /** Says what the page before this one did. */
  restore(): string | undefined {
    const { keeper } = this.#parts
    const name = keeper.getItem(replacedKey) ?? undefined
    keeper.removeItem(replacedKey)
    return name === undefined ? undefined : text.servers.replaced(name)
  }

  async #change(ask: () => Promise<Result<void>>): Promise<boolean> {
    const reply = await ask()
    this.failure = reply.ok ? undefined : reply.failure
    if (reply.ok) this.#parts.announcer.say(text.servers.saved)
    return reply.ok
  }
}
