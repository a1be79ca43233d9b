import { beforeAll, describe, expect, it } from 'vitest'
import { deviceScope } from '../../main/domain/permissions'
import type { Minted } from '../../main/ports/influx'
import { value, why, nowhere, row, type Scene } from './influx-scene'

/** Users, and what is theirs. */
export function ownerCases(scene: Scene): void {
  describe('owners', () => {
    let other: string
    let theirs: Minted
    beforeAll(async () => {
      const made = await scene.world.raw('POST', '/api/v2/users', { name: scene.world.unique() })
      other = String(made.body['id'])
      scene.world.later(`/api/v2/users/${other}`)
      theirs = await scene.world.mint(scene.laptopScope(scene.mine, other), { userId: other })
    })

    it('see and manage their own tokens only; the operator sees all', async () => {
      const limited = scene.world.as(theirs.token)
      expect(value(await limited.me()).id).toBe(other)
      const made = value(await limited.create(scene.wanted(deviceScope(scene.world.orgId, scene.mine))))
      scene.world.later(row(made.authorization.id))
      expect(made.authorization.userId).toBe(other)
      const ids = value(await limited.authorizations(scene.world.orgId)).map(({ id }) => id)
      expect(ids.sort()).toEqual([theirs.authorization.id, made.authorization.id].sort())
      const all = value(await scene.world.admin.authorizations(scene.world.orgId)).map(({ id }) => id)
      expect(all).toEqual(expect.arrayContaining([...ids, scene.laptop.authorization.id]))
    })
    it('may not touch each other’s', async () => {
      const id = scene.laptop.authorization.id
      const limited = scene.world.as(theirs.token)
      await limited.me()
      const owner = { code: 'perm.owner', params: { user: scene.world.ownerId } }
      expect(why(await limited.authorization(id))).toEqual(owner)
      expect(why(await limited.setStatus(id, 'inactive'))).toEqual(owner)
      expect(why(await limited.remove(id))).toEqual(owner)
      const read = await scene.world.raw('GET', row(id), undefined, theirs.token)
      expect(read).toMatchObject({ status: 401, message: `read:users/${scene.world.ownerId} is unauthorized` })
      const removal = await scene.world.raw('DELETE', row(id), undefined, theirs.token)
      expect(removal).toMatchObject({ status: 401, message: `write:users/${scene.world.ownerId} is unauthorized` })
    })
    it('are listed to an operator page by page, to others only as far as they are theirs', async () => {
      const made: string[] = []
      for (let i = 0; i < 22; i += 1) {
        const one = await scene.world.raw('POST', '/api/v2/users', { name: scene.world.unique() })
        made.push(String(one.body['id']))
        scene.world.later(`/api/v2/users/${made.at(-1) ?? ''}`)
      }
      const [last = ''] = made.slice(-1)
      await scene.world.raw('PATCH', `/api/v2/users/${last}`, { status: 'inactive' })
      const users = value(await scene.world.admin.users())
      expect(users.map(({ id }) => id)).toEqual(expect.arrayContaining([scene.world.ownerId, other, ...made]))
      expect(new Set(users.map(({ id }) => id)).size).toBe(users.length)
      expect(users.find(({ id }) => id === last)?.status).toBe('inactive')
      expect(users.find(({ id }) => id === other)?.status).toBe('active')
      expect(value(await scene.world.as(scene.device.token).users())).toEqual([])
      expect(value(await scene.world.as(theirs.token).users()).map(({ id }) => id)).toEqual([other])
      const page = async (query: string) => {
        const { status, message, body } = await scene.world.raw('GET', `/api/v2/users${query}`)
        return { status, message, count: (body['users'] as readonly unknown[] | undefined)?.length }
      }
      expect(await page('')).toMatchObject({ status: 200, count: 20 })
      expect(await page('?limit=21&offset=1')).toMatchObject({ status: 200, count: 21 })
      expect(await page('?limit=100&offset=1000')).toMatchObject({ status: 200, count: 0 })
      const message = 'limit must be between 1 and 100'
      expect(await page('?limit=101')).toMatchObject({ status: 400, message })
    })
    it('set their own password and nobody else’s', async () => {
      const password = (id: string) => `/api/v2/users/${id}/password`
      const set = (id: string, text: string, token: string) =>
        scene.world.raw('POST', password(id), { password: text }, token)
      expect((await set(other, 'a-password-12', theirs.token)).status).toBe(204)
      const message = 'passwords must be between 8 and 72 characters long'
      expect(await set(other, 'x', theirs.token)).toMatchObject({ status: 400, message })
      expect((await set(scene.world.ownerId, 'a-password-12', theirs.token)).status).toBe(401)
      const nobody = await set(nowhere, 'a-password-12', scene.world.token)
      expect(nobody).toMatchObject({ status: 403, message: 'your userID is incorrect' })
    })
    it('are made by an operator only, each name once', async () => {
      const name = scene.world.unique()
      const made = await scene.world.raw('POST', '/api/v2/users', { name })
      scene.world.later(`/api/v2/users/${String(made.body['id'])}`)
      const again = await scene.world.raw('POST', '/api/v2/users', { name })
      expect(again).toMatchObject({ status: 422, code: 'conflict', message: `user with name ${name} already exists` })
      const limited = await scene.world.raw('POST', '/api/v2/users', { name: scene.world.unique() }, scene.laptop.token)
      expect(limited).toMatchObject({ status: 401, message: 'write:users is unauthorized' })
    })
    it('take all their tokens with them when disabled or deleted', async () => {
      const made = await scene.world.raw('POST', '/api/v2/users', { name: scene.world.unique() })
      const id = String(made.body['id'])
      const { token, authorization } = await scene.world.mint(scene.laptopScope(scene.mine, id), { userId: id })
      const inactive = { status: 403, code: 'forbidden', message: 'User is inactive' }
      await scene.world.raw('PATCH', `/api/v2/users/${id}`, { status: 'inactive' })
      expect(why(await scene.world.as(token).me()).code).toBe('auth.user')
      expect(why(await scene.world.as(token).authorizations()).code).toBe('auth.user')
      expect(
        why(await scene.world.as(token).create(scene.wanted(deviceScope(scene.world.orgId, scene.mine)))).code,
      ).toBe('auth.user')
      expect(why(await scene.world.as(token).probeWrite(scene.world.orgId, scene.mine)).code).toBe('auth.user')
      expect(await scene.world.raw('GET', '/api/v2/me', undefined, token)).toMatchObject(inactive)
      expect((await scene.world.raw('DELETE', `/api/v2/users/${id}`)).status).toBe(204)
      expect(await scene.world.raw('POST', scene.write(scene.mine), '', token)).toMatchObject(inactive)
      expect(await scene.world.raw('GET', row(authorization.id))).toMatchObject({
        status: 404,
        message: 'user not found',
      })
      expect(value(await scene.world.admin.authorizations()).some((one) => one.id === authorization.id)).toBe(false)
      expect(value(await scene.world.admin.remove(authorization.id))).toBe('removed')
    })
  })
}
