import type { WindowReplies } from '../../contract/channels/window'
import { done, ok } from '../../contract/result'
import { type HandlersOf, type Surroundings } from './desk-work'

/** The window's own frame. One line for each request: what answers. */
export function windowHandlers({ frame }: Surroundings): HandlersOf<keyof WindowReplies> {
  return {
    'window.attention': ({ count }) => {
      frame.attention(count)
      return done
    },
    'scanner.code': () => ok(frame.scannerCode()),
  }
}
