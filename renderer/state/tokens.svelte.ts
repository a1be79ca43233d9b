import type { Bridge } from '../../main/contract/channels'
import type { Failure } from '../../main/contract/failure'
import { text } from '../../main/contract/text/text'
import type { TokenRow } from '../../main/contract/views'
import type { Announcer } from './announcer.svelte'
import type { Notices } from './notices.svelte'
import type { Timers } from './timers'

const pageSize = 200
const sayAfter = 500

/** What the token list works with. */
export interface TokensParts {
  readonly bridge: Bridge
  readonly timers: Timers
  readonly announcer: Announcer
  readonly notices: Notices
}

/** The Tokens screen: pages of the list that main keeps, one row with details. */
export class Tokens {
  search = $state('')
  total = $state(0)
  all = $state(0)
  asOf = $state(0)
  incomplete = $state(false)
  busy = $state(false)
  failure = $state.raw<Failure | undefined>(undefined)
  details = $state.raw<TokenRow | undefined>(undefined)
  /** Index of the row that holds the grid's one tab stop. */
  current = $state(0)
  #pages = $state.raw<ReadonlyMap<number, readonly TokenRow[]>>(new Map())
  readonly #parts: TokensParts
  readonly #asked = new Set<number>()
  #attempt = 0
  #stopSaying = () => {}

  constructor(parts: TokensParts) {
    this.#parts = parts
  }

  /** The row at `index`, once its page has come. */
  row(index: number): TokenRow | undefined {
    return this.#pages.get(Math.floor(index / pageSize))?.[index % pageSize]
  }

  /** Starts the list over, from its first page. */
  async load() {
    this.#attempt += 1
    this.#asked.clear()
    await this.#page(0, true)
  }

  /** Sees to it that the rows from `first` to `last` come. */
  need(first: number, last: number) {
    for (let page = Math.floor(first / pageSize); page <= Math.floor(last / pageSize); page += 1) {
      if (!this.#asked.has(page)) void this.#page(page, false)
    }
  }

  /** The search changed. */
  async searched() {
    this.current = 0
    await this.load()
    this.#stopSaying()
    this.#stopSaying = this.#parts.timers.after(sayAfter, () =>
      this.#parts.announcer.say(text.tokens.match(this.total)),
    )
  }

  async clear() {
    this.search = ''
    await this.searched()
  }

  /** Asks the server for the list again. */
  async refresh() {
    if (this.busy) return
    this.busy = true
    const reply = await this.#parts.bridge['tokens.refresh']()
    this.busy = false
    await this.load()
    if (!reply.ok) this.failure = reply.failure
  }

  async copyId(row: TokenRow) {
    const reply = await this.#parts.bridge['tokens.copy-id']({ id: row.id })
    if (reply.ok) this.#parts.announcer.say(text.tokens.copied)
    else this.#parts.notices.fail('copy', reply.failure)
  }

  /** Revokes tokens for good; failures become notices. */
  async revoke(rows: readonly TokenRow[]) {
    const reply = await this.#parts.bridge['tokens.revoke']({ ids: rows.map(({ id }) => id) })
    if (!reply.ok) return this.#parts.notices.fail('revoke', reply.failure)
    let revoked = 0
    for (const { id, result } of reply.value) {
      if (result.ok) revoked += 1
      else this.#parts.notices.fail(id, result.failure)
    }
    if (revoked > 0) this.#parts.announcer.say(text.tokens.revoked(revoked))
    if (rows.some(({ id }) => id === this.details?.id)) this.details = undefined
    await this.load()
  }

  async #page(page: number, over: boolean) {
    const attempt = this.#attempt
    this.#asked.add(page)
    const search = this.search.replace(/\s+/g, ' ').trim().slice(0, pageSize)
    const reply = await this.#parts.bridge['tokens.query']({ search, from: page * pageSize, count: pageSize })
    if (attempt !== this.#attempt) return
    if (!reply.ok) {
      this.failure = reply.failure
      return
    }
    const { rows, total, all, asOf, incomplete, failure } = reply.value
    this.#pages = new Map(over ? [[page, rows]] : [...this.#pages, [page, rows]])
    this.total = total
    this.all = all
    this.asOf = asOf
    this.incomplete = incomplete
    this.failure = failure
    this.current = Math.min(this.current, Math.max(0, total - 1))
    const open = this.details && rows.find(({ id }) => id === this.details?.id)
    if (open) this.details = open
  }
}
