import { expect, it } from 'vitest'
import { down, isRemove, practiceWorld } from '../../support/practice-world'

it('revoking a token handed over here without an answer is told as waiting, and done once the server is back', async () => {
  const world = await practiceWorld()
  const { begin, sweep, workspace } = await world.laptop()
  const { tokens } = workspace
  const { authId = '' } = await begin('pump-1')
  const write = {
    action: 'write',
    resource: { type: 'buckets', id: world.bucket.id, orgId: world.bucket.orgId },
  } as const
  const foreign = (await world.mint([write])).authorization.id
  const onServer = async (id: string) => {
    const found = await world.operator.authorization(id)
    return found.ok ? found.value.status : found.failure.code
  }
  const revoke = async (...ids: readonly string[]) => {
    const outcomes = await tokens.revoke(ids)
    if (!outcomes.ok) throw new Error(outcomes.failure.code)
    return outcomes.value.map(({ result }) => (result.ok ? undefined : result.failure))
  }
  await tokens.refresh()
  world.proxy.decide((one) => (isRemove(one) ? down : 'pass'))
  const waits = { code: 'token.ending', params: { id: 'pump-1' }, cause: 'server.error' }
  // What nobody wrote down is not done later.
  expect(await revoke(authId, foreign)).toMatchObject([waits, { code: 'server.error' }])
  expect(await revoke(authId)).toMatchObject([waits])
  world.proxy.decide(() => 'pass')
  await sweep()
  expect([await onServer(authId), await onServer(foreign)]).toEqual(['token.gone', 'active'])
})
