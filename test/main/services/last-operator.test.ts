import { describe, expect, it } from 'vitest'
import type { Permission } from '../../../main/domain/permissions'
import { kindOf } from '../../../main/domain/rights'
import { laptopWorld } from '../../support/laptop-world'

const pair = (type: string, where: object = {}) =>
  (['read', 'write'] as const).map((action): Permission => ({ action, resource: { type, ...where } }))
const everything = ['authorizations', 'buckets', 'orgs', 'users'].flatMap((type) => pair(type))

type World = Awaited<ReturnType<typeof laptopWorld>>

/** The operator's token the server was set up with: the one that belongs to none of `owners`. */
async function firstOperator(world: World, owners: readonly string[]): Promise<string> {
  const rows = await world.operator.authorizations()
  if (!rows.ok) throw new Error(rows.failure.code)
  const first = rows.value.find(
    ({ permissions, userId }) => kindOf(permissions) === 'operator' && !owners.includes(userId),
  )
  return first?.id ?? ''
}

describe('the last operator token', () => {
  it('is kept by what the server has now, not by a list from before another one ended', async () => {
    const world = await laptopWorld()
    const chef = await world.user('chef')
    const { orgId } = world.bucket
    const own = [...pair('authorizations', { orgId }), ...pair('buckets', { orgId }), ...pair('users', { id: chef })]
    const laptop = await world.laptop({ token: (await world.mint(own, chef)).token })
    const [gone, last] = [await world.mint(everything, chef), await world.mint(everything, chef)]
    await laptop.workspace.tokens.refresh()
    expect(await world.operator.remove(gone.authorization.id)).toMatchObject({ ok: true })

    const refused = { ok: true, value: [{ result: { failure: { code: 'token.own' } } }] }
    expect(await laptop.workspace.tokens.revoke([last.authorization.id])).toMatchObject(refused)
    expect(await laptop.workspace.tokens.setStatus([last.authorization.id], 'inactive')).toMatchObject(refused)
  })

  it('of several that end together one stays', async () => {
    const world = await laptopWorld()
    const chef = await world.user('chef')
    const { orgId } = world.bucket
    const own = [...pair('authorizations', { orgId }), ...pair('buckets', { orgId }), ...pair('users', { id: chef })]
    const laptop = await world.laptop({ token: (await world.mint(own, chef)).token })
    const ids = [await world.mint(everything, chef), await world.mint(everything, chef)].map(
      ({ authorization }) => authorization.id,
    )
    const outcomes = await laptop.workspace.tokens.revoke(ids)
    expect(outcomes.ok && outcomes.value.map(({ result }) => result.ok).sort()).toEqual([false, true])
  })

  it('is not excused by one of a disabled user, which the server refuses', async () => {
    const world = await laptopWorld()
    const [away, boss] = [await world.user('away'), await world.user('boss')]
    await world.mint(everything, away)
    await fetch(`${world.url}/api/v2/users/${away}`, {
      method: 'PATCH',
      headers: { authorization: `Token ${world.server.adminToken}` },
      body: JSON.stringify({ status: 'inactive' }),
    })
    const description = 'Set up Fieldkey'
    const mine = await world.operator.create({
      ...{ orgId: world.bucket.orgId, userId: boss, description, status: 'active', permissions: everything },
    })
    if (!mine.ok) throw new Error(mine.failure.code)
    const laptop = await world.laptop({ token: mine.value.token })
    const first = await firstOperator(world, [away, boss])
    expect(await laptop.workspace.laptops.limit.plan()).toMatchObject({ value: { admin: { id: expect.any(String) } } })
    expect(await laptop.workspace.tokens.revoke([first])).toMatchObject({ value: [{ result: { ok: true } }] })
    await laptop.workspace.tokens.refresh()
    expect(await laptop.workspace.laptops.limit.plan()).not.toHaveProperty('value.admin')
  })
})
