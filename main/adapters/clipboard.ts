import { clipboard } from 'electron'
import type { Clipboard } from '../ports/clipboard'

/** The system's clipboard, through Electron's main process. */
export function createClipboard(): Clipboard {
  return {
    async read() {
      return clipboard.readText()
    },
    write(text) {
      void clipboard.writeText(text)
    },
    clear: () => {
      clipboard.clear()
    },
  }
}
