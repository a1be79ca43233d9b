import type { HandoverState } from '../contract/views'
import { isGivenUp, type Replacing } from './old-token'

/** What is asked here of a handover. */
interface Ended extends Replacing {
  readonly state: HandoverState
  readonly revoking: boolean
  readonly proof?: string
  readonly confirmedBy?: string
}

/** What comes of it. */
interface Back {
  readonly state: 'delivered' | 'confirmed'
  readonly returned: true
  readonly active?: true
  readonly disabled?: true
}

/**
 * Whether a token that somebody else ended is the device's again once the server has it again: the device had it, and
 * nobody here had decided to end it, which stands while it is gone. Without a proof nobody can say who has it, and its
 * sealed text is erased.
 */
export function mayReturn(handover: Ended): boolean {
  return handover.state === 'gone' && handover.proof !== undefined && !handover.revoking && !isGivenUp(handover)
}

/** A handover whose token is back goes on where it stood; off, it stays so until a person switches it on. */
export function comeBack(handover: Ended, status: 'active' | 'inactive'): Back | undefined {
  if (!mayReturn(handover)) return undefined
  const state = handover.confirmedBy === undefined ? 'delivered' : 'confirmed'
  return { state, returned: true, ...(status === 'active' ? { active: true } : { disabled: true }) }
}
