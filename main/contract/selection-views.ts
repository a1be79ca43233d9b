/**
 * What becomes of selected tokens, told before anything is done. Counts. Each selected token counts once, so that
 * `tokens` and `others` of `off` and `on`, `useless`, `locked` and `gone` add up to the selection.
 */
export interface SelectionSummary {
  /** What disabling or revoking them does. */
  readonly off: {
    /** Working tokens of devices. */
    readonly tokens: number
    /** Devices of which no working token is left. */
    readonly devices: number
    /** Devices that keep another working token. */
    readonly keeping: number
    /** Working tokens that are no device's, or of a device Fieldkey does not know. */
    readonly others: number
  }
  /** What enabling them does. */
  readonly on: {
    /** Disabled tokens of devices. */
    readonly tokens: number
    /** Devices that have no working token now. */
    readonly devices: number
    /** Devices that then have more than one working token. */
    readonly doubled: number
    /** Disabled tokens that are no device's, or of a device Fieldkey does not know. */
    readonly others: number
  }
  /** They open nothing as it is: on deleted buckets only, or of a disabled owner. */
  readonly useless: number
  /** Fieldkey may be working with them, or one is the last operator's. */
  readonly locked: number
  /** No longer in the list. */
  readonly gone: number
}
