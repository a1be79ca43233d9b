import { expect, it } from 'vitest'
import { laptopWorld, storedToken } from '../../../support/laptop-world'

it('a new token that the server takes for somebody else’s is not kept: it goes, and the old one stays', async () => {
  const world = await laptopWorld()
  const laptop = await world.laptop()
  const answer = { id: '00000000000000ff', name: 'somebody else', status: 'active' }
  world.proxy.decide(({ path, headers }) => {
    const isTried = path === '/api/v2/me' && headers.authorization !== `Token ${world.server.adminToken}`
    return isTried ? { status: 200, body: JSON.stringify(answer) } : 'pass'
  })
  const limited = await laptop.workspace.laptops.limit.run({ ...world.wish, revokeAdmin: false })
  expect(limited).toMatchObject({ failure: { code: 'token.unsure' } })
  expect([await world.made(), await world.users()]).toEqual([[], []])
  expect(await storedToken(laptop)).toBe(world.server.adminToken)
})
