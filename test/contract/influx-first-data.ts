import { describe, expect, it } from 'vitest'
import { deviceScope } from '../../main/domain/permissions'
import { value, why, nowhere, type Scene } from './influx-scene'

/** Seeing a device’s first data. */
export function firstDataCases(scene: Scene): void {
  describe('first data', () => {
    const ask = (over: Partial<{ bucketId: string; tag: string; device: string; since: string }> = {}) => ({
      orgId: scene.world.orgId,
      bucketId: scene.mine,
      tag: 'device',
      device: 'pump-17',
      since: scene.device.authorization.createdAt,
      ...over,
    })

    it('is seen once the device itself has written, at the time it gave', async () => {
      const limited = scene.world.as(scene.laptop.token)
      const name = scene.world.unique()
      expect(value(await limited.firstData(ask({ device: name })))).toEqual({ kind: 'none' })
      const at = BigInt(Date.now()) * 1_000_000n
      const lines = [
        `m,device=${name}x v=1 ${at}`,
        `m,device=${name} v=1,s="a,b" ${at + 5_000_000_123n}`,
        `m,device=${name} v=2 ${at + 9_000_000_000n}`,
      ]
      expect((await scene.world.as(scene.device.token).write(scene.world.orgId, scene.mine, lines.join('\n'))).ok).toBe(
        true,
      )
      const seen = value(await limited.firstData(ask({ device: name })))
      const second = new Date(Number(at / 1_000_000n) + 5000).toISOString().slice(0, 19)
      expect(seen.kind === 'seen' && seen.at).toMatch(new RegExp(`^${second}\\.\\d{3}000123Z$`))
    })
    it('is found for a device whose clock is ahead, not for one that thinks it is 1970', async () => {
      const name = scene.world.unique()
      await scene.world.as(scene.device.token).write(scene.world.orgId, scene.mine, `m,device=${name} v=1 1000000000`)
      expect(value(await scene.world.admin.firstData(ask({ device: name })))).toEqual({ kind: 'none' })
      const ahead = BigInt(Date.now() + 3 * 86_400_000) * 1_000_000n
      await scene.world.as(scene.device.token).write(scene.world.orgId, scene.mine, `m,device=${name} v=1 ${ahead}`)
      expect(value(await scene.world.admin.firstData(ask({ device: name }))).kind).toBe('seen')
    })
    it('is told from the last, over every series of the device, clocks that are ahead included', async () => {
      const name = scene.world.unique()
      expect(value(await scene.world.admin.lastData(ask({ device: name })))).toEqual({ kind: 'none' })
      const at = BigInt(Date.now() + 1000) * 1_000_000n
      const ahead = at + 86_400_000_000_000n
      const lines = [
        `m,device=${name} v=1 ${at}`,
        `m,device=${name},pump=2 v=2 ${ahead + 7n}`,
        `n,device=${name} v=3 ${at}`,
      ]
      await scene.world.as(scene.device.token).write(scene.world.orgId, scene.mine, lines.join('\n'))
      const day = new Date(Number(ahead / 1_000_000n)).toISOString().slice(0, 19)
      const last = value(await scene.world.admin.lastData(ask({ device: name })))
      expect(last.kind === 'seen' && last.at).toMatch(new RegExp(`^${day}\\.\\d{3}000007Z$`))
    })
    it('takes any tag name and value literally', async () => {
      const odd = '"quo\\te" ${r} |> drop() //'
      const tag = 'sensor "id"'
      const escape = (text: string) => text.replace(/\\/g, '\\').replace(/[ ,=]/g, '\\$&')
      const line = `m,${escape(tag)}=${escape(odd)} v=1 ${BigInt(Date.now() + 1000) * 1_000_000n}`
      expect(await scene.world.raw('POST', scene.write(scene.mine), line, scene.device.token)).toMatchObject({
        status: 204,
      })
      expect(value(await scene.world.admin.firstData(ask({ tag, device: odd }))).kind).toBe('seen')
      expect(value(await scene.world.admin.firstData(ask({ tag, device: `${odd}x` }))).kind).toBe('none')
    })
    it('fails where the token or the bucket is gone', async () => {
      expect(why(await scene.world.as('nonsense').firstData(ask())).code).toBe('auth.rejected')
      const raw = await scene.world.raw('POST', `/api/v2/query?org=${scene.world.orgId}`, {
        query: `from(bucketID: "${nowhere}") |> range(start: 0)`,
      })
      expect(raw).toMatchObject({ status: 500, code: 'internal error' })
    })
    it('is hidden by name, and not by ID, from a token that may not read: as InfluxDB 2.9.1 does it', async () => {
      const name = scene.world.unique()
      const hidden = await scene.world.bucket(name)
      const { token, authorization } = await scene.world.mint(deviceScope(scene.world.orgId, hidden))
      await scene.world.as(token).write(scene.world.orgId, hidden, 'm,device=d v=1')
      const query = (source: string, text = token) =>
        scene.world.raw(
          'POST',
          `/api/v2/query?org=${scene.world.orgId}`,
          { query: `from(${source}) |> range(start: 0)` },
          text,
        )
      expect(await query(`bucket: "${name}"`)).toMatchObject({
        status: 404,
        code: 'not found',
        message: `failed to initialize execute state: could not find bucket "${name}"`,
      })
      const byId = await query(`bucketID: "${hidden}"`)
      expect(byId.status).toBe(200)
      expect(String(byId.body['text'])).toContain(',d')
      await scene.world.admin.setStatus(authorization.id, 'inactive')
      expect((await query(`bucketID: "${hidden}"`)).status).toBe(200)
      expect((await query(`bucketID: "${hidden}"`, scene.device.token)).status).toBe(200)
    })
  })
}
