import type { RiskKind } from '../../../main/contract/token-query'
import type { TokenRow } from '../../../main/contract/token-views'

/** What helps against a risk at once. */
export interface Remedy {
  readonly act: 'disable' | 'revoke'
  /** It is right for every token of the group, not only for one a person looked at. */
  readonly forAll: boolean
  /**
   * The token of a device may have it, and the device needs another one: that comes first, and then the old one ends by
   * itself. Never so where a device's token cannot have the risk, as it is one write on one bucket.
   */
  readonly replace?: true
}

/** The remedy of each risk: what may be in use is disabled, which can be undone; what nobody can use is revoked. */
export const remedies: Readonly<Record<RiskKind, Remedy>> = {
  'owner-inactive': { act: 'revoke', forAll: false, replace: true },
  'review-overdue': { act: 'disable', forAll: true },
  'other-owner': { act: 'disable', forAll: false },
  duplicate: { act: 'disable', forAll: false },
  'too-wide': { act: 'disable', forAll: false },
  'reads-too': { act: 'disable', forAll: false },
  'bucket-deleted': { act: 'revoke', forAll: false, replace: true },
  'bucket-missing': { act: 'disable', forAll: false },
  'left-behind': { act: 'revoke', forAll: true },
  'inactive-long': { act: 'revoke', forAll: true },
}

/** Whether a new token for its device is the way out of a risk. */
export function isReplaceable(kind: RiskKind, { active, device }: TokenRow): boolean {
  return remedies[kind].replace === true && active && device !== undefined
}
