import type { Errand } from '../contract/errand'
import type { Result } from '../contract/result'
import type { TokenAct } from '../contract/token-act'
import type { Handover, HandoverEvent, Intent, Recorded } from '../domain/handover'

/** A server and organization as remembered; its token is in the keychain under `<install>/<id>/token`. */
export interface Connection {
  readonly id: string
  readonly name: string
  readonly url: string
  /** Where devices find the server; the settings they get carry this. */
  readonly deviceUrl: string
  /** PEM of a private authority. */
  readonly ca?: string
  /** SHA-256 of that certificate's DER, 64 hex: what devices get to pin. */
  readonly caHash?: string
  readonly kind: 'oss2' | 'cloud'
  readonly version: string
  readonly orgId: string
  readonly org: string
  readonly owner: { readonly id: string; readonly name: string }
  /** Authorization ID of the stored token where it is known for sure. */
  readonly authId?: string
  /** The token sees every user's tokens, so a list is complete. */
  readonly operator: boolean
  /** It has no Flux, so nobody can ask it for a device's data: InfluxDB Cloud Serverless. */
  readonly noFlux?: true
  /** Its token was being replaced when this was written: whose it is has to be asked again. */
  readonly replacing?: true
  readonly createdAt: number
  /** What is to be seen through on the server for laptop tokens. */
  readonly errands?: readonly Errand[]
}

/** A device token sealed with the keychain's key. */
export interface Sealed {
  readonly keyId: string
  readonly text: string
}

/** A step with its number in the ledger, which tells what was written first whatever the clock said. */
export type Numbered = Recorded & { readonly n: number }

/** A handover with its whole story. */
export interface Story {
  readonly intent: Intent
  readonly now: Handover
  readonly events: readonly Numbered[]
}

/** One event of one handover, with what is to become of its sealed token. */
export interface LedgerStep {
  readonly id: string
  readonly at: number
  readonly event: HandoverEvent
  readonly sealed?: Sealed | 'erase' | undefined
}

/** What could be read of a ledger that is damaged; its handovers only as far as their steps could be read. */
export interface Salvaged {
  readonly install?: string | undefined
  readonly connections: readonly Connection[]
  readonly handovers: readonly Pick<Story, 'intent' | 'now'>[]
  /** Those whose hash fits, oldest first. */
  readonly acts: readonly TokenAct[]
}

/**
 * The laptop's durable record. Every method is synchronous; a write has reached the disk when it returns. Failures:
 * `disk.full`, `ledger.damaged`. Nothing is ever half written: one call, one transaction.
 */
export interface Ledger {
  /** 64-bit hex, made with the ledger: a new ledger is a new install. */
  readonly install: string
  connections(): readonly Connection[]
  saveConnection(connection: Connection): Result<void>
  /** Refused with `busy.open-handovers` while handovers of it are open, or a token they replaced is to be deleted. */
  forgetConnection(id: string): Result<void>
  /** Writes the intent with its `asked` event. */
  begin(intent: Intent, at: number): Result<Story>
  /** Appends one event, and in the same transaction keeps or erases the sealed token. Refuses an event with no place. */
  append(id: string, at: number, event: HandoverEvent, sealed?: Sealed | 'erase'): Result<Story>
  /** The same for many handovers, in order and in one transaction: all of it or nothing. Each handover at most once. */
  beginAll(intents: readonly Intent[], at: number): Result<readonly Story[]>
  appendAll(steps: readonly LedgerStep[]): Result<readonly Story[]>
  story(id: string): Story | undefined
  /** All stories, newest first. */
  stories(): readonly Story[]
  /** Those that are not at rest, newest first: what goes on by itself looks at no others, however long the history. */
  pending(): readonly Story[]
  sealed(id: string): Result<Sealed | undefined>
  /** Notes what was done to tokens, in order and in one transaction. A detail is kept as `shortAct` has it. */
  noteActs(acts: readonly TokenAct[]): Result<void>
  /** What was noted of one token of a connection, oldest first. */
  acts(connection: string, authId: string): Result<readonly TokenAct[]>
  close(): void
}
