import { beforeAll, describe, expect, it } from 'vitest'
import { allAccessScope } from '../../main/domain/permissions'
import { row, setScene, value, why } from './influx-scene'
import type { World } from './influx-server'
import { serverDesk } from './server-desk'

/** Connections to two organizations of one server that nobody else uses. */
export function organizationsContract(name: string, open: () => Promise<World>): void {
  describe(name, () => {
    const scene = setScene(open)
    const other = { id: '', name: '', bucket: '' }
    beforeAll(async () => {
      const { raw, unique } = scene.world
      other.name = unique()
      other.id = String((await raw('POST', '/api/v2/orgs', { name: other.name })).body['id'])
      const made = await raw('POST', '/api/v2/buckets', { orgID: other.id, name: unique() })
      other.bucket = String(made.body['id'])
    })

    /** A laptop with a connection to each; that to the other organization is in use. */
    const place = async () => {
      const { url, token, orgId } = scene.world
      const desk = serverDesk()
      const first = await desk.connected({ url, token, orgId, name: 'Field' })
      const second = await desk.connected({ url, token, orgId: other.id, name: 'Other' })
      return { ...desk, first, second }
    }
    /** An all-access token of the operator's user in an organization. */
    const allAccess = (orgId: string) => scene.world.mint(allAccessScope(orgId, scene.world.ownerId), { orgId })

    it('are for the person to choose from, and nothing is stored until then', async () => {
      const { url, token, org, orgId } = scene.world
      const desk = serverDesk()
      const tried = value(await desk.attempt({ url, token }))
      const orgs = tried.kind === 'choose-org' ? tried.orgs : []
      expect(new Map(orgs.map((one) => [one.id, one.name]))).toEqual(
        new Map([
          [orgId, org],
          [other.id, other.name],
        ]),
      )
      expect(desk.ports.ledger.connections()).toEqual([])
    })

    it('are two connections: each lists and makes the tokens of its own organization', async () => {
      const { world, mine, device } = scene
      const { first, second, workspace, listed, offered, begin } = await place()
      expect([first.id === second.id, first.url === second.url]).toEqual([false, true])
      expect([first.org, second.org]).toEqual([world.org, other.name])
      const name = world.unique()
      const there = await begin(name, other.bucket)
      world.later(row(there.authId))
      expect(await listed()).toEqual([there.authId])
      const offeredThere = await offered()
      expect([offeredThere.includes(other.bucket), offeredThere.includes(mine)]).toEqual([true, false])

      value(await workspace.sessions.use(first.id))
      // The same device in the other organization is another one.
      const here = await begin(name, mine)
      world.later(row(here.authId))
      const list = await listed()
      expect([list.includes(here.authId), list.includes(there.authId)]).toEqual([true, false])
      expect(list).toContain(device.authorization.id)
      const offeredHere = await offered()
      expect([offeredHere.includes(other.bucket), offeredHere.includes(mine)]).toEqual([false, true])
      for (const [authId, orgId] of [
        [here.authId, world.orgId],
        [there.authId, other.id],
      ] as const) {
        expect((await world.raw('GET', row(authId))).body).toMatchObject({ orgID: orgId, status: 'active' })
      }
    })

    it('keep their tokens apart: one of the other organization is refused, and the one before stays', async () => {
      const { first, second, replaceToken, stored, saved, workspace } = await place()
      const { world } = scene
      const [mine, theirs] = [await allAccess(world.orgId), await allAccess(other.id)]
      const before = [saved(first.id), saved(second.id)]
      expect(why(await replaceToken(first.id, theirs.token))).toEqual({
        code: 'auth.other',
        params: { org: other.name, org2: world.org },
      })
      expect(why(await replaceToken(second.id, mine.token)).code).toBe('auth.other')
      expect([saved(first.id), saved(second.id)]).toEqual(before)
      expect([await stored(first.id), await stored(second.id)]).toEqual([world.token, world.token])

      value(await replaceToken(second.id, theirs.token))
      expect([await stored(first.id), await stored(second.id)]).toEqual([world.token, theirs.token])
      expect([saved(first.id), saved(second.id)]).toMatchObject([
        { operator: true, org: world.org },
        { operator: false, orgId: other.id, name: 'Other' },
      ])
      value(await workspace.servers.check(second.id))
      // An operator's token is one of every organization.
      value(await replaceToken(second.id, world.token))
      expect(saved(second.id)).toMatchObject({ operator: true, org: other.name })
    })

    it('are forgotten each for itself', async () => {
      const { first, second, workspace, stored, begin } = await place()
      const { world, mine } = scene
      const open = await begin(world.unique(), other.bucket)
      value(await workspace.sessions.use(first.id))
      expect(why(await workspace.sessions.forget(second.id)).code).toBe('busy.open-handovers')
      value(await workspace.handovers.cancel(open.id))
      value(await workspace.sessions.forget(second.id))
      expect([await stored(first.id), await stored(second.id)]).toEqual([world.token, undefined])
      const still = await begin(world.unique(), mine)
      world.later(row(still.authId))
      expect((await world.raw('GET', row(still.authId))).body['status']).toBe('active')
    })
  })
}
