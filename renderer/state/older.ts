import type { Bridge } from '../../main/contract/channels'
import type { HandoverView } from '../../main/contract/views'
import type { AppState } from './app.svelte'
import type { Timers } from './timers'

/** The window comes up first. */
const pause = 500

/** Fetches the handovers that main does not tell at once: a long history must not keep the window waiting. */
export interface Older {
  /** Looks whether the connection in use has some that nobody has asked for. */
  follow(): void
}

/** Makes the fetching. */
export function createOlder(parts: {
  readonly bridge: Bridge
  readonly timers: Timers
  readonly app: AppState
}): Older {
  const { bridge, timers, app } = parts
  let asked: string | undefined
  let round = 0

  const fetch = async (connection: string, mine: number) => {
    const older: HandoverView[] = []
    for (let from: number | undefined = 0; from !== undefined;) {
      const reply = await bridge['handover.older']({ from })
      if (mine !== round) return
      if (!reply.ok || reply.value.connection !== connection) {
        // The next view of the app says which connection it is now, or asks again.
        asked = undefined
        return
      }
      older.push(...reply.value.handovers)
      from = reply.value.next
    }
    app.join(older)
  }

  return {
    follow() {
      const connection = app.view?.older ? app.connection?.id : undefined
      if (connection === asked) return
      asked = connection
      round += 1
      const mine = round
      if (connection !== undefined) timers.after(pause, () => void fetch(connection, mine))
    },
  }
}
