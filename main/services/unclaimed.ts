import type { ErrandOf } from '../contract/errand'
import { failure, type Failure } from '../contract/failure'
import { done, failed, ok, type Result } from '../contract/result'
import type { Errands } from './laptops/errands'
import type { Lookout } from './laptops/lookout'
import { asUndo, type Undo } from './laptops/undo'
import type { Waits } from './laptops/waits'
import { isOutage, type Session, type Sessions } from './sessions'
import type { TokenActs } from './token-acts'
import type { TokenIndex } from './token-index'

/** One token made in Tokens, from before it is asked for until somebody takes its text or it is withdrawn. */
export interface Claim {
  /** The server has it, under this authorization ID. */
  made(authId: string): void
  /** The server refused: there is none. */
  drop(): void
  /** It must not stay, and nobody gets its text: deleted now, or once the server answers. Answers with `why`. */
  giveUp(session: Session, why: Failure): Promise<ReturnType<typeof failed<Failure>>>
  /** One more waits for its text. */
  join(): void
  /** Somebody is about to get its text: from then on only a person ends it. `disk.full`, and then nobody may get it. */
  take(): Result<void>
  /**
   * One of those who wait lets its text go. Without anybody left who waits, and not taken, it is deleted; with `revoke` in
   * any case. `token.left` when that could not be done yet.
   */
  letGo(revoke: boolean): Promise<Result<void>>
}

/**
 * The tokens made in Tokens whose text nobody has. Each is noted with its connection before it is asked for, so that a run
 * that ends in between leaves the next one to delete it.
 */
export interface Unclaimed {
  /** Notes that a token with this nonce is about to be asked for. */
  open(session: Session, nonce: string, name: string): Result<Claim>
  /** Whether this run is making it, or holds its text for somebody. */
  isOpen(nonce: string): boolean
  /** Looks again for what could not be deleted. */
  look(connectionId: string): Promise<void>
}

/** Makes the keeping. */
export function createUnclaimed(parts: {
  readonly sessions: Sessions
  readonly errands: Errands
  readonly undo: Undo
  readonly waits: Waits
  readonly index: TokenIndex
  readonly acts: TokenActs
  readonly lookout: () => Lookout
}): Unclaimed {
  const { sessions, errands, undo, waits, index, acts, lookout } = parts
  const held = new Set<string>()

  const claimOf = (connectionId: string, errand: ErrandOf<'new'>): Claim => {
    const { nonce, name } = errand
    let authId: string | undefined
    let taken = false
    let waiting = 0

    /** Says whether it is gone; what is not stays noted, to be deleted later. */
    const remove = async ({ influx }: Session): Promise<boolean> => {
      if (authId === undefined) return false
      const removed = await influx.remove(authId)
      acts.note(connectionId, authId, { kind: 'withdrawn' }, removed)
      if (removed.ok) index.changed(connectionId, authId, undefined)
      return removed.ok
    }

    return {
      made(id) {
        authId = id
      },
      drop() {
        held.delete(nonce)
        errands.drop(connectionId, nonce)
      },
      async giveUp(session, why) {
        held.delete(nonce)
        const lost = isOutage(why) || why.code === 'token.unsure'
        if ((await remove(session)) && !lost) errands.drop(connectionId, nonce)
        else {
          await undo.giveUp(session, errand, why)
          lookout().later()
        }
        return failed(isOutage(why) ? failure('token.unsure', why.params, why.code) : why)
      },
      join() {
        waiting += 1
      },
      take() {
        if (taken) return done
        // Before its text leaves main: what the ledger names may be deleted by the next run.
        const dropped = errands.drop(connectionId, nonce)
        taken = dropped.ok
        return dropped
      },
      async letGo(revoke) {
        waiting -= 1
        if (!revoke && (taken || waiting > 0)) return done
        held.delete(nonce)
        errands.note(connectionId, asUndo(errand))
        const session = await sessions.of(connectionId)
        if (session.ok && (await remove(session.value))) {
          errands.drop(connectionId, nonce)
          return done
        }
        // The POST was answered, so nothing can arrive any more: it is looked for once.
        waits.within(nonce, 0)
        lookout().later()
        return failed(failure('token.left', { id: authId ?? '', name }))
      },
    }
  }

  return {
    open({ connection: { id, owner } }, nonce, name) {
      const errand: ErrandOf<'new'> = { kind: 'new', nonce, name, by: owner.id }
      const noted = errands.note(id, errand)
      if (!noted.ok) return noted
      held.add(nonce)
      return ok(claimOf(id, errand))
    },
    isOpen: (nonce) => held.has(nonce),
    async look(id) {
      if (errands.of(id).some(({ kind }) => kind === 'undo')) await lookout().lookAt(id)
    },
  }
}
