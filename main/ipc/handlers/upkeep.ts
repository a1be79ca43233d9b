import type { UpkeepReplies } from '../../contract/channels/upkeep'
import { done } from '../../contract/result'
import { onDesk, type HandlersOf, type Surroundings } from './desk-work'

/** Unfinished work and a history that cannot be read. One line for each request: which service answers. */
export function upkeepHandlers(around: Surroundings): HandlersOf<keyof UpkeepReplies> {
  const at = onDesk(around.desk)
  return {
    'waiting.try': () =>
      at(({ upkeep }) => {
        upkeep.wake()
        return done
      }),
    'ledger.show-copy': () => {
      around.showCopy()
      return done
    },
    'ledger.start-new': () => around.startNewLedger(),
  }
}
