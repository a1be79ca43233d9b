import { describe, expect, it } from 'vitest'
import { laptopScope } from '../../../../main/domain/laptop-token'
import type { Permission } from '../../../../main/domain/permissions'
import { createHeldClock } from '../../../support/held-clock'
import { laptopWorld, storedToken, type LaptopWorld } from '../../../support/laptop-world'
import { down, isList, isRemove, type Laptop } from '../../../support/practice-world'

/** A laptop that was limited, a device it served, and the laptop of somebody who may give it up. */
async function lostLaptop(world: LaptopWorld) {
  const lost = await world.laptop()
  await lost.workspace.laptops.limit.run({ ...world.wish, revokeAdmin: false })
  const { id } = await lost.begin('PUMP-1')
  const shown = await lost.workspace.handovers.show(id)
  if (!shown.ok) throw new Error(shown.failure.code)
  const payload = lost.workspace.code.payload() ?? ''
  const { token: device } = JSON.parse(payload) as { token: string }
  const owner = lost.workspace.sessions.chosen()?.owner.id ?? ''
  const admin = await world.laptop()
  return { lost, device, owner, admin, token: await storedToken(lost) }
}
const giveUp = (admin: Laptop, owner: string) => admin.workspace.laptops.lost.giveUp(owner)
const isPassword = ({ path }: { readonly path: string }) => path.endsWith('/password')
const passwords = ({ proxy }: LaptopWorld) => proxy.seen.filter(isPassword)
const errandsOf = ({ ports }: Pick<Laptop, 'ports'>) => ports.ledger.connections()[0]?.errands ?? []
const pair = (type: string, where: object = {}) =>
  (['read', 'write'] as const).map((action): Permission => ({ action, resource: { type, ...where } }))
/** What rules a server. */
const everything = ['authorizations', 'buckets', 'orgs', 'users'].flatMap((type) => pair(type))
/** What a finder asks for: the lost token once more, under a description that says nothing. */
const copyOf = ({ bucket: { orgId, id } }: LaptopWorld, owner: string) => ({
  orgId,
  description: 'mine',
  status: 'active' as const,
  permissions: laptopScope({ orgId, buckets: [id], read: false }, owner),
})

describe('a lost laptop', () => {
  it('loses also the copy that is minted while the others are being revoked', async () => {
    const world = await laptopWorld()
    const { admin, owner, token } = await lostLaptop(world)
    let copy: Promise<{ ok: boolean }> | undefined
    world.proxy.decide((request) => {
      if (!isRemove(request)) return 'pass'
      copy ??= world.as(token).create(copyOf(world, owner))
      return { delay: 200 }
    })
    expect(await giveUp(admin, owner)).toMatchObject({ value: { revoked: 2 } })
    expect(await copy).toMatchObject({ ok: true })
    expect((await world.made()).filter(({ userId }) => userId === owner)).toHaveLength(1)
  })

  it('is given up to the end although the network failed after the tokens, also after a restart', async () => {
    const world = await laptopWorld()
    const { admin, owner } = await lostLaptop(world)
    world.proxy.decide(({ path }) => (path.endsWith('/password') ? down : 'pass'))
    expect((await giveUp(admin, owner)).ok).toBe(false)
    const before = passwords(world).length
    admin.close()
    world.proxy.decide(() => 'pass')
    const next = world.run({ folder: admin.folder, vault: admin.vault })
    await next.workspace.laptops.lookout.look()
    expect(passwords(world).length).toBe(before + 1)
    expect(errandsOf(next)).toEqual([])
  })

  it('is given up to the end in the same run, as soon as the server answers', async () => {
    const world = await laptopWorld()
    const { owner } = await lostLaptop(world)
    const clock = createHeldClock()
    const admin = await world.laptop({ ports: { clock } })
    const held = clock.held()
    world.proxy.decide(({ path }) => (path.endsWith('/password') ? down : 'pass'))
    expect((await giveUp(admin, owner)).ok).toBe(false)
    world.proxy.decide(() => 'pass')
    expect(clock.held()).toBeGreaterThan(held)
    clock.release()
    await expect.poll(() => errandsOf(admin)).toEqual([])
  })

  it('is not done with while its finder goes on minting, and is then done later', async () => {
    const world = await laptopWorld()
    const { owner } = await lostLaptop(world)
    const clock = createHeldClock()
    const admin = await world.laptop({ ports: { clock } })
    const copy = copyOf(world, owner)
    // Whoever has it is always a little faster: each time its tokens are gone, there is another.
    const finder = async () => void (await world.operator.create({ ...copy, userId: owner }))
    world.proxy.decide(({ path }) => (path.endsWith('/password') ? { first: finder } : 'pass'))
    expect(await giveUp(admin, owner)).toMatchObject({ failure: { code: 'laptop.minting', params: { n: 5 } } })
    expect(await admin.workspace.laptops.lost.list()).toMatchObject({ value: [{ userId: owner, tokens: 1 }] })
    expect(errandsOf(admin)).toMatchObject([{ kind: 'lost', userId: owner }])
    expect(await giveUp(admin, owner)).toMatchObject({ ok: false })
    expect(errandsOf(admin)).toHaveLength(1)
    world.proxy.decide(() => 'pass')
    clock.release()
    await expect.poll(() => errandsOf(admin)).toEqual([])
    expect((await world.made()).filter(({ userId }) => userId === owner)).toHaveLength(1)
  })

  it('is not done with after a list that did not come', async () => {
    const world = await laptopWorld()
    const { admin, owner } = await lostLaptop(world)
    let set = false
    world.proxy.decide((request) => {
      set ||= isPassword(request)
      return set && isList(request) ? down : 'pass'
    })
    expect(await giveUp(admin, owner)).toMatchObject({ ok: false, failure: { code: 'server.error' } })
    expect(errandsOf(admin)).toMatchObject([{ kind: 'lost', userId: owner }])
  })

  it('is not done with after an empty list: so it is for a token that was switched off meanwhile', async () => {
    const world = await laptopWorld()
    const { owner } = await lostLaptop(world)
    const { token, authorization } = await world.mint(everything)
    const admin = await world.laptop({ token })
    const off = () => world.operator.setStatus(authorization.id, 'inactive')
    let set = false
    world.proxy.decide((request) => {
      const last = set && isList(request)
      set ||= isPassword(request)
      return last ? { first: off } : 'pass'
    })
    expect(await giveUp(admin, owner)).toMatchObject({ ok: false, failure: { code: 'auth.inactive' } })
    expect(errandsOf(admin)).toMatchObject([{ kind: 'lost', userId: owner }])
  })

  it('that was deleted with its user in the middle of it is done with', async () => {
    const world = await laptopWorld()
    const { admin, owner } = await lostLaptop(world)
    world.proxy.decide((request) => (isPassword(request) ? { first: () => world.operator.removeUser(owner) } : 'pass'))
    expect((await giveUp(admin, owner)).ok).toBe(true)
    expect(errandsOf(admin)).toEqual([])
    expect(await admin.workspace.laptops.lost.list()).toEqual({ ok: true, value: [] })
  })

  it('is found although its tokens are described otherwise, and although none is left', async () => {
    const world = await laptopWorld()
    const { admin, owner, lost, token } = await lostLaptop(world)
    const finder = world.as(token)
    const copy = await finder.create(copyOf(world, owner))
    if (!copy.ok) throw new Error(copy.failure.code)
    const own = lost.workspace.sessions.chosen()?.authId ?? ''
    expect((await world.as(copy.value.token).remove(own)).ok).toBe(true)
    const found = { userId: owner, names: ['Anna’s laptop'] }
    expect(await admin.workspace.laptops.lost.list()).toMatchObject({ value: [{ ...found, tokens: 1 }] })
    expect((await world.operator.remove(copy.value.authorization.id)).ok).toBe(true)
    expect(await admin.workspace.laptops.lost.list()).toMatchObject({ value: [{ ...found, tokens: 0 }] })
    expect(await giveUp(admin, owner)).toMatchObject({ ok: true })
    expect(passwords(world)).toHaveLength(1)
  })

  it('keeps this laptop from being limited, and its server from being forgotten, until it is done with: only an operator’s token can', async () => {
    const world = await laptopWorld()
    const { admin, owner } = await lostLaptop(world)
    world.proxy.decide((request) => (isPassword(request) ? down : 'pass'))
    await giveUp(admin, owner)
    const refused = await admin.workspace.laptops.limit.run({ ...world.wish, revokeAdmin: false })
    expect(refused).toMatchObject({ failure: { code: 'laptop.pending', params: { what: 'lost' } } })
    // Nor is its server forgotten: nobody would ever revoke those tokens.
    const forgotten = await admin.workspace.sessions.forget(admin.session.connection.id)
    expect(forgotten).toMatchObject({ failure: { code: 'laptop.pending', params: { what: 'lost' } } })
    expect(errandsOf(admin)).toHaveLength(1)

    const [errand] = errandsOf(admin)
    if (errand?.kind !== 'lost') throw new Error('nothing is left to be done')
    const { laptop } = await world.allAccess()
    world.proxy.decide(() => 'pass')
    expect(await laptop.workspace.laptops.lost.finish(laptop.session, errand)).toMatchObject({
      failure: { code: 'laptop.operator' },
    })
  })

  it('that shares the owner of the token in use here takes all but that one with it', async () => {
    const world = await laptopWorld()
    const { laptop, authorization } = await world.allAccess()
    await laptop.workspace.laptops.limit.run({ ...world.wish, sharedAccepted: true, revokeAdmin: false })
    const admin = await world.laptop()
    expect(await admin.workspace.laptops.lost.list()).toMatchObject({ value: [{ shared: true, tokens: 2 }] })
    expect(await giveUp(admin, authorization.userId)).toMatchObject({ value: { revoked: 2 } })
    expect((await admin.session.influx.me()).ok).toBe(true)
  })
})
