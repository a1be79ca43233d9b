import { describe, expect, it } from 'vitest'
import { ok } from '../../../main/contract/result'
import type { Permission } from '../../../main/domain/permissions'
import { eagerNetwork, isCreate, practiceWorld, type LaptopOptions } from '../../support/practice-world'

async function bench(options: LaptopOptions = {}) {
  const world = await practiceWorld()
  const laptop = await world.laptop(options)
  return { world, tokens: laptop.workspace.tokens }
}

describe('what the server granted in Tokens is compared with what was asked, and deleted if it is', () => {
  it.each(['device', 'bucket', 'all-access'] as const)('a %s token of another owner than asked for', async (kind) => {
    const { tokens, world } = await bench()
    const ownerId = await world.user('ann')
    world.proxy.decide((seen) => {
      if (!isCreate(seen)) return 'pass'
      const { userID: _asked, ...others } = JSON.parse(seen.body) as Readonly<Record<string, unknown>>
      return { rewrite: JSON.stringify(others) }
    })
    const made = await tokens.create({ kind, bucketId: world.bucket.id, description: 'ours', ownerId })
    expect(made).toMatchObject({ failure: { code: 'token.scope' } })
    expect(await world.rows()).toEqual([])
  })

  it('one that the answer to switching it on shows to be wider', async () => {
    const network = eagerNetwork()
    const client: typeof network.client = (...at) => {
      const influx = network.client(...at)
      const setStatus: typeof influx.setStatus = async (...asked) => {
        const answer = await influx.setStatus(...asked)
        const wider: Permission = { action: 'read', resource: { type: 'buckets' } }
        return answer.ok ? ok({ ...answer.value, permissions: [...answer.value.permissions, wider] }) : answer
      }
      return { ...influx, setStatus }
    }
    const { tokens, world } = await bench({ ports: { network: { ...network, client } } })
    const wish = { kind: 'device', bucketId: world.bucket.id, description: 'wide' } as const
    expect(await tokens.create(wish)).toMatchObject({ failure: { code: 'token.scope' } })
    expect(await world.rows()).toEqual([])
  })
})
