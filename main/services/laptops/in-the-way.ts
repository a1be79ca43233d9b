import { needsOwner } from '../../domain/at-rest'
import { isOpen } from '../../domain/handover'
import type { Story } from '../../ports/ledger'
import type { Board } from '../board'

/**
 * Handovers that have to be settled before a connection's token gives way to another: the open ones, and for `anotherOwner`
 * those that have replaced a token too, which only the owner before could delete.
 */
export function inTheWay(board: Board, connectionId: string | undefined, anotherOwner: boolean): readonly Story[] {
  const needs = anotherOwner ? needsOwner : isOpen
  return board.pending().filter(({ intent, now }) => intent.connection === connectionId && needs(now))
}
