import type { Bridge } from '../../main/contract/channels'
import { formatDay } from '../../main/contract/text/format'
import { text } from '../../main/contract/text/text'
import type { HandoverView, StepView, WaitingView } from '../../main/contract/views'
import type { AppState } from './app.svelte'
import type { Timers } from './timers'

/** The choices of the result filter. */
export type ResultFilter = keyof typeof text.history.results

/** Handovers of one day, newest first. */
export interface DayGroup {
  readonly title: string
  readonly handovers: readonly HandoverView[]
}

/** What is decided for a handover and waits for the server. */
export interface WaitingRow {
  readonly handover: HandoverView
  readonly waits: WaitingView
}

/** The lists that are drawn in parts. */
export type HistoryList = 'waiting' | 'attention' | 'others'

/** So many rows are drawn at first, and so many more each time. */
const rowsAtOnce = 200

const dayLength = 86_400_000
const ended = ['revoked', 'abandoned', 'gone']

const filters: Readonly<Record<ResultFilter, (handover: HandoverView, app: AppState) => boolean>> = {
  all: () => true,
  attention: (handover, app) => app.needsAttention(handover),
  data: (handover) => handover.state === 'confirmed',
  waiting: (handover) => handover.state === 'delivered',
  unfinished: (handover) => handover.state === 'asked' || handover.state === 'minted',
  ended: (handover) => ended.includes(handover.state),
}

/** Whether a handover fits the search; spaces and case do not count. */
export function fits(handover: HandoverView, search: string): boolean {
  const wanted = search.replace(/\s+/g, '').toLowerCase()
  const fields = [handover.device, handover.bucket, handover.authId ?? '']
  return wanted === '' || fields.some((field) => field.replace(/\s+/g, '').toLowerCase().includes(wanted))
}

/** Groups handovers by local day; `now` is the wall clock in milliseconds. */
export function byDay(handovers: readonly HandoverView[], now: number): readonly DayGroup[] {
  const groups = new Map<string, HandoverView[]>()
  for (const handover of handovers) {
    const day = formatDay(handover.askedAt)
    const group = groups.get(day)
    if (group) group.push(handover)
    else groups.set(day, [handover])
  }
  const titles = new Map([
    [formatDay(now), text.history.today],
    [formatDay(now - dayLength), text.history.yesterday],
  ])
  return [...groups].map(([day, list]) => ({ title: titles.get(day) ?? day, handovers: list }))
}

/** The History screen: search, filter, and the details of one handover. */
export class History {
  search = $state('')
  filter = $state<ResultFilter>('all')
  /** Rows that may be drawn of each list. */
  readonly drawn = $state<Record<HistoryList, number>>({
    waiting: rowsAtOnce,
    attention: rowsAtOnce,
    others: rowsAtOnce,
  })
  detailsId = $state<string | undefined>(undefined)
  steps = $state.raw<readonly StepView[]>([])
  readonly matching = $derived.by(() =>
    this.#app.handovers.filter((handover) => filters[this.filter](handover, this.#app) && fits(handover, this.search)),
  )
  readonly attention = $derived(this.matching.filter((handover) => this.#app.needsAttention(handover)))
  readonly others = $derived(this.matching.filter((handover) => !this.#app.needsAttention(handover)))
  readonly #allWaiting = $derived.by(() =>
    this.#app.handovers
      .flatMap((handover): WaitingRow[] => (handover.waits ? [{ handover, waits: handover.waits }] : []))
      .sort((a, b) => a.waits.since - b.waits.since),
  )
  /** In the order they were decided, whatever is searched. */
  readonly waiting = $derived(this.#allWaiting.slice(0, this.drawn.waiting))
  /** In the order they are shown. */
  readonly matchingIds = $derived([...this.attention, ...this.others].map(({ id }) => id))
  readonly days = $derived.by(() => byDay(this.others.slice(0, this.drawn.others), this.#timers.wall()))
  readonly urgent = $derived(this.attention.slice(0, this.drawn.attention))
  /** How many rows are left out of each. */
  readonly left = $derived<Readonly<Record<HistoryList, number>>>({
    waiting: Math.max(0, this.#allWaiting.length - this.drawn.waiting),
    attention: Math.max(0, this.attention.length - this.drawn.attention),
    others: Math.max(0, this.others.length - this.drawn.others),
  })
  readonly details = $derived.by(() => this.#app.handover(this.detailsId))
  readonly #bridge: Bridge
  readonly #timers: Timers
  readonly #app: AppState
  #readAt: number | undefined

  constructor(bridge: Bridge, timers: Timers, app: AppState) {
    this.#bridge = bridge
    this.#timers = timers
    this.#app = app
  }

  get filtered(): boolean {
    return this.search.trim() !== '' || this.filter !== 'all'
  }

  /** Draws more rows of a list; the number of rows before them. */
  more(list: HistoryList): number {
    const before = this.drawn[list]
    this.drawn[list] += rowsAtOnce
    return before
  }

  clear() {
    this.search = ''
    this.filter = 'all'
  }

  /** Opens the screen: the first handover that needs attention shows its details, so that its buttons are there. */
  enter() {
    const first = this.#app.attention[0]
    if (this.details === undefined && first) void this.open(first.id)
    else if (this.detailsId !== undefined) void this.open(this.detailsId)
  }

  /** Opens the details of a handover; its steps are read again when it has changed since. */
  async open(id: string, changedAt?: number) {
    if (this.detailsId === id && changedAt !== undefined && changedAt === this.#readAt) return
    this.#readAt = changedAt
    if (this.detailsId !== id) this.steps = []
    this.detailsId = id
    const reply = await this.#bridge['handover.steps']({ id })
    if (this.detailsId === id && reply.ok) this.steps = reply.value
  }

  close() {
    this.detailsId = undefined
    this.steps = []
  }
}
