import { describe, expect, it } from 'vitest'
import { deviceScope } from '../../main/domain/permissions'
import { value, why, nowhere, type Scene } from './influx-scene'

/** Buckets and writing into them. */
export function bucketCases(scene: Scene): void {
  describe('buckets', () => {
    it('come on every page, without InfluxDB’s own', async () => {
      const names = Array.from({ length: 105 }, () => scene.world.unique())
      for (const name of names) await scene.world.bucket(name)
      const found = value(await scene.world.admin.buckets(scene.world.orgId))
      expect(found.map(({ name }) => name)).toEqual(expect.arrayContaining(names))
      expect(found.every(({ name, orgId }) => !name.startsWith('_') && orgId === scene.world.orgId)).toBe(true)
      expect(new Set(found.map(({ id }) => id)).size).toBe(found.length)
      expect(value(await scene.world.admin.buckets()).length).toBe(found.length)
      const all = await scene.world.raw('GET', '/api/v2/buckets?limit=100')
      expect((all.body['buckets'] as readonly unknown[]).length).toBe(100)
    })
    it('come to a limited token even from behind a page on which it may see nothing', async () => {
      for (let n = 0; n < 105; n += 1) await scene.world.bucket()
      const last = await scene.world.bucket(`zz-${scene.world.unique()}`)
      const { token } = await scene.world.mint(scene.laptopScope(last))
      const first = await scene.world.raw(
        'GET',
        `/api/v2/buckets?limit=100&orgID=${scene.world.orgId}`,
        undefined,
        token,
      )
      expect(first.body['buckets']).toEqual([])
      expect(value(await scene.world.as(token).buckets(scene.world.orgId)).map(({ id }) => id)).toEqual([last])
      expect(value(await scene.world.as(token).buckets()).map(({ id }) => id)).toEqual([last])
    })
    it('have limits on a page', async () => {
      const message = 'limit must be between 1 and 100'
      expect(await scene.world.raw('GET', '/api/v2/buckets?limit=101')).toMatchObject({ status: 400, message })
      expect(await scene.world.raw('GET', '/api/v2/buckets?limit=x')).toMatchObject({
        status: 400,
        message: 'limit is invalid',
      })
    })
    it('are shown to who may read them', async () => {
      expect(value(await scene.world.as(scene.laptop.token).bucket(scene.mine))).toMatchObject({
        id: scene.mine,
        orgId: scene.world.orgId,
      })
      expect(value(await scene.world.as(scene.device.token).buckets())).toEqual([])
      expect(why(await scene.world.as(scene.laptop.token).bucket(scene.foreign))).toEqual({
        code: 'perm.read',
        params: { bucket: scene.foreign },
      })
      const raw = await scene.world.raw('GET', `/api/v2/buckets/${scene.foreign}`, undefined, scene.laptop.token)
      expect(raw).toMatchObject({
        status: 401,
        message: `read:orgs/${scene.world.orgId}/buckets/${scene.foreign} is unauthorized`,
      })
    })
    it('are made by who may, each name once', async () => {
      const name = scene.world.unique()
      await scene.world.bucket(name)
      const again = await scene.world.raw('POST', '/api/v2/buckets', { orgID: scene.world.orgId, name })
      expect(again).toMatchObject({
        status: 422,
        code: 'conflict',
        message: `bucket with name ${name} already exists`,
      })
      const system = await scene.world.raw('POST', '/api/v2/buckets', { orgID: scene.world.orgId, name: '_x' })
      expect(system.message).toBe('bucket name _x is invalid. Buckets may not start with underscore')
      const limited = await scene.world.raw(
        'POST',
        '/api/v2/buckets',
        { orgID: scene.world.orgId, name: 'x' },
        scene.laptop.token,
      )
      expect(limited).toMatchObject({ status: 401, message: `write:orgs/${scene.world.orgId}/buckets is unauthorized` })
    })
    it('leave their tokens behind, without a name, when deleted', async () => {
      const short = await scene.world.bucket()
      const { token, authorization } = await scene.world.mint(deviceScope(scene.world.orgId, short))
      expect((await scene.world.raw('DELETE', `/api/v2/buckets/${short}`)).status).toBe(204)
      const left = value(await scene.world.admin.authorization(authorization.id)).permissions[0]?.resource
      expect(left).toEqual({ type: 'buckets', id: short, orgId: scene.world.orgId })
      expect(why(await scene.world.admin.bucket(short))).toEqual({ code: 'bucket.deleted', params: { bucket: short } })
      expect(why(await scene.world.as(token).probeWrite(scene.world.orgId, short)).code).toBe('bucket.deleted')
      expect(await scene.world.raw('GET', `/api/v2/buckets/${short}`)).toMatchObject({
        status: 404,
        message: 'bucket not found',
      })
      const probe = await scene.world.raw('POST', scene.write(short), '', token)
      expect(probe).toMatchObject({ status: 404, code: 'not found', message: `bucket "${short}" not found` })
    })
  })

  describe('writing', () => {
    it('probes with an empty write that stores nothing', async () => {
      expect((await scene.world.as(scene.device.token).probeWrite(scene.world.orgId, scene.mine)).ok).toBe(true)
      expect((await scene.world.raw('POST', scene.write(scene.mine), '', scene.device.token)).status).toBe(204)
    })
    it('refuses other buckets, reading tokens, other organizations, and nonsense', async () => {
      const refused = { status: 403, code: 'forbidden', message: 'insufficient permissions for write' }
      const reader = await scene.world.mint([scene.on('read', 'buckets', scene.mine)])
      expect(why(await scene.world.as(scene.device.token).probeWrite(scene.world.orgId, scene.foreign)).code).toBe(
        'perm.bucket',
      )
      expect(why(await scene.world.as(reader.token).write(scene.world.orgId, scene.mine, 'm v=1')).code).toBe(
        'perm.bucket',
      )
      expect(await scene.world.raw('POST', scene.write(scene.foreign), '', scene.device.token)).toMatchObject(refused)
      expect(await scene.world.raw('POST', scene.write(scene.foreign), 'm v=1', scene.device.token)).toMatchObject(
        refused,
      )
      expect(await scene.world.raw('POST', scene.write(scene.mine), '', reader.token)).toMatchObject(refused)
      const elsewhere = await scene.world.raw('POST', scene.write(scene.mine, nowhere), '', scene.device.token)
      expect(elsewhere).toMatchObject({ status: 404, message: 'organization not found' })
      const nonsense = await scene.world.raw('POST', scene.write(scene.mine), 'kaputt', scene.device.token)
      expect(nonsense).toMatchObject({ status: 400, message: `unable to parse 'kaputt': missing fields` })
      const precision = await scene.world.raw(
        'POST',
        `${scene.write(scene.mine)}&precision=x`,
        'm v=1',
        scene.device.token,
      )
      expect(precision.message).toBe('invalid precision; valid precision units are ns, us, ms, and s')
    })
  })
}
