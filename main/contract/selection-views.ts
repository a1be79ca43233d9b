/**
 * What becomes of selected tokens, told before anything is done. Counts; a token that is locked counts as locked and
 * nowhere else, nor does one that is useless as it is: on deleted buckets only, or of a disabled owner.
 */
export interface SelectionSummary {
  /** What disabling or revoking them does. */
  readonly off: {
    /** Devices of which no working token is left. */
    readonly devices: number
    /** Devices that keep another working token. */
    readonly keeping: number
    /** Working tokens that are no device's, or of a device Fieldkey does not know. */
    readonly others: number
  }
  /** What enabling them does. */
  readonly on: {
    /** Devices that have no working token now. */
    readonly devices: number
    /** Devices that then have more than one working token. */
    readonly doubled: number
    readonly others: number
  }
  /** Tokens that are active, and that are disabled: what an act has nothing to do for. */
  readonly active: number
  readonly inactive: number
  readonly useless: number
  /** Fieldkey may be working with them, or one is the last operator's. */
  readonly locked: number
  /** No longer in the list. */
  readonly gone: number
}
