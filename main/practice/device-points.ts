import type { Result } from '../contract/result'
import type { SettingsRecord } from '../domain/settings-record'
import type { Clock } from '../ports/clock'

/** Writes line protocol to the bucket in `settings` with the token in it, as the device itself would. */
export type WriteLines = (settings: SettingsRecord, lines: string) => Promise<Result<void>>

/** The part of the practice device that measures. */
export interface Points {
  /** Begins to write points for these settings' device, in place of what it had before. */
  readonly start: (settings: SettingsRecord) => void
  readonly stop: () => void
}

/** A device boots and joins its network before it sends. */
const firstAfter = 1000
const every = 5000
/** The practice device plays each device it was made into; the oldest fall silent. */
const mostDevices = 8

/** Makes the writer. A refused write changes nothing: like firmware it tries again, so a token activated later works. */
export function createPoints(clock: Clock, write: WriteLines): Points {
  const running = new Map<string, () => void>()

  const end = (device: string) => {
    running.get(device)?.()
    running.delete(device)
  }

  return {
    start(settings) {
      const { device } = settings
      end(device)
      for (const oldest of [...running.keys()].slice(0, Math.max(0, running.size + 1 - mostDevices))) end(oldest)
      let over = false
      let cancel = () => {}
      const next = (ms: number) => {
        cancel = clock.after(ms, () => {
          void write(settings, line(device, clock.now())).then(() => {
            if (!over) next(every)
          })
        })
      }
      running.set(device, () => {
        over = true
        cancel()
      })
      next(firstAfter)
    },
    stop() {
      for (const device of [...running.keys()]) end(device)
    },
  }
}

/** One point: temperature in °C, rising and falling over ten minutes. A device ID needs no escaping as a tag. */
function line(device: string, now: number): string {
  const temperature = 21 + 2 * Math.sin((now / 600_000) * 2 * Math.PI)
  return `practice,device=${device} temperature=${temperature.toFixed(2)}`
}
