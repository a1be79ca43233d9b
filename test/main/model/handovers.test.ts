import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readDescription } from '../../../main/domain/description'
import type { HandoverState } from '../../../main/contract/views'
import { isOver } from '../../../main/domain/handover'
import { createModelWorld } from '../../support/model-world'
import { brokenOnceQuiet } from '../../support/settled'
import { minutes, seeds, volume } from '../../faults/volume'
import type { Model, Real } from './acts'
import { replaceCommands } from './replace-steps'
import { commands } from './steps'

async function check(model: Model, real: Real) {
  const { world, laptops, foreign, chosen } = real
  // Long enough for what was late to arrive, and for everything under way to end.
  expect(await brokenOnceQuiet(world, laptops, { late: 400_000, looks: 3, foreign, chosen })).toEqual([])
  for (const laptop of laptops) {
    for (const { intent, now } of laptop.stories()) {
      const nonce = world.rows().find(({ description }) => readDescription(description).marker?.nonce === intent.nonce)
      if (model.cancelled.has(intent.id)) expect([isOver(now), nonce]).toEqual([true, undefined])
      else if (model.works.has(intent.id) && !model.meddled.has(intent.id)) {
        expect([now.state, nonce?.status]).toEqual(['confirmed', 'active'])
      }
      expect([intent.device, now.state === 'asked' && now.absentRuns.length > 2]).toEqual([intent.device, false])
      const old = world.rows().filter(({ id }) => intent.replaces?.includes(id) && !chosen.includes(id))
      if (now.old === 'gone') expect([intent.device, old]).toEqual([intent.device, []])
      if (now.old === 'off') expect(old.filter(({ status }) => status === 'active')).toEqual([])
      expect(['returning', 'ending']).not.toContain(now.old)
    }
  }
}

describe('two laptops, one server, and everything that may go wrong between them', () => {
  it.each(seeds)(
    'seed %i: in the end nothing is lost, nothing orphaned, and nothing doubled',
    async (seed) => {
      const runs = volume(500, 5000)
      /** In how many sequences some handover ended so. */
      const ended = new Map<HandoverState, number>()
      await fc.assert(
        fc.asyncProperty(
          fc.nat(),
          fc.commands([...commands, ...replaceCommands], { maxCommands: 30, size: 'max' }),
          async (chance, steps) => {
            const world = createModelWorld(chance)
            const laptops = [world.laptop('a'), world.laptop('b')] as const
            for (const laptop of laptops) await laptop.connect()
            const real: Real = { world, laptops, foreign: [], chosen: [], loose: [] }
            const model: Model = { cancelled: new Set(), works: new Set(), meddled: new Set() }
            await fc.asyncModelRun(() => ({ model, real }), steps)
            await check(model, real)
            const states = new Set(laptops.flatMap((laptop) => laptop.stories().map(({ now }) => now.state)))
            for (const state of states) ended.set(state, (ended.get(state) ?? 0) + 1)
            for (const laptop of laptops) laptop.workspace().close()
          },
        ),
        { seed, numRuns: runs },
      )
      // Sequences in which nothing is ever handed over would prove little.
      const reached: readonly HandoverState[] = ['minted', 'delivered', 'confirmed', 'revoked', 'abandoned', 'gone']
      expect(reached.filter((state) => !ended.has(state))).toEqual([])
      expect(ended.get('delivered')).toBeGreaterThan(runs / 3)
    },
    minutes(10, 60),
  )
})
