import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { failure } from '../../main/contract/failure'
import { practicePort } from '../../main/contract/practice-port'
import type { Serial } from '../../main/ports/serial'
import { echoed, pulledAfter, refusing, withLinks } from '../support/cable-faults'
import { createModelWorld, type ModelLaptop } from '../support/model-world'
import { withFaults } from '../support/serial-faults'
import { brokenOnceQuiet } from '../support/settled'
import { minutes, seeds, volume } from './volume'

const patience = { late: 35_000, looks: 2 }

/** A laptop whose ports are changed. */
async function openCable(seed: number, change: (serial: Serial, laptop: () => ModelLaptop) => Serial) {
  const world = createModelWorld(seed)
  const laptop: ModelLaptop = world.laptop('a', ({ serial }) => ({ serial: change(serial, () => laptop) }))
  await laptop.connect()
  const { clock, bucket } = world
  const handovers = () => laptop.workspace().handovers
  const request = { device: 'pump-17', bucketId: bucket, delivery: 'usb' as const, port: practicePort }
  const view = () => laptop.workspace().board.views()[0]
  return {
    world,
    laptop,
    view,
    /** The technician hands over and, where it failed, plugs in and tries again. */
    async push(tries: number) {
      await clock.finish(handovers().start({ ...request, keepBoth: false }))
      await clock.advance(100_000)
      for (let again = 1; again < tries && view()?.state === 'minted'; again += 1) {
        laptop.cable.plug()
        await clock.finish(handovers().resume({ id: view()?.id ?? '', delivery: 'usb', port: practicePort }))
        await clock.advance(100_000)
      }
      return view()
    },
    broken: () => brokenOnceQuiet(world, [laptop], patience),
  }
}

describe('the cable', () => {
  it('unplugged at every byte of the exchange: plugged in again, the same token is delivered', async () => {
    let length = 0
    const whole = await openCable(1, (serial) =>
      withLinks(serial, (link) =>
        pulledAfter(
          link,
          Infinity,
          () => undefined,
          (all) => (length = all),
        ),
      ),
    )
    expect(await whole.push(1)).toMatchObject({ state: 'delivered', proof: 'hash', active: true })
    expect(length).toBeGreaterThan(1000)
    for (let at = 0; at < length; at += 1) {
      const one = await openCable(at, (serial, laptop) =>
        withLinks(serial, (link, nth) =>
          nth > 1
            ? link
            : pulledAfter(
                link,
                at,
                () => laptop().cable.unplug(),
                () => undefined,
              ),
        ),
      )
      const view = await one.push(2)
      expect([at, view?.state, view?.proof, view?.active]).toEqual([at, 'delivered', 'hash', true])
      expect([at, ...(await one.broken())]).toEqual([at])
      expect(one.world.log.filter(({ target }) => target === 'create')).toHaveLength(1)
    }
  }, 600_000)

  it.each(seeds)(
    'with 1 to 20 of 100 frames damaged, lost, doubled or overtaken, seed %i',
    async (seed) => {
      await fc.assert(
        fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 20 }), fc.boolean(), async (chance, percent, log) => {
          const one = await openCable(chance, (serial) =>
            withLinks(serial, (link, nth) => withFaults(link, { seed: chance + nth, rate: percent / 100, log })),
          )
          const view = await one.push(3)
          if (view?.state === 'delivered') expect(view).toMatchObject({ proof: 'hash', active: true })
          else expect(view).toMatchObject({ state: 'minted', active: false, failure: { code: expect.any(String) } })
          expect(await one.broken()).toEqual([])
        }),
        { seed, numRuns: volume(50, 1000) },
      )
    },
    minutes(10, 60),
  )

  it.each(seeds)(
    'a device that acknowledges a wrong hash, twice, or never, seed %i',
    async (seed) => {
      const ways = fc.constantFrom('wrong', 'silent', 'twice', 'thrice')
      await fc.assert(
        fc.asyncProperty(fc.nat(), ways, fc.boolean(), async (chance, way, mends) => {
          const times = way === 'twice' ? 2 : way === 'thrice' ? 3 : 1
          const one = await openCable(chance, (serial) => withLinks(serial, (link) => echoed(link, times)))
          const bad = way === 'wrong' || way === 'silent'
          if (bad) one.laptop.cable.play(way)
          const view = await one.push(1)
          if (bad) {
            // What the device did not prove is never switched on.
            const code = way === 'wrong' ? 'device.wrong-hash' : 'device.no-answer'
            expect(view).toMatchObject({ state: 'minted', active: false, failure: { code } })
            if (mends) one.laptop.cable.play('none')
          } else expect(view).toMatchObject({ state: 'delivered', proof: 'hash', active: true })
          expect(await one.broken()).toEqual([])
        }),
        { seed, numRuns: volume(50, 1000) },
      )
    },
    minutes(10, 60),
  )

  it.each(seeds)(
    'a port that is busy, vanishes, or is not permitted, seed %i',
    async (seed) => {
      const codes = fc.constantFrom('serial.busy', 'serial.missing', 'serial.permission', 'serial.unplugged')
      await fc.assert(
        fc.asyncProperty(fc.nat(), codes, fc.integer({ min: 1, max: 3 }), async (chance, code, times) => {
          const one = await openCable(chance, (serial) => refusing(serial, failure(code, { port: 'p' }), times))
          const view = await one.push(3)
          if (times < 3) expect(view).toMatchObject({ state: 'delivered', active: true })
          else expect(view).toMatchObject({ state: 'minted', active: false, failure: { code } })
          expect(await one.broken()).toEqual([])
        }),
        { seed, numRuns: volume(50, 1000) },
      )
    },
    minutes(10, 60),
  )
})
