import { describe, expect, it } from 'vitest'
import { failureText } from '../../main/contract/text/failures'
import { allAccessScope, deviceScope } from '../../main/domain/permissions'
import { storedToken } from '../support/laptop-world'
import { handedOver } from '../support/replacing'
import { openCloudWorld } from './influx-server'
import { row, setScene, value, why } from './influx-scene'
import { laptopCase, type LaptopCase } from './laptop-case'
import { carryCases } from './laptops-carry'

/** Calls that would change a user, which Cloud lets no token do. */
const onUsers = ({ proxy }: LaptopCase) => proxy.seen.filter(({ path }) => path.startsWith('/api/v2/users'))

describe('Laptops on InfluxDB Cloud, played', () => {
  const scene = setScene(() => openCloudWorld())
  carryCases(scene)

  describe('limiting this laptop', () => {
    it('shares the owner, and only once the person accepted that: before, nothing is made', async () => {
      const here = await laptopCase(scene)
      const laptop = await here.laptop()
      const { limit } = laptop.workspace.laptops
      const wish = { ...here.wish, revokeAdmin: false }
      expect(value(await limit.plan())).toMatchObject({ owner: 'cloud', limited: false })
      expect(why(await limit.run({ ...wish, sharedAccepted: false })).code).toBe('laptop.shared')
      expect([await here.rows(), await storedToken(laptop)]).toEqual([[], scene.world.token])

      expect(value(await limit.run(wish))).toEqual({ owner: laptop.session.connection.owner.name })
      const [made, ...more] = await here.rows()
      expect([made?.userId, made?.status, made?.description.endsWith(' k=laptop'), more]).toEqual([
        ...[scene.world.ownerId, 'active', true],
        [],
      ])
      expect(onUsers(here)).toEqual([])
      const chosen = laptop.workspace.sessions.chosen()
      expect(chosen).toMatchObject({ kind: 'cloud', operator: false, authId: made?.id })
      expect(why(await limit.run(wish)).code).toBe('laptop.limited')
    })

    it('keeps it inside the chosen bucket, where it serves devices; the owner’s other tokens it sees, as was said', async () => {
      const here = await laptopCase(scene)
      const laptop = await here.laptop()
      value(await laptop.workspace.laptops.limit.run({ ...here.wish, revokeAdmin: false }))
      const token = await storedToken(laptop)
      expect(token).not.toBe(scene.world.token)
      expect([await here.writes(token), await here.reads(token)]).toEqual([
        [204, 403],
        [404, 404],
      ])
      const { orgId } = scene.world
      const wide = { action: 'read', resource: { type: 'buckets', orgId } } as const
      expect(await here.mints(token, deviceScope(orgId, scene.foreign), [wide])).toEqual([403, 403])
      expect(await here.status('GET', row(scene.device.authorization.id), token)).toBe(200)

      const device = await handedOver(laptop, here.pump)
      expect(await here.writes(device.token)).toEqual([204, 403])
      value(await laptop.workspace.tokens.revoke([device.authId]))
      expect([await here.writes(device.token), laptop.view(device.id)?.state]).toEqual([[401, 401], 'revoked'])
      expect(await here.rows()).toMatchObject([{ id: laptop.workspace.sessions.chosen()?.authId }])
    })

    it('offers to revoke no admin token where nobody can tell which of the owner’s it is', async () => {
      const here = await laptopCase(scene)
      const { orgId, ownerId } = scene.world
      const admin = await here.mint(allAccessScope(orgId, ownerId), ownerId, `Set up Fieldkey ${here.name}`)
      const laptop = await here.laptop({ token: admin.token })
      expect(laptop.session.connection.authId).toBeUndefined()
      expect(value(await laptop.workspace.laptops.limit.plan()).admin).toBeUndefined()
      expect(value(await laptop.workspace.laptops.limit.run({ ...here.wish, revokeAdmin: true })).admin).toBeUndefined()
      expect(await here.status('GET', '/api/v2/me', admin.token)).toBe(200)
    })
  })

  describe('a lost laptop', () => {
    it('is refused in plain words before anything is asked; its token is revoked in Tokens, and its devices go on', async () => {
      const here = await laptopCase(scene)
      // As a customer of Cloud has it: the admin token, and the tokens of laptops and devices beside it.
      value(await scene.world.admin.remove(scene.laptop.authorization.id))
      const lost = await here.laptop()
      value(await lost.workspace.laptops.limit.run({ ...here.wish, revokeAdmin: false }))
      const device = await handedOver(lost, here.pump)
      const token = await storedToken(lost)

      const admin = await here.laptop()
      const before = here.proxy.seen.length
      const { list, giveUp } = admin.workspace.laptops.lost
      for (const answer of [await list(), await giveUp(scene.world.ownerId)]) {
        expect(failureText(why(answer)).sentence).toMatch(
          /^InfluxDB Cloud lets no token rule .* one by one, in Tokens /,
        )
      }
      expect(here.proxy.seen.length).toBe(before)
      expect([admin.ports.ledger.connections()[0]?.errands ?? [], await here.writes(token)]).toEqual([[], [204, 403]])

      const own = lost.workspace.sessions.chosen()?.authId ?? ''
      expect(value(await admin.workspace.tokens.revoke([own]))).toMatchObject([{ result: { ok: true } }])
      expect([await here.writes(token), await here.writes(device.token)]).toEqual([
        [401, 401],
        [204, 403],
      ])
    })
  })
})
