import type { Story } from '../ports/ledger'
import type { Board } from './board'
import type { Sight } from './sight'
import { createDayWords } from './token-dates'

/** What this laptop knows of the first data of one connection's tokens, by their authorization IDs. */
export interface FirstLook {
  /** When it arrived, ISO 8601 by the server; undefined where this laptop has seen none. */
  at(authId: string): string | undefined
  /** The same day as a search looks for it. */
  words(authId: string): string | undefined
  /** Handed over here, and watched for data that has not come. */
  awaits(authId: string): boolean
}

/** The look at a connection: the same object until a handover changes. */
export type FirstLooks = (connection: string) => FirstLook

/** Makes the looks. */
export function createFirstLooks(parts: {
  readonly board: Pick<Board, 'stories'>
  readonly sight: Pick<Sight, 'sees'>
}): FirstLooks {
  const { board, sight } = parts
  let last: { readonly stories: readonly Story[]; readonly connection: string; readonly look: FirstLook } | undefined
  return (connection) => {
    const stories = board.stories()
    if (last?.stories !== stories || last.connection !== connection)
      last = { stories, connection, look: lookAt(stories, connection, sight) }
    return last.look
  }
}

function lookAt(stories: readonly Story[], connection: string, sight: Pick<Sight, 'sees'>): FirstLook {
  const known = new Map<string, Story>()
  for (const story of stories) {
    const { authId } = story.now
    if (authId !== undefined && story.intent.connection === connection) known.set(authId, story)
  }
  const days = createDayWords()
  const at = (authId: string) => known.get(authId)?.now.firstDataAt
  return {
    at,
    words(authId) {
      const time = at(authId)
      return time === undefined ? undefined : days.of(Date.parse(time))
    },
    awaits(authId) {
      const story = known.get(authId)
      return story !== undefined && ['minted', 'delivered'].includes(story.now.state) && sight.sees(story)
    },
  }
}
