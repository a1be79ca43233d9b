import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { everyToken } from '../../main/contract/token-query'
import { deviceScope } from '../../main/domain/permissions'
import { temporaryFolder } from '../support/temporary-folder'
import { connectTo, openWorkspace } from '../support/workspace'
import { row, value } from './influx-scene'
import type { World } from './influx-server'

/** One token by its ID: what the server says of it now, whatever was listed before. */
export function oneTokenContract(name: string, open: () => Promise<World>): void {
  describe(name, () => {
    let world: World
    beforeAll(async () => {
      world = await open()
    })
    afterAll(() => world.close())

    const listed = async () => {
      const { network, url, token } = world
      const test = openWorkspace(temporaryFolder(), { network })
      await connectTo(test, { url, token })
      const { tokens } = test.workspace
      const bucketId = await world.bucket()
      const { authorization } = await world.mint(deviceScope(world.orgId, bucketId))
      value(await tokens.refresh())
      const { id } = authorization
      const shown = () => tokens.query({ ...everyToken, search: id, from: 0, count: 50 }).rows
      expect(shown()).toMatchObject([{ id, active: true }])
      return { id, tokens, shown, bucketId }
    }

    it('is as it is now, where another program changed it since the list', async () => {
      const { id, tokens, shown } = await listed()
      await world.raw('PATCH', row(id), { status: 'inactive', description: 'changed elsewhere' })
      const now = { id, active: false, description: 'changed elsewhere' }
      expect(value(await tokens.find(id)).row).toMatchObject(now)
      expect(shown()).toMatchObject([now])
    })

    it('is gone where another program deleted it: nothing lists it any more, and what was done with it stays', async () => {
      const { id, tokens, shown } = await listed()
      value(await tokens.setStatus([id], 'inactive'))
      await world.raw('DELETE', row(id))
      expect(await tokens.find(id)).toMatchObject({ ok: false, failure: { code: 'token.gone' } })
      expect(shown()).toEqual([])
      expect(value(tokens.story(id)).steps).toMatchObject([{ kind: 'disabled-here' }])
    })

    it('that was revoked here is gone, with all that was done with it', async () => {
      const { tokens, bucketId } = await listed()
      const description = world.unique()
      const made = value(await tokens.create({ kind: 'device', bucketId, description }))
      if (made.kind !== 'created') throw new Error('duplicate')
      const { id } = made.row
      expect(value(await tokens.revoke([id]))).toMatchObject([{ result: { ok: true } }])
      expect(await tokens.find(id)).toMatchObject({ ok: false, failure: { code: 'token.gone' } })
      expect(value(tokens.story(id)).steps).toMatchObject([{ kind: 'created' }, { kind: 'revoked-here' }])
    })
  })
}
