import { SvelteMap } from 'svelte/reactivity'
import type { Bridge, Replies, Request } from '../../main/contract/channels'
import type { Result } from '../../main/contract/result'
import type { TokenPage, TokenRow } from '../../main/contract/views'

/** Rows asked for at once; the reply is copied into the page between two frames. */
const pageSize = 50
/** So many rows before and after those in view are there before they come into it. */
const ahead = 50

/** Which tokens are asked for, in which order. */
export type Question = Omit<Request<'tokens.query'>, 'from' | 'count'>

/** What pages are fetched with. */
export interface PageParts {
  readonly bridge: Bridge
  readonly question: () => Question
  /** A page of the newest question arrived, or could not be had. */
  readonly arrived: (reply: Result<Replies['tokens.query']>, rows: readonly TokenRow[]) => void
}

/** The pages of the list that were fetched so far; what was asked before the newest question is dropped. */
export class TokenPages {
  /** Each is watched by itself: one that comes has no other row drawn again. */
  readonly #pages = new SvelteMap<number, readonly TokenRow[]>()
  readonly #parts: PageParts
  readonly #asked = new Map<number, Promise<void>>()
  #wanted = { first: 0, last: 0 }
  #attempt = 0
  #stale = false
  #total = 0

  constructor(parts: PageParts) {
    this.#parts = parts
  }

  /** The row at `index`, once its page has come. */
  row(index: number): TokenRow | undefined {
    return this.#pages.get(Math.floor(index / pageSize))?.[index % pageSize]
  }

  /** Asks anew for the rows in view, or from the start. Old rows stay until the first new ones are here. */
  async restart(fromStart: boolean) {
    this.#attempt += 1
    this.#asked.clear()
    this.#stale = true
    if (fromStart) this.#wanted = { first: 0, last: 0 }
    await this.#fetch(this.#wanted.first, this.#wanted.last)
  }

  /** Forgets every row: they belonged to another server. */
  empty() {
    this.#attempt += 1
    this.#asked.clear()
    this.#pages.clear()
  }

  /** Sees to it that the rows from `first` to `last` come, and after them those around. */
  need(first: number, last: number) {
    this.#wanted = { first, last: Math.max(first, last) }
    void this.#fetch(first, last)
    void this.#fetch(Math.max(0, first - ahead), Math.min(last + ahead, this.#total - 1))
  }

  /** The rows from `first` to `last`; undefined when the question changed meanwhile or one could not be had. */
  async between(first: number, last: number): Promise<readonly TokenRow[] | undefined> {
    const attempt = this.#attempt
    await this.#fetch(first, last)
    if (attempt !== this.#attempt) return undefined
    const rows: TokenRow[] = []
    for (let index = first; index <= last; index += 1) {
      const row = this.row(index)
      if (row === undefined) return undefined
      rows.push(row)
    }
    return rows
  }

  async #fetch(first: number, last: number) {
    const pages: Promise<void>[] = []
    for (let page = Math.floor(first / pageSize); page <= Math.floor(last / pageSize); page += 1) {
      const asked = this.#asked.get(page) ?? this.#page(page)
      this.#asked.set(page, asked)
      pages.push(asked)
    }
    await Promise.all(pages)
  }

  async #page(page: number) {
    const attempt = this.#attempt
    const from = page * pageSize
    const reply = await this.#parts.bridge['tokens.query']({ ...this.#parts.question(), from, count: pageSize })
    if (attempt !== this.#attempt) return
    if (!reply.ok) {
      this.#asked.delete(page)
      return this.#parts.arrived(reply, [])
    }
    const { rows, total }: TokenPage = reply.value
    this.#total = total
    if (this.#stale) this.#pages.clear()
    this.#pages.set(page, rows)
    this.#stale = false
    this.#parts.arrived(reply, rows)
  }
}
