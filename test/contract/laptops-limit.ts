import { describe, expect, it } from 'vitest'
import { allAccessScope, deviceScope } from '../../main/domain/permissions'
import type { Laptop } from '../support/laptop'
import { storedToken } from '../support/laptop-world'
import { handedOver, tokenShown, writeAs } from '../support/replacing'
import { value, row, type Scene } from './influx-scene'
import { everything, laptopCase, type LaptopCase } from './laptop-case'

const limit = (laptop: Laptop, { wish }: LaptopCase, change: object = {}) =>
  laptop.workspace.laptops.limit.run({ ...wish, revokeAdmin: false, ...change })

/** Limit this laptop. */
export function limitCases(scene: Scene): void {
  const own = () => laptopCase(scene)

  /** An all-access token of a user of its own, and the laptop that works with it. */
  const allAccess = async (here: LaptopCase) => {
    const boss = await here.user('boss')
    const { token } = await here.mint(allAccessScope(scene.world.orgId, boss.id), boss.id)
    return { boss, laptop: await here.laptop({ token }) }
  }
  /** Everything a limited laptop must not do, and what it is told. */
  const refused = async (here: LaptopCase, token: string) => {
    const { orgId } = scene.world
    const [mine, foreign] = [scene.mine, scene.foreign].map((id) => ({ type: 'buckets', orgId, id })) as [never, never]
    expect(
      await here.mints(
        token,
        deviceScope(orgId, scene.foreign),
        [{ action: 'read', resource: foreign }],
        [{ action: 'write', resource: { type: 'buckets', orgId } }],
        [{ action: 'read', resource: { type: 'buckets', orgId } }],
        [{ action: 'write', resource: { type: 'buckets' } }],
        [
          { action: 'write', resource: mine },
          { action: 'write', resource: { type: 'users', id: scene.world.ownerId } },
        ],
        everything,
      ),
    ).toEqual([403, 403, 403, 403, 403, 403, 403])
    expect([
      await here.status('POST', '/api/v2/users', token, { name: `${here.name}-another` }),
      await here.status('POST', '/api/v2/buckets', token, { orgID: orgId, name: `${here.name}-another` }),
      await here.status('GET', `/api/v2/orgs/${orgId}`, token),
      await here.status('GET', `/api/v2/users/${scene.world.ownerId}`, token),
      await here.status('GET', `/api/v2/buckets/${scene.foreign}`, token),
      // The tokens of others are not there for it, to look at or to revoke.
      await here.status('GET', row(scene.device.authorization.id), token),
      await here.status('DELETE', row(scene.device.authorization.id), token),
    ]).toEqual([401, 401, 401, 401, 401, 401, 401])
    const listed = await scene.world.raw('GET', '/api/v2/users', undefined, token)
    const [only, ...more] = listed.body['users'] as readonly { readonly name: string }[]
    expect([only?.name.startsWith(here.name), more]).toEqual([true, []])
  }

  describe('limiting this laptop', () => {
    it('puts a token of its own user, for the chosen bucket only, in the admin token’s place', async () => {
      const here = await own()
      const laptop = await here.laptop()
      expect(value(await laptop.workspace.laptops.limit.plan())).toMatchObject({ owner: 'own', limited: false })
      const { owner } = value(await limit(laptop, here))
      expect(owner).toMatch(new RegExp(`^${here.name} \\(fieldkey [0-9a-f]{16}\\)$`))
      const [made, ...more] = await here.rows()
      expect([made?.status, made?.description.endsWith(' k=laptop'), more]).toEqual(['active', true, []])
      expect((await here.users()).map(({ name }) => name)).toEqual([owner])
      await here.nobodyJoined()

      const token = await storedToken(laptop)
      expect(token).not.toBe(scene.world.token)
      expect([await here.writes(token), await here.reads(token)]).toEqual([
        [204, 403],
        [404, 404],
      ])
      expect(value(await scene.world.as(token).buckets())).toEqual([])
      expect(await here.mints(token, [scene.on('read', 'buckets', scene.mine)])).toEqual([403])
      await refused(here, token)

      const { sessions, tokens, laptops } = laptop.workspace
      expect(sessions.chosen()).toMatchObject({ authId: made?.id, operator: false, owner: { name: owner } })
      expect(value(await tokens.revoke([made?.id ?? '']))).toMatchObject([
        { result: { failure: { code: 'token.own' } } },
      ])
      expect(value(await laptops.limit.plan())).toMatchObject({ limited: true })
      expect(await limit(laptop, here)).toMatchObject({ failure: { code: 'laptop.limited' } })
    })

    it('leaves a token that connects elsewhere too, and hands over in its bucket, which it cannot read', async () => {
      const here = await own()
      const limited = await here.laptop()
      const { owner } = value(await limit(limited, here))
      const laptop = await here.laptop({ token: await storedToken(limited) })
      const { authId } = limited.workspace.sessions.chosen() ?? {}
      expect(laptop.session.connection).toMatchObject({ operator: false, owner: { name: owner }, authId })
      value(await laptop.workspace.buckets.list(laptop.session, true))
      const { id } = await laptop.begin(here.pump)
      expect(laptop.view(id)).toMatchObject({ state: 'minted', active: true })
      await laptop.seen(id, ({ probed }) => probed)
      value(await laptop.workspace.handovers.show(id))
      const device = tokenShown(laptop)
      const its = async () => (await here.rows()).filter(({ description }) => description.startsWith(`${here.pump} |`))
      expect((await its()).map(({ user, status }) => [user, status])).toEqual([[owner, 'active']])
      expect([await here.writes(device), await here.reads(device)]).toEqual([
        [204, 403],
        [404, 404],
      ])
      expect(await laptop.workspace.handovers.cancel(id)).toMatchObject({ value: { state: 'revoked' } })
      expect([await its(), await here.writes(device)]).toEqual([[], [401, 401]])
    })

    it('with reading sees the device’s first data, and may read the chosen buckets and no other', async () => {
      const here = await own()
      const laptop = await here.laptop()
      const bucketIds = [scene.mine, await scene.world.bucket()]
      value(await limit(laptop, here, { read: true, bucketIds }))
      const token = await storedToken(laptop)
      expect([await here.writes(token), await here.reads(token)]).toEqual([
        [204, 403],
        [200, 404],
      ])
      expect(
        value(await scene.world.as(token).buckets())
          .map(({ id }) => id)
          .sort(),
      ).toEqual([...bucketIds].sort())
      await refused(here, token)

      const { id } = await laptop.begin(here.pump)
      value(await laptop.workspace.handovers.show(id))
      const device = tokenShown(laptop)
      laptop.workspace.handovers.scanned(id)
      expect(await writeAs(here.target, device, here.pump)).toBe(204)
      await laptop.seen(id, ({ confirmedBy }) => confirmedBy === 'data')
    })

    it('with a token that cannot make users asks before it shares its owner', async () => {
      const here = await own()
      const { boss, laptop } = await allAccess(here)
      expect(value(await laptop.workspace.laptops.limit.plan())).toMatchObject({ owner: 'shared' })
      expect(await limit(laptop, here)).toMatchObject({ failure: { code: 'laptop.shared' } })
      expect((await here.rows()).length).toBe(1)
      expect(value(await limit(laptop, here, { sharedAccepted: true }))).toEqual({ owner: boss.name })
      expect((await here.rows()).map(({ userId }) => userId)).toEqual([boss.id, boss.id])
      expect(await here.users()).toEqual([boss])
      const token = await storedToken(laptop)
      expect([await here.writes(token), await here.reads(token)]).toEqual([
        [204, 403],
        [404, 404],
      ])
      await refused(here, token)
      const device = await handedOver(laptop, here.pump)
      expect(await here.writes(device.token)).toEqual([204, 403])
    })

    it.each([
      ['says whose it is', '/api/v2/me'],
      ['lists itself', '/api/v2/authorizations'],
      ['writes to its bucket', '/api/v2/write'],
    ])('keeps no token that never %s: the old one stays, and what was made goes', async (_what, path) => {
      const here = await own()
      const laptop = await here.laptop()
      const tried: string[] = []
      here.proxy.decide(({ headers, path: at }) => {
        if (headers.authorization === `Token ${scene.world.token}`) return 'pass'
        tried.push(at)
        if (!at.startsWith(path)) return 'pass'
        return { status: 403, body: '{"code":"forbidden","message":"insufficient permissions"}' }
      })
      expect(await limit(laptop, here)).toMatchObject({ ok: false })
      expect(tried.at(-1)).toContain(path)
      expect(await storedToken(laptop)).toBe(scene.world.token)
      expect([await here.rows(), await here.users()]).toEqual([[], []])
    })

    it('revokes the admin token when asked, and only one that says it was made for this', async () => {
      for (const [description, goes] of [
        ['Set up Fieldkey', true],
        ['Grafana', false],
      ] as const) {
        const here = await own()
        const boss = await here.user('boss')
        const { token, authorization } = await here.mint(everything, boss.id, `${description} ${here.name}`)
        const laptop = await here.laptop({ token })
        const { admin } = value(await laptop.workspace.laptops.limit.plan())
        expect(admin?.id).toBe(goes ? authorization.id : undefined)
        const limited = value(await limit(laptop, here, { revokeAdmin: true }))
        expect(limited.admin).toEqual(goes ? { revoked: true } : undefined)
        expect([
          await here.status('GET', row(authorization.id), scene.world.token),
          await here.status('GET', '/api/v2/me', token),
        ]).toEqual(goes ? [404, 401] : [200, 200])
        expect(await here.writes(await storedToken(laptop))).toEqual([204, 403])
      }
    })
  })
}
