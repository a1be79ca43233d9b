import type { OlderHandovers } from '../contract/channels/handovers'
import type { Workspace } from './workspace'

/** So many stories are looked at for one answer: a few milliseconds of work, also where none was read before. */
const part = 250

/** The handovers of the connection in use, from the story after the newest `from` on, a part at a time. */
export function olderHandovers({ board, sessions }: Pick<Workspace, 'board' | 'sessions'>, from = 0): OlderHandovers {
  const connection = sessions.chosen()?.id
  if (connection === undefined) return { handovers: [] }
  const next = from + part
  const handovers = board.olderViews(connection, from, part)
  return { connection, handovers, ...(next < board.stories().length ? { next } : {}) }
}
