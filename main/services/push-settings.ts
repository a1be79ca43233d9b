import { failure, type Failure } from '../contract/failure'
import { failed, ok, type Result } from '../contract/result'
import type { Identity } from '../contract/serial-messages'
import { isDeviceId } from '../domain/device-id'
import type { SettingsRecord } from '../domain/settings-record'
import { splitSettings } from '../domain/settings-parts'
import type { Clock } from '../ports/clock'
import type { Crypto } from '../ports/crypto'
import type { SerialLink } from '../ports/serial'
import { confirm } from './push/confirm'
import { createExchange, type Exchange } from './push/exchange'
import { identify } from './push/identify'
import { proofFor } from './push/proof'
import { provision } from './push/provision'

/** What a device said of itself: printable ASCII, at most 64 characters each, and still only its word. */
export interface FoundDevice {
  readonly device: string
  readonly firmware: string
  readonly hardware: string
  /** The line sends back what we send. */
  readonly echo: boolean
}

/** Settings to be pushed through an open port, which stays open afterwards. */
export interface PushJob {
  readonly link: SerialLink
  readonly settings: SettingsRecord
  /** First 16 hex digits of the handover's nonce: the same on every retry. */
  readonly nonce: string
  /** Refuse a device that names itself otherwise, with `device.wrong-id`. */
  readonly expectDevice?: string
  readonly signal: AbortSignal
  readonly on: {
    /** Again each time the device had to be looked for again. */
    readonly found: (device: FoundDevice) => void
    /** Share of the parts the device has acknowledged, 0–1. */
    readonly progress: (share: number) => void
    /** Everything is over there; the device is writing it to its storage. */
    readonly storing: () => void
  }
}

/** What the device proved: by SHA-256, or only by CRC-32; and whether it restarts now. */
export interface Pushed {
  readonly proof: 'hash' | 'weak'
  readonly reboot: boolean
}

/**
 * Pushes settings and waits for the device's own check value of what it stored. Failures: `device.no-answer`,
 * `device.refused`, `device.locked`, `device.too-small`, `device.wrong-hash`, `device.wrong-id`, `serial.unplugged`,
 * `cancelled`. Whatever the end, the same job may be run again with the same nonce.
 */
export type PushSettings = (job: PushJob) => Promise<Result<Pushed>>

/** A confirmation that got lost, or a device that forgot its parts, is taken up again this often. */
const rounds = 3

/** Makes the push, after docs/serial-protocol.md. */
export function createPushSettings(parts: {
  readonly clock: Clock
  readonly crypto: Pick<Crypto, 'sha256'>
}): PushSettings {
  const { clock, crypto } = parts

  /** One pass from `identify` to proof; a value without proof says why another pass may help. */
  const pass = async (exchange: Exchange, job: PushJob): Promise<Result<Pushed | { readonly again: Failure }>> => {
    const { settings, nonce, on } = job
    const who = await identify(exchange)
    if (!who.ok) return who
    const identity = who.value
    const stranger = otherDevice(job, identity)
    if (stranger) return failed(stranger)
    on.found({ device: identity.dev, firmware: identity.fw, hardware: identity.hw, echo: exchange.echoes() })

    const proof = proofFor(crypto, settings, nonce, identity.proof)
    const proved = (reboot: boolean) => ok({ proof: proof.kind, reboot })
    // An earlier answer was lost: only the check value tells whether what is stored under our nonce is ours.
    if (identity.n === nonce && identity.state !== 'empty') {
      const earlier = await confirm(exchange, nonce, proof)
      if (!earlier.ok) return earlier
      if (earlier.value.kind === 'proved') return proved(earlier.value.reboot)
    }
    if (identity.state === 'locked') return failed(failure('device.locked'))

    const split = splitSettings(settings, nonce, identity.max)
    if (!split.ok) return split
    let have: readonly number[] = []
    for (let pass = 0; pass < rounds; pass += 1) {
      const sent = await provision(exchange, split.value, have, on.progress)
      if (!sent.ok) return sent
      on.storing()
      const stored = await confirm(exchange, nonce, proof)
      if (!stored.ok) return stored
      const { value } = stored
      if (value.kind === 'proved') return proved(value.reboot)
      if (value.kind === 'differs') return failed(failure('device.wrong-hash', { id: settings.device }))
      if (value.kind === 'lost') return ok({ again: value.why })
      have = value.have
    }
    return ok({ again: failure('device.refused', { reason: 'parts missing' }) })
  }

  return async (job) => {
    const exchange = createExchange({ clock, link: job.link, signal: job.signal })
    try {
      let last = failure('device.no-answer', { port: job.link.path })
      for (let round = 0; round < rounds; round += 1) {
        const passed = await pass(exchange, job)
        if (!passed.ok) return passed
        if (!('again' in passed.value)) return ok(passed.value)
        last = passed.value.again
      }
      return failed(last)
    } finally {
      exchange.end()
    }
  }
}

/**
 * A device names itself as its maker or its last owner called it, so another name is normal for a fresh one and only
 * shown. Where the caller insists, a name that could be a device ID and differs is taken at its word.
 */
function otherDevice({ expectDevice }: PushJob, { dev }: Identity): Failure | undefined {
  if (expectDevice === undefined || dev === expectDevice || !isDeviceId(dev)) return undefined
  return failure('device.wrong-id', { found: dev, id: expectDevice })
}
