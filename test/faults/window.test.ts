import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ok } from '../../main/contract/result'
import { createDesk } from '../../main/services/desk'
import { createModelPage, type ModelPage } from '../support/model-page'
import { createModelWorld, type ModelWorld } from '../support/model-world'
import { brokenOnceQuiet } from '../support/settled'
import { minutes, seeds, volume } from './volume'

const cases = fc.record({
  chance: fc.nat(),
  by: fc.constantFrom('qr', 'usb'),
  /** When the page dies after the click, and how long the next one takes to load, in milliseconds. */
  dies: fc.nat({ max: 1500 }),
  loads: fc.nat({ max: 1500 }),
  /** How many times as long as a near one the server takes. */
  slowness: fc.integer({ min: 1, max: 40 }),
  /** How many pages die one after the other. */
  deaths: fc.integer({ min: 1, max: 3 }),
})

/** A laptop with its window. */
async function openWindow(world: ModelWorld, by: 'qr' | 'usb') {
  let page: ModelPage | undefined
  let isProtected = false
  const laptop = world.laptop('a', () => ({
    emit: (event) => {
      laptop.told.push(event)
      page?.receive(event)
    },
    screen: { protect: (on) => void (isProtected = on), isCovered: () => false },
  }))
  await laptop.connect()
  const desk = createDesk({
    real: ok(laptop.workspace()),
    openPractice: () => Promise.reject(new Error('nobody practises')),
    settings: { read: laptop.settings, update: () => ok(laptop.settings()) },
    ...{ version: '1.0.0', platform: 'linux', trouble: () => undefined, onChange: () => undefined },
  })
  const load = () => (page = createModelPage({ desk, device: 'pump-17', bucket: world.bucket, by }))
  return {
    laptop,
    load,
    isProtected: () => isProtected,
    /** As main does once the page's process is gone; the next page is loaded 200 ms later at the earliest. */
    crash() {
      page?.die()
      page = undefined
      laptop.workspace().code.hide('page')
    },
  }
}

describe.each(seeds)('the window, seed %i', (seed) => {
  it(
    'its page dies in the middle of a handover, again and again: the code goes, one POST left, the next page finishes it',
    async () => {
      const met = new Set<string>()
      await fc.assert(
        fc.asyncProperty(cases, async ({ chance, by, dies, loads, slowness, deaths }) => {
          const world = createModelWorld(chance)
          const { laptop, load, crash, isProtected } = await openWindow(world, by)
          laptop.slow(slowness)
          const { code } = laptop.workspace()
          const running = [load().create()]
          for (let n = 0; n < deaths; n += 1) {
            await world.clock.advance(dies)
            const [story] = laptop.stories()
            met.add(code.payload() === undefined ? (story?.now.state ?? 'nothing asked') : 'code on the screen')
            crash()
            expect([code.payload(), isProtected()]).toEqual([undefined, false])
            await world.clock.advance(200 + loads)
            expect([code.payload(), isProtected()], 'drawn for nobody').toEqual([undefined, false])
            running.push(load().takeUp())
          }
          const last = load()
          await world.clock.finish(Promise.all([...running, last.takeUp()]))
          await world.clock.advance(20_000)
          if (by === 'qr') expect(last.scanned()).toMatchObject({ ok: true })
          expect(laptop.stories().map(({ now }) => [now.state, now.active])).toEqual([['delivered', true]])
          expect(world.log.filter(({ target }) => target === 'create')).toHaveLength(1)
          expect(await brokenOnceQuiet(world, [laptop], { late: 250_000, looks: 2 })).toEqual([])
        }),
        { seed, numRuns: volume(50, 1000) },
      )
      expect(met.size, [...met].join()).toBeGreaterThanOrEqual(4)
    },
    minutes(10, 60),
  )
})
