import type { CarrierView, LaptopPlan, LaptopView } from '../../main/contract/laptop-views'
import { ok } from '../../main/contract/result'

/** What a laptop token would mean for an operator's connection. */
export function samplePlan(change: Partial<LaptopPlan> = {}): LaptopPlan {
  const address = { url: 'https://influx.north-depot.example', onlyHere: false }
  return { owner: 'own', limited: false, open: 0, pending: [], address, ...change }
}

/** A laptop in the list. */
export function sampleLaptop(change: Partial<LaptopView> = {}): LaptopView {
  const owner = 'Van 3 (fieldkey 0123456789abcdef)'
  return { userId: 'd'.repeat(16), owner, names: ['Van 3'], tokens: 2, devices: 14, shared: false, ...change }
}

/** A token sealed for another laptop; its symbol encodes nothing. */
export function sampleCarrier(name: string): CarrierView {
  const text = 'fieldkey-laptop:1:0000000000000000:c2VhbGVk:https://influx.north-depot.example'
  const symbol = { size: 57, modules: new Uint8Array(57 * 57).fill(1) }
  return { id: '7'.repeat(32), name, until: 1_794_000_900_000, text, secret: 'e'.repeat(16), ...symbol }
}

/** How the bridge answers about laptops. */
export const laptopAnswers = {
  'laptop.plan': () => ok(samplePlan()),
  'laptop.limit': ({ name }: { readonly name: string }) => ok({ owner: `${name} (fieldkey 0123456789abcdef)` }),
  'laptop.prepare': ({ name }: { readonly name: string }) => ok(sampleCarrier(name)),
  'laptop.phrase': () => ok({ words: ['century', 'cushion', 'upset', 'throw', 'height', 'essence'] }),
  'laptop.list': () => ok([sampleLaptop()]),
  'laptop.lost': () => ok({ revoked: 2, devices: 14, kept: 0 }),
}
