import type { Bridge } from '../../main/contract/channels'
import type { Failure } from '../../main/contract/failure'
import { reworded, type Reword, type RewordPreview } from '../../main/contract/reword'
import { text } from '../../main/contract/text/text'
import { longestDescription } from '../../main/contract/token-query'
import type { Timers } from './timers'
import type { ChosenToken } from './token-selection.svelte'

/** Main is asked once nothing was typed for so long. */
const settled = 200

/** The wish to edit the descriptions of many tokens, and what would come of it: only the newest answer counts. */
export class Rewording {
  kind = $state<Reword['kind']>('replace')
  find = $state('')
  by = $state('')
  before = $state('')
  after = $state('')
  counting = $state(false)
  /** What would come of the wish as it stands. */
  preview = $state.raw<RewordPreview | undefined>(undefined)
  failure = $state.raw<Failure | undefined>(undefined)
  readonly #parts: { readonly bridge: Bridge; readonly timers: Timers }
  readonly #rows: readonly ChosenToken[]
  #attempt = 0
  #cancel = () => {}

  constructor(parts: { readonly bridge: Bridge; readonly timers: Timers }, rows: readonly ChosenToken[]) {
    this.#parts = parts
    this.#rows = rows
  }

  /** What is wished for; undefined as long as it would change nothing, or is longer than a description may be. */
  get how(): Reword | undefined {
    const { kind, find, by, before, after } = this
    if ((kind === 'replace' ? [find, by] : [before, after]).some((part) => this.flaw(part))) return undefined
    if (kind === 'replace') return find === '' || find === by ? undefined : { kind, find, by }
    return before === '' && after === '' ? undefined : { kind, before, after }
  }

  /** What is wrong with the text of a field; empty where nothing is. */
  flaw(part: string): string {
    return part.length > longestDescription ? text.reword.tooLong : ''
  }

  choose(kind: Reword['kind']) {
    this.kind = kind
    this.edited()
  }

  /** What was told is about another wish now. */
  edited() {
    this.#cancel()
    this.#attempt += 1
    this.preview = undefined
    this.failure = undefined
    this.counting = this.how !== undefined
    if (this.counting) this.#cancel = this.#parts.timers.after(settled, () => void this.#count())
  }

  /** The new description of each token that gets another one; nothing before it was told what comes of it. */
  get texts(): ReadonlyMap<string, string> {
    const { how } = this
    if (how === undefined || this.preview === undefined) return new Map()
    const all = this.#rows.map(({ id, description }) => [id, reworded(description, how), description] as const)
    return new Map(all.flatMap(([id, now, before]) => (now === before ? [] : [[id, now]])))
  }

  /** What comes of it in numbers, as sentences. */
  told(preview: RewordPreview): string {
    const others = (['unchanged', 'refused', 'gone'] as const).filter((name) => preview[name] > 0)
    return [text.reword.changed(preview.changed), ...others.map((name) => text.reword[name](preview[name]))].join(' ')
  }

  /** Nothing is asked any more. */
  leave() {
    this.#cancel()
    this.#attempt += 1
  }

  async #count() {
    const { how } = this
    if (how === undefined) return
    const attempt = this.#attempt
    const ids = this.#rows.map(({ id }) => id)
    const reply = await this.#parts.bridge['tokens.preview-describe']({ ids, how })
    if (attempt !== this.#attempt) return
    this.counting = false
    if (reply.ok) this.preview = reply.value
    else this.failure = reply.failure
  }
}
