import { failureText } from '../../main/contract/text/failures'
import { text } from '../../main/contract/text/text'
import type { HandoverView } from '../../main/contract/views'

/** What a person is told of a handover that is not at its end; a part that says nothing is left out. */
export interface Standing {
  readonly known: string
  readonly unknown?: string
  readonly next?: string
}

const { known, unknown, next } = text.unfinished

/** Plain words for where an unfinished handover stands: what is known, what is not, what to do. */
export function standingOf(handover: HandoverView): Standing {
  const { state, active, delivery, timesShown, askedAt, deliveredAt, revoking, watchable } = handover
  if (revoking) return { known: known.ending, unknown: unknown.ending, next: next.ending }
  if (state === 'asked') return { known: known.asked(askedAt), unknown: unknown.asked, next: next.asked }
  if (state === 'minted') {
    const made = known.made(askedAt)
    if (timesShown > 0) return { known: made, unknown: unknown.shown, next: next.shown }
    if (delivery === 'usb' && !active) return { known: made, unknown: unknown.sent, next: next.sent }
    return { known: made, next: next.made }
  }
  const handed = known.handed(deliveredAt ?? askedAt)
  if (state !== 'delivered') return { known: handed }
  if (!active) return { known: handed, unknown: unknown.off, next: next.off }
  return { known: handed, unknown: watchable ? unknown.silent : unknown.unseen, next: next.silent }
}

/** "Trying again, 2 of 5: Server did not answer", while a request is being repeated. */
export function againText({ again }: HandoverView): string | undefined {
  return again && text.unfinished.again(again.n, again.of, failureText(again.why).title)
}
