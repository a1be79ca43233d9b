import type { RiskKind } from './token-query'
import type { Incomplete, TokenRow } from './token-views'
import type { Failure } from './failure'

/** The tokens that share a risk. */
export interface RiskGroup {
  readonly kind: RiskKind
  readonly total: number
  /** The first of them, newest first; the others are in the list, by `risk`. */
  readonly rows: readonly TokenRow[]
}

/** What is risky in the list as far as the connection sees it. */
export interface RiskReport {
  /** One for each risk that was found, the gravest first. */
  readonly groups: readonly RiskGroup[]
  /** Tokens with a risk; a token may have several. */
  readonly risky: number
  readonly all: number
  /** When the list was fetched, milliseconds; 0 when it never was. */
  readonly asOf: number
  readonly incomplete: Incomplete
  /** Why it is not newer, or why owners could not be looked up. */
  readonly failure?: Failure
}

/** Ways a report leaves the window: a file, or paper. */
export const exportFormats = ['csv', 'html', 'pdf', 'print'] as const

/** A way a report leaves the window. */
export type ExportFormat = (typeof exportFormats)[number]
