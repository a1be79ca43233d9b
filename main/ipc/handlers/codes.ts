import type { CodesReplies } from '../../contract/channels/codes'
import { ok } from '../../contract/result'
import { onDesk, type HandlersOf, type Surroundings } from './desk-work'

/** What codes hold. One line for each request: which service answers. */
export function codesHandlers(around: Surroundings): HandlersOf<keyof CodesReplies> {
  const at = onDesk(around.desk)
  return {
    'codes.types': () => at(({ contents }) => ok(contents.types())),
  }
}
