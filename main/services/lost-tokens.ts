import { readDescription } from '../domain/description'
import type { Authorization } from '../ports/influx'
import type { Session } from './sessions'
import type { TokenActs } from './token-acts'
import type { TokenIndex } from './token-index'

/** Tokens that must not stay, though nobody could delete them yet; known by the nonce in their description. */
export interface LostTokens {
  add(connectionId: string, nonce: string): void
  /** Fetches the list if anything is lost, and deletes what it shows. A lost request may still arrive, so none is struck off. */
  look(session: Session): Promise<void>
}

/** Makes the record. It lasts as long as this run; afterwards such a token is an inactive one in the list. */
export function createLostTokens({
  index,
  acts,
}: {
  readonly index: TokenIndex
  readonly acts: TokenActs
}): LostTokens {
  const lost = new Map<string, Set<string>>()
  const isLost = (connection: string, { description }: Authorization) => {
    const nonce = readDescription(description).marker?.nonce
    return nonce !== undefined && lost.get(connection)?.has(nonce) === true
  }

  return {
    add(connection, nonce) {
      lost.set(connection, (lost.get(connection) ?? new Set()).add(nonce))
    },
    async look(session) {
      const { id } = session.connection
      if (!lost.has(id)) return
      const list = await index.fetch(session)
      for (const row of list.ok ? list.value.rows.filter((one) => isLost(id, one)) : []) {
        const removed = await session.influx.remove(row.id)
        acts.note(id, row.id, { kind: 'withdrawn' }, removed)
        if (removed.ok) index.changed(id, row.id, undefined)
      }
    },
  }
}
