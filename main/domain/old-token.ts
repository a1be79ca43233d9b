import type { HandoverState, OldToken } from '../contract/views'

/** Steps of the tokens that a handover replaces; they are told in the new one's story. */
export type OldTokenEvent =
  /**
   * Switched off, `at` by the server's clock. Data written from `since` on proves the new one: later than that moment, and
   * than whatever a device whose clock is ahead had written by then. Decided to be switched on again, it stays off where
   * another token has taken the place of both meanwhile.
   */
  | { readonly kind: 'old-off'; readonly at: string; readonly since: string }
  /** Decided to switch it on again, because the new one does not work; the new one goes. */
  | { readonly kind: 'old-back' }
  | { readonly kind: 'old-on' }
  /** Decided to delete it: after its time (`due`), or because a person asked. */
  | { readonly kind: 'old-ending'; readonly why: 'due' | 'asked' }
  | { readonly kind: 'old-gone' }
  /** Somebody switched it on again in the list: it is theirs to end. */
  | { readonly kind: 'old-kept' }

/** What a handover knows of the tokens it replaces. */
export interface Replacing {
  /** Nothing where it replaces none. */
  readonly old?: OldToken
  /** Server's time of the answered PATCH, ISO 8601. */
  readonly oldOffAt?: string
  readonly dataSince?: string
}

const from: Readonly<Record<OldTokenEvent['kind'], readonly OldToken[]>> = {
  'old-off': ['live', 'returning'],
  'old-back': ['off'],
  'old-on': ['returning'],
  'old-ending': ['off'],
  'old-gone': ['live', 'off', 'returning', 'ending'],
  'old-kept': ['off'],
}

const to: Readonly<Record<OldTokenEvent['kind'], OldToken>> = {
  'old-off': 'off',
  'old-back': 'returning',
  'old-on': 'on',
  'old-ending': 'ending',
  'old-gone': 'gone',
  'old-kept': 'kept',
}

/** Whether an event is about the replaced tokens. */
export function isOfOldToken(event: { readonly kind: string }): event is OldTokenEvent {
  return event.kind in to
}

/** What an event makes of the replaced tokens; undefined when it has no place after where they stood. */
export function changeOld({ old }: Replacing, event: OldTokenEvent): Replacing | undefined {
  if (old === undefined || !from[event.kind].includes(old)) return undefined
  const next = { old: to[event.kind] }
  return event.kind === 'old-off' ? { ...next, oldOffAt: event.at, dataSince: event.since } : next
}

/** Whether data can only be the new token's: while an old one works too, nobody can tell which one wrote it. */
export function provesByData({ old }: Replacing): boolean {
  return old === undefined || old === 'off' || old === 'ending' || old === 'gone'
}

/** Whether it was decided that the old token takes the new one's place again. */
export function isGivenUp({ old }: Replacing): boolean {
  return old === 'returning' || old === 'on'
}

/** Data of a device with two working tokens proves neither; one that is being given up is not confirmed at all. */
export function mayConfirm(handover: Replacing, proof: 'data' | 'technician'): boolean {
  return !isGivenUp(handover) && (proof === 'technician' || provesByData(handover))
}

/** What is asked here of the handover of the new token. */
interface Successor extends Replacing {
  readonly state: HandoverState
  readonly active: boolean
  readonly disabled: boolean
  readonly revoking: boolean
  readonly proof?: string
}

/** Whether the device has the new token, it works, and the old one has to be switched off. Before that, never. */
export function mustRetire({ state, active, revoking, old }: Successor): boolean {
  return old === 'live' && active && !revoking && (state === 'delivered' || state === 'confirmed')
}

/** A device that proved by cable what it stored has no use for the old token: it is there no more. */
export function mayGoBack({ old, state, proof, disabled }: Successor): boolean {
  return old === 'off' && state === 'delivered' && proof === 'scanned' && !disabled
}

/** Whether something was decided about the old tokens that the server has not answered. */
export function oldIsDue({ old }: Replacing): boolean {
  return old === 'returning' || old === 'ending'
}

/**
 * Whether a replaced token that is on again was switched on by a person. What a server restored from a backup brings back
 * was changed last *before* we switched it off; a person's PATCH came after. In doubt it is the backup: one live token.
 */
export function isBackByPerson({ updatedAt }: { readonly updatedAt: string }, oldOffAt: string): boolean {
  return Date.parse(updatedAt) > Date.parse(oldOffAt)
}

/** How long a replaced token stays, switched off (product law). */
const keptFor = 7 * 24 * 3_600_000

/** When a token that was switched off `at` (ISO 8601) is deleted, milliseconds. */
export function endOfOld(at: string): number {
  return Date.parse(at) + keptFor
}
