import { describe } from 'vitest'
import { bucketCases } from './influx-buckets'
import { firstDataCases } from './influx-first-data'
import { identityCases } from './influx-identity'
import { mintingCases } from './influx-minting'
import { ownerCases } from './influx-owners'
import { peopleCases } from './influx-people'
import { setScene } from './influx-scene'
import type { World } from './influx-server'
import { tokenCases } from './influx-tokens'

/** What every server behind the port does, in the same words: run against practice and against real InfluxDB. */
export function influxContract(name: string, open: () => Promise<World>): void {
  describe(name, () => {
    const scene = setScene(open)
    identityCases(scene)
    mintingCases(scene)
    tokenCases(scene)
    ownerCases(scene)
    peopleCases(scene)
    bucketCases(scene)
    firstDataCases(scene)
  })
}

/** What InfluxDB Cloud does as OSS does it; its users and operators it has not. */
export function cloudContract(name: string, open: () => Promise<World>): void {
  describe(name, () => {
    const scene = setScene(open)
    mintingCases(scene)
    tokenCases(scene)
    bucketCases(scene)
    firstDataCases(scene)
  })
}
