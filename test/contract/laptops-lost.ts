import { describe, expect, it } from 'vitest'
import { laptopScope } from '../../main/domain/laptop-token'
import { allAccessScope } from '../../main/domain/permissions'
import type { InfluxNetwork } from '../../main/ports/influx'
import { eagerNetwork, type Laptop } from '../support/laptop'
import { storedToken } from '../support/laptop-world'
import { handedOver } from '../support/replacing'
import { value, type Scene } from './influx-scene'
import { both, everything, laptopCase } from './laptop-case'

/** What the finder set, and what everybody tries first. */
const known = 'Fk!0123456789'
const isPassword = ({ path }: { readonly path: string }) => path.endsWith('/password')
const giveUp = (admin: Laptop, owner: string) => admin.workspace.laptops.lost.giveUp(owner)

/** Lost laptop. */
export function lostCases(scene: Scene): void {
  /** A laptop that was limited, a device it served, and the laptop of somebody who may give it up. */
  const lostLaptop = async () => {
    const here = await laptopCase(scene)
    const lost = await here.laptop()
    value(await lost.workspace.laptops.limit.run({ ...here.wish, revokeAdmin: false }))
    const { token: device } = await handedOver(lost, here.pump)
    const owner = lost.workspace.sessions.chosen()?.owner ?? { id: '', name: '' }
    const admin = await here.laptop()
    return { here, lost, device, owner, admin, token: await storedToken(lost) }
  }
  const listed = async (admin: Laptop, { id }: { readonly id: string }) =>
    value(await admin.workspace.laptops.lost.list()).filter(({ userId }) => userId === id)
  /** Whether a password opens a session. */
  const signsIn = async (name: string) => {
    const basic = Buffer.from(`${name}:${known}`).toString('base64')
    const headers = { authorization: `Basic ${basic}` }
    const { status } = await fetch(`${scene.world.url}/api/v2/signin`, { method: 'POST', headers })
    return status === 204
  }

  describe('a lost laptop', () => {
    it('loses every token of its owner, copies included, and its password; its devices go on', async () => {
      const { here, admin, owner, token, device } = await lostLaptop()
      const { orgId } = scene.world
      const rights = laptopScope({ orgId, buckets: [scene.mine], read: false }, owner.id)
      const asked = { orgId, description: here.name, status: 'active' as const, permissions: rights }
      const copy = value(await scene.world.as(token).create(asked))
      value(await scene.world.as(token).setPassword(owner.id, known))
      // Nobody ever signs in at the practice server.
      expect(await signsIn(owner.name)).toBe(scene.world.org !== 'Practice')
      expect(await listed(admin, owner)).toEqual([
        { userId: owner.id, owner: owner.name, names: [here.name], tokens: 2, devices: 1, shared: false },
      ])

      expect(await giveUp(admin, owner.id)).toEqual({ ok: true, value: { revoked: 2, devices: 1, kept: 0 } })
      for (const dead of [token, copy.token]) {
        expect(await here.status('GET', '/api/v2/me', dead)).toBe(401)
        expect(await here.writes(dead)).toEqual([401, 401])
      }
      expect(await here.writes(device)).toEqual([204, 403])
      expect((await here.users()).map(({ name, status }) => [name, status])).toEqual([[owner.name, 'active']])
      expect(await signsIn(owner.name)).toBe(false)
      const passwords = here.proxy.seen.filter(isPassword)
      expect(passwords.map(({ path }) => path)).toEqual([`/api/v2/users/${owner.id}/password`])
      expect(JSON.parse(passwords[0]?.body ?? '')).toMatchObject({ password: expect.stringMatching(/^Fk!.{60}$/) })

      // It stays in the list by its user's name: done again, it does no harm, and sets another password.
      expect(await listed(admin, owner)).toMatchObject([{ tokens: 0, devices: 1 }])
      expect(value(await giveUp(admin, owner.id))).toMatchObject({ revoked: 0, devices: 1 })
      expect(new Set(here.proxy.seen.filter(isPassword).map(({ body }) => body)).size).toBe(2)
      expect(await here.writes(device)).toEqual([204, 403])
      expect(await giveUp(admin, '00000000000000ff')).toMatchObject({ failure: { code: 'token.gone' } })
    })

    it('is listed and given up with an operator’s token only', async () => {
      const { here, lost, owner, token } = await lostLaptop()
      const boss = await here.user('boss')
      const all = await here.mint(allAccessScope(scene.world.orgId, boss.id), boss.id)
      for (const { workspace, ports } of [await here.laptop({ token: all.token }), lost]) {
        const refused = { ok: false, failure: { code: 'laptop.operator' } }
        expect(await workspace.laptops.lost.list()).toMatchObject(refused)
        expect(await workspace.laptops.lost.giveUp(owner.id)).toMatchObject(refused)
        expect(ports.ledger.connections()[0]?.errands ?? []).toEqual([])
      }
      expect(here.proxy.seen.filter(isPassword)).toEqual([])
      expect(await here.writes(token)).toEqual([204, 403])
    })

    it('does not take the last operator tokens with it: one of them stays, and that is said', async () => {
      const here = await laptopCase(scene)
      const [chef, deputy] = [await here.user('chef'), await here.user('deputy')]
      const { orgId } = scene.world
      await here.mint(laptopScope({ orgId, buckets: [scene.mine], read: false }, chef.id), chef.id)
      const operators = [await here.mint(everything, chef.id), await here.mint(everything, chef.id)]
      // It sees every user's tokens, which is what counts here, and yet it does not rule the server.
      const sees = [...both('users'), ...both('authorizations'), ...both('buckets', { orgId })]
      const { token } = await here.mint(sees, deputy.id)
      const admin = await here.laptop({ token, ports: { network: without(scene.world.ownerId) } })
      expect(admin.session.connection).toMatchObject({ operator: true, owner: { id: deputy.id } })
      expect(await listed(admin, chef)).toMatchObject([{ tokens: 2 }])
      expect(value(await giveUp(admin, chef.id))).toMatchObject({ revoked: 2, kept: 1 })
      const alive = await Promise.all(operators.map((one) => here.status('GET', '/api/v2/me', one.token)))
      expect(alive.sort()).toEqual([200, 401])
    })
  })
}

/** A network that leaves out a user's tokens: a server that others use too has their operator's. */
function without(userId: string): InfluxNetwork {
  const inner = eagerNetwork()
  const client: InfluxNetwork['client'] = (...at) => {
    const influx = inner.client(...at)
    return {
      ...influx,
      async authorizations(orgId) {
        const rows = await influx.authorizations(orgId)
        return rows.ok ? { ...rows, value: rows.value.filter((row) => row.userId !== userId) } : rows
      },
    }
  }
  return { ...inner, client }
}
