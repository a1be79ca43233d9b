import type { Errand } from '../../contract/errand'
import type { Failure } from '../../contract/failure'
import { assertNever, done, type Result } from '../../contract/result'
import type { Clock } from '../../ports/clock'
import type { Ledger } from '../../ports/ledger'
import { isOutage, type Session, type Sessions } from '../sessions'
import type { Errands } from './errands'
import type { Lost } from './lost'
import type { Swap } from './swap'
import type { Take } from './take'
import type { Undo } from './undo'

/** How long until errands that the network kept from being done are tried again. */
const again = 30_000
/** The clock was set back by more than this while a token was on its way: then nobody knows how long it has been. */
const backwards = 60_000

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
  readonly clock: Clock
}): Lookout {
  const { ledger, sessions, errands, undo, swap, take, lost, clock } = parts
  let stopped = false
  let cancel: (() => void) | undefined
  let blocked = false

  const isDue = (errand: Errand) =>
    errand.kind !== 'carried' || clock.now() >= errand.until || clock.now() < errand.at - backwards

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
      case 'carried': {
        const cleared = await undo.clear(session, errand)
        return cleared.ok ? errands.drop(id, errand.nonce) : cleared
      }
      case 'remove': {
        const removed = await session.influx.remove(errand.carried)
        return removed.ok ? errands.drop(id, errand.nonce) : removed
      }
      default:
        return assertNever(errand)
    }
  }

  const round = async (connectionId: string): Promise<Result<void>> => {
    let result: Result<void> = done
    for (const errand of errands.of(connectionId).filter(isDue)) {
      if (stopped) return result
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
    const times = waiting.flatMap((errand) => ('until' in errand ? [errand.until - clock.now()] : []))
    const next = Math.min(...times.filter((ms) => ms > 0), ...(blocked && waiting.length > 0 ? [again] : []))
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
