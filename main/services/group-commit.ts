import type { Result } from '../contract/result'
import type { HandoverEvent } from '../domain/handover'
import type { Clock } from '../ports/clock'
import type { Sealed, Story } from '../ports/ledger'
import type { Board } from './board'

/** Records a step before anything follows from it, at once or soon: who waits for the answer has it on the disk. */
export type Note = (id: string, event: HandoverEvent, sealed?: Sealed) => Result<Story> | Promise<Result<Story>>

/** How long steps gather for one commit, which holds up everything else: as long as a request, long beside the disk. */
const gathering = 50

/** Makes the noting of many handovers at once: one commit for what came while steps gathered. */
export function createGroupNote({ board, clock }: { readonly board: Board; readonly clock: Clock }): Note {
  let waiting: { readonly step: Parameters<Note>; readonly answer: (written: Result<Story>) => void }[] = []

  const commit = () => {
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
      if (waiting.length === 0) clock.after(gathering, commit)
      waiting.push({ step, answer })
    })
}
