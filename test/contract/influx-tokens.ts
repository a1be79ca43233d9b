import { describe, expect, it } from 'vitest'
import { deviceScope } from '../../main/domain/permissions'
import { value, why, nowhere, create, row, type Scene } from './influx-scene'

/** Reading, switching, revoking and listing tokens. */
export function tokenCases(scene: Scene): void {
  describe('reading and changing tokens', () => {
    it('switches a token on and off at once', async () => {
      const { token, authorization } = await scene.world.mint(deviceScope(scene.world.orgId, scene.mine), {
        status: 'inactive',
      })
      const limited = scene.world.as(scene.laptop.token)
      expect(why(await scene.world.as(token).probeWrite(scene.world.orgId, scene.mine)).code).toBe('auth.inactive')
      const on = value(await limited.setStatus(authorization.id, 'active'))
      expect(on).toEqual({ ...authorization, status: 'active', updatedAt: on.updatedAt })
      expect((await scene.world.as(token).probeWrite(scene.world.orgId, scene.mine)).ok).toBe(true)
      expect(value(await limited.setStatus(authorization.id, 'inactive')).status).toBe('inactive')
      expect(why(await scene.world.as(token).probeWrite(scene.world.orgId, scene.mine)).code).toBe('auth.inactive')
    })
    it('changes a description, hostile or not', async () => {
      const { authorization } = await scene.world.mint(deviceScope(scene.world.orgId, scene.mine))
      const text = '"</script>\\ ${x} \u0000 ü'
      expect(value(await scene.world.admin.setDescription(authorization.id, text)).description).toBe(text)
      expect(value(await scene.world.admin.authorization(authorization.id)).description).toBe(text)
      const odd = await scene.world.raw('PATCH', row(authorization.id), { status: 'odd' })
      expect(odd).toMatchObject({ status: 400, message: 'encodeAuthorization: unknown authorization status' })
    })
    it('tells a token that is not there from one that never could be', async () => {
      const gone = { status: 404, code: 'not found', message: 'authorization not found' }
      expect(why(await scene.world.admin.authorization(nowhere)).code).toBe('token.gone')
      expect(why(await scene.world.admin.setStatus(nowhere, 'active')).code).toBe('token.gone')
      expect(why(await scene.world.admin.setDescription(nowhere, 'x')).code).toBe('token.gone')
      expect(value(await scene.world.admin.remove(nowhere))).toBe('gone')
      expect(await scene.world.raw('GET', row(nowhere))).toMatchObject(gone)
      expect(await scene.world.raw('PATCH', row(nowhere), { status: 'active' })).toMatchObject(gone)
      expect(await scene.world.raw('DELETE', row(nowhere))).toMatchObject(gone)
      expect(await scene.world.raw('GET', row(nowhere), undefined, scene.device.token)).toMatchObject(gone)
      const length = { status: 400, message: 'id must have a length of 16 bytes' }
      expect(await scene.world.raw('GET', row('zz'))).toMatchObject(length)
      expect(await scene.world.raw('GET', `${create}?orgID=zz`)).toMatchObject(length)
      expect(await scene.world.raw('GET', row('z'.repeat(16)))).toMatchObject({ status: 400, message: 'invalid ID' })
    })
    it('revokes: the token then means nothing', async () => {
      const { token, authorization } = await scene.world.mint(deviceScope(scene.world.orgId, scene.mine))
      expect(value(await scene.world.as(scene.laptop.token).remove(authorization.id))).toBe('removed')
      expect(value(await scene.world.as(scene.laptop.token).remove(authorization.id))).toBe('gone')
      expect(why(await scene.world.as(token).probeWrite(scene.world.orgId, scene.mine)).code).toBe('auth.rejected')
      expect(await scene.world.raw('POST', scene.write(scene.mine), '', token)).toMatchObject({
        status: 401,
        message: 'unauthorized access',
      })
    })
    it('lets a device token see and change no token, not even itself', async () => {
      const self = scene.device.authorization.id
      const limited = scene.world.as(scene.device.token)
      const name = `orgs/${scene.world.orgId}/authorizations/${self} is unauthorized`
      expect(value(await limited.authorizations())).toEqual([])
      expect(why(await limited.authorization(self)).code).toBe('perm.list')
      expect(why(await limited.setStatus(self, 'active')).code).toBe('perm.list')
      expect(why(await limited.remove(self)).code).toBe('perm.create')
      for (const [method, action] of [
        ['GET', 'read'],
        ['PATCH', 'read'],
        ['DELETE', 'write'],
      ] as const) {
        const raw = await scene.world.raw(
          method,
          row(self),
          method === 'PATCH' ? { status: 'active' } : undefined,
          scene.device.token,
        )
        expect(raw).toMatchObject({ status: 401, message: `${action}:${name}` })
      }
    })
    it('lists the tokens of the organization, and none of another', async () => {
      const all = value(await scene.world.admin.authorizations(scene.world.orgId))
      expect(all.find(({ id }) => id === scene.device.authorization.id)).toEqual(scene.device.authorization)
      expect(value(await scene.world.admin.authorizations(nowhere))).toEqual([])
    })
    it('keeps the token text out of every row', async () => {
      const list = await scene.world.raw('GET', `${create}?orgID=${scene.world.orgId}`)
      const rows = list.body['authorizations'] as readonly { readonly token: string }[]
      expect(rows.length).toBeGreaterThan(1)
      expect(JSON.stringify(await scene.world.admin.authorizations())).not.toContain('"token"')
    })
  })
}
