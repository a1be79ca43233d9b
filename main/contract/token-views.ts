import type { Failure } from './failure'
import type { Result } from './result'
import type { StepView } from './step-view'
import type { RiskKind, tokenKinds } from './token-query'

/** What a token is for, by its permissions alone. `bucket`: reads and writes buckets that are named one by one. */
export type TokenKind = (typeof tokenKinds)[number]

/** Access to one thing, or to all things of a type. */
export interface AccessView {
  readonly actions: 'read' | 'write' | 'read-write'
  /** Name or ID of the one thing; the type where it is all of them. */
  readonly what: string
  readonly reach: 'one' | 'organization' | 'instance'
  /** InfluxDB's resource type: `buckets`, `authorizations`, `users` … */
  readonly type: string
  readonly id?: string
  /** A bucket that is no longer there. */
  readonly deleted?: boolean
}

/** A token in the list; its text is not there. */
export interface TokenRow {
  readonly id: string
  readonly kind: TokenKind
  /** What a person may edit; Fieldkey's mark is left out. */
  readonly description: string
  /** Device ID when Fieldkey made it. */
  readonly device?: string
  /** Names, else IDs, of up to four buckets it names. */
  readonly bucket: string
  readonly bucketId?: string
  /** At most four; `accessCount` says how many there are. */
  readonly access: readonly AccessView[]
  readonly accessCount: number
  /** `bucket-deleted` when nothing but deleted buckets is left to it. */
  readonly status: 'active' | 'inactive' | 'bucket-deleted'
  /** What the server calls active, whatever became of its bucket. */
  readonly active: boolean
  readonly owner: string
  readonly userId: string
  readonly createdAt: string
  readonly updatedAt: string
  /** Made by Fieldkey, on any laptop. */
  readonly byFieldkey: boolean
  readonly madeHere: boolean
  /** Active, and another token of the same device is too. */
  readonly duplicate: boolean
  /** Active, and reaches further than anything needs: the risk of that name. */
  readonly tooWide: boolean
  /** When somebody is to look whether it is still needed: YYYY-MM-DD, over at 24:00 UTC. */
  readonly review?: string
  /** It is live, and that day is over. */
  readonly overdue: boolean
  /** When its device's first data arrived, ISO 8601 by the server, as far as this laptop has seen it. */
  readonly firstDataAt?: string
  /** Handed over here, and watched for data that has not come. */
  readonly awaitsData: boolean
  /** The gravest first. */
  readonly risks: readonly RiskKind[]
  /** Could be the token Fieldkey itself works with: locked against revoking and disabling. */
  readonly own: boolean
  /** No other active operator token is known: locked as well. */
  readonly lastOperator: boolean
}

/** An InfluxDB user that a token may belong to. */
export interface TokenOwner {
  readonly id: string
  readonly name: string
}

/** Why tokens may be missing from a list: the token sees its own user's only, or InfluxDB Cloud leaves some out. */
export type Incomplete = false | 'owner' | 'cloud'

/** A window onto the token list. */
export interface TokenPage {
  readonly rows: readonly TokenRow[]
  readonly total: number
  readonly all: number
  /** When the list was fetched, milliseconds; 0 when it never was. */
  readonly asOf: number
  readonly incomplete: Incomplete
  /** Names of the buckets that tokens of the whole list have access to, sorted. */
  readonly buckets: readonly string[]
  readonly failure?: Failure
}

/** What became of one of several tokens; `cancelled` for those that were not begun when `Stop` came. */
export interface TokenOutcome {
  readonly id: string
  readonly result: Result<void>
}

/** What this laptop did with a token, whether or not it still is on the server. */
export interface TokenStory {
  /** Oldest first: in a handover of it, or of the token that replaces it, and otherwise. */
  readonly steps: readonly StepView[]
  /** Why `steps` holds only handovers' steps: the rest cannot be read. */
  readonly untold?: Failure
  /** The device it was made for here. */
  readonly device?: string
}

/** One token in full. */
export interface TokenDetails extends TokenStory {
  readonly row: TokenRow
  /** All of it. */
  readonly access: readonly AccessView[]
  /** Addresses in InfluxDB's API. */
  readonly links: { readonly self: string; readonly user: string }
  readonly org: string
  readonly orgId: string
  /** The server could not be asked: this is from the list of then, milliseconds. */
  readonly unread?: { readonly asOf: number; readonly failure: Failure }
}
