import type { Failure } from './failure'

/** What is known of a connection's server; `skew` is how far its clock is ahead of this laptop's, milliseconds. */
export type Health = { readonly skew?: number } & (
  | { readonly kind: 'unknown' }
  | { readonly kind: 'ok'; readonly at: number }
  | { readonly kind: 'failing'; readonly since: number; readonly failure: Failure }
  /** The server answers, but no longer takes the stored token. */
  | { readonly kind: 'refused'; readonly failure: Failure }
)

/** A remembered server with its settings: never its token. */
export interface SavedServerView {
  readonly id: string
  readonly name: string
  readonly host: string
  readonly url: string
  readonly deviceUrl: string
  readonly org: string
  readonly owner: string
  readonly version: string
  /** Subject of the private authority that is trusted for it. */
  readonly certificate?: string
  readonly health: Health
  readonly work: ServerWork
}

/** How many handovers of a server are not done: begun and not finished, waiting for the server, without data for a day. */
export interface ServerWork {
  readonly unfinished: number
  readonly waiting: number
  readonly silent: number
}
