import type { Command } from './window-command'
import type { Failure } from './failure'
import type { Health, SavedServerView, ServerWork } from './server-views'
import type { Settings } from './settings'
import type { TokenRow } from './token-views'

/** The states of a handover, in order; the last three end it. */
export type HandoverState = 'asked' | 'minted' | 'delivered' | 'confirmed' | 'revoked' | 'abandoned' | 'gone'

/**
 * What became of the tokens a handover replaces: still working; switched off; decided to be switched on again, and done;
 * decided to be deleted, and done; switched on again by somebody else.
 */
export type OldToken = 'live' | 'off' | 'returning' | 'on' | 'ending' | 'gone' | 'kept'

/** The connection as the window may know it: never its token. */
export interface ConnectionView {
  readonly id: string
  readonly name: string
  readonly url: string
  readonly host: string
  readonly deviceUrl: string
  readonly org: string
  readonly owner: string
  readonly version: string
  readonly operator: boolean
  readonly practice: boolean
}

/** One line of the checks shown while connecting. */
export interface Check {
  readonly name: 'server' | 'influx' | 'token' | 'create' | 'list' | 'buckets' | 'read'
  readonly result: 'passed' | 'failed' | 'unknown'
  readonly version?: string
  readonly failure?: Failure
}

/** A bucket to choose. */
export interface BucketView {
  readonly id: string
  readonly name: string
}

/** A serial port to choose. */
export interface PortView {
  readonly path: string
  readonly label: string
}

/** What Fieldkey is doing for a handover right now; `idle` when it waits for the person, the device or nothing. */
export type Activity = 'idle' | 'creating' | 'activating' | 'checking' | 'finding' | 'sending' | 'storing' | 'revoking'

/** Decided work that waits for the server: what, since when, how often it was tried in this run, what was in the way. */
export interface WaitingView {
  readonly what: 'activation' | 'revocation' | 'look-up' | 'old-token'
  readonly since: number
  readonly tries: number
  readonly why?: Failure
  /** No try can have reached the server: the decision can still be called back. */
  readonly unsent?: true
}

/** A request that is being repeated: the coming try, of so many, and what became of the one before. */
export interface AgainView {
  readonly n: number
  readonly of: number
  readonly why: Failure
}

/** A handover as the window shows it. No field ever holds a token. */
export interface HandoverView {
  readonly id: string
  readonly device: string
  readonly bucketId: string
  readonly bucket: string
  readonly delivery: 'qr' | 'usb'
  readonly port?: string
  readonly state: HandoverState
  readonly authId?: string
  readonly active: boolean
  readonly probed: boolean
  readonly unsure: boolean
  readonly revoking: boolean
  readonly proof?: 'hash' | 'weak' | 'scanned' | 'data'
  readonly confirmedBy?: 'data' | 'technician'
  /** When the first data arrived, ISO 8601 by the server. */
  readonly firstDataAt?: string
  readonly askedAt: number
  readonly deliveredAt?: number
  readonly changedAt: number
  readonly timesShown: number
  readonly activity: Activity
  /** Share of the settings the device has acknowledged over USB, 0–1. */
  readonly progress?: number
  /** What the device said of itself over USB. */
  readonly found?: {
    readonly device: string
    readonly firmware: string
    readonly hardware: string
    readonly echo: boolean
  }
  /** What went wrong last and waits for an answer. */
  readonly failure?: Failure
  /** The sealed token is still here, so the code can be shown or the settings sent again. */
  readonly sealed: boolean
  /** Waits in the queue for the network: its activation or its revocation, or what was decided about the old token. */
  readonly queued?: 'activation' | 'revocation' | 'old-token'
  /** The same, with all there is to tell of it; also what the server has yet to be asked. */
  readonly waits?: WaitingView
  /** Its request is being repeated right now. */
  readonly again?: AgainView
  /** Token IDs that this one replaces. */
  readonly replaces?: readonly string[]
  readonly old?: OldToken
  /** When the old token, switched off, is deleted, milliseconds. */
  readonly oldEndsAt?: number
  /** Another handover took its place. */
  readonly replaced: boolean
  /** No data with the new token for so long that the old one may be switched on again. */
  readonly mayGoBack: boolean
  /** Left over from an earlier run or given up: somebody has to finish or discard it. */
  readonly attention: boolean
  /** Whether first data can be seen at all with this connection. */
  readonly watchable: boolean
}

/** Why a code left the screen. */
export type HideReason = 'asked' | 'time' | 'blur' | 'minimise' | 'lock' | 'display' | 'page' | 'data' | 'next'

export type { Command } from './window-command'
export type { StepView } from './step-view'
export type { Health, SavedServerView, ServerWork } from './server-views'
export type { CodeContentView, CodePart, CodeSymbol, CodeView, DeviceTypesView } from './code-views'
export type {
  AccessView,
  TokenDetails,
  TokenKind,
  TokenOutcome,
  TokenOwner,
  TokenPage,
  TokenRow,
  TokenStory,
} from './token-views'

/** What `tokens.create` answers. `secret` is a handle for `tokens.secret`. */
export type CreateReply =
  | { readonly kind: 'created'; readonly row: TokenRow; readonly secret: string }
  | { readonly kind: 'duplicate'; readonly tokens: readonly DuplicateView[] }

/** A live token that stands in the way of a new one for the same device. */
export interface DuplicateView {
  readonly authId: string
  readonly createdAt: string
  readonly bucket: string
  readonly firstDataAt?: string
}

/** What `handover.start` answers. */
export type StartReply =
  | { readonly kind: 'started'; readonly handover: HandoverView }
  | { readonly kind: 'duplicate'; readonly tokens: readonly DuplicateView[] }

/** What the window needs to draw itself. */
export interface AppView {
  readonly version: string
  readonly connection?: ConnectionView
  readonly saved: readonly SavedServerView[]
  readonly practice: boolean
  readonly health: Health
  readonly settings: Settings
  /** Those that are not at rest, and the newest; `handover.older` tells the others. */
  readonly handovers: readonly HandoverView[]
  /** There may be others. */
  readonly older?: true
  /** The ledger or keychain cannot be used: no tokens are made until it is settled. */
  readonly trouble?: Failure
  readonly platform: 'linux' | 'darwin' | 'win32'
}

/** A new history in place of a damaged one: where that one is kept, what was read of it, what was carried over. */
export interface FreshLedger {
  readonly copy: string
  /** A table of the handovers that could be read. */
  readonly list?: string
  readonly handovers: number
  readonly connections: number
}

/** Faults the practice server and device can play. */
export type PracticeFault = 'none' | 'unreachable' | 'silent' | 'wrong' | 'busy'

/** What main tells the window without being asked. */
export type AppEvent =
  | { readonly kind: 'app'; readonly app: AppView }
  | { readonly kind: 'handover'; readonly handover: HandoverView }
  | { readonly kind: 'check'; readonly check: Check }
  | { readonly kind: 'code-hidden'; readonly handover: string; readonly reason: HideReason }
  /** The text of a new token is to leave the screen. */
  | { readonly kind: 'text-hidden'; readonly reason: HideReason }
  | { readonly kind: 'health'; readonly health: Health }
  | { readonly kind: 'tokens-changed' }
  /** What is not done, by the ID of the server; a server on which all is done is not in it. */
  | { readonly kind: 'work'; readonly work: Readonly<Record<string, ServerWork>> }
  /** Tokens are being disabled, enabled or revoked: so many have an answer. */
  | { readonly kind: 'bulk'; readonly done: number; readonly total: number }
  /** A list of tokens takes the server more than a second, or it is over: the task bar shows that. */
  | { readonly kind: 'listing'; readonly underway: boolean }
  /** The keychain has not answered for 5 s: the person may be typing a password elsewhere. */
  | { readonly kind: 'keychain-slow'; readonly waiting: boolean }
  /** The person pressed the notification about a handover's first data. */
  | { readonly kind: 'open-handover'; readonly handover: string }
  /** A menu or shortcut asks the window for something. */
  | { readonly kind: 'command'; readonly command: Command }
