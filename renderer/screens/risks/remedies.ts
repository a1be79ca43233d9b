import type { RiskKind } from '../../../main/contract/token-query'

/** What helps against a risk at once. */
export interface Remedy {
  readonly act: 'disable' | 'revoke'
  /** It is right for every token of the group, not only for one a person looked at. */
  readonly forAll: boolean
}

/** The remedy of each risk: what may be in use is disabled, which can be undone; what nobody can use is revoked. */
export const remedies: Readonly<Record<RiskKind, Remedy>> = {
  'owner-inactive': { act: 'revoke', forAll: false },
  'review-overdue': { act: 'disable', forAll: true },
  'other-owner': { act: 'disable', forAll: false },
  duplicate: { act: 'disable', forAll: false },
  'too-wide': { act: 'disable', forAll: false },
  'reads-too': { act: 'disable', forAll: false },
  'bucket-deleted': { act: 'revoke', forAll: false },
  'left-behind': { act: 'revoke', forAll: true },
  'inactive-long': { act: 'revoke', forAll: true },
}
