import { failure } from '../../contract/failure'
import { failed, ok, type Result } from '../../contract/result'
import { identityResultSchema, readSerial, type Identity } from '../../contract/serial-messages'
import type { Clock } from '../../ports/clock'
import type { SerialLink } from '../../ports/serial'
import { createExchange, type Exchange } from './exchange'
import { refusal } from './refusal'

/** Smallest and largest frame limits a device may have (docs/serial-protocol.md, 4). */
const smallest = 212
const largest = 1024

/**
 * Asks who is there, once a second for ten seconds: a board may restart when its port is opened. Secret-free, and
 * harmless at a console that is not ours.
 * Failures: `device.no-answer`, `device.refused`, `device.too-small`, `serial.unplugged`, `cancelled`.
 */
export async function identify(exchange: Exchange): Promise<Result<Identity>> {
  const answer = await exchange.ask('identify', undefined, { every: 1000, times: 10 })
  if (!answer.ok) return answer
  if (answer.value.kind === 'error') return failed(refusal(answer.value))
  const identity = readSerial(identityResultSchema, answer.value.value)
  if (!identity) return failed(failure('device.refused', { reason: 'unreadable answer' }))
  if (identity.v !== 1) return failed(failure('device.refused', { reason: `protocol ${identity.v}` }))
  if (identity.max < smallest) return failed(failure('device.too-small', { max: identity.max }))
  exchange.pace(identity.rx, identity.gap)
  return ok({ ...identity, max: Math.min(identity.max, largest) })
}

/** Makes the bare question "who is there?", for a port nothing is to be sent to yet. */
export function createIdentify({ clock }: { readonly clock: Clock }) {
  return async (link: SerialLink, signal: AbortSignal): Promise<Result<Identity & { readonly echo: boolean }>> => {
    const exchange = createExchange({ clock, link, signal })
    const who = await identify(exchange)
    exchange.end()
    return who.ok ? ok({ ...who.value, echo: exchange.echoes() }) : who
  }
}
