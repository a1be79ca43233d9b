import { failure } from '../contract/failure'
import { isOver } from '../domain/handover'
import { provesByData } from '../domain/old-token'
import type { Clock } from '../ports/clock'
import type { SettingsStore } from '../ports/settings'
import type { Story } from '../ports/ledger'
import type { Board } from './board'
import type { ServerTime } from './server-time'
import type { Sessions } from './sessions'
import type { Sight } from './sight'

const second = 1000
const minute = 60 * second
const day = 24 * 60 * minute

/** Pause before the next look, by how long we have been watching: a device needs time for boot, Wi-Fi, clock sync. */
export function pauseAfter(watched: number): number | undefined {
  if (watched < 2 * minute) return 5 * second
  if (watched < 15 * minute) return 30 * second
  return watched < day ? 5 * minute : undefined
}

/** On the clock that never jumps: since when this run looks, and since when the device has its token, as far as we know. */
interface Began {
  readonly inRun: number
  readonly since: number
}

/** Watches handovers for the first data of their devices while the next device is served. */
export interface FirstDataWatch {
  /** Starts, unless it is already watched. */
  start(id: string): void
  /** Looks once, now, at a handover that is being watched. */
  look(id: string): Promise<void>
  /** Looks now instead of at the next turn. */
  nudge(): void
  stop(): void
}

/** Makes the watch. `onSeen` runs after the handover was confirmed by its data. */
export function createFirstDataWatch(parts: {
  readonly board: Board
  readonly sight: Sight
  readonly sessions: Sessions
  readonly settings: SettingsStore
  readonly serverTime: ServerTime
  readonly clock: Clock
  readonly onSeen: (id: string) => void
}): FirstDataWatch {
  const { board, sight, sessions, settings, serverTime, clock, onSeen } = parts
  const watched = new Map<string, { readonly began: Began; readonly cancel: () => void }>()
  let stopped = false

  const later = (id: string, pause: number, began: Began) => {
    watched.get(id)?.cancel()
    if (!stopped) watched.set(id, { began, cancel: clock.after(pause, () => void look(id, began)) })
  }
  const end = (id: string) => {
    watched.get(id)?.cancel()
    watched.delete(id)
  }

  /** How long a device surely had, ms: seen through in this run, or by the server's clock. Undefined where nobody can tell. */
  const surely = async ({ intent, now }: Story, { inRun }: Began): Promise<number | undefined> => {
    const here = clock.monotonic() - inRun
    if (here >= day) return here
    const made = Date.parse(now.createdAt ?? '')
    const server = await serverTime(intent.connection)
    return server === undefined || Number.isNaN(made) ? undefined : Math.max(0, server - made)
  }

  const look = async (id: string, guess: Began): Promise<void> => {
    let began = guess
    const story = board.story(id)
    if (story === undefined || !mayHaveData(story) || !sight.sees(story)) return end(id)
    let next = pauseAfter(clock.monotonic() - began.since)
    if (next === undefined) {
      const passed = await surely(story, began)
      if (stopped || !watched.has(id)) return
      if (passed !== undefined) began = { ...began, since: clock.monotonic() - passed }
      next = passed === undefined ? 5 * minute : pauseAfter(passed)
    }
    if (next === undefined) {
      board.set(id, { overdue: true, failure: failure('data.none', { n: day / minute, id: story.intent.device }) })
      return end(id)
    }
    const session = await sessions.of(story.intent.connection)
    if (session.ok && story.now.createdAt !== undefined) {
      const { orgId, bucket, device } = story.intent
      const since = story.now.dataSince ?? story.now.createdAt
      const query = { orgId, bucketId: bucket.id, tag: settings.read().dataTag, device, since }
      const answer = await session.value.influx.firstData(query)
      if (stopped) return
      if (answer.ok && answer.value.kind === 'seen') return seen(id, answer.value.at, began)
      if (!answer.ok && ['perm.read', 'data.no-flux'].includes(answer.failure.code)) {
        sight.lose(story)
        board.set(id, {})
        return end(id)
      }
    }
    later(id, next, began)
  }

  const seen = (id: string, at: string, began: Began): void => {
    const story = board.story(id)
    if (story === undefined || !mayHaveData(story) || !sight.sees(story)) return end(id)
    if (story.now.state === 'minted') {
      if (!board.note(id, { kind: 'delivered', proof: 'data' }).ok) return later(id, minute, began)
    }
    if (!board.note(id, { kind: 'confirmed', proof: 'data', firstDataAt: at }).ok) return later(id, minute, began)
    end(id)
    board.set(id, { failure: undefined, overdue: undefined })
    onSeen(id)
  }

  return {
    start(id) {
      const story = board.story(id)
      if (watched.has(id) || story === undefined || !mayHaveData(story) || !sight.sees(story)) return
      // The wall clock may have jumped while the app was closed: a guess, which only changes how often we look.
      const before = Math.min(Math.max(0, clock.now() - story.now.askedAt), day - minute)
      const inRun = clock.monotonic()
      later(id, 2 * second, { inRun, since: inRun - before })
    },
    async look(id) {
      const watching = watched.get(id)
      if (watching) await look(id, watching.began)
    },
    nudge: () => {
      for (const [id, { began }] of watched) later(id, 0, began)
    },
    stop() {
      stopped = true
      for (const { cancel } of watched.values()) cancel()
      watched.clear()
    },
  }
}

/** Data proves nothing before the device can have the token, or while the one it replaces works too. */
function mayHaveData({ now }: Story): boolean {
  if (!provesByData(now) || now.replaced) return false
  if (!now.active || now.disabled || isOver(now) || now.state === 'confirmed') return false
  return now.state !== 'minted' || now.timesShown > 0
}
