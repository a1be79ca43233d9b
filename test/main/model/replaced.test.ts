import { describe, expect, it } from 'vitest'
import { practicePort } from '../../../main/contract/practice-port'
import { describe as describeToken } from '../../../main/domain/description'
import { createModelWorld, type ModelLaptop, type ModelWorld } from '../../support/model-world'
import { brokenOnceQuiet } from '../../support/settled'

const device = 'pump-10'

async function twoLaptops() {
  const world = createModelWorld(7)
  const [a, b] = [world.laptop('a'), world.laptop('b')] as const
  for (const laptop of [a, b]) await laptop.connect()
  return { world, a, b }
}

const wish = (world: ModelWorld, delivery: 'qr' | 'usb', replaces: readonly string[]) => {
  return { device, bucketId: world.bucket, delivery, port: practicePort, keepBoth: false, replaces }
}

/** Begins a handover of the device on a laptop; by cable, until the device has its settings. */
async function begin(world: ModelWorld, laptop: ModelLaptop, by: 'qr' | 'usb', replaces: readonly string[] = []) {
  const begun = await world.clock.finish(laptop.workspace().handovers.start(wish(world, by, replaces)))
  if (by === 'usb') await world.clock.advance(30_000)
  if (!begun.ok || begun.value.kind !== 'started') throw new Error('not begun')
  const { id } = begun.value.handover
  return { id, authId: laptop.store.stories.get(id)?.now.authId ?? '' }
}

async function scanned(world: ModelWorld, laptop: ModelLaptop, id: string) {
  expect((await world.clock.finish(laptop.workspace().handovers.show(id))).ok).toBe(true)
  laptop.workspace().handovers.scanned(id)
  await world.clock.advance(1000)
}

/** Hands a device over by code, then a second token in the first one's place. */
async function replacedByCode(world: ModelWorld, laptop: ModelLaptop) {
  const old = await begin(world, laptop, 'qr')
  await scanned(world, laptop, old.id)
  const fresh = await begin(world, laptop, 'qr', [old.authId])
  await scanned(world, laptop, fresh.id)
  return { old, fresh }
}

const resume = (world: ModelWorld, laptop: ModelLaptop, id: string, delivery: 'qr' | 'usb') =>
  world.clock.finish(laptop.workspace().handovers.resume({ id, delivery, port: practicePort }))

const statusOf = (world: ModelWorld, ...ids: string[]) => ids.map((id) => world.state.authorizations.get(id)?.status)
const noNews = { late: 1000, looks: 1 }

describe('a token that another laptop replaced before it was handed over (the model’s seed 5)', () => {
  it.each(['qr', 'usb'] as const)(
    'stays off when its laptop goes on with it by %s, and a person is told',
    async (by) => {
      const { world, a, b } = await twoLaptops()
      const old = await begin(world, a, 'qr')
      const fresh = await begin(world, b, 'usb', [old.authId])
      expect(statusOf(world, old.authId, fresh.authId)).toEqual(['inactive', 'active'])
      a.crash()
      await resume(world, a, old.id, by)
      await world.clock.advance(30_000)
      expect(a.workspace().board.view(old.id)).toMatchObject({ active: false, failure: { code: 'token.off' } })
      expect(a.store.stories.get(old.id)?.now).toMatchObject({ state: 'minted', disabled: true, timesShown: 0 })
      // Also when asked once more, while the other one works, and by settling.
      await resume(world, a, old.id, by)
      await world.clock.finish(a.sweep())
      expect(statusOf(world, old.authId, fresh.authId)).toEqual(['inactive', 'active'])
      expect(await brokenOnceQuiet(world, [a, b], noNews)).toEqual([])
    },
  )

  it('stays off also where the answer that it was on never came', async () => {
    const { world, a, b } = await twoLaptops()
    a.plan('switch', 'cut-after')
    for (let n = 0; n < 5; n += 1) a.plan('switch', 'refused')
    const old = await begin(world, a, 'qr')
    expect([a.store.stories.get(old.id)?.now.active, ...statusOf(world, old.authId)]).toEqual([false, 'active'])
    a.crash()
    const fresh = await begin(world, b, 'usb', [old.authId])
    a.calm()
    await resume(world, a, old.id, 'qr')
    expect(a.workspace().board.view(old.id)).toMatchObject({ failure: { code: 'token.off' } })
    expect(statusOf(world, old.authId, fresh.authId)).toEqual(['inactive', 'active'])
    expect(await brokenOnceQuiet(world, [a, b], noNews)).toEqual([])
  })

  it('is a person’s to switch on once nothing else works', async () => {
    const { world, a, b } = await twoLaptops()
    const old = await begin(world, a, 'qr')
    const fresh = await begin(world, b, 'usb', [old.authId])
    a.crash()
    await resume(world, a, old.id, 'qr')
    await world.clock.finish(b.workspace().handovers.cancel(fresh.id))
    await world.clock.finish(a.sweep())
    expect(statusOf(world, old.authId)).toEqual(['inactive'])
    await resume(world, a, old.id, 'qr')
    expect(statusOf(world, old.authId)).toEqual(['active'])
    await scanned(world, a, old.id)
    expect(await brokenOnceQuiet(world, [a, b], noNews)).toEqual([])
  })
})

describe('an old unfinished replacement, and another laptop at the same device in that moment (the model’s seed 101)', () => {
  it.each([
    ['usb', 'usb'],
    ['qr', 'usb'],
    ['usb', 'qr'],
    ['qr', 'qr'],
  ] as const)('by %s and %s: at most one of the two stays on', async (byA, byB) => {
    for (let ms = 0; ms <= 120; ms += 5) {
      const { world, a, b } = await twoLaptops()
      const old = await begin(world, a, 'qr')
      await scanned(world, a, old.id)
      const left = a.workspace().handovers.start(wish(world, byA, [old.authId]))
      while (a.stories().at(-1)?.now.state !== 'minted') await world.clock.advance(1)
      a.crash()
      void left
      await world.clock.advance(130_000)
      const id = a.stories().at(-1)?.intent.id ?? ''
      const going = a.workspace().handovers.resume({ id, delivery: byA, port: practicePort })
      await world.clock.advance(ms)
      await world.clock.finish(Promise.all([going, b.workspace().handovers.start(wish(world, byB, [old.authId]))]))
      await world.clock.advance(30_000)
      const fresh = world.rows().filter((row) => row.id !== old.authId && row.status === 'active')
      expect([ms, fresh.length <= 1]).toEqual([ms, true])
      expect([ms, await brokenOnceQuiet(world, [a, b], noNews)]).toEqual([ms, []])
    }
  })
})

describe('a server restored from a backup that is older than the replacement (the model’s seed 1)', () => {
  it.each([
    ['switched off', 'inactive', false],
    ['deleted', undefined, true],
  ] as const)('brings the old token back, and it is %s again', async (_what, status, ended) => {
    const { world, a } = await twoLaptops()
    const old = await begin(world, a, 'qr')
    await scanned(world, a, old.id)
    const fresh = await begin(world, a, 'qr', [old.authId])
    const restore = world.backup()
    await scanned(world, a, fresh.id)
    if (ended) await world.clock.finish(a.workspace().replacements.endOld(fresh.id))
    expect(statusOf(world, old.authId, fresh.authId)).toEqual([status, 'active'])
    restore()
    expect(statusOf(world, old.authId, fresh.authId)).toEqual(['active', 'active'])
    await world.clock.finish(a.sweep())
    expect(statusOf(world, old.authId, fresh.authId)).toEqual([status, 'active'])
    expect(await brokenOnceQuiet(world, [a], noNews)).toEqual([])
  })

  it('also where another laptop had made the old one', async () => {
    const { world, a, b } = await twoLaptops()
    const old = await begin(world, a, 'qr')
    await scanned(world, a, old.id)
    const fresh = await begin(world, b, 'qr', [old.authId])
    const restore = world.backup()
    await scanned(world, b, fresh.id)
    await world.clock.finish(b.workspace().replacements.endOld(fresh.id))
    await world.clock.finish(a.sweep())
    restore()
    await world.clock.finish(b.sweep())
    expect(statusOf(world, old.authId, fresh.authId)).toEqual([undefined, 'active'])
    expect(await brokenOnceQuiet(world, [a, b], noNews)).toEqual([])
  })

  it('a person who switched the old one on again, or who does so after the backup, keeps it', async () => {
    const { world, a } = await twoLaptops()
    const { old, fresh } = await replacedByCode(world, a)
    await world.clock.advance(1000)
    await world.clock.finish(a.workspace().tokens.setStatus([old.authId], 'active'))
    await world.clock.finish(a.sweep())
    expect(statusOf(world, old.authId)).toEqual(['active'])
    expect(a.store.stories.get(fresh.id)?.now.old).toBe('kept')
  })
})

describe('going back to an old token', () => {
  it('is refused once another laptop has replaced the new one: the old one stays off', async () => {
    const { world, a, b } = await twoLaptops()
    const { old, fresh } = await replacedByCode(world, a)
    const newest = await begin(world, b, 'usb', [fresh.authId])
    expect(statusOf(world, old.authId, fresh.authId, newest.authId)).toEqual(['inactive', 'inactive', 'active'])
    expect(await world.clock.finish(a.workspace().replacements.goBack(fresh.id))).toMatchObject({
      failure: { code: 'token.off' },
    })
    expect(a.store.stories.get(fresh.id)?.now).toMatchObject({ state: 'delivered', old: 'off' })
    expect(statusOf(world, old.authId, fresh.authId, newest.authId)).toEqual(['inactive', 'inactive', 'active'])
    expect(await brokenOnceQuiet(world, [a, b], noNews)).toEqual([])
  })

  it('is not kept from it by a token of another owner, nor by one that was chosen to work beside', async () => {
    const { world, a } = await twoLaptops()
    const { old, fresh } = await replacedByCode(world, a)
    const beside = await world.clock.finish(
      a.workspace().handovers.start({ ...wish(world, 'usb', []), keepBoth: true }),
    )
    await world.clock.advance(30_000)
    const second = beside.ok && beside.value.kind === 'started' ? beside.value.handover.authId : undefined
    const marker = { nonce: 'e'.repeat(32), install: 'f'.repeat(16) }
    const foreign = world.addRow({ description: describeToken(device, marker), userID: world.addOwner().owner })
    expect(await world.clock.finish(a.workspace().replacements.goBack(fresh.id))).toMatchObject({ ok: true })
    expect(statusOf(world, old.authId, second ?? '', foreign)).toEqual(['active', 'active', 'active'])
    expect(a.store.stories.get(fresh.id)?.now).toMatchObject({ state: 'revoked', old: 'on' })
  })

  it('decided without a network, is given up when another laptop has replaced the new one meanwhile', async () => {
    const { world, a, b } = await twoLaptops()
    const { old, fresh } = await replacedByCode(world, a)
    a.network(false)
    await world.clock.finish(a.workspace().replacements.goBack(fresh.id))
    expect(a.store.stories.get(fresh.id)?.now.old).toBe('returning')
    const newest = await begin(world, b, 'usb', [fresh.authId])
    a.network(true)
    await world.clock.finish(a.sweep())
    expect(a.store.stories.get(fresh.id)?.now.old).toBe('off')
    expect(statusOf(world, old.authId, fresh.authId, newest.authId)).toEqual(['inactive', 'inactive', 'active'])
    expect(await brokenOnceQuiet(world, [a, b], noNews)).toEqual([])
  })
})
