import type { Errand } from '../../contract/errand'
import type { Failure } from '../../contract/failure'
import { assertNever, done, type Result } from '../../contract/result'
import type { Clock } from '../../ports/clock'
import type { Ledger } from '../../ports/ledger'
import type { ServerTime } from '../server-time'
import { isOutage, type Session, type Sessions } from '../sessions'
import type { TokenActs } from '../token-acts'
import type { Errands } from './errands'
import type { Lost } from './lost'
import type { Swap } from './swap'
import type { Take } from './take'
import { asUndo, type Undo } from './undo'
import { carriedFor, type Waits } from './waits'

/** How long until errands that the network kept from being done are tried again. */
const again = 30_000

/** Sees errands through: at start, on wake, when the network is back, and when a carried token's time is up. */
export interface Lookout {
  /** Looks at every connection's errands now. */
  look(): Promise<void>
  /** Looks at one connection's errands, in its turn. */
  lookAt(connectionId: string): Promise<Result<void>>
  /** Something is left that could not be done: looks again in a while. */
  later(): void
  stop(): void
}

/** Makes the lookout. */
export function createLookout(parts: {
  readonly ledger: Pick<Ledger, 'connections'>
  readonly sessions: Sessions
  readonly errands: Errands
  readonly undo: Undo
  readonly swap: Swap
  readonly take: Pick<Take, 'exchange'>
  readonly lost: Pick<Lost, 'finish'>
  /** Whether this run still has to do with a new token. */
  readonly unclaimed: { isOpen(nonce: string): boolean }
  readonly acts: TokenActs
  readonly waits: Waits
  readonly serverTime: ServerTime
  readonly clock: Clock
}): Lookout {
  const { ledger, sessions, errands, undo, swap, take, lost, unclaimed, acts, waits, serverTime, clock } = parts
  let stopped = false
  let cancel: (() => void) | undefined
  let blocked = false
  /** Connections whose server has not told the time, so that nobody knows how long a token of an earlier run has been. */
  const untold = new Set<string>()

  /**
   * Whether there is something to do now. A carried token's time is up by this run's own clock that never jumps, or by the
   * server's, which goes on while the laptop sleeps or is off. Where the server does not tell it, it is given all of it anew.
   */
  const isDue = async (connectionId: string, errand: Errand): Promise<boolean> => {
    if (errand.kind === 'new') return !unclaimed.isOpen(errand.nonce)
    if (errand.kind !== 'carried' || errand.until === undefined) return true
    const { nonce, until } = errand
    const now = until === 0 ? Infinity : await serverTime(connectionId)
    if (now === undefined) untold.add(connectionId)
    waits.within(nonce, now === undefined ? carriedFor : Math.min(until - now, carriedFor))
    return waits.left(nonce) === 0
  }

  /** Its request may have left just before that run ended, and may still arrive. */
  const begunEarlier = async (session: Session, errand: Errand): Promise<Result<void>> => {
    const instead = asUndo(errand)
    const noted = errands.note(session.connection.id, instead)
    return noted.ok ? undo.finish(session, instead) : noted
  }

  const see = async (session: Session, errand: Errand): Promise<Result<unknown>> => {
    const { id } = session.connection
    switch (errand.kind) {
      case 'swap':
        return swap.finish(session, errand)
      case 'take':
        return take.exchange(session, errand)
      case 'lost':
        return lost.finish(session, errand)
      case 'undo':
        return undo.finish(session, errand)
      case 'new':
        return begunEarlier(session, errand)
      case 'carried': {
        // Its answer never came, or was never kept: nobody has it, and the request may still arrive.
        if (errand.until === undefined) {
          return begunEarlier(session, errand)
        }
        const cleared = await undo.clear(session, errand)
        return cleared.ok ? errands.drop(id, errand.nonce) : cleared
      }
      case 'remove': {
        const removed = await session.influx.remove(errand.carried)
        acts.note(id, errand.carried, { kind: 'carried-ended' }, removed)
        return removed.ok ? errands.drop(id, errand.nonce) : removed
      }
      default:
        return assertNever(errand)
    }
  }

  const round = async (connectionId: string): Promise<Result<void>> => {
    let result: Result<void> = done
    untold.delete(connectionId)
    for (const errand of errands.of(connectionId)) {
      const due = await isDue(connectionId, errand)
      if (stopped) return result
      if (!due) continue
      // Opened anew each time: a swap that is finished leaves another token behind.
      const session = await sessions.of(connectionId)
      const seen = session.ok ? await see(session.value, errand) : session
      if (seen.ok) continue
      result = seen
      if (isOutage(seen.failure)) return seen
    }
    return result
  }

  /** The next moment at which there is something to do. */
  const schedule = () => {
    cancel?.()
    cancel = undefined
    if (stopped) return
    const waiting = ledger.connections().flatMap(({ id }) => errands.of(id))
    const times = waiting.flatMap(({ nonce }) => waits.left(nonce) ?? [])
    const soon = waiting.length > 0 && (blocked || untold.size > 0)
    const next = Math.min(...times.filter((ms) => ms > 0), ...(soon ? [again] : []))
    if (next === Infinity) return
    cancel = clock.after(next, () => {
      cancel = undefined
      void lookout.look()
    })
  }

  const lookout: Lookout = {
    async look() {
      for (const { id } of ledger.connections()) if (errands.of(id).length > 0) await lookout.lookAt(id)
      if (!stopped) schedule()
    },
    async lookAt(connectionId) {
      const seen = await errands.inTurn(connectionId, () => round(connectionId))
      if (stopped) return seen
      blocked = !seen.ok && mayPass(seen.failure)
      schedule()
      return seen
    },
    later() {
      blocked = true
      schedule()
    },
    stop() {
      stopped = true
      cancel?.()
    },
  }
  return lookout
}

/** Whether trying again in a while may come to something else. */
function mayPass(why: Failure): boolean {
  return isOutage(why) || why.code.startsWith('keychain.') || why.code === 'laptop.minting'
}
