import { failure, type Failure } from '../contract/failure'
import { failed, type Result } from '../contract/result'
import type { WaitingView } from '../contract/views'
import type { Clock } from '../ports/clock'
import type { Ledger } from '../ports/ledger'
import type { Log } from '../ports/log'
import type { Board } from './board'
import type { FirstDataWatch } from './first-data'
import type { Lookout } from './laptops/lookout'
import { isOutage, type Sessions } from './sessions'
import type { Settle } from './settle'
import type { Unproven } from './unproven'

/** How often queued work is tried again while there is any. */
const again = 30_000
/** How often it is looked whether the time of a replaced token is over. */
const lookAtOld = 6 * 3_600_000

/** What goes on by itself: settling at start, on wake, when the network is back, and while something is queued. */
export interface Upkeep {
  start(): void
  wake(): void
  /** A server is out of reach: it is looked at again before long, so that its return is found out with nobody asking. */
  networkLost(connectionId: string, why: Failure): void
  /** A server answers again. What cut it off may have cut off the others: all of them are looked at. */
  networkBack(): void
  /** Something waits for the server now: it is tried again before long. */
  expect(waits: WaitingView): void
  stop(): void
}

/** Makes the upkeep. */
export function createUpkeep(parts: {
  readonly board: Board
  readonly ledger: Ledger
  readonly sessions: Sessions
  readonly settle: Settle
  readonly watch: FirstDataWatch
  readonly unproven: Unproven
  readonly clock: Clock
  /** Takes up a handover whose code waits for the network. */
  readonly takeUp: (id: string) => Promise<unknown>
  readonly lookout: Lookout
  readonly log: Log
}): Upkeep {
  const { board, ledger, sessions, settle, watch, unproven, clock, takeUp, lookout, log } = parts
  let stopped = false
  let planned: { readonly at: number; readonly cancel: () => void } | undefined
  let rounds = 0
  /** A busy server said when it may be asked again, on the clock that never jumps. */
  let notBefore = -Infinity
  /** Connections whose server was out of reach since their last sweep. */
  const unreached = new Set<string>()
  /** The next round, or the one under way, looks at all connections, not only where something is to be done. */
  let everything = false

  const waiting = (connection: string) =>
    board.pending().filter(({ intent }) => intent.connection === connection && board.waits(intent.id) !== undefined)

  const isDue = (id: string) =>
    waiting(id).length > 0 || settle.expectsLate(id) || (unreached.has(id) && hasStories(board, id))

  /** One connection's sweep; a bug in it keeps neither the others nor the next round from their turn. */
  const sweep = async (id: string): Promise<Result<void>> => {
    try {
      return await settle.sweep(id)
    } catch (bug) {
      return failed(failure('internal', { report: log.bug('a sweep', bug) }))
    }
  }

  const plan = (within: number) => {
    const at = Math.max(clock.monotonic() + within, notBefore)
    // The round under way plans the next one at its end.
    if (stopped || rounds > 0 || (planned && planned.at >= notBefore && planned.at <= at)) return
    planned?.cancel()
    const cancel = clock.after(Math.round(at - clock.monotonic()), () =>
      within === again ? void round() : lookAtAll(),
    )
    planned = { at, cancel }
  }

  const heed = (why: Failure | undefined) => {
    if (why?.code !== 'server.busy') return
    notBefore = Math.max(notBefore, clock.monotonic() + Number(why.params['n'] ?? 0) * 1000)
  }

  const round = async (): Promise<void> => {
    planned?.cancel()
    planned = undefined
    rounds += 1
    const seen = new Set<string>()
    const next = () =>
      ledger.connections().find(({ id }) => !seen.has(id) && ((everything && hasStories(board, id)) || isDue(id)))?.id
    for (let id = next(); id !== undefined; id = next()) {
      seen.add(id)
      unreached.delete(id)
      const swept = await sweep(id)
      if (stopped) return
      if (!swept.ok) heed(swept.failure)
      if (!swept.ok && isOutage(swept.failure)) unreached.add(id)
      if (swept.ok) for (const { intent, now } of waiting(id)) if (now.state === 'minted') void takeUp(intent.id)
    }
    rounds -= 1
    if (rounds === 0) everything = false
    if (ledger.connections().some(({ id }) => isDue(id))) plan(again)
    else if (board.pending().some(({ now }) => now.old === 'off')) plan(lookAtOld)
  }

  const lookAtAll = () => {
    everything = true
    void round()
  }

  return {
    start() {
      for (const { intent, now } of board.pending()) {
        if (now.state === 'delivered' || (now.state === 'minted' && now.active)) watch.start(intent.id)
        unproven.takeUp(intent.id)
      }
      lookAtAll()
      void lookout.look()
    },
    wake() {
      sessions.reopen()
      watch.nudge()
      lookAtAll()
      void lookout.look()
    },
    networkLost(connectionId, why) {
      heed(why)
      unreached.add(connectionId)
      plan(again)
    },
    networkBack() {
      if (stopped) return
      watch.nudge()
      everything = true
      if (clock.monotonic() < notBefore) plan(0)
      else if (rounds === 0) void round()
      void lookout.look()
    },
    expect({ why }) {
      heed(why)
      plan(again)
    },
    stop() {
      stopped = true
      planned?.cancel()
      watch.stop()
      unproven.stop()
      lookout.stop()
    },
  }
}

function hasStories(board: Board, connection: string): boolean {
  return board.stories().some((story) => story.intent.connection === connection)
}
