import type { practiceWorld, Laptop } from './practice-world'
import { ask } from './raw-influx'

type World = Awaited<ReturnType<typeof practiceWorld>>

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
export async function writeAs(world: World, token: string, device: string, at = ''): Promise<number> {
  const { bucket, url } = world
  const body = `pump,device=${device} v=1${at}`
  const target = `/api/v2/write?org=${bucket.orgId}&bucket=${bucket.id}`
  return (await ask(url, token, target, { body, type: 'text/plain' })).status
}
