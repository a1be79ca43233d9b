import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { failure } from '../../main/contract/failure'
import { failed } from '../../main/contract/result'
import { isOver } from '../../main/domain/handover'
import { practicePort } from '../../main/contract/practice-port'
import type { Vault } from '../../main/ports/vault'
import { createModelWorld, type ModelLaptop, type ModelWorld } from '../support/model-world'
import { brokenOnceQuiet } from '../support/settled'
import { minutes, seeds, volume } from './volume'

const patience = { late: 250_000, looks: 2 }
const runs = volume(50, 1000)
const delivery = fc.constantFrom('qr', 'usb')
const moment = fc.nat({ max: 400 })

const start = (world: ModelWorld, laptop: ModelLaptop, by: 'qr' | 'usb', device = 'pump-17') =>
  laptop.workspace().handovers.start({
    ...{ device, bucketId: world.bucket, delivery: by, port: practicePort, keepBoth: false },
  })

/** A keychain that outlives the run, as a real one does, and that a test can meddle with. */
const lasting = (vault: Vault, change: Partial<Vault> = {}): Vault => ({ ...vault, fleeting: false, ...change })

describe.each(seeds)('on the laptop, seed %i', (seed) => {
  const settings = { seed, numRuns: runs }

  it(
    'suspended and resumed in the middle: what was under way is lost, the clocks have moved on',
    async () => {
      const away = fc.record({ hours: fc.integer({ min: -24, max: 400 }), runsOn: fc.boolean(), late: fc.boolean() })
      await fc.assert(
        fc.asyncProperty(fc.nat(), delivery, moment, away, async (chance, by, ms, { hours, runsOn, late }) => {
          const world = createModelWorld(chance)
          const laptop = world.laptop('a')
          await laptop.connect()
          const running = start(world, laptop, by)
          await world.clock.advance(ms)
          // As main does on `suspend`; the network goes with the lid, and so may the clock that never jumps.
          laptop.workspace().code.hide('lock')
          for (const target of ['create', 'switch', 'list', 'other'] as const)
            laptop.plan(target, late ? 'late' : 'cut-after')
          laptop.network(false)
          if (runsOn) await world.clock.advance(Math.abs(hours) * 60_000)
          world.clock.jump(hours * 3_600_000)
          laptop.network(true)
          laptop.workspace().upkeep.wake()
          await world.clock.finish(running)
          await world.clock.advance(60_000)
          expect(await brokenOnceQuiet(world, [laptop], patience)).toEqual([])
        }),
        settings,
      )
    },
    minutes(10, 60),
  )

  it(
    'a keychain that hangs for 25 s holds everything up and loses nothing: no key, no POST',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.nat(), delivery, fc.constantFrom('answers', 'fails'), async (chance, by, how) => {
          const world = createModelWorld(chance)
          let hangs = 1
          const laptop = world.laptop('a', ({ vault }) => ({
            vault: lasting(vault, {
              get: async (account) => {
                if (!account.endsWith('/seal') || hangs-- <= 0) return vault.get(account)
                await new Promise<void>((resolve) => void world.clock.after(25_000, resolve))
                return how === 'answers' ? vault.get(account) : failed(failure('keychain.absent', { what: 'service' }))
              },
            }),
          }))
          await laptop.connect()
          const running = start(world, laptop, by)
          await world.clock.advance(24_000)
          expect(world.log.filter(({ target }) => target === 'create')).toEqual([])
          const begun = await world.clock.finish(running)
          expect(begun.ok).toBe(how === 'answers')
          await world.clock.advance(60_000)
          expect(laptop.stories()).toHaveLength(how === 'answers' ? 1 : 0)
          expect(await brokenOnceQuiet(world, [laptop], patience)).toEqual([])
        }),
        settings,
      )
    },
    minutes(10, 60),
  )

  it(
    'a keychain entry deleted or changed while running: nothing is lost, and a lost key is said',
    async () => {
      const what = fc.constantFrom('seal', 'c/token', 'canary')
      await fc.assert(
        fc.asyncProperty(fc.nat(), delivery, moment, what, fc.boolean(), async (chance, by, ms, entry, changed) => {
          const world = createModelWorld(chance)
          const laptop = world.laptop('a', ({ vault }) => ({ vault: lasting(vault) }))
          await laptop.connect()
          const running = start(world, laptop, by)
          await world.clock.advance(ms)
          const account = `${laptop.store.install}/${entry}`
          const sealed = laptop.store.sealed.size > 0
          if (changed) await laptop.vault.set(account, Buffer.alloc(32, 7).toString('base64'))
          else await laptop.vault.delete(account)
          await world.clock.finish(running)
          await world.clock.advance(60_000)
          laptop.crash()
          await world.clock.advance(1000)
          const { handovers } = laptop.workspace()
          const id = laptop.stories()[0]?.intent.id ?? ''
          const shown = await world.clock.finish(handovers.show(id))
          if (entry === 'seal' && sealed)
            expect(shown).toMatchObject({ ok: false, failure: { code: 'keychain.seal-lost' } })
          // The person pastes the token again, and ends what can be handed over no more.
          await laptop.connect()
          if (laptop.stories()[0] && !shown.ok) await world.clock.finish(laptop.workspace().handovers.cancel(id))
          expect(await brokenOnceQuiet(world, [laptop], patience)).toEqual([])
          if (!shown.ok) expect(laptop.stories().every(({ now }) => isOver(now) || now.state === 'asked')).toBe(true)
        }),
        settings,
      )
    },
    minutes(10, 60),
  )

  it(
    'the connection is switched with handovers open: each goes on with its own',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.nat(), delivery, delivery, moment, async (chance, first, second, ms) => {
          const world = createModelWorld(chance)
          const laptop = world.laptop('a')
          await laptop.connect('c')
          await laptop.connect('d')
          const { sessions } = laptop.workspace()
          await sessions.use('c')
          const running = start(world, laptop, first)
          await world.clock.advance(ms)
          await world.clock.finish(sessions.use('d'))
          const other = start(world, laptop, second, 'pump-18')
          await world.clock.finish(Promise.all([running, other]))
          const open = laptop.stories().some(({ intent, now }) => intent.connection === 'c' && now.state === 'minted')
          if (open) expect(await sessions.forget('c')).toMatchObject({ failure: { code: 'busy.open-handovers' } })
          await world.clock.advance(60_000)
          expect(
            laptop
              .stories()
              .map(({ intent }) => [intent.device, intent.connection])
              .sort(),
          ).toEqual([
            ['pump-17', 'c'],
            ['pump-18', 'd'],
          ])
          expect(await brokenOnceQuiet(world, [laptop], patience)).toEqual([])
        }),
        settings,
      )
    },
    minutes(10, 60),
  )
})
