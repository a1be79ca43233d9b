import type { Bridge } from '../../main/contract/channels'
import { failure as makeFailure, type Failure } from '../../main/contract/failure'
import { failed, type Result } from '../../main/contract/result'
import { failureText } from '../../main/contract/text/failures'
import { text } from '../../main/contract/text/text'
import type { TokenOutcome } from '../../main/contract/views'
import type { Announcer } from './announcer.svelte'
import type { Timers } from './timers'
import type { ChosenToken } from './token-selection.svelte'

/** What can be done to many tokens. */
export type BulkAct = 'disable' | 'enable' | 'revoke' | 'review' | 'describe'

/** What some acts need beside the tokens. */
export interface BulkWish {
  /** The review date to set, null for none. */
  readonly review?: string | null
  /** The new description of each token, by its ID. */
  readonly texts?: ReadonlyMap<string, string>
}

/** A token that was not changed, and why. */
export interface BulkFailure {
  readonly token: ChosenToken
  readonly failure: Failure
}

/** Whether a token was left alone because it is locked: trying again would not change that. */
export const isSkipped = ({ failure }: BulkFailure) => failure.code === 'token.own'

/** Whether nobody knows if a token was changed: the server did not answer. */
export const isUnanswered = ({ failure: { code } }: BulkFailure) =>
  isLost(code) || ['net.', 'tls.', 'server.'].some((kind) => code.startsWith(kind))

/** What is said of a token that was not changed: of a lost answer no more than that, since here nobody looks it up. */
export const reasonOf = ({ failure }: BulkFailure): { readonly title: string; readonly sentence: string } =>
  isLost(failure.code) ? text.tokens.noAnswer : failureText(failure)

const isLost = (code: string) => code === 'net.cut' || code === 'token.unsure'

/** What became of each token of a run. */
export interface BulkResult {
  readonly act: BulkAct
  readonly changed: readonly ChosenToken[]
  readonly left: readonly BulkFailure[]
  readonly wish: BulkWish
}

/** What was just done and can be taken back. */
interface Undoable {
  readonly act: 'disable' | 'enable' | 'describe'
  readonly tokens: readonly ChosenToken[]
}

/** How many of a run were changed, and what became of the others: one sentence. */
export function outcomeOf({ act, changed, left }: BulkResult): string {
  const skipped = left.filter(isSkipped).length
  const stopped = left.filter(({ failure }) => failure.code === 'cancelled').length
  const waiting = left.filter(({ failure }) => failure.code === 'token.ending').length
  const failed = left.length - skipped - stopped - waiting
  return text.tokens.done[act](changed.length, { failed, skipped, stopped, waiting })
}

/** What changing many tokens works with. */
export interface BulkParts {
  readonly bridge: Bridge
  readonly timers: Timers
  readonly announcer: Announcer
  /** These were changed, whatever became of the others. */
  readonly changed: (act: BulkAct, ids: readonly string[]) => void
}

/** Most IDs one request carries. */
const most = 1000
const undoFor = 10_000

/**
 * Disables, enables, revokes tokens, sets their review date or describes them: one run at a time, with progress, a stop, and
 * what failed.
 */
export class TokenBulk {
  running = $state.raw<{ readonly act: BulkAct; readonly done: number; readonly total: number } | undefined>(undefined)
  stopping = $state(false)
  #result = $state.raw<BulkResult | undefined>(undefined)
  /** What was just switched or described, for 10 s. */
  undoable = $state.raw<Undoable | undefined>(undefined)
  readonly #parts: BulkParts
  #base = 0
  #stopForgetting = () => {}

  constructor(parts: BulkParts) {
    this.#parts = parts
  }

  /** What became of the last run. Of a single token that was changed, only as long as that can be undone. */
  get result(): BulkResult | undefined {
    const result = this.#result
    const tellsMore = result && (result.left.length > 0 || result.changed.length > 1)
    return tellsMore || this.undoable ? result : undefined
  }

  /** Main has an answer for so many of those it is at. */
  progress(done: number) {
    if (this.running) this.running = { ...this.running, done: Math.min(this.running.total, this.#base + done) }
  }

  /** Begins no more of them. */
  stop() {
    if (this.running === undefined) return
    this.stopping = true
    void this.#parts.bridge['tokens.stop']()
  }

  async run(act: BulkAct, tokens: readonly ChosenToken[], wish: BulkWish = {}) {
    if (this.running || tokens.length === 0) return
    this.forget()
    this.running = { act, done: 0, total: tokens.length }
    const changed: ChosenToken[] = []
    const left: BulkFailure[] = []
    for (this.#base = 0; this.#base < tokens.length; this.#base += most) {
      const some = tokens.slice(this.#base, this.#base + most)
      const results = await this.#ask(act, some, wish)
      for (const token of some) {
        const result = results.get(token.id) ?? failed(makeFailure('internal'))
        if (result.ok) changed.push(token)
        else left.push({ token, failure: result.failure })
      }
      this.progress(some.length)
    }
    this.running = undefined
    this.stopping = false
    this.#finish({ act, changed, left, wish })
  }

  /** The same again for those that failed; a locked one stays locked. */
  async again() {
    const before = this.#result
    const failed = before?.left.filter((one) => !isSkipped(one)).map(({ token }) => token)
    if (before && failed) await this.run(before.act, failed, before.wish)
  }

  async undo() {
    const before = this.undoable
    if (before === undefined) return
    const { act, tokens } = before
    if (act !== 'describe') {
      const active = act === 'enable'
      return this.run(
        active ? 'disable' : 'enable',
        tokens.map((token) => ({ ...token, active })),
      )
    }
    const written = this.#result?.wish.texts
    await this.run(
      act,
      tokens.map((token) => ({ ...token, description: written?.get(token.id) ?? token.description })),
      { texts: new Map(tokens.map(({ id, description }) => [id, description])) },
    )
  }

  /** Nothing of the last run is shown any more. */
  forget() {
    this.#stopForgetting()
    this.#result = undefined
    this.undoable = undefined
  }

  async #ask(
    act: BulkAct,
    tokens: readonly ChosenToken[],
    { review = null, texts }: BulkWish,
  ): Promise<ReadonlyMap<string, Result<void>>> {
    const ids = tokens.map(({ id }) => id)
    const every = (why: Failure) => new Map(ids.map((id) => [id, failed(why)]))
    if (this.stopping) return every(makeFailure('cancelled'))
    const { bridge } = this.#parts
    const change = (): Promise<Result<readonly TokenOutcome[]>> => {
      if (act === 'revoke') return bridge['tokens.revoke']({ ids })
      if (act === 'review') return bridge['tokens.set-review']({ ids, review })
      if (act === 'describe') {
        const rows = tokens.map(({ id, description: from }) => ({ id, from, to: texts?.get(id) ?? from }))
        return bridge['tokens.describe-all']({ rows })
      }
      return bridge['tokens.set-status']({ ids, status: act === 'enable' ? 'active' : 'inactive' })
    }
    const reply = await change()
    return reply.ok ? new Map(reply.value.map(({ id, result }) => [id, result])) : every(reply.failure)
  }

  #finish(result: BulkResult) {
    const { act, changed, left } = result
    const { announcer, timers } = this.#parts
    this.#result = result
    if (left.length > 0) announcer.warn(text.tokens.failed[act](left.length))
    if (changed.length > 0) announcer.say(outcomeOf(result))
    if ((act === 'disable' || act === 'enable' || act === 'describe') && changed.length > 0) {
      // Those that were so before stay so.
      const switched = changed.filter(({ active }) => active === (act === 'disable'))
      this.undoable = { act, tokens: act === 'describe' ? changed : switched }
      this.#stopForgetting = timers.after(undoFor, () => (this.undoable = undefined))
    }
    this.#parts.changed(
      act,
      changed.map(({ id }) => id),
    )
  }
}
