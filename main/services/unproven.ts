import { failure } from '../contract/failure'
import type { Clock } from '../ports/clock'
import type { Story } from '../ports/ledger'
import type { Board } from './board'

/** How long a new token may send nothing before the old one is offered again (product law). */
const patience = 10 * 60_000

/** Offers to switch an old token on again when no data proves the new one in time. */
export interface Unproven {
  /** Starts counting, unless it is counted already. */
  start(id: string): void
  stop(): void
}

/** Makes the counting. It goes on over a restart; a wall clock that jumped meanwhile only makes the offer early or late. */
export function createUnproven(parts: {
  readonly board: Board
  readonly clock: Clock
  readonly watchable: (story: Story) => boolean
}): Unproven {
  const { board, clock, watchable } = parts
  const counting = new Map<string, () => void>()

  const offer = (id: string) => {
    counting.delete(id)
    const story = board.story(id)
    if (!story || !isUnproven(story)) return
    const seen = watchable(story) ? 1 : 0
    const problem = failure('token.unproven', { id: story.intent.device, n: patience / 60_000, seen })
    board.set(id, { overdue: true, failure: problem })
  }

  return {
    start(id) {
      const story = board.story(id)
      if (!story || counting.has(id) || !isUnproven(story)) return
      const off = story.events.find(({ event }) => event.kind === 'old-off')
      const passed = Math.min(Math.max(0, clock.now() - (off?.at ?? 0)), patience)
      counting.set(
        id,
        clock.after(patience - passed, () => {
          offer(id)
        }),
      )
    },
    stop() {
      for (const cancel of counting.values()) cancel()
      counting.clear()
    },
  }
}

/** The device has the new token by the technician's word alone, and nothing came of it yet. */
function isUnproven({ now }: Story): boolean {
  return now.old === 'off' && now.state === 'delivered' && now.proof === 'scanned' && now.active && !now.disabled
}
