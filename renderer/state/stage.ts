import { failure as makeFailure, type Failure } from '../../main/contract/failure'
import type { HandoverView } from '../../main/contract/views'

/** What the stage of the Hand over screen shows. */
export type Stage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'creating'; readonly device: string; readonly checking: boolean }
  | { readonly kind: 'code'; readonly handover: HandoverView }
  | { readonly kind: 'hidden'; readonly handover: HandoverView }
  | { readonly kind: 'sending'; readonly handover: HandoverView }
  | { readonly kind: 'data'; readonly handover: HandoverView }
  | { readonly kind: 'failure'; readonly failure: Failure; readonly handover?: HandoverView }

/** What the stage follows from. */
export interface StageFacts {
  /** The handover on the stage. */
  readonly handover: HandoverView | undefined
  /** Device whose handover was asked for, while main has not answered. */
  readonly starting: string | undefined
  /** Failure of the last request of this stage. */
  readonly failure: Failure | undefined
  /** Handover whose code is on the screen. */
  readonly codeOf: string | undefined
  /** Handover whose code was on the screen and is hidden now. */
  readonly hiddenOf: string | undefined
  /** Nothing can be begun until this is settled. */
  readonly trouble: Failure | undefined
}

const unsure = makeFailure('token.unsure')
const pushing = ['finding', 'sending', 'storing']

/** Whether a handover has ended or is being ended: nothing of it can go on. */
export function isOver({ state, revoking }: HandoverView): boolean {
  return revoking || state === 'revoked' || state === 'abandoned' || state === 'gone'
}

/** The stage, derived: a code on the screen outranks a failure, a failure outranks waiting. */
export function stageOf(facts: StageFacts): Stage {
  const { handover, starting, failure, codeOf, hiddenOf } = facts
  const ready: Stage = facts.trouble ? { kind: 'failure', failure: facts.trouble } : { kind: 'ready' }
  if (handover !== undefined && codeOf === handover.id) return { kind: 'code', handover }
  const waiting = starting !== undefined
  const problem = waiting ? undefined : (failure ?? (handover?.activity === 'idle' ? handover.failure : undefined))
  if (problem) return { kind: 'failure', failure: problem, ...(handover ? { handover } : {}) }
  if (handover === undefined) {
    return waiting ? { kind: 'creating', device: starting, checking: false } : ready
  }
  if (isOver(handover)) return ready
  if (handover.firstDataAt !== undefined) return { kind: 'data', handover }
  if (handover.delivery === 'usb' && (handover.state !== 'asked' || pushing.includes(handover.activity))) {
    return { kind: 'sending', handover }
  }
  const wasShown = hiddenOf === handover.id || handover.state === 'delivered' || !handover.sealed
  if (handover.active && wasShown && !waiting) return { kind: 'hidden', handover }
  const stuck = !waiting && !handover.active && handover.activity === 'idle'
  if (stuck) return { kind: 'failure', failure: unsure, handover }
  return { kind: 'creating', device: handover.device, checking: handover.activity === 'checking' && !handover.active }
}

/** The steps of a push over USB that are behind us. */
export function pushSteps(handover: HandoverView) {
  const { activity } = handover
  const handed = handover.state === 'delivered' || handover.state === 'confirmed'
  const stored = handed || activity === 'activating'
  const sent = stored || activity === 'storing'
  return {
    found: sent || activity === 'sending' || handover.found !== undefined,
    sent,
    stored,
    active: handover.active,
  }
}

/** Whether a push over USB has done all it can: the next device may come. */
export function pushDone(handover: HandoverView): boolean {
  const { stored, active } = pushSteps(handover)
  return stored && handover.activity === 'idle' && (active || handover.queued === 'activation')
}
