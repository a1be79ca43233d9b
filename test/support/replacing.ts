import { ok } from '../../main/contract/result'
import type { InfluxNetwork } from '../../main/ports/influx'
import { eagerNetwork, type Laptop } from './laptop'
import { ask } from './raw-influx'

/** Where devices write: a server's address and one of its buckets. */
interface Target {
  readonly url: string
  readonly bucket: { readonly id: string; readonly orgId: string }
}

export const isOff = ({ old }: { readonly old?: string }) => old === 'off'

/** The token in the code on a laptop's screen. */
export function tokenShown(laptop: Pick<Laptop, 'workspace'>): string {
  const payload = JSON.parse(laptop.workspace.code.payload() ?? '{}') as { readonly token?: string }
  return payload.token ?? ''
}

/** Hands `device` a token by code, to the end: its handover, its token ID and its token. */
export async function handedOver(laptop: Laptop, device: string, change: Parameters<Laptop['begin']>[1] = {}) {
  const { handovers } = laptop.workspace
  const { id, authId = '' } = await laptop.begin(device, change)
  const shown = await handovers.show(id)
  if (!shown.ok) throw new Error(shown.failure.code)
  const token = tokenShown(laptop)
  handovers.scanned(id)
  handovers.works(id)
  return { id, authId, token }
}

/** What the server says to a device that writes with `token`, asked around every proxy. */
export async function writeAs(world: Target, token: string, device: string, at = ''): Promise<number> {
  const { bucket, url } = world
  const body = `pump,device=${device} v=1${at}`
  const target = `/api/v2/write?org=${bucket.orgId}&bucket=${bucket.id}`
  return (await ask(url, token, target, { body, type: 'text/plain' })).status
}

/** A device with a token of this laptop, and a new one begun in its place by code; it is on the screen. */
export async function replacing(laptop: Laptop, device = 'pump-1') {
  const old = await handedOver(laptop, device)
  const fresh = await laptop.begin(device, { replaces: [old.authId] })
  const shown = await laptop.workspace.handovers.show(fresh.id)
  if (!shown.ok) throw new Error(shown.failure.code)
  return { old, fresh: { id: fresh.id, authId: fresh.authId ?? '', token: tokenShown(laptop) } }
}

/** A network to a server whose clock is so many milliseconds ahead of this laptop's; undefined: it does not tell. */
export function serverAhead(by: () => number | undefined): InfluxNetwork {
  const inner = eagerNetwork()
  const identify: InfluxNetwork['identify'] = async (...asked) => {
    const skew = by()
    const found = await inner.identify(...asked)
    if (!found.ok) return found
    const { skew: _measured, ...server } = found.value
    return ok({ ...server, ...(skew === undefined ? {} : { skew }) })
  }
  return { ...inner, identify }
}
