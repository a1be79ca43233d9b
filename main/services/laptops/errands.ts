import type { Errand } from '../../contract/errand'
import { done, type Result } from '../../contract/result'
import type { Connection, Ledger } from '../../ports/ledger'

/** The errands of each connection, in the ledger; and the one turn in which a connection's laptop tokens are worked on. */
export interface Errands {
  of(connectionId: string): readonly Errand[]
  /** Writes an errand down, in the place of the one with its nonce. */
  note(connectionId: string, errand: Errand): Result<void>
  drop(connectionId: string, nonce: string): Result<void>
  /** Changes a connection and its errands in one write. */
  change(connectionId: string, change: (connection: Connection) => Connection): Result<void>
  /** Runs `work` when nothing else is at work on the connection's laptop tokens. */
  inTurn<T>(connectionId: string, work: () => Promise<T>): Promise<T>
}

/** Makes the errands. */
export function createErrands(ledger: Pick<Ledger, 'connections' | 'saveConnection'>): Errands {
  const turns = new Map<string, Promise<unknown>>()
  const find = (id: string) => ledger.connections().find((one) => one.id === id)
  const others = (id: string, nonce: string) => errands.of(id).filter((one) => one.nonce !== nonce)

  const errands: Errands = {
    of: (id) => find(id)?.errands ?? [],
    note: (id, errand) => errands.change(id, (now) => ({ ...now, errands: [...others(id, errand.nonce), errand] })),
    drop: (id, nonce) => errands.change(id, (now) => ({ ...now, errands: others(id, nonce) })),
    change(id, change) {
      const now = find(id)
      return now === undefined ? done : ledger.saveConnection(change(now))
    },
    inTurn(id, work) {
      const next = (turns.get(id) ?? Promise.resolve()).then(work, work)
      turns.set(id, next)
      return next
    },
  }
  return errands
}
