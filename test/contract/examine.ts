import { describe, expect, it, onTestFinished } from 'vitest'
import type { ExaminedView } from '../../main/contract/examined-view'
import { startProxy } from '../support/proxy'
import { temporaryFolder } from '../support/temporary-folder'
import { connectTo, openWorkspace } from '../support/workspace'
import { row, setScene, value, why } from './influx-scene'
import type { World } from './influx-server'

/** What can be told from here of a device that sends nothing, in the same words for every kind of server. */
export function examineContract(name: string, open: () => Promise<World>): void {
  describe(name, () => {
    const scene = setScene(open)

    /** A laptop that handed a token for a bucket of its own over, behind a door that can be shut. */
    async function handedOver(token?: string) {
      const { world } = scene
      const door = await startProxy(world.url)
      let isOpen = true
      const shut = () => (isOpen ? door.close() : Promise.resolve()).then(() => void (isOpen = false))
      onTestFinished(shut)
      const test = openWorkspace(temporaryFolder())
      await connectTo(test, { url: door.url, token: token ?? world.token })
      const { handovers, examine } = test.workspace
      const bucketId = token === undefined ? await world.bucket() : scene.mine
      const request = { device: world.unique(), bucketId, delivery: 'qr' as const, keepBoth: false }
      const begun = value(await handovers.start(request))
      if (begun.kind !== 'started') throw new Error(begun.kind)
      const { id, authId = '' } = begun.handover
      world.later(row(authId))
      value(handovers.scanned(id))
      // Its own write with the new token, which is noted, is over.
      await test.event((one) => one.kind === 'handover' && one.handover.id === id && one.handover.probed)
      const look = async (): Promise<Omit<ExaminedView, 'at'>> => {
        const { at, ...found } = value(await examine(id))
        expect(Math.abs(Date.now() - at)).toBeLessThan(60_000)
        return found
      }
      return { ...test, id, authId, bucketId, look, shut, proxy: door }
    }
    const well: Omit<ExaminedView, 'at'> = {
      server: { kind: 'reached' },
      token: { kind: 'active' },
      bucket: { kind: 'there' },
    }

    it('says that all is well as far as can be seen, and changes nothing', async () => {
      const { look, workspace, id, proxy } = await handedOver()
      const before = workspace.board.view(id)
      const asked = proxy.seen.length
      expect(await look()).toEqual(well)
      // Beside it a handover tries its token by a write and watches for data by a query.
      const said = proxy.seen.slice(asked).filter(({ path }) => !/\/(write|query)\b/.test(path))
      expect(new Set(said.map(({ method }) => method))).toEqual(new Set(['GET']))
      expect(workspace.board.view(id)).toMatchObject({ state: 'delivered', changedAt: before?.changedAt })
    })

    it('finds a token that somebody switched off, and one that was revoked', async () => {
      const { look, authId } = await handedOver()
      await scene.world.raw('PATCH', row(authId), { status: 'inactive' })
      expect(await look()).toEqual({ ...well, token: { kind: 'inactive' } })
      await scene.world.raw('DELETE', row(authId))
      expect(await look()).toEqual({ ...well, token: { kind: 'gone' } })
    })

    it('finds a bucket that was deleted', async () => {
      const { look, bucketId } = await handedOver()
      await scene.world.raw('DELETE', `/api/v2/buckets/${bucketId}`)
      expect(await look()).toEqual({ ...well, bucket: { kind: 'deleted' } })
    })

    it('says why the server cannot be reached, and claims nothing about the rest', async () => {
      const { look, shut, workspace } = await handedOver()
      await shut()
      expect(await look()).toMatchObject({
        server: { kind: 'unknown', failure: { code: 'net.refused' } },
        token: { kind: 'unknown' },
        bucket: { kind: 'unknown' },
      })
      expect(workspace.sessions.health()).toMatchObject({ kind: 'failing', failure: { code: 'net.refused' } })
    })

    it('names what is in the way when the laptop’s own token is no longer taken', async () => {
      const { world, laptopScope, mine } = scene
      const laptop = await world.mint(laptopScope(mine))
      const { look } = await handedOver(laptop.token)
      expect(await look()).toEqual(well)
      await world.raw('DELETE', row(laptop.authorization.id))
      expect(await look()).toEqual({
        server: { kind: 'reached' },
        token: { kind: 'unknown', failure: { code: 'auth.rejected', params: expect.anything() as object } },
        bucket: { kind: 'unknown', failure: { code: 'auth.rejected', params: expect.anything() as object } },
      })
    })

    it('has nothing to look at without a token', async () => {
      const { workspace } = await handedOver()
      expect(why(await workspace.examine('f'.repeat(16))).code).toBe('token.gone')
    })
  })
}
