import type { Bridge } from '../../main/contract/channels'
import type { Failure } from '../../main/contract/failure'
import type { TokenDetails, TokenRow, TokenStory } from '../../main/contract/views'

/** A token that the server does not know, or no more; its story where main could tell it. */
interface GoneToken {
  readonly id: string
  readonly story?: TokenStory
}

/** The one token whose details are open: its row at once, the whole record when main has it. */
export class TokenRecord {
  row = $state.raw<TokenRow | undefined>(undefined)
  full = $state.raw<TokenDetails | undefined>(undefined)
  failure = $state.raw<Failure | undefined>(undefined)
  /** Looked for and not there: stands in the place of `row`. */
  gone = $state.raw<GoneToken | undefined>(undefined)
  readonly #bridge: Bridge
  #attempt = 0

  constructor(bridge: Bridge) {
    this.#bridge = bridge
  }

  /** Opens the details of a listed token; returns why it could not be read whole. */
  open(row: TokenRow): Promise<Failure | undefined> {
    if (this.row?.id !== row.id) this.full = undefined
    this.row = row
    this.gone = undefined
    return this.find(row.id)
  }

  /** Opens the details of a token by its ID; returns why it could not, which `quietly` shows nowhere. */
  async find(id: string, quietly = false): Promise<Failure | undefined> {
    const attempt = ++this.#attempt
    const reply = await this.#bridge['tokens.find']({ id })
    if (attempt !== this.#attempt) return undefined
    if (!reply.ok) {
      if (quietly) return reply.failure
      if (reply.failure.code === 'token.gone') await this.#lost(id, attempt)
      else if (this.row?.id === id) this.failure = reply.failure
      return reply.failure
    }
    this.failure = undefined
    this.gone = undefined
    this.full = reply.value
    this.row = reply.value.row
    return undefined
  }

  close() {
    this.#attempt += 1
    this.row = undefined
    this.full = undefined
    this.failure = undefined
    this.gone = undefined
  }

  /** The list was read anew: an open token that changed is read anew, too. */
  follow(rows: readonly TokenRow[]) {
    const open = this.row
    const now = open && rows.find(({ id }) => id === open.id)
    if (now && JSON.stringify(now) !== JSON.stringify(open)) void this.open(now)
  }

  /** Writes the description; returns why it could not be. */
  async describe(id: string, words: string): Promise<Failure | undefined> {
    const reply = await this.#bridge['tokens.describe']({ id, text: words })
    if (!reply.ok) return reply.failure
    if (this.row?.id === id) void this.open(reply.value)
    return undefined
  }

  /** Shows what this laptop did with a token that is not there. */
  async #lost(id: string, attempt: number) {
    const story = await this.#bridge['tokens.story']({ id })
    if (attempt !== this.#attempt) return
    this.close()
    this.gone = { id, ...(story.ok ? { story: story.value } : {}) }
  }
}
