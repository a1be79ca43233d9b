import { done, type Result } from '../contract/result'
import type { PracticeFault } from '../contract/views'
import type { SettingsRecord } from '../domain/settings-record'
import type { Clock } from '../ports/clock'
import type { Crypto } from '../ports/crypto'
import type { Serial } from '../ports/serial'
import { createPoints, type WriteLines } from './device-points'
import { createPracticeCable } from './device-port'
import { createDeviceProtocol, type StoredSet } from './device-protocol'
import { readScanned } from './device-scan'

/** A device made of code: takes its settings by cable or from a code, then really writes points with its token. */
export interface PracticeDevice {
  /** The ports of the practice world: one, labelled "Practice device", while it is plugged in. */
  asSerial(): Serial
  /** Reads a code's payload; `known` is what it has without one. Failure: `device.refused` when it cannot read it. */
  scan(payload: string, known?: Partial<SettingsRecord>): Result<void>
  plug(): void
  unplug(): void
  isPlugged(): boolean
  /** Plays a fault from now on: `silent`, `wrong` (another check value), `busy` (the port). Others mean nothing here. */
  play(fault: PracticeFault): void
  /** Stops writing points. */
  stop(): void
}

/** Makes a practice device, plugged in and empty. */
export function createPracticeDevice(parts: {
  readonly clock: Clock
  readonly crypto: Pick<Crypto, 'sha256'>
  readonly write: WriteLines
}): PracticeDevice {
  const { clock, crypto, write } = parts
  const points = createPoints(clock, write)
  let stored: StoredSet | undefined
  let fault: PracticeFault = 'none'

  const protocol = createDeviceProtocol({
    clock,
    crypto,
    stored: () => stored,
    store(set) {
      stored = set
      points.start(set.settings)
    },
    mistaken: () => fault === 'wrong',
  })
  const cable = createPracticeCable({
    take: (bytes) => (fault === 'silent' ? '' : protocol.take(bytes)),
    busy: () => fault === 'busy',
  })

  return {
    asSerial: () => cable.serial,
    scan(payload, known) {
      const settings = readScanned(payload, known)
      if (!settings.ok) return settings
      points.start(settings.value)
      return done
    },
    plug: cable.plug,
    unplug: cable.unplug,
    isPlugged: cable.isPlugged,
    play(next) {
      fault = next
    },
    stop: points.stop,
  }
}
