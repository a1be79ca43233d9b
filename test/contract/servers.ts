import { describe, expect, it, onTestFinished } from 'vitest'
import { allAccessScope, deviceScope } from '../../main/domain/permissions'
import { startProxy } from '../support/proxy'
import { tokenShown } from '../support/replacing'
import { filesHolding } from '../support/search-secret'
import { row, setScene, value, why } from './influx-scene'
import type { World } from './influx-server'
import { serverDesk } from './server-desk'

/** Several connections of one laptop, in the same words for every kind of server. */
export function serversContract(name: string, open: () => Promise<World>): void {
  describe(name, () => {
    const scene = setScene(open)

    /**
     * A laptop with two connections: the operator's at the server's own address, and behind a proxy that of another user,
     * which sees its own tokens only. The second one is in use.
     */
    const place = async () => {
      const { world } = scene
      const proxy = await startProxy(world.url)
      onTestFinished(() => proxy.close())
      const boss = value(await world.admin.createUser(world.unique()))
      world.later(`/api/v2/users/${boss.id}`)
      const mint = () => world.mint(allAccessScope(world.orgId, boss.id), { userId: boss.id })
      const given = await mint()
      const desk = serverDesk()
      const first = await desk.connected({ url: world.url, token: world.token, name: 'North' })
      const second = await desk.connected({ url: proxy.url, token: given.token, name: 'South' })
      /** The tokens that asked there, but for those of devices: what is handed over is tried by a write. */
      const carried = (from = 0) => {
        const asked = proxy.seen.slice(from).filter(({ path }) => !path.startsWith('/api/v2/write'))
        return new Set(asked.flatMap(({ headers }) => headers.authorization ?? []))
      }
      return { ...desk, proxy, boss, mint, given, first, second, carried }
    }
    const status = async (id: string) => (await scene.world.raw('GET', row(id))).body['status'] ?? 'gone'

    it('are used one after the other: each lists what its own token may see, and makes tokens for its own user', async () => {
      const { world, mine, device } = scene
      const at = await place()
      const { workspace, first, second, given, boss, listed, offered, begin } = at
      expect([first.id === second.id, workspace.sessions.chosen()?.id]).toEqual([false, second.id])
      expect(await listed()).toEqual([given.authorization.id])
      expect(await offered()).toEqual(expect.arrayContaining([mine]))
      const south = await begin(world.unique(), mine)
      expect((await world.raw('GET', row(south.authId))).body['userID']).toBe(boss.id)

      value(await workspace.sessions.use(first.id))
      expect(await listed()).toEqual(
        expect.arrayContaining([given.authorization.id, device.authorization.id, south.authId]),
      )
      const north = await begin(world.unique(), mine)
      world.later(row(north.authId))
      expect((await world.raw('GET', row(north.authId))).body['userID']).toBe(world.ownerId)
      value(await workspace.sessions.use(second.id))
      expect(new Set(await listed())).toEqual(new Set([given.authorization.id, south.authId]))
      expect(at.carried()).toEqual(new Set([`Token ${given.token}`]))
      expect([await at.stored(first.id), await at.stored(second.id)]).toEqual([world.token, given.token])

      at.close()
      const next = serverDesk(at.folder)
      expect(next.workspace.sessions.chosen()?.id).toBe(second.id)
      expect(new Set(await next.listed())).toEqual(new Set([given.authorization.id, south.authId]))
      value(await next.workspace.sessions.use(first.id))
      expect(await next.listed()).toEqual(expect.arrayContaining([device.authorization.id]))
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
      expect(names(next.workspace)[1]).toEqual([second.id, '127.0.0.1'])
      expect(proxy.seen).toHaveLength(asked)
      expect(why(workspace.servers.rename('f'.repeat(16), 'x')).code).toBe('auth.rejected')
    })

    it('are looked at one by one: well, gone and back', async () => {
      const { workspace, first, second, proxy, health } = await place()
      value(await workspace.servers.check(second.id))
      expect(health(second.id)).toMatchObject({ kind: 'ok', skew: expect.any(Number) as number })
      await proxy.close()
      expect(why(await workspace.servers.check(second.id)).code).toBe('net.refused')
      value(await workspace.servers.check(first.id))
      expect([health(first.id), health(second.id)]).toMatchObject([
        { kind: 'ok' },
        { kind: 'failing', failure: { code: 'net.refused' } },
      ])
      const back = await startProxy(scene.world.url, Number(new URL(proxy.url).port))
      onTestFinished(() => back.close())
      value(await workspace.servers.check(second.id))
      expect(health(second.id)?.kind).toBe('ok')
    })

    it('say so when the server no longer takes the token: disabled, and revoked', async () => {
      const { workspace, first, second, given, health } = await place()
      const { id } = given.authorization
      const checked = async () => {
        const found = await workspace.servers.check(second.id)
        return [found.ok ? 'ok' : found.failure.code, health(second.id)?.kind]
      }
      expect(await checked()).toEqual(['ok', 'ok'])
      await scene.world.raw('PATCH', row(id), { status: 'inactive' })
      expect(await checked()).toEqual(['auth.inactive', 'refused'])
      // A disabled token lists 200 with nothing: that is no sign that it is taken.
      value(await workspace.tokens.refresh())
      expect(health(second.id)?.kind).toBe('refused')
      await scene.world.raw('PATCH', row(id), { status: 'active' })
      expect(await checked()).toEqual(['ok', 'ok'])
      await scene.world.raw('DELETE', row(id))
      expect(await checked()).toEqual(['auth.rejected', 'refused'])
      value(await workspace.servers.check(first.id))
      expect(health(first.id)?.kind).toBe('ok')
    })

    it('take another token of the same organization: it alone is kept and used, while the other one is in use', async () => {
      const at = await place()
      const { workspace, first, second, given, mint, replaceToken, stored, folder, proxy } = at
      value(await workspace.sessions.use(first.id))
      const fresh = await mint()
      expect(filesHolding(given.token, [folder])).toHaveLength(1)
      value(await replaceToken(second.id, ` ${fresh.token}\n`))
      expect([await stored(second.id), await stored(first.id)]).toEqual([fresh.token, scene.world.token])
      expect(filesHolding(given.token, [folder])).toEqual([])
      expect(workspace.sessions.chosen()?.id).toBe(first.id)
      await scene.world.raw('DELETE', row(given.authorization.id))

      const asked = proxy.seen.length
      value(await workspace.sessions.use(second.id))
      expect(await at.listed()).toEqual([fresh.authorization.id])
      value(await workspace.servers.check(second.id))
      expect(at.carried(asked)).toEqual(new Set([`Token ${fresh.token}`]))
      expect([at.saved(second.id)?.name, workspace.servers.views().length]).toEqual(['South', 2])
    })

    it('take what that token may do from the server: an operator’s in place of another user’s, and back', async () => {
      const { second, given, boss, replaceToken, saved, listed } = await place()
      expect(saved(second.id)).toMatchObject({ operator: false, owner: { id: boss.id } })
      value(await replaceToken(second.id, scene.world.token))
      expect(saved(second.id)).toMatchObject({ operator: true, owner: { id: scene.world.ownerId } })
      expect(await listed()).toEqual(expect.arrayContaining([scene.device.authorization.id]))
      value(await replaceToken(second.id, given.token))
      expect(saved(second.id)).toMatchObject({ operator: false, owner: { id: boss.id } })
      expect(await listed()).toEqual([given.authorization.id])
    })

    it('keep the token they have where another one is none, a device’s, disabled or revoked', async () => {
      const { workspace, second, given, mint, replaceToken, stored, saved, boss } = await place()
      const { world, mine } = scene
      const before = saved(second.id)
      const [disabled, revoked] = [await mint(), await mint()]
      const device = await world.mint(deviceScope(world.orgId, mine), { userId: boss.id })
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
      const { workspace, ports, first, second, given, begin, stored, folder } = await place()
      const { handovers, sessions, servers } = workspace
      const finished = await begin(world.unique(), mine)
      value(await handovers.show(finished.id))
      const token = tokenShown({ workspace })
      value(handovers.scanned(finished.id))
      value(handovers.works(finished.id))
      const unfinished = await begin(world.unique(), mine)
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
      expect((await world.as(token).probeWrite(world.orgId, mine)).ok).toBe(true)
      expect(why(await sessions.use(second.id)).code).toBe('auth.rejected')
      expect(sessions.chosen()?.id).toBe(first.id)
    })
  })
}
