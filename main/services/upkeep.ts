import { isOver, isWaiting } from '../domain/handover'
import type { Clock } from '../ports/clock'
import type { Ledger, Story } from '../ports/ledger'
import type { Board } from './board'
import type { FirstDataWatch } from './first-data'
import type { Sessions } from './sessions'
import type { Settle } from './settle'

/** How often queued work is tried again while there is any. */
const again = 30_000

/** What goes on by itself: settling at start, on wake, when the network is back, and while something is queued. */
export interface Upkeep {
  start(): void
  wake(): void
  networkBack(): void
  /** Something may wait for the server now: it is tried again before long. */
  expect(): void
  stop(): void
}

/** Makes the upkeep. */
export function createUpkeep(parts: {
  readonly board: Board
  readonly ledger: Ledger
  readonly sessions: Sessions
  readonly settle: Settle
  readonly watch: FirstDataWatch
  readonly clock: Clock
}): Upkeep {
  const { board, ledger, sessions, settle, watch, clock } = parts
  let stopped = false
  let cancel: (() => void) | undefined

  const expect = () => {
    if (stopped || cancel || !board.stories().some(isQueued)) return
    cancel = clock.after(again, () => {
      cancel = undefined
      void round(false)
    })
  }

  const round = async (everything: boolean): Promise<void> => {
    cancel?.()
    cancel = undefined
    for (const { id } of ledger.connections()) {
      const due = board.stories().some((story) => story.intent.connection === id && isQueued(story))
      if ((everything && hasStories(board, id)) || due) await settle.sweep(id)
      if (stopped) return
    }
    expect()
  }

  return {
    start() {
      for (const { intent, now } of board.stories()) {
        if (now.state === 'delivered' || (now.state === 'minted' && now.active)) watch.start(intent.id)
      }
      void round(true)
    },
    wake() {
      sessions.reopen()
      watch.nudge()
      void round(true)
    },
    networkBack() {
      watch.nudge()
      void round(false)
    },
    expect,
    stop() {
      stopped = true
      cancel?.()
      watch.stop()
    },
  }
}

function hasStories(board: Board, connection: string): boolean {
  return board.stories().some((story) => story.intent.connection === connection)
}

/** Waits for the server: an activation, a deletion, or the answer to whether its token exists. */
function isQueued({ now }: Story): boolean {
  if (isOver(now)) return false
  return now.revoking || now.state === 'asked' || (isWaiting(now) && now.state !== 'minted')
}
