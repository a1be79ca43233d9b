import { describe, expect, it } from 'vitest'
import { everyToken } from '../../../main/contract/token-query'
import { deviceScope } from '../../../main/domain/permissions'
import { down, eagerNetwork, practiceWorld, type LaptopOptions } from '../../support/practice-world'

const isRead = ({ method, path }: { readonly method: string; readonly path: string }) =>
  method === 'GET' && /^\/api\/v2\/authorizations\/[0-9a-f]{16}/.test(path)

async function listed(options: LaptopOptions = {}) {
  const world = await practiceWorld()
  const laptop = await world.laptop(options)
  const { tokens } = laptop.workspace
  const { id } = (await world.mint(deviceScope(world.bucket.orgId, world.bucket.id))).authorization
  await tokens.refresh()
  const shown = () => tokens.query({ ...everyToken, search: id, from: 0, count: 5 })
  return { world, laptop, tokens, id, shown }
}

describe('one token', () => {
  it('is as it was listed, and says so, only while the server cannot be asked', async () => {
    const { world, tokens, id, shown } = await listed()
    const { asOf } = shown()
    world.proxy.decide((one) => (isRead(one) ? down : 'pass'))
    const found = await tokens.find(id)
    expect(found).toMatchObject({ value: { row: { id }, unread: { asOf, failure: { code: 'server.error' } } } })
    const unknown = '00000000000000aa'
    expect(await tokens.find(unknown)).toMatchObject({ failure: { code: 'server.error' } })
    world.proxy.decide((one) => (isRead(one) ? { status: 401, body: '{"code":"unauthorized","message":"x"}' } : 'pass'))
    expect((await tokens.find(id)).ok).toBe(false)
    world.proxy.decide(() => 'pass')
    const read = await tokens.find(id)
    expect(read).toMatchObject({ ok: true, value: { row: { id } } })
    expect(read.ok && read.value.unread).toBeUndefined()
  })

  it('that was changed here while it was read stays as it was changed', async () => {
    const reading = { done: () => Promise.resolve<unknown>(undefined) }
    const network = eagerNetwork()
    const client: typeof network.client = (...place) => {
      const influx = network.client(...place)
      const authorization: typeof influx.authorization = async (...id) => {
        const answer = await influx.authorization(...id)
        await reading.done()
        return answer
      }
      return { ...influx, authorization }
    }
    const { world, tokens, id, shown } = await listed({ ports: { network: { ...network, client } } })
    await world.operator.setDescription(id, 'changed elsewhere')
    reading.done = () => tokens.setStatus([id], 'inactive')
    expect((await tokens.find(id)).ok).toBe(true)
    expect(shown().rows).toMatchObject([{ active: false, description: 'changed elsewhere' }])
  })

  it('that is gone has its story with this laptop also in the next run, with what a handover did', async () => {
    const { world, laptop, tokens } = await listed()
    const { authId = '' } = await laptop.begin('pump-1')
    await tokens.revoke([authId])
    laptop.close()
    const { workspace } = world.run({ folder: laptop.folder, vault: laptop.vault })
    expect(await workspace.tokens.find(authId)).toMatchObject({ failure: { code: 'token.gone' } })
    const story = workspace.tokens.story(authId)
    expect(story).toMatchObject({ value: { device: 'pump-1' } })
    const kinds = story.ok ? story.value.steps.map(({ kind }) => kind).filter((kind) => kind !== 'probed') : []
    expect([kinds[0], ...kinds.slice(-2)]).toEqual(['asked', 'revoking', 'revoked'])
  })
})
