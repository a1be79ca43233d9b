import { MediaQuery } from 'svelte/reactivity'
import type { Bridge } from '../../main/contract/channels'
import type { Settings, SettingsChange } from '../../main/contract/settings'
import { text } from '../../main/contract/text/text'
import type { AppView, HandoverView, PracticeFault, SavedServerView, ServerWork } from '../../main/contract/views'
import type { Announcer } from './announcer.svelte'
import type { Notices } from './notices.svelte'
import { isOver } from './stage'

/** The places in the window. */
export type Screen = 'connect' | 'hand-over' | 'tokens' | 'risks' | 'history' | 'settings'

/** Whether there is nothing to show there without a server. */
export const needsServer = (screen: Screen | undefined) =>
  screen === 'hand-over' || screen === 'tokens' || screen === 'risks'

const noWork: ServerWork = { unfinished: 0, waiting: 0, silent: 0 }
const amount = ({ unfinished, waiting, silent }: SavedServerView['work']) => unfinished + waiting + silent

/** What main told the window, the place it shows, and its looks. */
export class AppState {
  view = $state.raw<AppView | undefined>(undefined)
  screen = $state<Screen | undefined>(undefined)
  handovers = $state.raw<readonly HandoverView[]>([])
  /** Whether all handovers of the connection are among them. */
  whole = $derived.by(() => this.view?.older !== true || this.#joined)
  keychainSlow = $state(false)
  /** The accident that practice plays, wherever one goes meanwhile. */
  practiceFault = $state<PracticeFault>('none')
  /** Counts up when something wants the search field. */
  findWanted = $state(0)
  readonly #dark = new MediaQuery('prefers-color-scheme: dark')
  readonly #contrast = new MediaQuery('(forced-colors: active) or (prefers-contrast: more)')
  readonly #reduced = new MediaQuery('prefers-reduced-motion: reduce')
  readonly narrow = new MediaQuery('max-width: 900px')
  readonly connection = $derived(this.view?.connection)
  readonly settings = $derived(this.view?.settings)
  /** Nothing moves by itself. */
  readonly calm = $derived(this.settings?.reduceMotion === true || this.#reduced.current)
  readonly attention = $derived.by(() => this.handovers.filter((handover) => this.needsAttention(handover)))
  /** Saved servers with work left to do that the window does not show; practice knows of none. */
  readonly others = $derived.by(() => {
    const { saved = [], practice = false } = this.view ?? {}
    return practice ? [] : saved.filter(({ id, work }) => id !== this.connection?.id && amount(work) > 0)
  })
  /** What needs somebody and what waits for a server, here and on the other servers. */
  readonly due = $derived.by(() => {
    const here = this.handovers.filter((one) => one.waits && one.id !== this.staged() && !this.needsAttention(one))
    const sum = (count: (work: ServerWork) => number) => this.others.reduce((n, { work }) => n + count(work), 0)
    const attention = this.attention.length + sum(({ unfinished, silent }) => unfinished + silent)
    const waiting = here.length + sum((work) => work.waiting)
    return { attention, waiting, all: attention + waiting }
  })
  /** The handover on the stage: it needs no other attention. */
  staged: () => string | undefined = () => undefined
  readonly theme = $derived.by(() => {
    const chosen = this.settings?.theme ?? 'system'
    if (chosen !== 'system') return chosen
    if (this.#contrast.current) return 'sunlight'
    return this.#dark.current ? 'dark' : 'light'
  })
  readonly #bridge: Bridge
  readonly #announcer: Announcer
  readonly #notices: Notices
  #joined = $state(false)
  #themeBefore: Settings['theme'] = 'system'

  constructor(bridge: Bridge, announcer: Announcer, notices: Notices) {
    this.#bridge = bridge
    this.#announcer = announcer
    this.#notices = notices
  }

  /** Takes over everything main says of itself; what it said before of handovers of the same connection stays. */
  receive(view: AppView) {
    const same = this.connection !== undefined && this.connection.id === view.connection?.id
    this.view = view
    this.#joined &&= same
    this.handovers = newestFirst(view.handovers, same ? this.handovers : [])
  }

  /** Takes over what is not done on each server; none is told where all is done. */
  receiveWork(work: Readonly<Record<string, ServerWork>>) {
    if (this.view === undefined) return
    const saved = this.view.saved.map((server) => ({ ...server, work: work[server.id] ?? noWork }))
    this.view = { ...this.view, saved }
  }

  /** Takes over all handovers of the connection that are not known yet. */
  join(older: readonly HandoverView[]) {
    this.handovers = newestFirst(this.handovers, older)
    this.#joined = true
  }

  /** Whether somebody has to finish or discard it: main says so, or it was left behind in this run. */
  needsAttention(handover: HandoverView): boolean {
    const { state, activity, id, replaced } = handover
    const unfinished =
      (state === 'asked' || state === 'minted') && activity === 'idle' && !isOver(handover) && !replaced
    return handover.attention || (unfinished && id !== this.staged())
  }

  /** Takes over one handover; returns what was known of it before. */
  upsert(handover: HandoverView): HandoverView | undefined {
    const before = this.handovers.find(({ id }) => id === handover.id)
    this.handovers = before
      ? this.handovers.map((other) => (other.id === handover.id ? handover : other))
      : [handover, ...this.handovers]
    return before
  }

  handover(id: string | undefined): HandoverView | undefined {
    return id === undefined ? undefined : this.handovers.find((handover) => handover.id === id)
  }

  /** Changes preferences: at once here, and for good in main. */
  async change(change: SettingsChange) {
    if (this.view === undefined) return
    this.view = { ...this.view, settings: { ...this.view.settings, ...change } }
    const reply = await this.#bridge['settings.change'](change)
    if (!reply.ok) this.#notices.fail('settings', reply.failure)
  }

  /** F8: black on white and back. */
  toggleSunlight() {
    const on = this.theme !== 'sunlight'
    if (on) this.#themeBefore = this.settings?.theme ?? 'system'
    void this.change({ theme: on ? 'sunlight' : this.#plainTheme() })
    this.#announcer.say(on ? text.frame.sunlightOn : text.frame.sunlightOff)
  }

  #plainTheme(): Settings['theme'] {
    if (this.#themeBefore !== 'sunlight' && !(this.#themeBefore === 'system' && this.#contrast.current)) {
      return this.#themeBefore
    }
    return this.#dark.current ? 'dark' : 'light'
  }
}

/** The handovers of both; what `told` says of one counts. */
function newestFirst(told: readonly HandoverView[], others: readonly HandoverView[]): readonly HandoverView[] {
  const known = new Set(told.map(({ id }) => id))
  return [...told, ...others.filter(({ id }) => !known.has(id))].sort((a, b) => b.askedAt - a.askedAt)
}
