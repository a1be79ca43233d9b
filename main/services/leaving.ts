import type { Texts } from '../contract/text/en'
import { isOver } from '../domain/handover'
import type { Board } from './board'

/** What would be left as it is if Fieldkey ended now. */
export interface LeftOver {
  /** Settings are on their way through a cable. */
  readonly pushing: boolean
  /** Handovers that a person has begun and neither finished nor discarded. */
  readonly open: number
  /** Decided work that waits for the server. */
  readonly waiting: number
}

const pushing = ['finding', 'sending', 'storing']

/** Looks what is unfinished; the next start takes all of it up again. */
export function leftOver(board: Board): LeftOver {
  const stories = board.pending().filter(({ now }) => !isOver(now))
  const isBegun = ({ state, revoking }: (typeof stories)[number]['now']) =>
    !revoking && (state === 'asked' || state === 'minted')
  return {
    pushing: stories.some(({ intent }) => pushing.includes(board.moment(intent.id).activity)),
    open: stories.filter(({ now }) => isBegun(now)).length,
    waiting: stories.filter(({ intent, now }) => !isBegun(now) && board.waits(intent.id) !== undefined).length,
  }
}

/** What a person who quits is asked: a push comes first, then what was begun, then what waits; nothing when all is done. */
export function quitQuestion(left: LeftOver, { push, open, waiting, keep, quit }: Texts['native']['quit']) {
  const answers = { keep, quit }
  if (left.pushing) return { ...push, ...answers }
  if (left.open > 0) return { title: open.title(left.open), text: open.text, ...answers }
  return left.waiting > 0 ? { title: waiting.title(left.waiting), text: waiting.text, ...answers } : undefined
}
