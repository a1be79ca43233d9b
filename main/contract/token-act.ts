import * as v from 'valibot'
import { longestDescription } from './token-query'

/** What this laptop does to tokens outside any handover, whose own steps say the same of its token. */
export const tokenActKinds = [
  /** Made in Tokens, where the next three are done, too. */
  'created',
  'disabled-here',
  'enabled-here',
  'revoked-here',
  /** Its description was changed; the detail is the new text. */
  'described',
  /** Its review date was set; the detail is the date, YYYY-MM-DD. */
  'reviewed',
  /** Its review date was taken out. */
  'unreviewed',
  /** It was made, what it was for came to nothing, and it was deleted. */
  'withdrawn',
  /** Made for this laptop when it was limited. */
  'laptop-made',
  /** Made for another laptop. */
  'carried-made',
  /** Revoked: on its way to a laptop, it was used or its time was up. */
  'carried-ended',
  /** The admin token, revoked when this laptop was limited. */
  'admin-ended',
  /** Revoked with its laptop, which was lost. */
  'lost-ended',
  /** Put into this laptop's keychain. */
  'stored',
  /** Taken out of it: another one took its place, or its server was forgotten. */
  'unstored',
] as const

/** One kind of act. */
export const tokenActKind = v.picklist(tokenActKinds)

/** One thing that this laptop asked of the server for a token, or did with it here. */
export interface TokenAct {
  readonly connection: string
  /** Authorization ID. */
  readonly authId: string
  readonly kind: (typeof tokenActKinds)[number]
  /** Milliseconds, this laptop's clock. */
  readonly at: number
  /** The server said that it is done; without that it was asked for, and its answer was lost. */
  readonly answered: boolean
  /** The new text or date; empty where there is none. Never a token's text. */
  readonly detail: string
}

/** The act as a ledger keeps it: a detail longer than a description is cut, never within a character. */
export function shortAct(act: TokenAct): TokenAct {
  if (act.detail.length <= longestDescription) return act
  const cut = act.detail.slice(0, longestDescription - 1).replace(/[\ud800-\udbff]$/, '')
  return { ...act, detail: `${cut}…` }
}
