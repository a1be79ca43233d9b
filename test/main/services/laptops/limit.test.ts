import { describe, expect, it } from 'vitest'
import { ok } from '../../../../main/contract/result'
import type { Permission } from '../../../../main/domain/permissions'
import { createHeldClock } from '../../../support/held-clock'
import { laptopWorld, storedToken, type LaptopWorld } from '../../../support/laptop-world'
import { isOff, replacing, serverAhead } from '../../../support/replacing'
import type { Seen } from '../../../support/proxy'
import { down, eagerNetwork, isCreate, isList, isSwitch, type Laptop } from '../../../support/practice-world'

const isUserCreate = ({ method, path }: { method: string; path: string }) =>
  method === 'POST' && path === '/api/v2/users'
const limit = (laptop: Laptop, world: LaptopWorld, change: object = {}) =>
  laptop.workspace.laptops.limit.run({ ...world.wish, revokeAdmin: false, ...change })

/** The server does the first request of a kind, and nothing is heard from it any more. */
function cutFrom(world: LaptopWorld, isIt: (request: Seen) => boolean) {
  let cut = false
  world.proxy.decide((request) => {
    if (cut) return down
    cut = isIt(request)
    return cut ? 'cut-after' : 'pass'
  })
}

describe('limiting this laptop', () => {
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

  it('waits until a token that was replaced is deleted: its new owner could not', async () => {
    const world = await laptopWorld()
    const laptop = await world.laptop()
    const { workspace, seen } = laptop
    const { old, fresh } = await replacing(laptop, 'PUMP-1')
    workspace.handovers.scanned(fresh.id)
    await seen(fresh.id, isOff)
    workspace.handovers.works(fresh.id)
    expect(await workspace.laptops.limit.plan()).toMatchObject({ value: { owner: 'own', open: 1 } })
    expect(await limit(laptop, world)).toMatchObject({ failure: { code: 'busy.open-handovers', params: { n: 1 } } })
    expect((await workspace.replacements.endOld(fresh.id)).ok).toBe(true)
    expect((await limit(laptop, world)).ok).toBe(true)
    expect((await world.rows('PUMP-1')).map(({ id }) => id)).toEqual([fresh.authId])
    expect(old.authId).not.toBe(fresh.authId)
  })

  it('what belongs to the owner before is not decided to be ended, which nobody could do then', async () => {
    const world = await laptopWorld()
    const laptop = await world.laptop()
    const { handovers } = laptop.workspace
    const { id } = await laptop.begin('PUMP-1')
    await handovers.show(id)
    handovers.scanned(id)
    expect((await limit(laptop, world)).ok).toBe(true)
    expect(await handovers.cancel(id)).toMatchObject({ failure: { code: 'perm.owner' } })
    expect(laptop.ports.ledger.story(id)?.now).toMatchObject({ state: 'delivered', revoking: false })
    expect(handovers.works(id)).toMatchObject({ value: { state: 'confirmed' } })
  })

  it('nor is what it replaced: neither deleted nor switched on again, asked or due', async () => {
    const world = await laptopWorld()
    let ahead = 0
    const laptop = await world.laptop({ ports: { network: serverAhead(() => ahead) } })
    const { workspace, seen, session, ports } = laptop
    const { fresh } = await replacing(laptop, 'PUMP-1')
    workspace.handovers.scanned(fresh.id)
    await seen(fresh.id, isOff)
    const other = { id: '00000000000000ff', name: 'somebody else' }
    workspace.sessions.change({ ...session.connection, operator: false, owner: other })
    expect(await workspace.replacements.goBack(fresh.id)).toMatchObject({ failure: { code: 'perm.owner' } })
    expect(await workspace.replacements.endOld(fresh.id)).toMatchObject({ failure: { code: 'perm.owner' } })
    ahead = 8 * 24 * 3_600_000
    await laptop.sweep()
    expect(ports.ledger.story(fresh.id)?.now).toMatchObject({ old: 'off', state: 'delivered' })
    expect(laptop.view(fresh.id)).toMatchObject({ failure: { code: 'perm.owner' } })
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
    cutFrom(world, isCreate)
    expect((await limit(laptop, world)).ok).toBe(false)
    expect([(await world.made()).length, (await world.users()).length]).toEqual([1, 1])
    world.proxy.decide(() => 'pass')
    await laptop.workspace.laptops.lookout.look()
    expect([await world.made(), await world.users()]).toEqual([[], []])
  })

  it('a second try waits for what the first may have left, which the new token could not end', async () => {
    const world = await laptopWorld()
    const clock = createHeldClock()
    const laptop = await world.laptop({ ports: { clock } })
    const errands = () => laptop.ports.ledger.connections()[0]?.errands
    cutFrom(world, isSwitch)
    expect((await limit(laptop, world)).ok).toBe(false)
    expect([(await world.made()).length, (await world.users()).length]).toEqual([1, 1])
    world.proxy.decide(() => 'pass')
    expect(await limit(laptop, world)).toMatchObject({ failure: { code: 'laptop.pending', params: { what: 'undo' } } })
    expect([await world.made(), await world.users()]).toEqual([[], []])
    expect(await storedToken(laptop)).toBe(world.server.adminToken)
    clock.pass(120_000)
    expect((await limit(laptop, world)).ok).toBe(true)
    expect([(await world.made()).length, (await world.users()).length, errands()]).toEqual([1, 1, []])
  })

  it('a second try that finds no network makes nothing', async () => {
    const world = await laptopWorld()
    const laptop = await world.laptop()
    let lost = false
    world.proxy.decide((request) => {
      if (lost) return isList(request) || request.method === 'DELETE' ? down : 'pass'
      lost = isSwitch(request)
      return lost ? 'cut-after' : 'pass'
    })
    expect((await limit(laptop, world)).ok).toBe(false)
    const made = await world.made()
    expect((await limit(laptop, world)).ok).toBe(false)
    expect([await world.made(), (await world.users()).length]).toEqual([made, 1])
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

  it.each(['plan', 'run'])('%s settles first: what a look at the server can end is not in the way', async (first) => {
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
    if (first === 'plan') expect(await laptop.workspace.laptops.limit.plan()).toMatchObject({ value: { open: 0 } })
    else expect(await limit(laptop, world)).toMatchObject({ ok: true })
    expect(await world.rows('pump-1')).toEqual([])
  })

  it('leaves the last token that rules the server, whatever it is called and whatever is asked', async () => {
    const world = await laptopWorld()
    const rows = await world.operator.authorizations()
    const [only] = rows.ok ? rows.value : []
    await world.operator.setDescription(only?.id ?? '', 'Fieldkey')
    const laptop = await world.laptop()
    expect(await laptop.workspace.laptops.limit.plan()).not.toHaveProperty('value.admin')
    expect(await limit(laptop, world, { revokeAdmin: true })).toMatchObject({ ok: true })
    expect((await world.operator.authorization(only?.id ?? '')).ok).toBe(true)
  })
})
