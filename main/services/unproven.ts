import { failure } from '../contract/failure'
import type { Clock } from '../ports/clock'
import type { Story } from '../ports/ledger'
import type { Board } from './board'
import type { ServerTime } from './server-time'

/** How long a new token may send nothing before the old one is offered again (product law). */
const patience = 10 * 60_000

/** Offers to switch an old token on again when no data proves the new one in time. */
export interface Unproven {
  /** Starts counting, unless it is counted already: the old token was switched off a moment ago. */
  start(id: string): void
  /** The same in a later run: the server's clock tells how long ago that was; where it does not, all of the time is given. */
  takeUp(id: string): void
  stop(): void
}

/** Makes the counting. This laptop's own wall clock is no evidence: it may have jumped between two runs. */
export function createUnproven(parts: {
  readonly board: Board
  readonly serverTime: ServerTime
  readonly clock: Clock
  readonly watchable: (story: Story) => boolean
}): Unproven {
  const { board, serverTime, clock, watchable } = parts
  const counting = new Map<string, () => void>()
  let stopped = false

  const offer = (id: string) => {
    counting.delete(id)
    const story = board.story(id)
    if (!story || !isUnproven(story)) return
    const seen = watchable(story) ? 1 : 0
    const problem = failure('token.unproven', { id: story.intent.device, n: patience / 60_000, seen })
    board.set(id, { overdue: true, failure: problem })
  }

  const isDue = (id: string): Story | undefined => {
    const story = board.story(id)
    return story && !counting.has(id) && isUnproven(story) ? story : undefined
  }
  const count = (id: string, passed: number) => {
    if (stopped) return
    const left = patience - Math.min(Math.max(0, passed), patience)
    const cancel = clock.after(left, () => {
      offer(id)
    })
    counting.set(id, cancel)
  }

  return {
    start(id) {
      if (isDue(id)) count(id, 0)
    },
    takeUp(id) {
      const story = isDue(id)
      if (!story) return
      counting.set(id, () => undefined)
      const off = Date.parse(story.now.oldOffAt ?? '')
      void serverTime(story.intent.connection).then((now) => {
        count(id, now === undefined || Number.isNaN(off) ? 0 : now - off)
      })
    },
    stop() {
      stopped = true
      for (const cancel of counting.values()) cancel()
      counting.clear()
    },
  }
}

/** The device has the new token by the technician's word alone, and nothing came of it yet. */
function isUnproven({ now }: Story): boolean {
  return now.old === 'off' && now.state === 'delivered' && now.proof === 'scanned' && now.active && !now.disabled
}
