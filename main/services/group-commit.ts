import type { Result } from '../contract/result'
import type { HandoverEvent } from '../domain/handover'
import type { Clock } from '../ports/clock'
import type { Sealed, Story } from '../ports/ledger'
import type { Board } from './board'

/** Records a step before anything follows from it, at once or soon: who waits for the answer has it on the disk. */
export type Note = (id: string, event: HandoverEvent, sealed?: Sealed) => Result<Story> | Promise<Result<Story>>

/**
 * A commit holds up everything else, so steps gather for one: until none has come for a while, and never for longer than a
 * request takes. Answers come in bursts; who waits beyond a burst lets the commit fall on the next one.
 */
const quiet = 5
const longest = 50

/** Makes the noting of many handovers at once: one commit for what came while steps gathered. */
export function createGroupNote({ board, clock }: { readonly board: Board; readonly clock: Clock }): Note {
  let waiting: { readonly step: Parameters<Note>; readonly answer: (written: Result<Story>) => void }[] = []
  let stopLongest = () => {}
  let stopQuiet = () => {}

  const commit = () => {
    stopLongest()
    stopQuiet()
    const group = waiting
    waiting = []
    const written = board.noteAll(group.map(({ step: [id, event, sealed] }) => ({ id, event, sealed })))
    group.forEach(({ answer }, n) => {
      const one = written[n]
      if (one) answer(one)
    })
  }

  return (...step) =>
    new Promise((answer) => {
      if (waiting.length === 0) stopLongest = clock.after(longest, commit)
      stopQuiet()
      stopQuiet = clock.after(quiet, commit)
      waiting.push({ step, answer })
    })
}
