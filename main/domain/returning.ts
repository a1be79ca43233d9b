import type { Handover } from './handover'
import { isGivenUp } from './old-token'

/**
 * Whether a token that somebody else ended is the device's again once the server has it again: the device had it, and
 * nobody here had decided to end it, which stands while it is gone. Without a proof nobody can say who has it, and its
 * sealed text is erased.
 */
export function mayReturn(handover: Handover): boolean {
  return handover.state === 'gone' && handover.proof !== undefined && !handover.revoking && !isGivenUp(handover)
}

/** A handover whose token is back goes on where it stood; off, it stays so until a person switches it on. */
export function comeBack(handover: Handover, status: 'active' | 'inactive'): Partial<Handover> | undefined {
  if (!mayReturn(handover)) return undefined
  const state = handover.confirmedBy === undefined ? 'delivered' : 'confirmed'
  return { state, returned: true, ...(status === 'active' ? { active: true } : { disabled: true }) }
}
