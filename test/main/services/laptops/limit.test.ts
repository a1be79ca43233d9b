import { describe, expect, it } from 'vitest'
import { ok } from '../../../../main/contract/result'
import { deviceScope, type Permission } from '../../../../main/domain/permissions'
import { laptopWorld, storedToken, type LaptopWorld } from '../../../support/laptop-world'
import { down, eagerNetwork, isCreate, isSwitch, type Laptop } from '../../../support/practice-world'

const isUserCreate = ({ method, path }: { method: string; path: string }) =>
  method === 'POST' && path === '/api/v2/users'
const limit = (laptop: Laptop, world: LaptopWorld, change: object = {}) =>
  laptop.workspace.laptops.limit.run({ ...world.wish, revokeAdmin: false, ...change })

describe('limiting this laptop', () => {
  it('puts a token of its own user, for the chosen bucket only, in the admin token’s place', async () => {
    const world = await laptopWorld()
    const laptop = await world.laptop()
    expect(await laptop.workspace.laptops.limit.plan()).toMatchObject({ value: { owner: 'own', limited: false } })
    const limited = await limit(laptop, world)
    expect(limited).toMatchObject({ ok: true, value: { owner: expect.stringMatching(/^Anna’s laptop \(fieldkey/) } })
    const token = await storedToken(laptop)
    expect(token).not.toBe(world.server.adminToken)
    const [row, ...more] = await world.made()
    expect([row?.status, row?.description.endsWith(' k=laptop'), more]).toEqual(['active', true, []])
    expect(await world.users()).toEqual([row?.user])

    const influx = world.as(token)
    const ask = async (...permissions: readonly Permission[]) => {
      const answer = await influx.create({
        orgId: world.bucket.orgId,
        description: 'x',
        status: 'inactive',
        permissions,
      })
      return answer.ok ? 'made' : answer.failure.code
    }
    const { orgId, id } = world.bucket
    expect(await ask(...deviceScope(orgId, world.other.id))).toBe('perm.bucket')
    expect(await ask({ action: 'read', resource: { type: 'buckets', orgId, id } })).toBe('perm.bucket')
    expect(await ask({ action: 'write', resource: { type: 'buckets', orgId } })).toBe('perm.bucket')

    const { sessions, tokens } = laptop.workspace
    expect(sessions.chosen()).toMatchObject({ authId: row?.id, operator: false, owner: { name: row?.user } })
    expect(await tokens.revoke([row?.id ?? ''])).toMatchObject({
      value: [{ result: { failure: { code: 'token.own' } } }],
    })
    expect(await laptop.workspace.laptops.limit.plan()).toMatchObject({ value: { limited: true } })
    expect(await limit(laptop, world)).toMatchObject({ failure: { code: 'laptop.limited' } })
    const { id: handover } = await laptop.begin('PUMP-1')
    expect(laptop.view(handover)).toMatchObject({ state: 'minted', active: true })
    expect((await world.rows('PUMP-1')).map(({ user }) => user)).toEqual([row?.user])
  })

  it('gives reading only where it was asked for', async () => {
    const world = await laptopWorld()
    const laptop = await world.laptop()
    await limit(laptop, world, { read: true, bucketIds: [world.bucket.id, world.other.id] })
    const influx = world.as(await storedToken(laptop))
    expect([(await influx.bucket(world.bucket.id)).ok, (await influx.bucket(world.other.id)).ok]).toEqual([true, true])
  })

  it('gives up when a handover was begun while the new token was being made, which stays, and nothing else does', async () => {
    const world = await laptopWorld()
    const laptop = await world.laptop()
    const begun: Promise<unknown>[] = []
    world.proxy.decide((seen) => {
      if (isUserCreate(seen)) begun.push(laptop.begin('PUMP-1'))
      return 'pass'
    })
    expect(await limit(laptop, world)).toMatchObject({ failure: { code: 'busy.open-handovers' } })
    await Promise.all(begun)
    expect(begun).toHaveLength(1)
    expect(await storedToken(laptop)).toBe(world.server.adminToken)
    const laptops = (await world.made()).filter(({ description }) => description.includes(' k='))
    expect([laptops, await world.users(), (await world.rows('PUMP-1')).length]).toEqual([[], [], 1])
    expect(await world.broken(laptop)).toEqual([])
  })

  it('waits until open handovers are finished or discarded', async () => {
    const world = await laptopWorld()
    const laptop = await world.laptop()
    const { id } = await laptop.begin('PUMP-1')
    expect(await limit(laptop, world)).toMatchObject({ failure: { code: 'busy.open-handovers', params: { n: 1 } } })
    expect([await storedToken(laptop), await world.users()]).toEqual([world.server.adminToken, []])
    await laptop.workspace.handovers.cancel(id)
    expect((await limit(laptop, world)).ok).toBe(true)
  })

  it('with a token that cannot make users asks before it shares its owner', async () => {
    const world = await laptopWorld()
    const { laptop, authorization } = await world.allAccess()
    expect(await laptop.workspace.laptops.limit.plan()).toMatchObject({ value: { owner: 'shared' } })
    expect(await limit(laptop, world)).toMatchObject({ failure: { code: 'laptop.shared' } })
    expect(await limit(laptop, world, { sharedAccepted: true })).toMatchObject({ value: { owner: authorization.user } })
    const rows = await world.made()
    expect(rows.filter(({ userId }) => userId === authorization.userId)).toHaveLength(2)
    expect(await world.users()).toEqual([])
  })

  it('refuses a bucket that is gone and a name that cannot be written, before anything is made', async () => {
    const world = await laptopWorld()
    const laptop = await world.laptop()
    expect(await limit(laptop, world, { bucketIds: ['00000000000000ff'] })).toMatchObject({
      failure: { code: 'bucket.deleted' },
    })
    expect(await limit(laptop, world, { name: 'a | fieldkey:1' })).toMatchObject({
      failure: { code: 'input.description' },
    })
    expect([await world.made(), await world.users()]).toEqual([[], []])
  })

  it('deletes a token that came wider than it was asked for, and its user, and goes on with the old one', async () => {
    const world = await laptopWorld()
    const laptop = await world.laptop()
    world.proxy.decide((request) => {
      if (!isCreate(request)) return 'pass'
      const body = JSON.parse(request.body) as { permissions: { resource: { type: string; id?: string } }[] }
      for (const { resource } of body.permissions) if (resource.type === 'buckets') delete resource.id
      return { rewrite: JSON.stringify(body) }
    })
    expect(await limit(laptop, world)).toMatchObject({ failure: { code: 'token.scope' } })
    expect([await world.made(), await world.users()]).toEqual([[], []])
    expect(await storedToken(laptop)).toBe(world.server.adminToken)
    expect(laptop.ports.ledger.connections()[0]?.errands).toEqual([])
    expect(world.proxy.seen.filter(isSwitch)).toEqual([])
  })

  it('deletes a token that the answer to switching it on shows to be wider', async () => {
    const world = await laptopWorld()
    const network = eagerNetwork()
    const client: typeof network.client = (...at) => {
      const influx = network.client(...at)
      const setStatus: typeof influx.setStatus = async (...asked) => {
        const answer = await influx.setStatus(...asked)
        const wider: Permission = { action: 'read', resource: { type: 'buckets', orgId: world.bucket.orgId } }
        return answer.ok ? ok({ ...answer.value, permissions: [...answer.value.permissions, wider] }) : answer
      }
      return { ...influx, setStatus }
    }
    const laptop = await world.laptop({ ports: { network: { ...network, client } } })
    expect(await limit(laptop, world)).toMatchObject({ failure: { code: 'token.scope' } })
    expect([await world.made(), await world.users()]).toEqual([[], []])
    expect(await storedToken(laptop)).toBe(world.server.adminToken)
  })

  it.each([
    ['the user', isUserCreate],
    ['the token', isCreate],
  ] as const)('a lost answer about %s leaves neither behind', async (_what, fits) => {
    const world = await laptopWorld()
    const laptop = await world.laptop()
    world.proxy.decide((request) => (fits(request) ? 'cut-after' : 'pass'))
    expect(await limit(laptop, world)).toMatchObject({ failure: { code: 'token.unsure' } })
    expect([await world.made(), await world.users()]).toEqual([[], []])
    expect(await storedToken(laptop)).toBe(world.server.adminToken)
    // A late request may still arrive: it is looked for.
    expect(laptop.ports.ledger.connections()[0]?.errands).toMatchObject([{ kind: 'undo' }])
  })

  it('what cannot be taken back at once is taken back when the network returns', async () => {
    const world = await laptopWorld()
    const laptop = await world.laptop()
    let made = false
    world.proxy.decide((request) => {
      if (made) return down
      made = isCreate(request)
      return made ? 'cut-after' : 'pass'
    })
    expect((await limit(laptop, world)).ok).toBe(false)
    expect([(await world.made()).length, (await world.users()).length]).toEqual([1, 1])
    world.proxy.decide(() => 'pass')
    await laptop.workspace.laptops.lookout.look()
    expect([await world.made(), await world.users()]).toEqual([[], []])
  })

  it('goes on with the old token when the keychain refuses the new one', async () => {
    const world = await laptopWorld()
    const laptop = await world.laptop()
    const { vault } = laptop
    const { set } = vault
    const token = await storedToken(laptop)
    Object.assign(vault, {
      set: (account: string, secret: string) =>
        secret === token
          ? set(account, secret)
          : Promise.resolve({ ok: false, failure: { code: 'keychain.locked', params: {} } }),
    })
    expect(await limit(laptop, world)).toMatchObject({ failure: { code: 'keychain.locked' } })
    expect([await storedToken(laptop), await world.made(), await world.users()]).toEqual([token, [], []])
  })
})

describe('the admin token, afterwards,', () => {
  const setUp = async (world: LaptopWorld, description: string) => {
    const all = ['authorizations', 'buckets', 'dashboards', 'orgs', 'users'].flatMap((type) =>
      (['read', 'write'] as const).map((action): Permission => ({ action, resource: { type } })),
    )
    const { orgId } = world.bucket
    const userId = await world.user('boss')
    const minted = await world.operator.create({ orgId, userId, description, status: 'active', permissions: all })
    if (!minted.ok) throw new Error(minted.failure.code)
    return { laptop: await world.laptop({ token: minted.value.token }), id: minted.value.authorization.id }
  }

  it('is offered for revocation, and revoked, when it says that it was made for this', async () => {
    const world = await laptopWorld()
    const { laptop, id } = await setUp(world, 'Set up Fieldkey')
    expect(await laptop.workspace.laptops.limit.plan()).toMatchObject({ value: { admin: { id } } })
    expect(await limit(laptop, world, { revokeAdmin: true })).toMatchObject({ value: { admin: { revoked: true } } })
    expect(await world.operator.authorization(id)).toMatchObject({ failure: { code: 'token.gone' } })
  })

  it('stays when it may be used elsewhere, and when it is the last that rules the server', async () => {
    const world = await laptopWorld()
    const { laptop, id } = await setUp(world, 'Grafana')
    expect(await laptop.workspace.laptops.limit.plan()).not.toHaveProperty('value.admin')
    await limit(laptop, world, { revokeAdmin: true })
    expect((await world.operator.authorization(id)).ok).toBe(true)

    const last = await laptopWorld()
    const own = await last.operator.authorizations()
    const [only] = own.ok ? own.value : []
    await last.operator.setDescription(only?.id ?? '', 'Fieldkey')
    const alone = await last.laptop()
    expect(await alone.workspace.laptops.limit.plan()).not.toHaveProperty('value.admin')
    await limit(alone, last, { revokeAdmin: true })
    expect((await last.operator.authorization(only?.id ?? '')).ok).toBe(true)
  })
})
