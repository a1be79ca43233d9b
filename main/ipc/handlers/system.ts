import type { SystemReplies } from '../../contract/channels/system'
import { done, ok } from '../../contract/result'
import { type HandlersOf, type Surroundings } from './desk-work'

/** The window itself and what is around it. One line for each request: which service answers. */
export function systemHandlers(around: Surroundings): HandlersOf<keyof SystemReplies> {
  const { desk } = around
  return {
    'app.view': () => ok(desk.view()),
    'settings.change': (change) => around.changeSettings(change),
    'clipboard.clear': async () => ok({ cleared: await around.clearClipboard() }),
    'app.restart': () => {
      around.restart()
      return done
    },
    'window.full-screen': ({ on }) => {
      around.fullScreen(on)
      return done
    },
    'link.open': ({ to }) => {
      around.openLink(to)
      return done
    },
  }
}
