import type { AgainView, AppEvent, Activity, HandoverView, WaitingView } from '../contract/views'
import { failure, type Failure } from '../contract/failure'
import { failed, ok, type Result } from '../contract/result'
import { isOpen, isOver, mayErase, type HandoverEvent } from '../domain/handover'
import { endOfOld, isOfOldToken, mayGoBack } from '../domain/old-token'
import { waitingFor } from '../domain/waiting'
import type { Clock } from '../ports/clock'
import type { Ledger, Sealed, Story } from '../ports/ledger'

/** Tells the window. */
export type Emit = (event: AppEvent) => void

/** What is true of a handover only while this process runs; the ledger holds all that must survive it. */
export interface Moment {
  readonly activity: Activity
  readonly progress?: number
  readonly port?: string
  /** The way the technician changed to after the handover began. */
  readonly delivery?: 'qr' | 'usb'
  readonly found?: HandoverView['found']
  readonly failure?: Failure
  readonly queued?: 'activation' | 'revocation' | 'old-token'
  /** How often the server was asked in vain for what waits, and what was in the way last. */
  readonly tries?: number
  readonly why?: Failure
  /** A person decided in this run to end its token: tries under way, and whether one may have reached the server. */
  readonly deletion?: { readonly underway: number; readonly left: boolean }
  /** Its request is being repeated. */
  readonly again?: AgainView
  /** The device has proved, once in this run, to have stored something else. */
  readonly stored?: 'wrong'
  /** Worked on in this run, so not left over from an earlier one. */
  readonly touched?: boolean
  /** Looked for twins after its token was made, in this run. */
  readonly alone?: boolean
  /** No first data within a day, or none can be seen: needs a person. */
  readonly overdue?: boolean
}

/** The handovers as they stand: the ledger's stories with what this process is doing about each. */
export interface Board {
  story(id: string): Story | undefined
  stories(): readonly Story[]
  /** Those that are not at rest. */
  pending(): readonly Story[]
  moment(id: string): Moment
  /** Whether this process is working on it right now. */
  isBusy(id: string): boolean
  /** All of those it is working on. */
  busy(): ReadonlySet<string>
  /**
   * Records a step before anything follows from it. Erases the sealed token when the handover is done for good. A step
   * of a handover that has ended meanwhile is a late answer: `cancelled`; what it replaced may outlive it.
   */
  note(id: string, event: HandoverEvent, sealed?: Sealed): Result<Story>
  /** The same for many handovers, each at most once, in one commit; an answer for each, in their order. */
  noteAll(
    steps: readonly { readonly id: string; readonly event: HandoverEvent; readonly sealed?: Sealed | undefined }[],
  ): readonly Result<Story>[]
  /** The sealed token, while there is one. */
  sealed(id: string): Result<Sealed | undefined>
  /** Changes what is going on; a key set to undefined is removed. */
  set(id: string, change: { readonly [K in keyof Moment]?: Moment[K] | undefined }): void
  /** What a handover waits for the server for; nothing while its step is under way. */
  waits(id: string): WaitingView | undefined
  /** Notes that what waits for the server was tried in vain; says nothing of whether a person was at it. */
  tried(id: string, why: Failure): void
  /** For a request that may be repeated: shows each repetition on the handover. */
  repeats(id: string): (again: AgainView) => void
  view(id: string): HandoverView | undefined
  views(): readonly HandoverView[]
  /** Those of a connection that are not at rest or among the newest of all, which is what a window cannot do without. */
  currentViews(connection: string): { readonly handovers: readonly HandoverView[]; readonly older?: true }
  /** Those of a connection among the `count` stories older than the newest `from`. */
  olderViews(connection: string, from: number, count: number): readonly HandoverView[]
  /** From now on every answer is too late. */
  close(): void
}

/** So many of the newest handovers a window is told of at once, whatever became of them. */
const newest = 100

const still: Moment = { activity: 'idle' }

/** Makes the board. `watchable` says whether first data of a story can be seen with its connection. */
export function createBoard(parts: {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly emit: Emit
  readonly watchable: (story: Story) => boolean
}): Board {
  const { ledger, clock, emit } = parts
  const moments = new Map<string, Moment>()
  let closed = false

  /** What a late answer is told; undefined for a step that has its place. */
  const answered = (id: string, event: HandoverEvent): Result<Story> | undefined => {
    const before = ledger.story(id)
    if (before?.now.state === 'revoked' && event.kind === 'revoked') return ok(before)
    const outlives = ['revoked', 'returned'].includes(event.kind) || isOfOldToken(event)
    const late = closed || (before && isOver(before.now) && !outlives)
    return late ? failed(failure('cancelled')) : undefined
  }

  const board: Board = {
    story: (id) => ledger.story(id),
    stories: () => ledger.stories(),
    pending: () => ledger.pending(),
    moment: (id) => moments.get(id) ?? still,
    isBusy: (id) => board.moment(id).activity !== 'idle',
    busy: () => new Set([...moments].flatMap(([id, { activity }]) => (activity === 'idle' ? [] : [id]))),
    note(id, event, sealed) {
      const late = answered(id, event)
      if (late) return late
      const written = ledger.append(id, clock.now(), event, sealed ?? erases(event))
      if (written.ok) tell(id)
      return written
    },
    noteAll(steps) {
      const late = steps.map(({ id, event }) => answered(id, event))
      const due = steps.filter((_step, n) => late[n] === undefined)
      const at = clock.now()
      const entries = due.map(({ id, event, sealed }) => ({ id, at, event, sealed: sealed ?? erases(event) }))
      const written = entries.length === 0 ? ok([]) : ledger.appendAll(entries)
      if (!written.ok) return late.map((one) => one ?? written)
      for (const { id } of due) tell(id)
      const stories = new Map(written.value.map((story) => [story.intent.id, story]))
      return steps.map(({ id }, n) => {
        const story = stories.get(id)
        return late[n] ?? (story ? ok(story) : failed(failure('cancelled')))
      })
    },
    sealed: (id) => (closed ? failed(failure('cancelled')) : ledger.sealed(id)),
    set(id, change) {
      const next = Object.fromEntries(
        Object.entries({ ...board.moment(id), touched: true, ...change }).filter(([, value]) => value !== undefined),
      )
      moments.set(id, { activity: 'idle', ...next })
      tell(id)
    },
    waits(id) {
      const story = ledger.story(id)
      return story && waitOf(story, board.moment(id))
    },
    tried(id, why) {
      const { tries = 0, touched } = board.moment(id)
      board.set(id, { tries: tries + 1, why: reason(why), again: undefined, touched })
    },
    repeats: (id) => (again) => {
      board.set(id, { again, touched: board.moment(id).touched })
    },
    view(id) {
      const story = ledger.story(id)
      return story && toView(story)
    },
    close: () => {
      closed = true
    },
    views: () => ledger.stories().map(toView),
    currentViews(connection) {
      const stories = ledger.stories()
      const current = new Set([...stories.slice(0, newest), ...ledger.pending()])
      const handovers = [...current].filter(isOf(connection)).map(toView)
      return { handovers, ...(current.size < stories.length ? { older: true } : {}) }
    },
    olderViews: (connection, from, count) =>
      ledger
        .stories()
        .slice(from, from + count)
        .filter(isOf(connection))
        .map(toView),
  }

  const isOf =
    (connection: string) =>
    ({ intent }: Story) =>
      intent.connection === connection
  const toView = (story: Story) => viewOf(story, board.moment(story.intent.id), parts.watchable(story))

  const tell = (id: string) => {
    const handover = board.view(id)
    if (handover) emit({ kind: 'handover', handover })
  }
  return board
}

/** What hid an answer is what a person can do something about. */
function reason({ cause, code, params }: Failure): Failure {
  return code === 'token.unsure' && cause !== undefined ? failure(cause, params) : { code, params }
}

/** A step that is under way waits for nothing yet, unless it is one more try. */
function waitOf(story: Story, { activity, queued, tries = 0, why, deletion }: Moment): WaitingView | undefined {
  if (activity !== 'idle' && activity !== 'revoking' && tries === 0) return undefined
  const { state, active, changedAt } = story.now
  // A code that waits for the network: nobody has its token yet, so this is no debt of the server that outlives the run.
  const code = state === 'minted' && !active && queued === 'activation'
  const waits = waitingFor(story) ?? (code ? { what: queued, since: changedAt } : undefined)
  const unsent = deletion?.underway === 0 && !deletion.left ? (true as const) : undefined
  return waits && { ...waits, tries, ...only({ why, unsent }) }
}

function viewOf(story: Story, moment: Moment, watchable: boolean): HandoverView {
  const { intent, now } = story
  const busy = moment.activity !== 'idle'
  const waits = waitOf(story, moment)
  const owed = waits === undefined || waits.what === 'look-up' ? undefined : waits.what
  return {
    id: intent.id,
    device: intent.device,
    bucketId: intent.bucket.id,
    bucket: intent.bucket.name,
    delivery: moment.delivery ?? intent.delivery,
    ...only({ port: moment.port, authId: now.authId, proof: now.proof, confirmedBy: now.confirmedBy }),
    ...only({ firstDataAt: now.firstDataAt, deliveredAt: now.deliveredAt }),
    ...only({ progress: moment.progress, found: moment.found, failure: moment.failure }),
    ...only({ queued: isOver(now) ? undefined : (moment.queued ?? owed), waits, again: moment.again }),
    ...only({ replaces: intent.replaces, old: now.old }),
    ...only({ oldEndsAt: now.oldOffAt === undefined ? undefined : endOfOld(now.oldOffAt) }),
    replaced: now.replaced && !isOver(now),
    mayGoBack: moment.overdue === true && mayGoBack(now),
    state: now.state,
    active: now.active && !now.disabled,
    probed: now.probed,
    unsure: now.unsure,
    revoking: now.revoking && !isOver(now),
    askedAt: now.askedAt,
    changedAt: now.changedAt,
    timesShown: now.timesShown,
    activity: moment.activity,
    sealed: now.authId !== undefined && !mayErase(now) && !now.tooWide,
    attention: !busy && ((isOpen(now) && moment.touched !== true) || (!isOver(now) && moment.overdue === true)),
    watchable,
  }
}

/** Whether the sealed token goes with a step. */
function erases({ kind }: HandoverEvent): 'erase' | undefined {
  const ends = kind === 'confirmed' || ['revoked', 'gone', 'refused', 'abandoned'].includes(kind)
  return ends ? 'erase' : undefined
}

/** Leaves out what is undefined: absent and undefined differ under exact optional types. */
function only<T extends object>(parts: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}
