import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Fate } from '../support/fault-proxy'
import { describeWithInflux, hashedServer } from '../support/influx-server'
import { createSeeded } from '../support/seeded'
import { ahead, untrue } from './at-once'
import { brokenAtRest, requestFor } from './play'
import { openStage, type Case, type Stage } from './scene'
import { minutes, seeds, volume } from './volume'

const cases = fc.record({
  /** How long each request is on its way, there and back. */
  chance: fc.nat(),
  deliveries: fc.tuple(fc.constantFrom('qr', 'usb'), fc.constantFrom('qr', 'usb')),
  /** Milliseconds between the two clicks; a few requests take that long. */
  apart: fc.nat({ max: 120 }),
})
type Drawn = typeof cases extends fc.Arbitrary<infer T> ? T : never

/** So many milliseconds to the server, and so many back. */
const underway =
  (there: number, back: number): Fate =>
  async (exchange) => {
    await exchange.pause(there)
    const answer = await exchange.forward()
    await exchange.pause(back)
    exchange.reply(answer)
  }

/** Both technicians begin the same device; says what is broken at once, and once it is quiet. */
async function race(one: Case, { chance, deliveries, apart }: Drawn): Promise<readonly string[]> {
  const { clock, laptops, line } = one
  const random = createSeeded(chance)
  const wrong: string[] = []
  line.decide((request) => {
    wrong.push(...ahead(one, request))
    const [there, back] = [1 + Math.floor(random() * 30), 1 + Math.floor(random() * 30)]
    return { fate: underway(there, back) }
  })
  const begun = laptops.map(async (laptop, n) => {
    if (n > 0) await new Promise<void>((resolve) => clock.after(apart, resolve))
    return laptop.workspace().handovers.start(requestFor(one, deliveries[n] ?? 'qr'))
  })
  const told = await clock.finish(Promise.all(begun))
  await clock.advance(60_000)
  wrong.push(...(await untrue(one)))
  line.calm()
  return [...wrong, ...(await brokenAtRest(one, told))]
}

describeWithInflux('two laptops and one device at the same moment, before InfluxDB', hashedServer, (server) => {
  describe.each(seeds)('seed %i', (seed) => {
    let stage: Stage
    beforeAll(async () => {
      stage = await openStage(server)
    })
    afterAll(() => stage.close())

    it.each([
      ['one owner', 'same', 1],
      ['two owners', 'another', 2],
    ] as const)(
      'with %s: once it is quiet every invariant holds, and each owner has one live token of it',
      async (_owners, owner, count) => {
        await fc.assert(
          fc.asyncProperty(cases, async (drawn) => {
            const one = await stage.open(false)
            try {
              await one.join(owner)
              expect(await race(one, drawn)).toEqual([])
              const live = (await one.rows()).filter(({ status }) => status === 'active')
              expect(live).toHaveLength(count)
            } finally {
              await one.close()
            }
          }),
          { seed, numRuns: volume(10, 500) },
        )
      },
      minutes(10, 120),
    )
  })
})
