import { assertNever } from '../contract/result'
import type { HandoverState } from '../contract/views'
import { changeOld, isOfOldToken, mayConfirm, mustRetire, oldIsDue } from './old-token'
import type { OldTokenEvent, Replacing } from './old-token'
import { comeBack } from './returning'

/** What a handover sets out to do; written once, before any request. */
export interface Intent {
  readonly id: string
  readonly connection: string
  readonly install: string
  /** User ID the token will belong to. */
  readonly owner: string
  readonly device: string
  readonly bucket: { readonly id: string; readonly name: string }
  readonly orgId: string
  /** 128 random bits, hex; goes into the description and, its first half, to the device. */
  readonly nonce: string
  /** Authorizations of the same device that this one replaces: of this ledger, or of another laptop or install. */
  readonly replaces?: readonly string[]
  /** The technician chose a second live token for this device. */
  readonly keepBoth: boolean
  readonly delivery: 'qr' | 'usb'
  /** Everything the device gets but the token, as it was when asked. */
  readonly settings: { readonly url: string; readonly ca?: string }
}

/** How it is known that the device has the token: its own hash, its CRC (weak), the technician, its data. */
export type DeliveryProof = 'hash' | 'weak' | 'scanned' | 'data'

/** One durable step. Events are only ever appended. */
export type HandoverEvent =
  | { readonly kind: 'asked'; readonly replaces?: true }
  /** The POST's answer was lost: the server may or may not have a token with this nonce. */
  | { readonly kind: 'unsure'; readonly code: string }
  /** The server surely made nothing. */
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'minted'; readonly authId: string; readonly createdAt: string }
  /** The server granted more than was asked; the token is never handed over. */
  | { readonly kind: 'too-wide'; readonly authId: string }
  | { readonly kind: 'activated' }
  | { readonly kind: 'probed' }
  /** A person switched the token off in the list: nothing switches it on again by itself. */
  | { readonly kind: 'disabled' }
  /** A newer token takes its place, so it is switched off. */
  | { readonly kind: 'replaced' }
  /** … and on again. */
  | { readonly kind: 'enabled' }
  | { readonly kind: 'shown' }
  | { readonly kind: 'delivered'; readonly proof: DeliveryProof }
  | { readonly kind: 'confirmed'; readonly proof: 'data' | 'technician'; readonly firstDataAt?: string }
  /** Decided to end it; the DELETE follows, now or when the network is back. */
  | { readonly kind: 'revoking'; readonly why: string }
  /** The person called that back before any DELETE can have reached the server. */
  | { readonly kind: 'called-back' }
  | { readonly kind: 'revoked' }
  /** Ended by someone else. */
  | { readonly kind: 'gone' }
  /** … and listed again: a restored server brought back what a device has. */
  | { readonly kind: 'returned'; readonly status: 'active' | 'inactive' }
  /** A trustworthy list did not show it (product law: twice, and once more at the next start). */
  | { readonly kind: 'absent'; readonly run: string }
  | { readonly kind: 'abandoned' }
  | OldTokenEvent

/** An event with its times: `at` by this laptop, milliseconds; `seq` counts from 0. */
export interface Recorded {
  readonly seq: number
  readonly at: number
  readonly event: HandoverEvent
}

/** Where a handover stands: the fold of its events. */
export interface Handover extends Replacing {
  readonly state: HandoverState
  readonly authId?: string
  /** Server's time of the 201, ISO 8601. */
  readonly createdAt?: string
  /** An answered PATCH switched the token on. */
  readonly active: boolean
  /** A person, or the handover that replaces it, switched it off since. */
  readonly disabled: boolean
  /** Another handover took its place. */
  readonly replaced: boolean
  readonly probed: boolean
  /** The POST's answer was lost and nobody has settled it yet. */
  readonly unsure: boolean
  readonly tooWide: boolean
  /** Decided to be ended, the server has not said so yet. */
  readonly revoking: boolean
  readonly timesShown: number
  readonly proof?: DeliveryProof
  readonly confirmedBy?: 'data' | 'technician'
  /** It was gone and came back: nothing is sealed any more. */
  readonly returned?: true
  readonly firstDataAt?: string
  readonly absentRuns: readonly string[]
  readonly askedAt: number
  readonly deliveredAt?: number
  readonly changedAt: number
  readonly steps: number
}

const ended: readonly HandoverState[] = ['revoked', 'abandoned', 'gone']

/** Whether nothing can happen to it any more. */
export function isOver(handover: Handover): boolean {
  return ended.includes(handover.state)
}

/** Whether the device may have a token that is still to be switched on. */
export function isWaiting({ active, disabled }: Handover): boolean {
  return !active && !disabled
}

/** Whether it still has to be finished or undone: asked or minted, or a PATCH or DELETE that the server has not answered. */
export function isOpen(handover: Handover): boolean {
  const begun = handover.state === 'minted' && !handover.replaced
  const due = handover.revoking || isWaiting(handover) || mustRetire(handover) || oldIsDue(handover)
  return !isOver(handover) && (begun || due)
}

/** Whether the technician is done with it for good, so that its sealed token may be erased. */
export function mayErase(handover: Handover): boolean {
  return handover.state === 'confirmed' || handover.returned === true || isOver(handover)
}

const allowed: Readonly<Record<HandoverEvent['kind'], readonly HandoverState[]>> = {
  asked: [],
  unsure: ['asked'],
  refused: ['asked'],
  minted: ['asked'],
  'too-wide': ['asked'],
  activated: ['minted', 'delivered', 'confirmed'],
  probed: ['minted', 'delivered', 'confirmed'],
  disabled: ['minted', 'delivered', 'confirmed'],
  enabled: ['minted', 'delivered', 'confirmed'],
  replaced: ['minted', 'delivered', 'confirmed'],
  shown: ['minted', 'delivered'],
  delivered: ['minted'],
  confirmed: ['delivered'],
  revoking: ['asked', 'minted', 'delivered', 'confirmed'],
  'called-back': ['minted', 'delivered', 'confirmed'],
  revoked: ['asked', 'minted', 'delivered', 'confirmed', 'abandoned', 'gone'],
  gone: ['minted', 'delivered', 'confirmed'],
  returned: ['gone'],
  absent: ['asked'],
  abandoned: ['asked'],
  'old-off': ['delivered', 'confirmed', 'revoked', 'gone'],
  'old-back': ['delivered'],
  'old-on': ['delivered', 'confirmed', 'revoked', 'gone'],
  'old-ending': ['delivered', 'confirmed', 'revoked', 'gone'],
  'old-gone': ['delivered', 'confirmed', 'revoked', 'gone'],
  'old-kept': ['delivered', 'confirmed', 'revoked', 'gone'],
}

/** The first step of a handover, as its intent asks for it. */
export function firstStep(intent: Intent): HandoverEvent {
  return intent.replaces === undefined ? { kind: 'asked' } : { kind: 'asked', replaces: true }
}

/** Applies one event, or returns undefined when the event has no place there: a broken story is refused, not mended. */
export function apply(handover: Handover | undefined, { at, event }: Recorded): Handover | undefined {
  if (handover === undefined) return event.kind === 'asked' ? begin(at, event.replaces === true) : undefined
  if (!allowed[event.kind].includes(handover.state)) return undefined
  if (event.kind === 'confirmed' && !mayConfirm(handover, event.proof)) return undefined
  const changed = isOfOldToken(event) ? changeOld(handover, event) : change(handover, event, at)
  return changed && { ...handover, ...changed, changedAt: at, steps: handover.steps + 1 }
}

/** Folds a whole story; undefined when it is empty or any event has no place. */
export function fold(story: readonly Recorded[]): Handover | undefined {
  let now: Handover | undefined
  for (const step of story) {
    now = apply(now, step)
    if (now === undefined) return undefined
  }
  return now
}

function begin(at: number, replaces: boolean): Handover {
  return {
    state: 'asked',
    active: false,
    disabled: false,
    replaced: false,
    probed: false,
    unsure: false,
    tooWide: false,
    revoking: false,
    timesShown: 0,
    absentRuns: [],
    ...(replaces ? { old: 'live' } : {}),
    askedAt: at,
    changedAt: at,
    steps: 1,
  }
}

type Change = Partial<Handover> | undefined

function change(handover: Handover, event: Exclude<HandoverEvent, OldTokenEvent>, at: number): Change {
  switch (event.kind) {
    case 'asked':
      return {}
    case 'unsure':
      return { unsure: true }
    case 'refused':
    case 'abandoned':
      return { state: 'abandoned', unsure: false }
    case 'minted':
      return { state: 'minted', unsure: false, authId: event.authId, createdAt: event.createdAt }
    case 'too-wide':
      return { tooWide: true, revoking: true, unsure: false, authId: event.authId }
    case 'activated':
      return { active: true, disabled: false, replaced: false }
    case 'probed':
      return { probed: true }
    case 'disabled':
      return { disabled: true }
    case 'replaced':
      return { disabled: true, replaced: true }
    case 'enabled':
      return { disabled: false, replaced: false }
    case 'shown':
      return handover.active && !handover.disabled ? { timesShown: handover.timesShown + 1 } : undefined
    case 'delivered':
      return { state: 'delivered', proof: event.proof, deliveredAt: at }
    case 'confirmed':
      return {
        state: 'confirmed',
        confirmedBy: event.proof,
        ...(event.firstDataAt === undefined ? {} : { firstDataAt: event.firstDataAt }),
      }
    case 'revoking':
      return { revoking: true }
    case 'called-back':
      return handover.revoking ? { revoking: false } : undefined
    case 'revoked':
      return { state: 'revoked', revoking: false, active: false, unsure: false }
    case 'gone':
      return { state: 'gone', active: false }
    case 'returned':
      return comeBack(handover, event.status)
    case 'absent':
      return { absentRuns: [...handover.absentRuns, event.run] }
    default:
      return assertNever(event)
  }
}
