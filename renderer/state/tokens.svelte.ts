import type { Bridge } from '../../main/contract/channels'
import type { Failure } from '../../main/contract/failure'
import type { TokenFilter } from '../../main/contract/token-query'
import { text } from '../../main/contract/text/text'
import type { Incomplete } from '../../main/contract/token-views'
import type { TokenRow } from '../../main/contract/views'
import type { Announcer } from './announcer.svelte'
import type { Notices } from './notices.svelte'
import type { Timers } from './timers'
import { SelectionEffects } from './selection-effects.svelte'
import { TokenBulk } from './token-bulk.svelte'
import { FilterState, wholeId } from './token-filter.svelte'
import { TokenPages } from './token-pages.svelte'
import { TokenRecord } from './token-record.svelte'
import { Selection, type ChosenToken } from './token-selection.svelte'

const sayAfter = 500
/** A list older than this is asked for again when the screen opens. */
const freshFor = 30_000

/** What the token list works with. */
export interface TokensParts {
  readonly bridge: Bridge
  readonly timers: Timers
  readonly announcer: Announcer
  readonly notices: Notices
}

/** The Tokens screen: pages of the list that main keeps, what is selected, and one token with details. */
export class Tokens {
  readonly filter = new FilterState()
  readonly selection = new Selection()
  readonly bulk: TokenBulk
  readonly record: TokenRecord
  /** What would become of the selected tokens. */
  readonly effects: SelectionEffects
  total = $state(0)
  all = $state(0)
  asOf = $state(0)
  incomplete = $state<Incomplete>(false)
  buckets = $state.raw<readonly string[]>([])
  busy = $state(false)
  selecting = $state(false)
  /** A whole token ID was searched for that neither list nor server knows. */
  noSuchId = $state(false)
  failure = $state.raw<Failure | undefined>(undefined)
  /** The cell that holds the grid's one tab stop; row -1 is the header. */
  place = $state.raw({ row: 0, column: 0 })
  /** How far the grid was scrolled, CSS pixels; kept while another screen is open. */
  top = $state(0)
  /** The same sideways; below 0 where people read from the right. */
  left = $state(0)
  /** Counts how often the list was read anew. */
  loads = $state(0)
  /** Locked tokens that `selectAll` left out. */
  lockedOut = $state(0)
  #range: { readonly anchor: number; readonly ids: readonly string[] } | undefined
  #selectAttempt = 0
  readonly #parts: TokensParts
  readonly #pages: TokenPages
  #stopSaying = () => {}

  constructor(parts: TokensParts) {
    const { bridge, timers, announcer } = parts
    this.#parts = parts
    this.#pages = new TokenPages({
      bridge,
      question: () => this.filter.question,
      focused: () => this.place.row,
      arrived: (reply, rows) => {
        if (!reply.ok) return void (this.failure = reply.failure)
        const { total, all, asOf, incomplete, buckets, failure } = reply.value
        Object.assign(this, { total, all, asOf, incomplete, buckets, failure })
        if (this.place.row >= total) this.place = { ...this.place, row: Math.max(0, total - 1) }
        this.record.follow(rows)
        this.selection.follow(rows)
      },
    })
    this.record = new TokenRecord(bridge)
    this.effects = new SelectionEffects(parts)
    this.bulk = new TokenBulk({
      bridge,
      timers,
      announcer,
      changed: (act, ids) => {
        const changed = new Set(ids)
        this.selection.remove(changed)
        if (act === 'revoke' && this.record.row && changed.has(this.record.row.id)) this.record.close()
        void this.load()
      },
    })
  }

  row(index: number): TokenRow | undefined {
    return this.#pages.row(index)
  }

  need(first: number, last: number) {
    this.#pages.need(first, last)
  }

  /** Opens the screen: what is known at once, a newer list behind it. */
  async enter() {
    await this.load()
    if (this.#parts.timers.wall() - this.asOf > freshFor) await this.refresh()
  }

  /** Asks main anew for what is in view. */
  async load() {
    await this.#pages.restart(false)
    this.loads += 1
  }

  /** Search or filters changed: from the first row on; a whole ID leads to its token. */
  async searched() {
    this.#atStart()
    this.noSuchId = false
    const { search } = this.filter
    await this.#pages.restart(true)
    if (search !== this.filter.search) return
    const id = wholeId(search)
    if (id !== undefined) await this.#jump(id)
    this.#stopSaying()
    this.#stopSaying = this.#parts.timers.after(sayAfter, () =>
      this.#parts.announcer.say(this.noSuchId ? text.tokens.noSuchId : text.tokens.match(this.total)),
    )
  }

  async change(change: Partial<Pick<TokenFilter, 'status' | 'bucket' | 'kind' | 'made' | 'risk'>>) {
    Object.assign(this.filter, change)
    await this.searched()
  }

  async clear() {
    this.filter.clear()
    await this.searched()
  }

  /** Puts the list in another order, from its start. */
  async sort(sort: TokenFilter['sort']) {
    this.filter.sort = sort
    this.#atStart()
    await this.#pages.restart(true)
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

  /** Whether every token that matches is selected, locked ones apart. */
  get allSelected(): boolean {
    return this.selection.size > 0 && this.selection.size + this.lockedOut >= this.total
  }

  /** Selects every token that matches, those not fetched yet included, and no other. */
  async selectAll() {
    const rows = await this.#rows(0, this.total - 1)
    if (rows === undefined) return
    this.selection.clear()
    this.lockedOut = this.selection.add(rows)
    const { size } = this.selection
    const say = text.tokens
    this.#parts.announcer.say(this.lockedOut > 0 ? say.allButLocked(size, this.lockedOut) : say.allSelected(size))
  }

  /** Selects the rows from `anchor` to `to`, whichever comes first; the range before it from the same anchor is let go. */
  async selectRange(anchor: number, to: number) {
    const rows = await this.#rows(Math.min(anchor, to), Math.max(anchor, to))
    if (rows === undefined) return
    if (this.#range?.anchor === anchor) this.selection.remove(this.#range.ids)
    this.#range = { anchor, ids: rows.map(({ id }) => id) }
    this.selection.add(rows)
    this.#parts.announcer.say(text.tokens.selected(this.selection.size))
  }

  /** What would become of `rows`; counting begins now. */
  effectsOf(rows: readonly ChosenToken[]): SelectionEffects {
    const effects = new SelectionEffects(this.#parts)
    void effects.of(rows.map(({ id }) => id))
    return effects
  }

  /** Writes the description that `texts` holds for a row; rows without one stay as they are, and are selected no more. */
  async describe(rows: readonly ChosenToken[], texts: ReadonlyMap<string, string>) {
    this.selection.remove(rows.filter(({ id }) => !texts.has(id)).map(({ id }) => id))
    await this.bulk.run(
      'describe',
      rows.filter(({ id }) => texts.has(id)),
      { texts },
    )
  }

  /** Selects one row or takes it out. */
  toggle(row: TokenRow) {
    this.#range = undefined
    this.selection.toggle(row)
  }

  async copyId({ id }: Pick<TokenRow, 'id'>) {
    const reply = await this.#parts.bridge['tokens.copy-id']({ id })
    if (reply.ok) this.#parts.announcer.say(text.tokens.copied)
    else this.#parts.notices.fail('copy', reply.failure)
  }

  /** Another server is in use: nothing of the one before stays. */
  reset() {
    this.filter.clear()
    this.selection.clear()
    this.bulk.forget()
    this.effects.forget()
    this.record.close()
    this.#pages.empty()
    Object.assign(this, { total: 0, all: 0, asOf: 0, buckets: [], failure: undefined, noSuchId: false })
    Object.assign(this, { top: 0, left: 0, place: { row: 0, column: 0 } })
  }

  /** Rows to select, unless something else was asked for meanwhile. */
  async #rows(first: number, last: number): Promise<readonly TokenRow[] | undefined> {
    if (last < first) return undefined
    const attempt = ++this.#selectAttempt
    this.selecting = true
    const rows = await this.#pages.between(first, last)
    if (attempt !== this.#selectAttempt) return undefined
    this.selecting = false
    return rows
  }

  #atStart() {
    this.place = { ...this.place, row: Math.min(this.place.row, 0) }
    this.top = 0
    this.#range = undefined
  }

  async #jump(id: string) {
    const listed = this.#pages.withId(id)
    // What was found has it in another place: a device may be called like an ID.
    const quietly = this.total > 0 && !listed
    const missing = await (listed ? this.record.open(listed) : this.record.find(id, quietly))
    if (quietly || wholeId(this.filter.search) !== id) return
    if (missing?.code === 'token.gone') this.noSuchId = true
    else if (missing && !listed) this.failure = missing
  }
}
