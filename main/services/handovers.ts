import { failure, type Failure } from '../contract/failure'
import { done, failed, ok, type Result } from '../contract/result'
import type { CodeView, HandoverView, StartReply, StepView } from '../contract/views'
import { isOver } from '../domain/handover'
import type { Story } from '../ports/ledger'
import type { Log } from '../ports/log'
import type { Activation } from './activate'
import type { Board } from './board'
import { isOnButUnsure, type DeliverQr } from './deliver-qr'
import type { DeliverUsb } from './deliver-usb'
import type { Drawing } from './drawing'
import type { FirstDataWatch } from './first-data'
import type { Proof } from './proof'
import type { Replacement } from './replacement'
import type { Begin, StartRequest } from './begin'
import type { EndShut } from './end-shut'
import { isOutage, mayEnd, type Session, type Sessions } from './sessions'
import type { SealKey } from './seal-key'
import type { Settle } from './settle'
import type { CodeOnScreen } from './show-code'
import { stepsOf } from './story-steps'
import type { TechnicianWord } from './technician-word'
import { indexMaxAge, type TokenIndex } from './token-index'

/** How a handover goes on. */
export interface ResumeRequest {
  readonly id: string
  readonly delivery?: 'qr' | 'usb' | undefined
  readonly port?: string | undefined
}

/** What a person can do with handovers. */
export interface Handovers extends TechnicianWord {
  /** A device ID is being typed: refreshes the index of live tokens, so that nothing but POST and PATCH waits later. */
  prepare(): Promise<Result<void>>
  start(request: StartRequest): Promise<Result<StartReply>>
  /** Takes a handover up where it stands: looks an unsure one up, activates, sends, ends. */
  resume(request: ResumeRequest): Promise<Result<HandoverView>>
  /** Draws the code of an active token; from then on its first data is watched for. */
  show(id: string): Promise<Result<CodeView>>
  /** Ends it. `perm.owner` where it belongs to somebody else than the owner of the token in use. */
  cancel(id: string): Promise<Result<HandoverView>>
  /** Stops a push over USB; the token stays. */
  stop(id: string): void
  steps(id: string): readonly StepView[]
}

/** Makes the handovers. */
export function createHandovers(parts: {
  readonly board: Board
  readonly sessions: Sessions
  readonly begin: Begin
  readonly endShut: EndShut
  readonly deliverQr: DeliverQr
  readonly deliverUsb: DeliverUsb
  readonly activation: Activation
  readonly proof: Proof
  readonly watch: FirstDataWatch
  readonly replacement: Replacement
  readonly word: TechnicianWord
  readonly settle: Settle
  readonly code: CodeOnScreen
  readonly index: TokenIndex
  readonly sealKey: SealKey
  readonly drawing: Drawing
  readonly log: Log
}): Handovers {
  const { board, sessions, deliverQr, deliverUsb, activation, proof, watch, replacement, settle, code, log } = parts
  const pushes = new Map<string, AbortController>()
  const attempts = new Map<string, Promise<void>>()

  const shown = (id: string): Result<HandoverView> => {
    const view = board.view(id)
    return view ? ok(view) : failed(failure('token.gone', { id: '' }))
  }

  const started = (id: string): Result<StartReply> => {
    const view = shown(id)
    return view.ok ? ok({ kind: 'started', handover: view.value }) : view
  }

  /** Ends an attempt: what went wrong waits on the handover for an answer. */
  const rest = (id: string, problem?: Failure) => {
    board.set(id, { activity: 'idle', failure: problem, ...(problem ? { progress: undefined } : {}) })
  }

  const deliver = (session: Session, story: Story, port: string | undefined): Promise<void> => {
    const running = attempt(session, story, port).finally(() => attempts.delete(story.intent.id))
    attempts.set(story.intent.id, running)
    return running
  }

  const attempt = async (session: Session, story: Story, port: string | undefined): Promise<void> => {
    const { id } = story.intent
    const push = new AbortController()
    pushes.set(id, push)
    try {
      const outcome = await handOver(session, story, port, push.signal)
      const ended = board.story(id)?.now
      // Ended from elsewhere: what became of the attempt is nobody's concern.
      const dropped = !outcome.ok && outcome.failure.code === 'cancelled' && ended && (ended.revoking || isOver(ended))
      if (!dropped) rest(id, outcome.ok ? undefined : outcome.failure)
      if (!outcome.ok) return
      void proof.probe(session, id)
      watch.start(id)
      await replacement.retireNow(id)
    } catch (bug) {
      rest(id, failure('internal', { report: log.bug('a delivery', bug) }))
    } finally {
      if (pushes.get(id) === push) pushes.delete(id)
    }
  }

  const handOver = (session: Session, story: Story, port: string | undefined, signal: AbortSignal) => {
    const by = board.moment(story.intent.id).delivery ?? story.intent.delivery
    if (by === 'qr') return deliverQr(session, story)
    return port === undefined && story.now.state === 'minted'
      ? failed(failure('serial.none'))
      : deliverUsb(session, story, port ?? '', signal)
  }

  const settleUnsure = async (story: Story): Promise<void> => {
    const { id, connection } = story.intent
    board.set(id, { failure: undefined })
    const swept = await settle.sweep(connection)
    const after = board.story(id)
    if (after && isOver(after.now)) rest(id)
    else rest(id, swept.ok ? failure('token.unsure') : swept.failure)
  }

  /** Nobody knows of a token yet: a POST under way is undone by its answer, a lost one by what the server shows. */
  const cancelAsked = async (session: Session, story: Story): Promise<Result<HandoverView>> => {
    const { id, connection } = story.intent
    const decided = await activation.revoke(session, story, 'cancelled')
    if (!decided.ok) return decided
    if (!board.isBusy(id)) await settle.sweep(connection)
    return shown(id)
  }

  const start = async (request: StartRequest): Promise<Result<StartReply>> => {
    const begun = await parts.begin(request)
    if (!begun.ok) return begun
    if (begun.value.kind === 'duplicate') return ok(begun.value)
    const { session, story, problem } = begun.value
    const { id } = story.intent
    if (pushes.has(id)) return started(id)
    const shut = await parts.endShut(session, story)
    if (!shut.ok) return shut
    if (shut.value) return start(request)
    if (pushes.has(id)) return started(id)
    board.set(id, { delivery: request.delivery })
    if (problem) rest(id, problem)
    else if (request.delivery === 'usb') void deliver(session, story, request.port)
    else await deliver(session, story, undefined)
    return started(id)
  }

  /** What a handover set out to do, in a new one. */
  const anew = async (request: StartRequest): Promise<Result<HandoverView>> => {
    const begun = await start(request)
    if (!begun.ok) return begun
    if (begun.value.kind === 'started') return ok(begun.value.handover)
    return failed(failure('token.twin', { id: request.device, token: begun.value.tokens[0]?.authId ?? '' }))
  }

  return {
    async prepare() {
      const session = await sessions.current()
      if (!session.ok) return session
      parts.drawing.warm()
      const [list, key] = await Promise.all([
        parts.index.atMost(session.value, indexMaxAge / 2),
        parts.sealKey.atMost(indexMaxAge / 2),
      ])
      if (!list.ok) return list
      return key.ok ? done : key
    },

    start,

    async resume({ id, delivery, port }) {
      const story = board.story(id)
      if (!story || isOver(story.now) || story.now.replaced || board.isBusy(id)) return shown(id)
      const session = await sessions.of(story.intent.connection)
      if (!session.ok) return session
      // Asking the keychain takes time: another click may have been quicker.
      if (board.isBusy(id) || pushes.has(id)) return shown(id)
      const by = delivery ?? board.moment(id).delivery
      const to = port ?? board.moment(id).port
      const shut = await parts.endShut(session.value, story)
      if (!shut.ok) return shut
      if (!shut.value && (board.isBusy(id) || pushes.has(id))) return shown(id)
      if (shut.value) return anew({ ...shut.value, delivery: by ?? shut.value.delivery, port: to })
      board.set(id, { delivery: by })
      if (story.now.revoking) await activation.revoke(session.value, story, 'again')
      else if (story.now.state === 'asked') await settleUnsure(story)
      else if (story.now.state === 'minted' || !story.now.active || story.now.disabled) {
        const running = deliver(session.value, story, to)
        if ((delivery ?? story.intent.delivery) === 'qr') await running
      } else rest(id)
      return shown(id)
    },

    async show(id) {
      const isThere = code.asked()
      await attempts.get(id)
      const story = board.story(id)
      const { failure: why } = board.moment(id)
      // Asked for while its attempt was under way, which ended it: the reason is that attempt's.
      if (story && isOver(story.now) && why) return failed(why)
      if (story && isOnButUnsure(story, board.moment(id).alone)) {
        const session = await sessions.of(story.intent.connection)
        if (!session.ok) return session
        const ready = await deliverQr(session.value, story)
        rest(id, ready.ok ? undefined : ready.failure)
        if (!ready.ok) return ready
      }
      const drawn = await code.show(id, isThere)
      if (drawn.ok) watch.start(id)
      else if (drawn.failure.code === 'keychain.seal-lost') rest(id, drawn.failure)
      return drawn
    },

    scanned: parts.word.scanned,
    works: parts.word.works,
    callBack: parts.word.callBack,

    async cancel(id) {
      const story = board.story(id)
      if (!story || isOver(story.now)) return shown(id)
      pushes.get(id)?.abort()
      code.hideIf(id, 'asked')
      const session = await sessions.of(story.intent.connection)
      if (!session.ok) return session
      // Decided and never done, it could be neither ended nor used any more.
      if (!mayEnd(session.value, story.intent.owner)) return failed(failure('perm.owner'))
      if (board.story(id)?.now.authId === undefined) return cancelAsked(session.value, story)
      board.set(id, { activity: 'revoking' })
      const ended = await activation.revoke(session.value, board.story(id) ?? story, 'cancelled')
      rest(id, ended.ok || isOutage(ended.failure) ? undefined : ended.failure)
      return shown(id)
    },

    stop: (id) => pushes.get(id)?.abort(),

    steps: (id) => stepsOf(board.story(id)),
  }
}
