import { describe, expect, it } from 'vitest'
import { down, isSwitch, practiceWorld } from '../../support/practice-world'

async function bench() {
  const world = await practiceWorld()
  const laptop = await world.laptop()
  const { tokens } = laptop.workspace
  const set = async (id: string, status: 'inactive' | 'active') => {
    const outcomes = await tokens.setStatus([id], status)
    const [first] = outcomes.ok ? outcomes.value : []
    return first === undefined ? 'none' : first.result.ok ? 'done' : first.result.failure.code
  }
  const onServer = async (id: string) => {
    const found = await world.operator.authorization(id)
    return found.ok ? found.value.status : found.failure.code
  }
  return { world, tokens, set, onServer, ...laptop }
}

describe('disabling a token', () => {
  it.each(['refused by the server', 'that never left'] as const)('%s leaves it on in the history', async (how) => {
    const { world, tokens, set, begin, view, onServer, sweep } = await bench()
    const { id, authId = '' } = await begin('pump-1')
    await tokens.refresh()
    const body = '{"code":"unauthorized","message":"write:authorizations is unauthorized"}'
    if (how === 'that never left') {
      await world.proxy.close()
      // Noticed: no connection stays open that a request could leave on.
      await sweep()
    } else world.proxy.decide((one) => (isSwitch(one) ? { status: 401, body } : 'pass'))
    expect(await set(authId, 'inactive')).not.toBe('done')
    expect([view(id)?.active, await onServer(authId)]).toEqual([true, 'active'])
  })

  it.each(['cut-after', 'cut-before', down] as const)(
    'that nobody answered (%j) counts as done: the code of a token that may be off is not drawn',
    async (fate) => {
      const { world, tokens, set, begin, workspace, view, onServer, sweep, steps } = await bench()
      const { id, authId = '' } = await begin('pump-1')
      await workspace.handovers.show(id)
      workspace.handovers.scanned(id)
      await tokens.refresh()
      world.proxy.decide((one) => (isSwitch(one) ? fate : 'pass'))
      expect(await set(authId, 'inactive')).toBe(fate === down ? 'server.error' : 'net.cut')
      expect(world.proxy.seen.filter(isSwitch).length).toBeGreaterThan(4)
      expect(await onServer(authId)).toBe(fate === 'cut-after' ? 'inactive' : 'active')
      world.proxy.decide(() => 'pass')
      expect(view(id)).toMatchObject({ state: 'delivered', active: false })
      expect(await workspace.handovers.show(id)).toMatchObject({ failure: { code: 'token.off' } })
      await sweep()
      const told = steps(id)
      await sweep()
      expect([steps(id), view(id)?.active]).toEqual([told, false])
      expect(await set(authId, 'active')).toBe('done')
      expect([await onServer(authId), view(id)?.active]).toEqual(['active', true])
      expect((await workspace.handovers.show(id)).ok).toBe(true)
    },
  )
})
