import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { practicePort } from '../../main/contract/practice-port'
import { createModelWorld } from '../support/model-world'
import { brokenOnceQuiet } from '../support/settled'
import { minutes, seeds, volume } from './volume'

const cases = fc.record({
  chance: fc.nat(),
  deliveries: fc.tuple(fc.constantFrom('qr', 'usb'), fc.constantFrom('qr', 'usb')),
  /** Milliseconds between the two clicks; a few requests take that long. */
  apart: fc.nat({ max: 120 }),
})

describe.each(seeds)('two laptops and one device at the same moment, seed %i', (seed) => {
  it.each(['one owner', 'two owners'] as const)(
    'with %s: once it is quiet no owner has two live tokens of it',
    async (owners) => {
      let both = 0
      await fc.assert(
        fc.asyncProperty(cases, async ({ chance, deliveries, apart }) => {
          const world = createModelWorld(chance)
          const laptops = [world.laptop('a'), world.laptop('b')] as const
          await laptops[0].connect()
          await laptops[1].connect('c', owners === 'two owners' ? world.addOwner() : undefined)
          const begun = laptops.map(async (laptop, n) => {
            if (n > 0) await new Promise<void>((resolve) => world.clock.after(apart, resolve))
            return laptop.workspace().handovers.start({
              ...{ device: 'pump-17', bucketId: world.bucket, delivery: deliveries[n] ?? 'qr' },
              ...{ port: practicePort, keepBoth: false },
            })
          })
          await world.clock.finish(Promise.all(begun))
          await world.clock.advance(60_000)
          expect(await brokenOnceQuiet(world, laptops, { late: 250_000, looks: 2 })).toEqual([])
          const live = world.rows().filter(({ status }) => status === 'active')
          if (live.length === 2) both += 1
          expect(live.length).toBeGreaterThan(0)
        }),
        { seed, numRuns: volume(50, 1000) },
      )
      // An operator sees everybody's tokens, a laptop with a token of its own only its own.
      if (owners === 'one owner') expect(both).toBe(0)
      else expect(both).toBeGreaterThan(0)
    },
    minutes(10, 60),
  )
})
