import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { practicePort } from '../../main/contract/practice-port'
import type { Ledger } from '../../main/ports/ledger'
import { anIntent } from '../contract/ledger'
import { laptopOnFile } from '../support/laptop-on-file'
import { createModelWorld, type ModelWorld } from '../support/model-world'
import { brokenOnceQuiet } from '../support/settled'
import { groupFolderInMemory } from '../support/temporary-folder'
import { minutes, seeds, volume } from './volume'

const cases = fc.record({
  chance: fc.nat(),
  by: fc.constantFrom('qr', 'usb'),
  /** When the second program opens the ledger after the click, in milliseconds. */
  opens: fc.nat({ max: 400 }),
})

const replaced = { ok: false, failure: { code: 'ledger.damaged', params: { why: 'replaced' } } }
const told = (ledger: Pick<Ledger, 'stories'>) =>
  ledger.stories().map(({ intent, now, events }) => [intent, now, events])
const posts = (world: ModelWorld) => world.log.filter(({ target }) => target === 'create').length
/** What the second program begins: a handover of a device of its own. */
const other = anIntent(1, { device: 'pump-18', connection: 'c' })

/** Begins a handover on a real ledger, and opens that ledger once more in the middle of it. */
async function twice({ chance, by, opens }: { chance: number; by: 'qr' | 'usb'; opens: number }) {
  const world = createModelWorld(chance)
  const { folder, remove } = groupFolderInMemory()
  const { laptop, openAgain, close } = laptopOnFile(world, folder)
  await laptop.connect()
  const running = laptop.workspace().handovers.start({
    ...{ device: 'pump-17', bucketId: world.bucket, delivery: by, port: practicePort, keepBoth: false },
  })
  await world.clock.advance(opens)
  const second = openAgain()
  const end = () => {
    second.close()
    close()
    remove()
  }
  return { world, laptop, running, second, openAgain, end }
}

describe.each(seeds)('a second program on the same ledger, which no lock kept out, seed %i', (seed) => {
  const settings = { seed, numRuns: volume(50, 1000) }

  it(
    'opens it in the middle of a handover: the first goes on, the second reads what was done by then and can write nothing',
    async () => {
      const met = new Set<string>()
      await fc.assert(
        fc.asyncProperty(cases, async (drawn) => {
          const { world, laptop, running, second, openAgain, end } = await twice(drawn)
          try {
            const seen = told(second)
            expect(seen).toEqual(told(laptop.records()))
            const [story] = laptop.stories()
            met.add(story?.now.state ?? 'nothing asked')
            await world.clock.finish(running)
            await world.clock.advance(60_000)
            const { handovers } = laptop.workspace()
            const id = laptop.stories()[0]?.intent.id ?? ''
            if (drawn.by === 'qr') {
              expect(await world.clock.finish(handovers.show(id))).toMatchObject({ ok: true })
              expect(handovers.scanned(id)).toMatchObject({ ok: true })
            }
            expect(handovers.works(id)).toMatchObject({ ok: true, value: { state: 'confirmed', active: true } })

            const done = told(laptop.records())
            if (second.story(id) !== undefined)
              expect(second.append(id, world.clock.now(), { kind: 'revoking', why: 'cancelled' })).toMatchObject(
                replaced,
              )
            expect(second.begin(other, world.clock.now())).toMatchObject(replaced)
            expect([told(second), told(laptop.records())]).toEqual([seen, done])
            const third = openAgain()
            expect(told(third)).toEqual(done)
            third.close()
            expect(posts(world)).toBe(1)
            expect(await brokenOnceQuiet(world, [laptop], { late: 250_000, looks: 2 })).toEqual([])
          } finally {
            end()
          }
        }),
        settings,
      )
      expect(met.size, [...met].join()).toBeGreaterThanOrEqual(3)
    },
    minutes(10, 60),
  )

  it(
    'writes in the middle of a handover: from then on the first writes nothing and asks for no token, and the next start finishes it',
    async () => {
      const failures = new Set<string>()
      await fc.assert(
        fc.asyncProperty(cases, async (drawn) => {
          const { world, laptop, running, second, openAgain, end } = await twice(drawn)
          try {
            expect(second.begin(other, world.clock.now())).toMatchObject({ ok: true })
            const written = told(second)
            const asked = posts(world)
            const begun = laptop.stories().length
            const reply = await world.clock.finish(running)
            await world.clock.advance(60_000)
            if (!reply.ok) failures.add(reply.failure.code)
            expect(laptop.records().stories().length).toBe(begun)
            // What was asked for was in the ledger before.
            expect(posts(world)).toBe(begun === 0 ? 0 : Math.max(asked, 1))
            const third = openAgain()
            expect(told(third)).toEqual(written)
            third.close()
            laptop.crash()
            expect(await brokenOnceQuiet(world, [laptop], { late: 250_000, looks: 2 })).toEqual([])
          } finally {
            end()
          }
        }),
        settings,
      )
      expect([...failures]).toEqual(['ledger.damaged'])
    },
    minutes(10, 60),
  )
})
