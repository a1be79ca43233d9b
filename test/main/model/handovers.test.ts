import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readDescription } from '../../../main/domain/description'
import { isOver } from '../../../main/domain/handover'
import { createModelWorld } from '../../support/model-world'
import { brokenInvariants } from '../../support/invariants'
import { quieten } from '../../support/quieten'
import { commands, type Model, type Real } from './steps'

const picture = ({ world, laptops }: Real) =>
  JSON.stringify([
    world.rows().map(({ id, status }) => [id, status]),
    laptops.map((one) => one.stories().map(({ intent, now }) => [intent.device, now.state, now.steps])),
  ])

async function check(model: Model, real: Real) {
  const { world, laptops, foreign } = real
  for (const laptop of laptops) laptop.calm()
  // Long enough for what was late to arrive, and for everything under way to end.
  await quieten(world.clock, laptops, { late: 400_000, looks: 3 })
  expect(brokenInvariants({ rows: world.rows(), laptops: laptops.map(({ records }) => records()), foreign })).toEqual(
    [],
  )
  // I6: another look changes nothing, neither here nor there, and asks for nothing to be changed.
  const before = picture(real)
  const asked = world.log.length
  for (const laptop of laptops) await world.clock.finish(laptop.sweep())
  expect(picture(real)).toBe(before)
  expect(world.log.slice(asked).filter(({ target }) => ['create', 'switch', 'remove'].includes(target))).toEqual([])
  // The create request of one handover left once.
  const nonces = world.log
    .filter(({ target }) => target === 'create')
    .map(({ body }) => readDescription((JSON.parse(body) as { description: string }).description).marker?.nonce)
  expect(new Set(nonces).size).toBe(nonces.length)
  for (const laptop of laptops) {
    for (const { intent, now } of laptop.stories()) {
      const nonce = world.rows().find(({ description }) => readDescription(description).marker?.nonce === intent.nonce)
      if (model.cancelled.has(intent.id)) expect([isOver(now), nonce]).toEqual([true, undefined])
      else if (model.works.has(intent.id) && !model.meddled.has(intent.id)) {
        expect([now.state, nonce?.status]).toEqual(['confirmed', 'active'])
      }
      expect([intent.device, now.state === 'asked' && now.absentRuns.length > 2]).toEqual([intent.device, false])
    }
  }
}

const long = process.env['FIELDKEY_TEST_LONG'] !== undefined
const given = Number(process.env['FIELDKEY_TEST_SEED'] ?? Number.NaN)

describe('two laptops, one server, and everything that may go wrong between them', () => {
  const seeds = Number.isNaN(given) ? [20_261_124, Math.floor(Math.random() * 2 ** 31)] : [given]
  it.each(seeds)(
    'seed %i: in the end nothing is lost, nothing orphaned, and nothing doubled',
    async (seed) => {
      await fc.assert(
        fc.asyncProperty(fc.nat(), fc.commands(commands, { maxCommands: 30, size: 'max' }), async (chance, steps) => {
          const world = createModelWorld(chance)
          const laptops = [world.laptop('a'), world.laptop('b')] as const
          for (const laptop of laptops) await laptop.connect()
          const real: Real = { world, laptops, foreign: [], loose: [] }
          const model: Model = { cancelled: new Set(), works: new Set(), meddled: new Set() }
          await fc.asyncModelRun(() => ({ model, real }), steps)
          await check(model, real)
          for (const laptop of laptops) laptop.workspace().close()
        }),
        { seed, numRuns: long ? 1000 : 150 },
      )
    },
    600_000,
  )
})
