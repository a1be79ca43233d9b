import { assertNever } from '../contract/result'
import { text } from '../contract/text/text'
import type { HandoverView } from '../contract/views'
import type { Sheet } from '../domain/sheet'
import { isoTime, originNotes, type SheetOrigin } from './risk-sheet'

/** Handovers as they leave the window, in the order given: times in UTC, and never a token's text. */
export function historySheet(handovers: readonly HandoverView[], of: SheetOrigin): Sheet {
  const words = text.reports
  return {
    title: text.history.title,
    notes: originNotes(of),
    by: '',
    columns: Object.values(words.historyColumns),
    sections: [{ title: '', note: '', rows: handovers.map(cells) }],
    nothing: words.noHandovers,
  }
}

function cells(handover: HandoverView): readonly string[] {
  const { device, bucket, bucketId, authId, delivery, askedAt, deliveredAt, firstDataAt } = handover
  return [
    device,
    bucket,
    bucketId,
    authId ?? '',
    text.history.by[delivery],
    resultOf(handover),
    isoTime(askedAt),
    isoTime(deliveredAt),
    isoTime(firstDataAt),
  ]
}

/** What is settled about it, as the ledger has it; what is only under way is nothing to write down. */
function resultOf({ state, unsure, revoking, confirmedBy, watchable }: HandoverView): string {
  const words = text.handOver.status
  switch (state) {
    case 'revoked':
      return words.revoked
    case 'gone':
      return words.gone
    case 'abandoned':
      return words.abandoned
    case 'confirmed':
      return confirmedBy === 'technician' ? words.works : words.data
    case 'delivered':
      if (revoking) return words.revoking
      return watchable ? words.waiting : words.handedOver
    case 'asked':
    case 'minted':
      if (revoking) return words.revoking
      return unsure ? words.unsure : words.unfinished
    default:
      return assertNever(state)
  }
}
