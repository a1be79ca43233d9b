import type { SupportReplies } from '../../contract/channels/support'
import { onDesk, type HandlersOf, type Surroundings } from './desk-work'

/** Copying settings and the report for support. One line for each request: which service answers. */
export function supportHandlers(around: Surroundings): HandlersOf<keyof SupportReplies> {
  const at = onDesk(around.desk)
  return {
    'code.copy': () => at(({ copySettings }) => copySettings()),
    'support.save': () => around.saveSupport(),
  }
}
