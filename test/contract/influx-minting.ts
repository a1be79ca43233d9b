import { describe, expect, it } from 'vitest'
import { deviceScope, sameScope, type Permission } from '../../main/domain/permissions'
import { value, why, nowhere, tokenText, create, row, type Scene } from './influx-scene'

/** What can be minted, by whom, and what is refused in which words. */
export function mintingCases(scene: Scene): void {
  describe('minting', () => {
    it('gives the token in clear once, with exactly the scope asked for, inactive', async () => {
      const asked = scene.wanted(deviceScope(scene.world.orgId, scene.mine))
      const { token, authorization } = value(await scene.world.as(scene.laptop.token).create(asked))
      scene.world.later(row(authorization.id))
      expect(token).toMatch(tokenText)
      expect(authorization).toMatchObject({
        status: 'inactive',
        description: asked.description,
        userId: scene.world.ownerId,
      })
      expect(authorization).toMatchObject({ orgId: scene.world.orgId, org: scene.world.org })
      expect(sameScope(asked.permissions, authorization.permissions)).toBe(true)
      expect(authorization.permissions[0]?.resource.name).toMatch(/^contract-/)
      expect(Math.abs(Date.parse(authorization.createdAt) - Date.now())).toBeLessThan(60_000)
      expect(JSON.stringify(authorization)).not.toContain(token)
      const read = await scene.world.as(scene.laptop.token).authorization(authorization.id)
      expect(value(read)).toEqual({ ...authorization })
      expect(JSON.stringify([read, await scene.world.admin.authorizations()])).not.toContain(token)
    })
    it('is not in the power of the all-access token of the tutorial', async () => {
      const instance = (action: 'read' | 'write', type: string): Permission => ({ action, resource: { type } })
      const { token, authorization } = await scene.world.mint(
        ['authorizations', 'buckets'].flatMap((type) => [instance('read', type), instance('write', type)]),
      )
      const refused = why(await scene.world.as(token).create(scene.wanted(deviceScope(scene.world.orgId, scene.mine))))
      expect(refused).toEqual({ code: 'perm.user', params: { user: scene.world.ownerId } })
      const raw = await scene.world.raw('POST', create, scene.wire([scene.wireBucket(scene.mine)]), token)
      expect(raw).toMatchObject({ status: 401, message: `write:users/${scene.world.ownerId} is unauthorized` })
      expect(value(await scene.world.as(token).authorizations())).toEqual([])
      const own = await scene.world.raw('GET', row(authorization.id), undefined, token)
      expect(own).toMatchObject({ status: 401, message: `read:users/${scene.world.ownerId} is unauthorized` })
    })
    it('needs write on authorizations first', async () => {
      expect(
        why(await scene.world.as(scene.device.token).create(scene.wanted(deviceScope(scene.world.orgId, scene.mine))))
          .code,
      ).toBe('perm.create')
      const raw = await scene.world.raw('POST', create, scene.wire([scene.wireBucket(scene.mine)]), scene.device.token)
      expect(raw).toMatchObject({
        status: 401,
        message: `write:orgs/${scene.world.orgId}/authorizations is unauthorized`,
      })
    })
    it('passes on nothing that is not held: other buckets, all buckets, reading', async () => {
      const refusal = (name: string) => ({
        status: 403,
        code: 'forbidden',
        message: `permission ${name} is not allowed: ${name} is unauthorized`,
      })
      const limited = scene.world.as(scene.laptop.token)
      expect(why(await limited.create(scene.wanted(deviceScope(scene.world.orgId, scene.foreign))))).toEqual({
        code: 'perm.bucket',
        params: { bucket: scene.foreign },
      })
      const org = `orgs/${scene.world.orgId}`
      const tries: readonly (readonly [object, string])[] = [
        [scene.wireBucket(scene.foreign), `write:${org}/buckets/${scene.foreign}`],
        [scene.wireBucket(), `write:${org}/buckets`],
        [{ action: 'write', resource: { type: 'buckets' } }, 'write:buckets'],
        [{ action: 'write', resource: { type: 'buckets', name: 'plant' } }, 'write:buckets'],
        [
          { action: 'read', resource: { type: 'buckets', id: scene.foreign, orgID: scene.world.orgId } },
          `read:${org}/buckets/${scene.foreign}`,
        ],
      ]
      for (const [permission, name] of tries) {
        expect(await scene.world.raw('POST', create, scene.wire([permission]), scene.laptop.token)).toMatchObject(
          refusal(name),
        )
      }
      const both = await scene.world.raw(
        'POST',
        create,
        scene.wire([scene.wireBucket(scene.mine), scene.wireBucket(scene.foreign)]),
        scene.laptop.token,
      )
      expect(both.status).toBe(403)
    })
    it('reaches no other organization', async () => {
      const raw = await scene.world.raw(
        'POST',
        create,
        scene.wire([scene.wireBucket(scene.mine)], { orgID: nowhere }),
        scene.laptop.token,
      )
      expect(raw).toMatchObject({ status: 401, message: `write:orgs/${nowhere}/authorizations is unauthorized` })
    })
    it('belongs to nobody else', async () => {
      const raw = await scene.world.raw(
        'POST',
        create,
        scene.wire([scene.wireBucket(scene.mine)], { userID: nowhere }),
        scene.laptop.token,
      )
      expect(raw).toMatchObject({ status: 401, message: `write:users/${nowhere} is unauthorized` })
    })
    it('ignores a name: what it seems to narrow is granted on every bucket', async () => {
      const permission = {
        action: 'write',
        resource: { type: 'buckets', name: scene.world.unique(), orgID: scene.world.orgId },
      }
      const raw = await scene.world.raw('POST', create, scene.wire([permission]))
      scene.world.later(row(String(raw.body['id'])))
      expect(raw.status).toBe(201)
      const got = value(await scene.world.admin.authorization(String(raw.body['id'])))
      expect(sameScope([scene.on('write', 'buckets')], got.permissions)).toBe(true)
      expect((await scene.world.as(String(raw.body['token'])).probeWrite(scene.world.orgId, scene.foreign)).ok).toBe(
        true,
      )
    })
    it('accepts a bucket that does not exist, and shows it without a name', async () => {
      const { authorization } = await scene.world.mint(deviceScope(scene.world.orgId, '00000000000000ff'))
      expect(authorization.permissions[0]?.resource).toEqual({
        type: 'buckets',
        id: '00000000000000ff',
        orgId: scene.world.orgId,
      })
    })
    it('refuses what is malformed, in the same words', async () => {
      const tries: readonly (readonly [object | string, string])[] = [
        [{}, 'authorization must include permissions'],
        [scene.wire([]), 'authorization must include permissions'],
        ['{', 'invalid json structure: unexpected EOF'],
        [
          scene.wire([scene.wireBucket(scene.mine)], { orgID: 'zz' }),
          'invalid json structure: id must have a length of 16 bytes',
        ],
        [scene.wire([scene.wireBucket('zz')]), 'invalid json structure: id must have a length of 16 bytes'],
        [
          scene.wire([{ action: 'write', resource: { type: 'buckets', id: scene.mine } }], { orgID: nowhere }),
          'unable to create token',
        ],
        [scene.wire([scene.wireBucket(scene.mine)], { userID: nowhere }), 'unable to create token'],
        [scene.wire([scene.wireBucket(scene.mine)], { status: 'odd' }), 'invalid status: must be active or inactive'],
        [
          scene.wire([{ action: 'write', resource: { type: 'bucketz' } }]),
          'invalid resource type for permission: unknown resource type for permission',
        ],
        [
          scene.wire([{ action: 'wr', resource: { type: 'buckets' } }]),
          'invalid action type for permission: unknown action for permission',
        ],
        [
          scene.wire([scene.wireBucket(scene.mine, nowhere)]),
          `permission write:orgs/${nowhere}/buckets/${scene.mine} is not for org id ${scene.world.orgId}`,
        ],
      ]
      for (const [body, message] of tries) {
        expect(await scene.world.raw('POST', create, body)).toMatchObject({ status: 400, code: 'invalid', message })
      }
    })
  })
}
