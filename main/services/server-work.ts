import type { ServerWork } from '../contract/views'
import { isOver, type Handover } from '../domain/handover'
import type { Clock } from '../ports/clock'
import type { Board, Emit } from './board'

/** What happens within this time is told to the window at once. */
const together = 200

/** Whether a person began it and neither finished nor discarded it. */
function isBegun({ state, revoking, replaced }: Handover): boolean {
  return !revoking && !replaced && (state === 'asked' || state === 'minted')
}

/** What is not done on each server, by the ID of its connection; one on which all is done is left out. */
export function workByServer(board: Board): ReadonlyMap<string, ServerWork> {
  const found = new Map<string, ServerWork>()
  for (const { intent, now } of board.pending()) {
    const part = partOf(board, intent.id, now)
    if (part === undefined) continue
    const known = found.get(intent.connection) ?? noWork
    found.set(intent.connection, { ...known, [part]: known[part] + 1 })
  }
  return found
}

/** A server on which all is done. */
export const noWork: ServerWork = { unfinished: 0, waiting: 0, silent: 0 }

function partOf(board: Board, id: string, now: Handover): keyof ServerWork | undefined {
  if (isBegun(now)) return 'unfinished'
  if (board.waits(id) !== undefined) return 'waiting'
  return board.moment(id).overdue === true && !isOver(now) ? 'silent' : undefined
}

/** Tells the window what is not done on each server, whichever of them it shows. */
export interface WorkTeller {
  /** Something happened to a handover: before long the counts are told anew. */
  look(): void
  stop(): void
}

/** Makes it. */
export function createWorkTeller(parts: {
  readonly board: () => Board
  readonly clock: Clock
  readonly emit: Emit
}): WorkTeller {
  const { board, clock, emit } = parts
  let planned: (() => void) | undefined

  return {
    look() {
      planned ??= clock.after(together, () => {
        planned = undefined
        emit({ kind: 'work', work: Object.fromEntries(workByServer(board())) })
      })
    },
    stop() {
      planned?.()
      planned = undefined
    },
  }
}
