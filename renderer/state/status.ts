import { failureText } from '../../main/contract/text/failures'
import { text } from '../../main/contract/text/text'
import type { HandoverView } from '../../main/contract/views'
import type { IconName } from '../ui/icons'
import { againText } from './unfinished'

/** A handover's result in a shape, a word and a colour; never one of them alone. */
export interface Status {
  readonly icon: IconName
  readonly tone: 'ok' | 'warn' | 'bad' | 'plain'
  readonly text: string
}

const words = text.handOver.status

/** What a list says of a handover. */
export function statusOf(handover: HandoverView): Status {
  if (handover.replaced) return { icon: 'cross', tone: 'plain', text: text.replace.replaced }
  switch (handover.state) {
    case 'revoked':
      return { icon: 'cross', tone: 'plain', text: words.revoked }
    case 'gone':
      return { icon: 'cross', tone: 'bad', text: words.gone }
    case 'abandoned':
      return { icon: 'cross', tone: 'plain', text: words.abandoned }
    case 'confirmed':
      return { icon: 'tick', tone: 'ok', text: handover.confirmedBy === 'technician' ? words.works : words.data }
    default:
      return open(handover)
  }
}

function open(handover: HandoverView): Status {
  const again = againText(handover)
  if (again) return { icon: 'clock', tone: 'warn', text: again }
  if (handover.revoking) return { icon: 'clock', tone: 'warn', text: words.revoking }
  if (handover.failure) return { icon: 'triangle', tone: 'bad', text: failureText(handover.failure).title }
  if (handover.state === 'delivered') {
    return { icon: 'clock', tone: 'warn', text: handover.watchable ? words.waiting : words.handedOver }
  }
  if (handover.unsure) return { icon: 'triangle', tone: 'warn', text: words.unsure }
  if (handover.activity === 'creating') return { icon: 'clock', tone: 'plain', text: words.creating }
  if (handover.activity === 'activating') return { icon: 'clock', tone: 'plain', text: words.activating }
  if (handover.activity !== 'idle') return { icon: 'clock', tone: 'plain', text: words.sending }
  return { icon: 'triangle', tone: 'warn', text: words.unfinished }
}

/** When the thing happened that `statusOf` names, milliseconds or ISO 8601. */
export function statusTime(handover: HandoverView): number | string {
  return handover.firstDataAt ?? handover.deliveredAt ?? handover.askedAt
}
