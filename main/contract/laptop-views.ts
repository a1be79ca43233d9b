import type { CodeSymbol } from './code-views'
import type { Failure } from './failure'

/** What making a laptop token would mean with the connection in use. */
export interface LaptopPlan {
  /**
   * Whether the laptop can get an InfluxDB user of its own; else its tokens belong to the owner of the admin token: of this
   * one, or on InfluxDB Cloud of any.
   */
  readonly owner: 'own' | 'shared' | 'cloud'
  /** The token in use is a laptop token already: it cannot be limited further. */
  readonly limited: boolean
  /** Handovers that have to be finished or discarded first. */
  readonly open: number
  /** The admin token, where it was made for Fieldkey and is surely not the last that rules the server. */
  readonly admin?: { readonly id: string; readonly description: string }
  readonly pending: readonly PendingLaptop[]
  /** The address that a token for another laptop is sealed for. `onlyHere`: there it leads to that laptop itself. */
  readonly address: { readonly url: string; readonly onlyHere: boolean }
}

/** A token on its way to another laptop. */
export interface PendingLaptop {
  readonly id: string
  readonly name: string
  /** When it is revoked if nobody used it; milliseconds. */
  readonly until: number
}

/** What limiting this laptop came to. `admin`: what became of the admin token, where it was to be revoked. */
export interface LimitReply {
  readonly owner: string
  readonly admin?: { readonly revoked: true } | { readonly revoked: false; readonly failure: Failure }
}

/** A token sealed for another laptop: the text, and the same as a QR symbol. Neither says anything without the phrase. */
export interface CarrierView extends PendingLaptop, CodeSymbol {
  readonly text: string
  /** Handle of the text for `tokens.secret`, which copies it. */
  readonly secret: string
}

/** A laptop as the server's lists tell it: a user that Fieldkey made for one, or that has tokens with a laptop's rights. */
export interface LaptopView {
  readonly userId: string
  readonly owner: string
  readonly names: readonly string[]
  /** Tokens that would be revoked. */
  readonly tokens: number
  /** Tokens of devices, which stay. */
  readonly devices: number
  /** The owner is also the owner of the token in use here. */
  readonly shared: boolean
}

/** What giving up a lost laptop came to. */
export interface LostReply {
  readonly revoked: number
  /** Tokens of devices, which stay. */
  readonly devices: number
  /** Other tokens of that owner that stay: this laptop may be working with them, or nothing else rules the server. */
  readonly kept: number
}
