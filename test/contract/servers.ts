import { describe, expect, it, onTestFinished } from 'vitest'
import { everyToken } from '../../main/contract/token-query'
import { allAccessScope, deviceScope } from '../../main/domain/permissions'
import { cloudUrl } from '../support/cloud-name'
import { startProxy } from '../support/proxy'
import { tokenShown } from '../support/replacing'
import { filesHolding } from '../support/search-secret'
import { row, setScene, value, why } from './influx-scene'
import { openCloudWorld, type World } from './influx-server'
import { serverDesk } from './server-desk'

/** Where the second connection leads: what it may see there, and whose it is. */
interface South {
  readonly world: World
  readonly bucket: string
  readonly user: { readonly id: string }
  /** The tokens it lists before any is made for it. */
  readonly before: readonly string[]
  /** The address of a port of this computer, as the laptop is given it. */
  readonly at: (port: string) => string
}

/** Several connections of one laptop, in the same words for every kind of server. */
export function serversContract(name: string, open: () => Promise<World>): void {
  describe(name, () => {
    const scene = setScene(open)

    /** On InfluxDB OSS: the same server, and another user of it, who sees their own tokens only. */
    const anotherUser = async (): Promise<South> => {
      const { world, mine } = scene
      const user = value(await world.admin.createUser(world.unique()))
      world.later(`/api/v2/users/${user.id}`)
      return { world, bucket: mine, user, before: [], at: (port) => `http://127.0.0.1:${port}` }
    }
    /** InfluxDB Cloud has no users but oneself (docs/cloud.md): there it is another region, where one has other tokens. */
    const anotherRegion = async (): Promise<South> => {
      const world = await openCloudWorld()
      onTestFinished(() => world.close())
      const before = value(await world.admin.authorizations()).map(({ id }) => id)
      const user = { id: world.ownerId }
      return { world, bucket: await world.bucket(), user, before, at: (port) => cloudUrl(port, 0) }
    }
    /**
     * A laptop with two connections: North, the operator's, or on Cloud the admin token's, at the server's own address,
     * and South, behind a proxy. South is in use.
     */
    const place = async () => {
      const { world } = scene
      const south = await (world.cloud ? anotherRegion() : anotherUser())
      const proxy = await startProxy(south.world.direct)
      onTestFinished(() => proxy.close())
      const mint = () => south.world.mint(allAccessScope(south.world.orgId, south.user.id), { userId: south.user.id })
      const given = await mint()
      const desk = serverDesk()
      // Nothing but this computer is reached, though the names of Cloud do not say so.
      const connect = (request: Parameters<typeof desk.connected>[0]) =>
        desk.connected({ ...request, plainAccepted: world.cloud })
      const first = await connect({ url: world.url, token: world.token, name: 'North' })
      const second = await connect({ url: south.at(new URL(proxy.url).port), token: given.token, name: 'South' })
      /** The tokens that asked there, but for those of devices: what is handed over is tried by a write. */
      const carried = (from = 0) => {
        const asked = proxy.seen.slice(from).filter(({ path }) => !path.startsWith('/api/v2/write'))
        return new Set(asked.flatMap(({ headers }) => headers.authorization ?? []))
      }
      /** South's list is exactly what was there before, and these. */
      const lists = async (of: Pick<typeof desk, 'listed'>, ...ids: readonly string[]) => {
        expect([...(await of.listed())].sort()).toEqual([...south.before, ...ids].sort())
      }
      return { ...desk, south, proxy, mint, given, first, second, carried, lists }
    }

    it('are used one after the other: each lists what its own token may see, and makes tokens for its own user', async () => {
      const { world, mine, device } = scene
      const at = await place()
      const { workspace, first, second, south, given, listed, offered, begin } = at
      expect([first.id === second.id, workspace.sessions.chosen()?.id]).toEqual([false, second.id])
      await at.lists(at, given.authorization.id)
      expect(await offered()).toEqual(expect.arrayContaining([south.bucket]))
      const there = await begin(world.unique(), south.bucket)
      expect((await south.world.raw('GET', row(there.authId))).body['userID']).toBe(south.user.id)

      value(await workspace.sessions.use(first.id))
      const list = await listed()
      expect(list).toContain(device.authorization.id)
      // An operator sees everybody's; another region has other tokens.
      expect([given.authorization.id, there.authId].map((id) => list.includes(id))).toEqual(
        world.cloud ? [false, false] : [true, true],
      )
      expect((await offered()).includes(south.bucket)).toBe(!world.cloud)
      const north = await begin(world.unique(), mine)
      world.later(row(north.authId))
      expect((await world.raw('GET', row(north.authId))).body['userID']).toBe(world.ownerId)
      value(await workspace.sessions.use(second.id))
      await at.lists(at, given.authorization.id, there.authId)
      expect(at.carried()).toEqual(new Set([`Token ${given.token}`]))
      expect([await at.stored(first.id), await at.stored(second.id)]).toEqual([world.token, given.token])

      at.close()
      const next = serverDesk(at.folder)
      expect(next.workspace.sessions.chosen()?.id).toBe(second.id)
      await at.lists(next, given.authorization.id, there.authId)
      value(await next.workspace.sessions.use(first.id))
      expect(await next.listed()).toEqual(expect.arrayContaining([device.authorization.id, north.authId]))
    })

    it('are called what a person calls them, each for itself, and after a restart too', async () => {
      const { workspace, first, second, close, folder, proxy } = await place()
      const names = (of = workspace) => of.servers.views().map((one) => [one.id, one.name])
      const asked = proxy.seen.length
      value(workspace.servers.rename(first.id, '  North depot '))
      const renamed = [
        [first.id, 'North depot'],
        [second.id, 'South'],
      ]
      expect([names(), workspace.servers.nameOf(first.id)]).toEqual([renamed, 'North depot'])
      close()
      const next = serverDesk(folder)
      expect(names(next.workspace)).toEqual(renamed)
      value(next.workspace.servers.rename(second.id, ' '))
      expect(names(next.workspace)[1]).toEqual([second.id, new URL(second.url).hostname])
      expect(proxy.seen).toHaveLength(asked)
      expect(why(workspace.servers.rename('f'.repeat(16), 'x')).code).toBe('auth.rejected')
    })

    it('are looked at one by one: well, gone and back', async () => {
      const { workspace, south, first, second, proxy, health } = await place()
      value(await workspace.servers.check(second.id))
      expect(health(second.id)).toMatchObject({ kind: 'ok', skew: expect.any(Number) as number })
      await proxy.close()
      expect(why(await workspace.servers.check(second.id)).code).toBe('net.refused')
      value(await workspace.servers.check(first.id))
      expect([health(first.id), health(second.id)]).toMatchObject([
        { kind: 'ok' },
        { kind: 'failing', failure: { code: 'net.refused' } },
      ])
      const back = await startProxy(south.world.direct, Number(new URL(proxy.url).port))
      onTestFinished(() => back.close())
      value(await workspace.servers.check(second.id))
      expect(health(second.id)?.kind).toBe('ok')
    })

    it('say so when the server no longer takes the token: disabled, and revoked', async () => {
      const { workspace, south, first, second, given, health } = await place()
      const { id } = given.authorization
      const checked = async () => {
        const found = await workspace.servers.check(second.id)
        return [found.ok ? 'ok' : found.failure.code, health(second.id)?.kind]
      }
      expect(await checked()).toEqual(['ok', 'ok'])
      await south.world.raw('PATCH', row(id), { status: 'inactive' })
      expect(await checked()).toEqual(['auth.inactive', 'refused'])
      // A disabled token lists 200 with nothing: that is no sign that it is taken.
      value(await workspace.tokens.refresh())
      expect(health(second.id)?.kind).toBe('refused')
      await south.world.raw('PATCH', row(id), { status: 'active' })
      expect(await checked()).toEqual(['ok', 'ok'])
      await south.world.raw('DELETE', row(id))
      expect(await checked()).toEqual(['auth.rejected', 'refused'])
      value(await workspace.servers.check(first.id))
      expect(health(first.id)?.kind).toBe('ok')
    })

    it('take another token of the same organization: it alone is kept and used, while the other one is in use', async () => {
      const at = await place()
      const { workspace, south, first, second, given, mint, replaceToken, stored, folder, proxy } = at
      value(await workspace.sessions.use(first.id))
      const fresh = await mint()
      expect(filesHolding(given.token, [folder])).toHaveLength(1)
      value(await replaceToken(second.id, ` ${fresh.token}\n`))
      expect([await stored(second.id), await stored(first.id)]).toEqual([fresh.token, scene.world.token])
      expect(filesHolding(given.token, [folder])).toEqual([])
      expect(workspace.sessions.chosen()?.id).toBe(first.id)
      await south.world.raw('DELETE', row(given.authorization.id))

      const asked = proxy.seen.length
      value(await workspace.sessions.use(second.id))
      await at.lists(at, fresh.authorization.id)
      value(await workspace.servers.check(second.id))
      expect(at.carried(asked)).toEqual(new Set([`Token ${fresh.token}`]))
      expect([at.saved(second.id)?.name, workspace.servers.views().length]).toEqual(['South', 2])
    })

    it('take what that token may do from the server: an operator’s in place of another user’s, and back', async () => {
      const at = await place()
      const { second, south, given, replaceToken, saved, listed } = at
      expect(saved(second.id)).toMatchObject({ operator: false, owner: { id: south.user.id } })
      value(await replaceToken(second.id, south.world.token))
      // Cloud has no operators, and no other user to take the place of: what its admin token sees is known as incomplete.
      const operator = !south.world.cloud
      expect(saved(second.id)).toMatchObject({ operator, owner: { id: south.world.ownerId } })
      if (operator) expect(await listed()).toEqual(expect.arrayContaining([scene.device.authorization.id]))
      else await at.lists(at, given.authorization.id)
      expect(at.workspace.tokens.query({ ...everyToken, from: 0, count: 1 }).incomplete).toBe(!operator && 'cloud')
      value(await replaceToken(second.id, given.token))
      expect(saved(second.id)).toMatchObject({ operator: false, owner: { id: south.user.id } })
      await at.lists(at, given.authorization.id)
    })

    it('keep the token they have where another one is none, a device’s, disabled or revoked', async () => {
      const { workspace, second, south, given, mint, replaceToken, stored, saved } = await place()
      const { world, bucket, user } = south
      const before = saved(second.id)
      const [disabled, revoked] = [await mint(), await mint()]
      const device = await world.mint(deviceScope(world.orgId, bucket), { userId: user.id })
      await world.raw('PATCH', row(disabled.authorization.id), { status: 'inactive' })
      await world.raw('DELETE', row(revoked.authorization.id))
      const refused: string[] = []
      for (const token of ['two words', `${'a'.repeat(86)}==`, device.token, disabled.token, revoked.token]) {
        refused.push(why(await replaceToken(second.id, token)).code)
        expect([await stored(second.id), saved(second.id)]).toEqual([given.token, before])
      }
      expect(refused).toEqual(['input.token', 'auth.rejected', 'perm.user', 'auth.inactive', 'auth.rejected'])
      value(await workspace.servers.check(second.id))
    })

    it('are forgotten with their token once no handover is open; what devices got stays', async () => {
      const { world, mine } = scene
      const { workspace, ports, south, first, second, given, begin, stored, folder } = await place()
      const { handovers, sessions, servers } = workspace
      const status = async (id: string) => (await south.world.raw('GET', row(id))).body['status'] ?? 'gone'
      const finished = await begin(world.unique(), south.bucket)
      value(await handovers.show(finished.id))
      const token = tokenShown({ workspace })
      value(handovers.scanned(finished.id))
      value(handovers.works(finished.id))
      const unfinished = await begin(world.unique(), south.bucket)
      // Which server is in use makes no difference, and what is open there neither.
      value(await sessions.use(first.id))
      world.later(row((await begin(world.unique(), mine)).authId))
      expect(why(await sessions.forget(second.id))).toEqual({ code: 'busy.open-handovers', params: { n: 1 } })
      expect([await stored(second.id), servers.views().length]).toEqual([given.token, 2])
      value(await servers.check(second.id))

      value(await handovers.cancel(unfinished.id))
      expect(await status(unfinished.authId)).toBe('gone')
      value(await sessions.forget(second.id))
      expect([await stored(second.id), await stored(first.id)]).toEqual([undefined, world.token])
      expect(filesHolding(given.token, [folder])).toEqual([])
      expect(servers.views().map(({ id }) => id)).toEqual([first.id])
      expect(ports.ledger.connections().map(({ id }) => id)).toEqual([first.id])
      expect([await status(finished.authId), await status(given.authorization.id)]).toEqual(['active', 'active'])
      expect((await south.world.as(token).probeWrite(south.world.orgId, south.bucket)).ok).toBe(true)
      expect(why(await sessions.use(second.id)).code).toBe('auth.rejected')
      expect(sessions.chosen()?.id).toBe(first.id)
    })
  })
}
