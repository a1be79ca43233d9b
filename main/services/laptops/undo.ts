import type { Errand, ErrandOf } from '../../contract/errand'
import { failure, type Failure } from '../../contract/failure'
import { done, failed, type Result } from '../../contract/result'
import { readDescription } from '../../domain/description'
import { isOutage, type Session } from '../sessions'
import type { TokenActs } from '../token-acts'
import type { TokenIndex } from '../token-index'
import type { Errands } from './errands'
import { latest, type Waits } from './waits'

/** Never a success. */
type Refusal = ReturnType<typeof failed<Failure>>

/** Takes back what was made on the server for an errand. */
export interface Undo {
  /** Deletes the tokens with the errand's nonce, and the user made for it unless that one has other tokens. */
  clear(session: Session, errand: Errand): Promise<Result<void>>
  /** Ends an errand that failed: what came of it is deleted now, or noted to be deleted. Answers with `why`. */
  giveUp(session: Session, errand: Errand, why: Failure): Promise<Refusal>
  /** Sees an `undo` through: once nothing is left and nothing can arrive any more, it is dropped. */
  finish(session: Session, errand: ErrandOf<'undo'>): Promise<Result<void>>
}

/** The errand that undoes what `errand` may have brought about. */
export function asUndo({ nonce, name, by, user }: Errand): ErrandOf<'undo'> {
  return { kind: 'undo', nonce, name, by, ...(user === undefined ? {} : { user }) }
}

/** Makes the undoing. */
export function createUndo(parts: {
  readonly errands: Errands
  readonly index: TokenIndex
  readonly acts: TokenActs
  readonly waits: Waits
}): Undo {
  const { errands, index, acts, waits } = parts

  const undo: Undo = {
    async clear(session, { kind, nonce, user, by }) {
      const { connection, influx } = session
      // A token that cannot see what was made would find nothing, and nothing would be taken for clean.
      if (!connection.operator && (user !== undefined || connection.owner.id !== by))
        return failed(failure('perm.owner'))
      const me = await influx.me()
      if (!me.ok) return me
      const list = await index.fetch(session)
      if (!list.ok) return list
      const isIts = ({ description }: { readonly description: string }) =>
        readDescription(description).marker?.nonce === nonce
      for (const { id } of list.value.rows.filter(isIts)) {
        const removed = await influx.remove(id)
        acts.note(connection.id, id, { kind: kind === 'carried' ? 'carried-ended' : 'withdrawn' }, removed)
        if (!removed.ok) return removed
        index.changed(connection.id, id, undefined)
      }
      if (user === undefined) return done
      const owner = await influx.userNamed(user)
      if (!owner.ok) return owner
      const id = owner.value?.id
      // Its laptop has made a token of its own, and perhaps some for devices: they would all stop.
      if (id === undefined || list.value.rows.some((row) => row.userId === id && !isIts(row))) return done
      const removed = await influx.removeUser(id)
      return removed.ok ? done : removed
    },
    async giveUp(session, given, why) {
      const errand = asUndo(given)
      const noted = errands.note(session.connection.id, errand)
      if (!noted.ok) return noted
      // `cancelled`: an earlier run ended in the middle of it, perhaps with a request on its way.
      const unsure = why.code === 'token.unsure' || why.code === 'cancelled' || isOutage(why)
      waits.within(errand.nonce, unsure ? latest : 0)
      await undo.finish(session, errand)
      return failed(why)
    },
    async finish(session, errand) {
      const { nonce } = errand
      // What an earlier run asked for may have left just before it ended.
      if (waits.left(nonce) === undefined) waits.within(nonce, latest)
      const isLate = waits.left(nonce) === 0
      const cleared = await undo.clear(session, errand)
      if (!cleared.ok) return cleared
      return isLate ? errands.drop(session.connection.id, nonce) : done
    },
  }
  return undo
}
