import { describe } from 'vitest'
import { setScene } from './influx-scene'
import type { World } from './influx-server'
import { carryCases } from './laptops-carry'
import { limitCases } from './laptops-limit'
import { lostCases } from './laptops-lost'

/** What Fieldkey does with laptops on a server, in the same words for every kind of it. */
export function laptopsContract(name: string, open: () => Promise<World>): void {
  describe(name, () => {
    const scene = setScene(open)
    limitCases(scene)
    carryCases(scene)
    lostCases(scene)
  })
}
