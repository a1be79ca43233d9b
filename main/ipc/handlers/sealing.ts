import type { SealingReplies } from '../../contract/channels/sealing'
import { onDesk, type HandlersOf, type Surroundings } from './desk-work'

/** The key that seals device tokens. One line for each request: which service answers. */
export function sealingHandlers(around: Surroundings): HandlersOf<keyof SealingReplies> {
  const at = onDesk(around.desk)
  return {
    'sealing.new-key': () => at(({ sealKey }) => sealKey.replace()),
  }
}
