import { SvelteMap } from 'svelte/reactivity'
import type { Bridge, Replies, Request } from '../../main/contract/channels'
import type { Result } from '../../main/contract/result'
import type { TokenPage, TokenRow } from '../../main/contract/views'

/** Rows asked for at once; the reply is copied into the page between two frames. */
const pageSize = 50
/** So many rows before and after those in view are asked for with them. */
const ahead = 50
/** Where nothing is drawn, fewer replies with more rows. */
const mostAtOnce = 200

/** Which tokens are asked for, in which order. */
export type Question = Omit<Request<'tokens.query'>, 'from' | 'count'>

/** What pages are fetched with. */
export interface PageParts {
  readonly bridge: Bridge
  readonly question: () => Question
  /** The row with the focus, which is drawn wherever the list was scrolled to; -1 for none. */
  readonly focused: () => number
  /** A page of the newest question arrived, or could not be had. */
  readonly arrived: (reply: Result<Replies['tokens.query']>, rows: readonly TokenRow[]) => void
}

/** The pages of the list that were fetched so far; what was asked before the newest question is dropped. */
export class TokenPages {
  /** Each is watched by itself: one that comes has no other row drawn again. */
  readonly #pages = new SvelteMap<number, readonly TokenRow[]>()
  readonly #parts: PageParts
  readonly #asked = new Map<number, Promise<void>>()
  /** Answers to the newest question that wait until all that is drawn can change at once; undefined when nothing is old. */
  #coming: Map<number, readonly TokenRow[]> | undefined
  #wanted = { first: 0, last: 0 }
  #attempt = 0
  #total = 0

  constructor(parts: PageParts) {
    this.#parts = parts
  }

  /** The row at `index`, once its page has come. */
  row(index: number): TokenRow | undefined {
    return this.#pages.get(Math.floor(index / pageSize))?.[index % pageSize]
  }

  /** The row of a token, if it is on a page that has come. */
  withId(wanted: string): TokenRow | undefined {
    for (const rows of this.#pages.values()) {
      const row = rows.find(({ id }) => id === wanted)
      if (row) return row
    }
    return undefined
  }

  /** Asks anew for what is drawn, or from the start. Old rows stay until all of the new ones are here. */
  async restart(fromStart: boolean) {
    this.#attempt += 1
    this.#asked.clear()
    this.#coming = new Map()
    if (fromStart) this.#wanted = { first: 0, last: 0 }
    await this.#fetch(this.#drawn())
    void this.#fetch(this.#around())
  }

  /** Forgets every row: they belonged to another server. */
  empty() {
    this.#attempt += 1
    this.#asked.clear()
    this.#coming = undefined
    this.#total = 0
    this.#pages.clear()
  }

  /** Sees to it that the rows from `first` to `last` come, and after them those around. */
  need(first: number, last: number) {
    this.#wanted = { first, last: Math.max(first, last) }
    void this.#fetch([...this.#drawn(), ...this.#around()])
    this.#takeOver()
  }

  /** The rows from `first` to `last`; undefined when the question changed meanwhile or one could not be had. */
  async between(first: number, last: number): Promise<readonly TokenRow[] | undefined> {
    const attempt = this.#attempt
    const count = last - first + 1
    const parts = Array.from({ length: Math.ceil(count / mostAtOnce) }, (_, n) =>
      this.#ask(first + n * mostAtOnce, Math.min(mostAtOnce, count - n * mostAtOnce)),
    )
    const replies = await Promise.all(parts)
    const rows = replies.flatMap((reply) => (reply.ok ? reply.value.rows : []))
    return attempt === this.#attempt && rows.length === count ? rows : undefined
  }

  /** The pages of what is in view and of the row with the focus. */
  #drawn(): readonly number[] {
    const { first, last } = this.#wanted
    const focused = this.#parts.focused()
    return [...pagesOf(first, last), ...(focused < 0 ? [] : pagesOf(focused, focused))]
  }

  #around(): readonly number[] {
    const { first, last } = this.#wanted
    return pagesOf(Math.max(0, first - ahead), Math.min(last + ahead, this.#total - 1))
  }

  async #fetch(pages: readonly number[]) {
    const all = pages.map((page) => {
      const asked = this.#asked.get(page) ?? this.#page(page)
      this.#asked.set(page, asked)
      return asked
    })
    await Promise.all(all)
  }

  #ask(from: number, count: number) {
    return this.#parts.bridge['tokens.query']({ ...this.#parts.question(), from, count })
  }

  async #page(page: number) {
    const attempt = this.#attempt
    const reply = await this.#ask(page * pageSize, pageSize)
    if (attempt !== this.#attempt) return
    if (!reply.ok) {
      this.#asked.delete(page)
      return this.#parts.arrived(reply, [])
    }
    const { rows, total }: TokenPage = reply.value
    this.#total = total
    if (this.#coming) this.#coming.set(page, rows)
    else this.#pages.set(page, rows)
    this.#takeOver()
    this.#parts.arrived(reply, rows)
  }

  /** Puts the new rows in place of the old ones once all that is drawn is among them. */
  #takeOver() {
    const coming = this.#coming
    if (!coming || this.#drawn().some((page) => !coming.has(page))) return
    this.#coming = undefined
    this.#pages.clear()
    for (const [page, rows] of coming) this.#pages.set(page, rows)
  }
}

/** The pages on which the rows from `first` to `last` are. */
function pagesOf(first: number, last: number): readonly number[] {
  const from = Math.floor(first / pageSize)
  return Array.from({ length: Math.max(0, Math.floor(last / pageSize) - from + 1) }, (_, n) => from + n)
}
