import type { Bridge } from '../../main/contract/channels'
import type { Failure } from '../../main/contract/failure'
import type { TokenDetails, TokenRow } from '../../main/contract/views'

/** The one token whose details are open: its row at once, the whole record when main has it. */
export class TokenRecord {
  row = $state.raw<TokenRow | undefined>(undefined)
  full = $state.raw<TokenDetails | undefined>(undefined)
  failure = $state.raw<Failure | undefined>(undefined)
  readonly #bridge: Bridge
  #attempt = 0

  constructor(bridge: Bridge) {
    this.#bridge = bridge
  }

  /** Opens the details of a listed token. */
  open(row: TokenRow) {
    if (this.row?.id !== row.id) this.full = undefined
    this.row = row
    void this.find(row.id)
  }

  /** Opens the details of a token by its ID; returns why it could not. */
  async find(id: string): Promise<Failure | undefined> {
    const attempt = ++this.#attempt
    const reply = await this.#bridge['tokens.find']({ id })
    if (attempt !== this.#attempt) return undefined
    if (!reply.ok) {
      if (this.row?.id === id) this.failure = reply.failure
      return reply.failure
    }
    this.failure = undefined
    this.full = reply.value
    this.row = reply.value.row
    return undefined
  }

  close() {
    this.#attempt += 1
    this.row = undefined
    this.full = undefined
    this.failure = undefined
  }

  /** The list was read anew: an open token that changed is read anew, too. */
  follow(rows: readonly TokenRow[]) {
    const open = this.row
    const now = open && rows.find(({ id }) => id === open.id)
    if (now && JSON.stringify(now) !== JSON.stringify(open)) this.open(now)
  }

  /** Writes the description; returns why it could not be. */
  async describe(id: string, words: string): Promise<Failure | undefined> {
    const reply = await this.#bridge['tokens.describe']({ id, text: words })
    if (!reply.ok) return reply.failure
    if (this.row?.id === id) this.open(reply.value)
    return undefined
  }
}
