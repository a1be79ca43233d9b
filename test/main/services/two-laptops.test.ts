import { describe, expect, it } from 'vitest'
import { everyToken } from '../../../main/contract/token-query'
import type { Permission } from '../../../main/domain/permissions'
import { createSeeded } from '../../support/seeded'
import { down, isList, isSwitch, practiceWorld, type PracticeWorld } from '../../support/practice-world'

async function laptopOf(world: PracticeWorld, name: string) {
  const owner = await world.user(name)
  const org = world.bucket.orgId
  const both = (resource: Permission['resource']) =>
    (['read', 'write'] as const).map((action) => ({ action, resource }))
  const permissions = [
    ...both({ type: 'authorizations', orgId: org }),
    ...both({ type: 'users', id: owner }),
    ...both({ type: 'buckets', orgId: org, id: world.bucket.id }),
  ]
  return world.laptop({ token: (await world.mint(permissions, owner)).token })
}

/** Something to wait for. */
function signal() {
  let give = () => {}
  const given = new Promise<void>((resolve) => {
    give = resolve
  })
  return { given, give }
}

describe('two laptops and one device at the same moment', () => {
  it('with one owner: exactly one live token, and the other laptop asks', async () => {
    const world = await practiceWorld()
    const [a, b] = [await world.laptop(), await world.laptop()]
    const seeds = [1, 2, 3, Math.floor(Math.random() * 1e6)]
    for (const seed of seeds) {
      const chance = createSeeded(seed)
      for (let n = 0; n < 10; n += 1) {
        const device = `pump-${String(seed)}-${String(n)}`
        world.proxy.decide(() => (chance() < 0.5 ? 'pass' : { delay: Math.floor(chance() * 12) }))
        const replies = await Promise.all(
          [a, b].map(({ workspace, request }) => workspace.handovers.start({ device, ...request })),
        )
        const live = (await world.rows(device)).filter(({ status }) => status === 'active')
        expect([device, live.length]).toEqual([device, 1])
        const asks = replies.filter(
          (reply) =>
            reply.ok && (reply.value.kind === 'duplicate' || reply.value.handover.failure?.code === 'token.twin'),
        )
        expect([device, asks.length]).toEqual([device, 1])
      }
    }
    world.proxy.decide(() => 'pass')
    await Promise.all([a.sweep(), b.sweep()])
    expect(await world.broken(a, b)).toEqual([])
  }, 60_000)

  it('with one owner: the one that withdrew is asked when it tries again, whatever its list had shown', async () => {
    const world = await practiceWorld()
    const [a, b] = [await world.laptop(), await world.laptop()]
    const [reached, withdrawn] = [signal(), signal()]
    let switches = 0
    world.proxy.decide((one) => {
      if (!isSwitch(one) || switches++ > 0) return 'pass'
      reached.give()
      return { after: withdrawn.given }
    })
    const first = a.workspace.handovers.start({ device: 'pump-1', ...a.request })
    await reached.given
    // Its look shows the other's token inactive still.
    expect(await b.workspace.handovers.start({ device: 'pump-1', ...b.request })).toMatchObject({
      value: { handover: { failure: { code: 'token.twin' } } },
    })
    withdrawn.give()
    expect(await first).toMatchObject({ ok: true })
    expect(await b.workspace.handovers.start({ device: 'pump-1', ...b.request })).toMatchObject({
      value: { kind: 'duplicate' },
    })
    const described = { kind: 'device', bucketId: world.bucket.id, description: 'pump-1' } as const
    expect(await b.workspace.tokens.create(described)).toMatchObject({ value: { kind: 'duplicate' } })
  })

  it('with two owners: they cannot see each other, and the operator sees both', async () => {
    const world = await practiceWorld()
    const [a, b] = [await laptopOf(world, 'ann'), await laptopOf(world, 'bob')]
    await Promise.all([a.begin('pump-1'), b.begin('pump-1')])
    expect((await world.rows('pump-1')).map(({ status }) => status)).toEqual(['active', 'active'])
    await Promise.all([a.sweep(), b.sweep()])
    expect(await world.broken(a, b)).toEqual([])
    const operator = await world.laptop()
    await operator.workspace.tokens.refresh()
    const { rows } = operator.workspace.tokens.query({ ...everyToken, search: 'pump-1', from: 0, count: 10 })
    expect(rows.map(({ duplicate }) => duplicate)).toEqual([true, true])
    expect(await operator.workspace.handovers.start({ device: 'pump-1', ...operator.request })).toMatchObject({
      value: { kind: 'duplicate' },
    })
  })

  it('no code before somebody looked for the other laptop’s token', async () => {
    const world = await practiceWorld()
    const [a, b] = [await world.laptop(), await world.laptop()]
    await b.workspace.handovers.prepare()
    await a.begin('pump-1')
    world.proxy.decide((one) => (isList(one) ? down : 'pass'))
    const { id } = await b.begin('pump-1')
    expect(b.view(id)).toMatchObject({ active: true, failure: { code: 'server.error' } })
    expect((await b.workspace.handovers.show(id)).ok).toBe(false)
    world.proxy.decide(() => 'pass')
    expect(await b.workspace.handovers.show(id)).toMatchObject({ failure: { code: 'token.twin' } })
    expect(b.workspace.code.payload()).toBeUndefined()
    expect(await world.rows('pump-1')).toHaveLength(1)
  })

  it('a code asked for while the other laptop is being found says that it was faster', async () => {
    const world = await practiceWorld()
    const [a, b] = [await world.laptop(), await world.laptop()]
    await b.workspace.handovers.prepare()
    await a.begin('pump-1')
    const asked = signal()
    world.proxy.decide((one) => (isList(one) ? { after: asked.given } : 'pass'))
    const begun = b.workspace.handovers.start({ device: 'pump-1', ...b.request })
    // The window asks as soon as it hears that the token is on.
    const on = await b.event((one) => one.kind === 'handover' && one.handover.active)
    const shown = b.workspace.handovers.show(on.kind === 'handover' ? on.handover.id : '')
    asked.give()
    expect(await shown).toMatchObject({ failure: { code: 'token.twin' } })
    expect(await begun).toMatchObject({ value: { handover: { failure: { code: 'token.twin' } } } })
  })
})
