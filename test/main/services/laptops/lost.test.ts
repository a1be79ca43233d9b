import { describe, expect, it } from 'vitest'
import { laptopScope } from '../../../../main/domain/laptop-token'
import { laptopWorld, storedToken, type LaptopWorld } from '../../../support/laptop-world'
import { down, isRemove, type Laptop } from '../../../support/practice-world'

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
const passwords = ({ proxy }: LaptopWorld) => proxy.seen.filter(({ path }) => path.endsWith('/password'))

describe('a lost laptop', () => {
  it('loses every token of its owner, copies included, and its devices go on', async () => {
    const world = await laptopWorld()
    const { admin, owner, token, device, lost } = await lostLaptop(world)
    const thief = world.as(token)
    const { orgId, id: bucket } = world.bucket
    const copied = await thief.create({
      orgId,
      description: 'mine',
      status: 'active',
      permissions: laptopScope({ orgId, buckets: [bucket], read: false }, owner),
    })
    if (!copied.ok) throw new Error(copied.failure.code)
    const user = lost.workspace.sessions.chosen()?.owner.name
    expect(await admin.workspace.laptops.lost.list()).toEqual({
      ok: true,
      value: [{ userId: owner, owner: user, names: ['Anna’s laptop'], tokens: 2, devices: 1, shared: false }],
    })
    expect(await giveUp(admin, owner)).toEqual({ ok: true, value: { revoked: 2, devices: 1 } })
    for (const dead of [token, copied.value.token]) {
      expect(await world.as(dead).me()).toMatchObject({ failure: { code: 'auth.rejected' } })
    }
    expect((await world.as(device).probeWrite(orgId, bucket)).ok).toBe(true)
    expect(passwords(world).map(({ path }) => path)).toEqual([`/api/v2/users/${owner}/password`])
    expect(JSON.parse(passwords(world)[0]?.body ?? '')).toMatchObject({ password: expect.stringMatching(/^Fk!.{60}$/) })
    expect(await world.users()).toEqual([user])
    expect(await admin.workspace.laptops.lost.list()).toEqual({ ok: true, value: [] })
    expect(await giveUp(admin, owner)).toMatchObject({ failure: { code: 'token.gone' } })
  })

  it('loses also the copy that is minted while the others are being revoked', async () => {
    const world = await laptopWorld()
    const { admin, owner, token } = await lostLaptop(world)
    const { orgId, id: bucket } = world.bucket
    const permissions = laptopScope({ orgId, buckets: [bucket], read: false }, owner)
    const mint = { orgId, description: 'mine', status: 'active' as const, permissions }
    let copy: Promise<{ ok: boolean }> | undefined
    world.proxy.decide((request) => {
      if (!isRemove(request)) return 'pass'
      copy ??= world.as(token).create(mint)
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
    expect(next.ports.ledger.connections()[0]?.errands).toEqual([])
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

  it('is not this one', async () => {
    const world = await laptopWorld()
    const laptop = await world.laptop()
    await laptop.workspace.laptops.limit.run({ ...world.wish, revokeAdmin: false })
    expect(await laptop.workspace.laptops.lost.list()).toEqual({ ok: true, value: [] })
  })
})
