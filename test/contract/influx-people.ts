import { describe, expect, it } from 'vitest'
import { deviceScope, type Permission } from '../../main/domain/permissions'
import { laptopScope } from '../../main/domain/laptop-token'
import type { Me } from '../../main/ports/influx'
import { value, why, nowhere, row, type Scene } from './influx-scene'

/** Users that are made for laptops, and what their tokens can and cannot do. */
export function peopleCases(scene: Scene): void {
  /** A user, removed when the suite ends. */
  const user = async (name = scene.world.unique()): Promise<Me> => {
    const made = value(await scene.world.admin.createUser(name))
    scene.world.later(`/api/v2/users/${made.id}`)
    return made
  }
  const laptop = (owner: string, read: boolean) =>
    scene.world.mint(laptopScope({ orgId: scene.world.orgId, buckets: [scene.mine], read }, owner), { userId: owner })

  describe('people', () => {
    it('are made by an operator, found by name, and gone once removed', async () => {
      const name = `Änne’s laptop (fieldkey ${scene.world.unique()})`
      expect(value(await scene.world.admin.userNamed(name))).toBeUndefined()
      const made = await user(name)
      expect(made).toMatchObject({ name, status: 'active' })
      expect(value(await scene.world.admin.userNamed(name))).toEqual(made)
      expect(value(await scene.world.admin.removeUser(made.id))).toBe('removed')
      expect(value(await scene.world.admin.removeUser(made.id))).toBe('gone')
      expect(value(await scene.world.admin.userNamed(name))).toBeUndefined()
    })
    it('are not made, found or removed by a laptop token', async () => {
      const [own, other] = [await user(), await user()]
      const { token } = await laptop(own.id, false)
      const limited = scene.world.as(token)
      expect(why(await limited.createUser(scene.world.unique()))).toMatchObject({ code: 'perm.user' })
      expect(value(await limited.userNamed(own.name))).toEqual(own)
      expect(value(await limited.userNamed(other.name))).toBeUndefined()
      expect(why(await limited.removeUser(other.id))).toMatchObject({ code: 'perm.user' })
      expect(why(await limited.setPassword(other.id, 'Fk!0123456789'))).toMatchObject({ code: 'perm.user' })
    })
    it('get a password from themselves and from an operator', async () => {
      const own = await user()
      const { token } = await laptop(own.id, false)
      expect((await scene.world.as(token).setPassword(own.id, 'Fk!0123456789')).ok).toBe(true)
      expect((await scene.world.admin.setPassword(own.id, `Fk!${'0'.repeat(60)}`)).ok).toBe(true)
      expect((await scene.world.admin.setPassword(nowhere, 'Fk!0123456789')).ok).toBe(false)
    })
  })

  describe('a laptop token', () => {
    it('mints for its bucket and for nobody else, and no more than it holds', async () => {
      const own = await user()
      const { token, authorization } = await laptop(own.id, false)
      const limited = scene.world.as(token)
      const made = value(await limited.create(scene.wanted(deviceScope(scene.world.orgId, scene.mine))))
      scene.world.later(row(made.authorization.id))
      expect(made.authorization.userId).toBe(own.id)
      expect(value(await limited.authorizations(scene.world.orgId)).map(({ id }) => id)).toEqual(
        expect.arrayContaining([authorization.id, made.authorization.id]),
      )
      const no = async (...permissions: readonly Permission[]) =>
        why(await limited.create(scene.wanted(permissions))).code
      expect(await no(scene.on('write', 'buckets', scene.foreign))).toBe('perm.bucket')
      expect(await no(scene.on('read', 'buckets', scene.mine))).toBe('perm.bucket')
      expect(await no(scene.on('write', 'buckets'))).toBe('perm.bucket')
      expect((await limited.probeWrite(scene.world.orgId, scene.mine)).ok).toBe(true)
      expect(why(await limited.bucket(scene.mine)).code).toBe('perm.read')
    })
    it('that may read sees its bucket', async () => {
      const own = await user()
      const { token } = await laptop(own.id, true)
      expect(value(await scene.world.as(token).bucket(scene.mine)).id).toBe(scene.mine)
    })
    it('is told no other bucket, and cannot read one by name; by ID it can, as InfluxDB 2.9.1 does it', async () => {
      const own = await user()
      const { token } = await laptop(own.id, false)
      const name = scene.world.unique()
      const secret = await scene.world.bucket(name)
      await scene.world.raw('POST', scene.write(secret), 'm,device=d v=1')
      const query = (source: string) =>
        scene.world.raw(
          'POST',
          `/api/v2/query?org=${scene.world.orgId}`,
          { query: `from(${source}) |> range(start: 0)` },
          token,
        )
      expect(value(await scene.world.as(token).buckets())).toEqual([])
      expect((await query(`bucket: "${name}"`)).status).toBe(404)
      expect((await query(`bucketID: "${secret}"`)).status).toBe(200)
    })
    it('can mint a copy of itself: so after a loss every token of its owner has to go, and devices stay', async () => {
      const own = await user()
      const { token, authorization } = await laptop(own.id, false)
      const limited = scene.world.as(token)
      const asked = laptopScope({ orgId: scene.world.orgId, buckets: [scene.mine], read: false }, own.id)
      const copy = value(await limited.create({ ...scene.wanted(asked), status: 'active' }))
      const device = value(
        await limited.create({ ...scene.wanted(deviceScope(scene.world.orgId, scene.mine)), status: 'active' }),
      )
      for (const { id } of [authorization, copy.authorization]) value(await scene.world.admin.remove(id))
      expect((await scene.world.admin.setPassword(own.id, 'Fk!0123456789')).ok).toBe(true)
      expect(why(await limited.me()).code).toBe('auth.rejected')
      expect(why(await scene.world.as(copy.token).me()).code).toBe('auth.rejected')
      expect((await scene.world.as(device.token).probeWrite(scene.world.orgId, scene.mine)).ok).toBe(true)
      value(await scene.world.admin.remove(device.authorization.id))
    })
  })
}
