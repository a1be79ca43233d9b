import { describe, expect, it } from 'vitest'
import { deviceScope } from '../../main/domain/permissions'
import { value, why, create, type Scene } from './influx-scene'

/** Who answers, and who asks. */
export function identityCases(scene: Scene): void {
  describe('which server', () => {
    it('is InfluxDB OSS 2, and tells the time', async () => {
      const found = value(await scene.world.network.identify({ url: scene.world.url }))
      expect(found.kind).toBe('oss2')
      expect(found.version).toMatch(/^2\.9/)
      expect(Math.abs(found.skew ?? NaN)).toBeLessThan(5000)
    })
  })

  describe('who am I', () => {
    it('names the owner of the token', async () => {
      expect(value(await scene.world.admin.me())).toMatchObject({ id: scene.world.ownerId, status: 'active' })
      expect(value(await scene.world.as(scene.laptop.token).me()).id).toBe(scene.world.ownerId)
    })
    it('names the owner in the refusal of a token that may not read its user', async () => {
      expect(why(await scene.world.as(scene.device.token).me())).toEqual({
        code: 'perm.user',
        params: { user: scene.world.ownerId },
      })
      const message = `read:users/${scene.world.ownerId} is unauthorized`
      expect(await scene.world.raw('GET', '/api/v2/me', undefined, scene.device.token)).toMatchObject({
        status: 401,
        message,
      })
    })
    it('refuses an unknown token and none', async () => {
      const unknown = { status: 401, code: 'unauthorized', message: 'unauthorized access' }
      expect(why(await scene.world.as('nonsense').me()).code).toBe('auth.rejected')
      expect(await scene.world.raw('GET', '/api/v2/me', undefined, 'nonsense')).toMatchObject(unknown)
      expect(await scene.world.raw('GET', '/api/v2/me', undefined, '')).toMatchObject(unknown)
      expect(
        why(await scene.world.as('nonsense').create(scene.wanted(deviceScope(scene.world.orgId, scene.mine)))).code,
      ).toBe('auth.rejected')
    })
    it('tells an operator from everybody else', async () => {
      expect(value(await scene.world.admin.seesEveryone())).toBe(true)
      expect(value(await scene.world.as(scene.laptop.token).seesEveryone())).toBe(false)
      expect(value(await scene.world.as(scene.device.token).seesEveryone())).toBe(false)
    })
    it('shows a restricted token no organization', async () => {
      expect(value(await scene.world.admin.organizations())).toContainEqual({
        id: scene.world.orgId,
        name: scene.world.org,
      })
      expect(value(await scene.world.as(scene.laptop.token).organizations())).toEqual([])
      const one = await scene.world.raw('GET', `/api/v2/orgs/${scene.world.orgId}`, undefined, scene.laptop.token)
      expect(one).toMatchObject({ status: 401, message: `read:orgs/${scene.world.orgId} is unauthorized` })
    })
  })

  describe('a disabled admin token', () => {
    it('lists 200 with nothing while everything else names it', async () => {
      const { token, authorization } = await scene.world.mint(scene.laptopScope(scene.mine))
      value(await scene.world.admin.setStatus(authorization.id, 'inactive'))
      const off = scene.world.as(token)
      expect(value(await off.authorizations(scene.world.orgId))).toEqual([])
      expect(value(await off.buckets())).toEqual([])
      expect(value(await off.organizations())).toEqual([])
      expect(why(await off.me()).code).toBe('auth.inactive')
      expect(why(await off.seesEveryone()).code).toBe('auth.inactive')
      expect(why(await off.bucket(scene.mine)).code).toBe('auth.inactive')
      expect(why(await off.create(scene.wanted(deviceScope(scene.world.orgId, scene.mine)))).code).toBe('auth.inactive')
      expect(why(await off.setStatus(authorization.id, 'active')).code).toBe('auth.inactive')
      expect(why(await off.remove(authorization.id)).code).toBe('auth.inactive')
      expect(why(await off.probeWrite(scene.world.orgId, scene.mine)).code).toBe('auth.inactive')
      const me = await scene.world.raw('GET', '/api/v2/me', undefined, token)
      expect(me).toMatchObject({ status: 401, code: 'unauthorized', message: 'token is inactive' })
      const probe = await scene.world.raw('POST', scene.write(scene.mine), '', token)
      expect(probe).toMatchObject({ status: 403, message: 'insufficient permissions for write: token is inactive' })
    })
  })

  it('answers an unknown path and a wrong method as InfluxDB does', async () => {
    expect(await scene.world.raw('GET', '/api/v2/nothing')).toMatchObject({ status: 404, message: 'path not found' })
    expect((await scene.world.raw('PUT', create, {})).status).toBe(405)
  })
}
