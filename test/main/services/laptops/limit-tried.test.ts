import { describe, expect, it } from 'vitest'
import { laptopWorld, storedToken } from '../../../support/laptop-world'
import { down, isCreate, isList } from '../../../support/practice-world'

describe('limiting this laptop', () => {
  it.each([
    ['says whose it is', '/api/v2/me'],
    ['lists itself', '/api/v2/authorizations'],
    ['writes to its bucket', '/api/v2/write'],
  ])('keeps no token that never %s: the old one stays, and what was made goes', async (_what, path) => {
    const world = await laptopWorld()
    const laptop = await world.laptop()
    const admin = `Token ${world.server.adminToken}`
    world.proxy.decide((request) =>
      request.headers.authorization !== admin && request.path.startsWith(path)
        ? { status: 403, body: '{"code":"forbidden","message":"insufficient permissions"}' }
        : 'pass',
    )
    expect(await laptop.workspace.laptops.limit.run({ ...world.wish, revokeAdmin: false })).toMatchObject({ ok: false })
    expect(await storedToken(laptop)).toBe(world.server.adminToken)
    expect([await world.made(), await world.users()]).toEqual([[], []])
  })

  it('settles first: what only a look at the server can end is not in the way', async () => {
    const world = await laptopWorld()
    const laptop = await world.laptop()
    let asked = false
    world.proxy.decide((request) => {
      asked ||= isCreate(request)
      if (isCreate(request)) return 'cut-after'
      return asked && isList(request) ? down : 'pass'
    })
    const begun = await laptop.workspace.handovers.start({ device: 'pump-1', ...laptop.request })
    expect(begun).toMatchObject({ value: { handover: { state: 'asked', failure: { code: 'token.unsure' } } } })
    world.proxy.decide(() => 'pass')
    expect(await laptop.workspace.laptops.limit.plan()).toMatchObject({ value: { open: 1 } })
    expect(await laptop.workspace.laptops.limit.run({ ...world.wish, revokeAdmin: false })).toMatchObject({ ok: true })
    expect(await world.rows('pump-1')).toEqual([])
  })
})
