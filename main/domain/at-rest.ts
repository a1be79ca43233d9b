import { isOpen, isOver, type Handover, type Intent } from './handover'
import { oldIsDue } from './old-token'

/**
 * Whether nothing about it, or about the tokens it replaces, waits for the server, a device, data or a person; nor does a
 * second live token of its device keep others from being proved by data. It may still be taken up again.
 */
export function isAtRest({ intent, now }: { readonly intent: Intent; readonly now: Handover }): boolean {
  if (isOver(now)) return now.old !== 'off' && !oldIsDue(now)
  const settled = now.old === undefined || now.old === 'gone'
  return now.state === 'confirmed' && settled && !isOpen(now) && !intent.keepBoth
}

/**
 * Whether its owner's token is still needed: it is open, or a token it replaced is switched off and still to be deleted, be
 * the handover itself over or not.
 */
export function needsOwner(handover: Handover): boolean {
  return isOpen(handover) || handover.old === 'off' || oldIsDue(handover)
}
