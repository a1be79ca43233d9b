import { describe, expect, it } from 'vitest'
import { practicePort } from '../../../main/contract/practice-port'
import { createModelWorld, type ModelLaptop, type ModelWorld } from '../../support/model-world'
import { brokenOnceQuiet } from '../../support/settled'

async function oneLaptop() {
  const world = createModelWorld(11)
  const laptop = world.laptop('a')
  await laptop.connect()
  return { world, laptop }
}

/** Begins a handover by code. */
async function begin(world: ModelWorld, laptop: ModelLaptop, device: string, replaces: readonly string[] = []) {
  const request = { device, bucketId: world.bucket, delivery: 'qr', port: practicePort, keepBoth: false } as const
  const begun = await world.clock.finish(laptop.workspace().handovers.start({ ...request, replaces }))
  if (!begun.ok || begun.value.kind !== 'started') throw new Error('not begun')
  const { id } = begun.value.handover
  return { id, authId: laptop.store.stories.get(id)?.now.authId ?? '' }
}

async function scan(world: ModelWorld, laptop: ModelLaptop, id: string) {
  expect(await world.clock.finish(laptop.workspace().handovers.show(id))).toMatchObject({ ok: true })
  expect(laptop.workspace().handovers.scanned(id)).toMatchObject({ ok: true })
  await world.clock.advance(1000)
}

const works = (laptop: ModelLaptop, id: string) => {
  expect(laptop.workspace().handovers.works(id)).toMatchObject({ value: { state: 'confirmed' } })
}

const sweep = async (world: ModelWorld, laptop: ModelLaptop) => {
  await world.clock.finish(laptop.sweep())
}

const nowOf = (laptop: ModelLaptop, { id }: { readonly id: string }) => laptop.store.stories.get(id)?.now
const statusOf = (world: ModelWorld, ...made: readonly { readonly authId: string }[]) =>
  made.map(({ authId }) => world.state.authorizations.get(authId)?.status)
const noNews = { late: 1000, looks: 1 }

describe('a server that is restored from an older backup by mistake, then from the right one', () => {
  it.each(['while the app runs', 'between two runs of it'])(
    '%s: the tokens that devices have are there, and their handovers where they stood',
    async (when) => {
      const { world, laptop } = await oneLaptop()
      const older = world.backup()
      const device = async (name: string) => {
        const made = await begin(world, laptop, name)
        await scan(world, laptop, made.id)
        return made
      }
      const [first, second, third] = [await device('pump-1'), await device('pump-2'), await device('pump-3')] as const
      for (const { id } of [first, second]) works(laptop, id)
      const minted = await begin(world, laptop, 'pump-4')
      const revoked = await device('pump-5')
      await world.clock.finish(laptop.workspace().tokens.setStatus([second.authId], 'inactive'))
      const all = [first, second, third, minted, revoked]
      const right = world.backup()
      await world.clock.finish(laptop.workspace().handovers.cancel(revoked.id))
      const states = () => all.map((one) => nowOf(laptop, one)?.state)

      older()
      await sweep(world, laptop)
      expect(states()).toEqual(['gone', 'gone', 'gone', 'gone', 'revoked'])
      if (when !== 'while the app runs') laptop.crash()
      await world.clock.advance(3_600_000)
      right()
      await sweep(world, laptop)
      const steps = () => all.map((one) => nowOf(laptop, one)?.steps)
      const quiet = steps()
      await sweep(world, laptop)
      expect(steps()).toEqual(quiet)
      // Nobody is known to have the token that was only made, and it cannot be handed over any more.
      expect(states()).toEqual(['confirmed', 'confirmed', 'delivered', 'revoked', 'revoked'])
      expect(statusOf(world, ...all)).toEqual(['active', 'inactive', 'active', undefined, undefined])
      const { board, handovers } = laptop.workspace()
      expect(board.view(first.id)).toMatchObject({ active: true, sealed: false, confirmedBy: 'technician' })
      expect(board.view(second.id)).toMatchObject({ active: false, failure: { code: 'token.off' } })
      expect(handovers.steps(second.id).at(-1)).toMatchObject({ kind: 'returned', detail: 'inactive' })
      // Its code cannot be shown once more, but it works, and is watched for its data.
      expect(board.view(third.id)).toMatchObject({ active: true, sealed: false })
      expect(await world.clock.finish(handovers.show(third.id))).toMatchObject({ failure: { code: 'token.gone' } })
      expect(await brokenOnceQuiet(world, [laptop], noNews)).toEqual([])
      works(laptop, third.id)
    },
  )

  it.each(['switched off', 'deleted'] as const)(
    'a token that replaced another one works again; the old one is %s',
    async (what) => {
      const { world, laptop } = await oneLaptop()
      const older = world.backup()
      const old = await begin(world, laptop, 'pump-1')
      await scan(world, laptop, old.id)
      const between = world.backup()
      const fresh = await begin(world, laptop, 'pump-1', [old.authId])
      await scan(world, laptop, fresh.id)
      works(laptop, fresh.id)
      const right = world.backup()
      if (what === 'deleted') await world.clock.finish(laptop.workspace().replacements.endOld(fresh.id))
      for (const restore of [between, older]) {
        restore()
        await sweep(world, laptop)
        expect(nowOf(laptop, fresh)?.state).toBe('gone')
      }
      right()
      await sweep(world, laptop)
      expect(statusOf(world, old, fresh)).toEqual([what === 'deleted' ? undefined : 'inactive', 'active'])
      expect(nowOf(laptop, fresh)).toMatchObject({ state: 'confirmed', active: true })
      expect(await brokenOnceQuiet(world, [laptop], noNews)).toEqual([])
    },
  )

  it('deleted by somebody else after the new one had taken its place, an old token is deleted again', async () => {
    const { world, laptop } = await oneLaptop()
    const old = await begin(world, laptop, 'pump-1')
    await scan(world, laptop, old.id)
    const fresh = await begin(world, laptop, 'pump-1', [old.authId])
    const right = world.backup()
    world.state.authorizations.delete(old.authId)
    await scan(world, laptop, fresh.id)
    expect([nowOf(laptop, old)?.state, nowOf(laptop, fresh)?.old]).toEqual(['gone', 'gone'])
    right()
    await sweep(world, laptop)
    expect(statusOf(world, old, fresh)).toEqual([undefined, 'active'])
    expect(await brokenOnceQuiet(world, [laptop], noNews)).toEqual([])
  })
})
