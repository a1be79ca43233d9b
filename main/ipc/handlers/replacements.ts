import type { ReplacementsReplies } from '../../contract/channels/replacements'
import { onDesk, type HandlersOf, type Surroundings } from './desk-work'

/** The tokens that handovers replaced. One line for each request: which service answers. */
export function replacementsHandlers(around: Surroundings): HandlersOf<keyof ReplacementsReplies> {
  const at = onDesk(around.desk)
  return {
    'replacement.back': ({ id }) => at(({ replacements }) => replacements.goBack(id)),
    'replacement.end': ({ id }) => at(({ replacements }) => replacements.endOld(id)),
  }
}
