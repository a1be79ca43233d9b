import { beforeAll, describe, expect, it } from 'vitest'
import type { RiskKind } from '../../main/contract/token-query'
import { describe as describeToken } from '../../main/domain/description'
import { allAccessScope, bucketScope, deviceScope } from '../../main/domain/permissions'
import { toCsv, toHtml } from '../../main/domain/sheet'
import type { Minted } from '../../main/ports/influx'
import { createHeldClock } from '../support/held-clock'
import { temporaryFolder } from '../support/temporary-folder'
import { connectTo, openWorkspace } from '../support/workspace'
import { row, setScene, value } from './influx-scene'
import type { World } from './influx-server'

const day = 86_400_000
const marked = (device: string, install: string, nonce: string) =>
  describeToken(device, { nonce: nonce.repeat(32), install: install.repeat(16) })

/** Every risk, made on a server and found again, in the same words for every kind of it. */
export function risksContract(name: string, open: () => Promise<World>): void {
  describe(name, () => {
    const scene = setScene(open)
    const made: Partial<Record<RiskKind, readonly string[]>> = {}
    const texts: string[] = []
    const healthy: { id?: string } = {}

    beforeAll(async () => {
      const { world, mine, foreign } = scene
      const { orgId, unique } = world
      const device = deviceScope(orgId, mine)
      const mint = async (...request: Parameters<typeof world.mint>) => {
        const minted = await world.mint(...request)
        texts.push(minted.token)
        return minted
      }
      const ids = (...all: readonly Minted[]) => all.map(({ authorization }) => authorization.id)
      const user = async () => {
        const one = await world.raw('POST', '/api/v2/users', { name: unique() })
        world.later(`/api/v2/users/${String(one.body['id'])}`)
        return String(one.body['id'])
      }
      const gone = await world.bucket()
      made['bucket-deleted'] = ids(await mint(deviceScope(orgId, gone)))
      made['bucket-missing'] = ids(await mint([...device, ...deviceScope(orgId, gone)]))
      await world.raw('DELETE', `/api/v2/buckets/${gone}`)
      const wide = ids(
        await mint([...device, ...deviceScope(orgId, foreign)]),
        // At Cloud it would be one's own, perhaps the very token Fieldkey works with.
        ...(world.cloud ? [] : [await mint(allAccessScope(orgId, await user()))]),
      )
      made['too-wide'] = [...wide, ...made['bucket-missing']]
      made['reads-too'] = ids(await mint(bucketScope(orgId, mine)))
      const double = unique()
      const twice = (nonce: string) => mint(device, { description: marked(double, 'a', nonce) })
      made.duplicate = ids(await twice('1'), await twice('2'))
      if (!world.cloud) {
        const [bob, carl] = [await user(), await user()]
        const shared = unique()
        made['other-owner'] = ids(
          await mint(device, { description: marked(shared, 'a', '3') }),
          await mint(device, { description: marked(shared, 'b', '4'), userId: bob }),
        )
        made['owner-inactive'] = ids(await mint(device, { userId: carl }))
        await world.raw('PATCH', `/api/v2/users/${carl}`, { status: 'inactive' })
      }
      made['inactive-long'] = ids(await mint(device, { status: 'inactive' }))
      const left = { description: marked(unique(), 'b', '5'), status: 'inactive' as const }
      made['left-behind'] = ids(await mint(device, left))
      const dated = await mint(device, { description: marked(unique(), 'a', '6') })
      made['review-overdue'] = ids(dated)
      healthy.id = (await mint(device, { description: marked(unique(), 'a', '7') })).authorization.id
    })

    it('finds each of the ten where it was made, nothing else among them, and settles them', async () => {
      const clock = createHeldClock()
      const test = openWorkspace(temporaryFolder(), { clock })
      const { url, token } = scene.world
      await connectTo(test, { url, token })
      const { reports, tokens } = test.workspace
      const today = new Date(clock.now()).toISOString().slice(0, 10)
      const [reviewed = ''] = made['review-overdue'] ?? []
      const dated = value(await tokens.setReview([reviewed], today))
      expect(dated.map(({ result }) => result.ok)).toEqual([true])
      expect((await scene.world.raw('GET', row(reviewed))).body['description']).toMatch(new RegExp(` r=${today}$`))

      const ours = new Set([...Object.values(made).flat(), healthy.id])
      const found = async () => {
        const report = value(await reports.risks(true))
        expect(report.failure).toBeUndefined()
        const query = { search: '', status: 'all', bucket: '', kind: 'all', made: 'all', from: 0, count: 200 } as const
        const sort = { by: 'created', descending: false } as const
        const all = report.groups.map(({ kind }) => {
          const rows = tokens.query({ ...query, sort, risk: kind }).rows.filter(({ id }) => ours.has(id))
          return [kind, rows.map(({ id }) => id).sort()] as const
        })
        return Object.fromEntries(all.filter(([, ids]) => ids.length > 0))
      }
      const sorted = (of: typeof made) =>
        Object.fromEntries(Object.entries(of).map(([kind, ids]) => [kind, [...ids].sort()]))
      const { 'inactive-long': inactive = [], 'left-behind': left = [], 'review-overdue': overdue, ...now } = made
      expect(overdue).toHaveLength(1)
      expect(await found()).toEqual(sorted(now))
      clock.jump(31 * day)
      const later = { ...made, 'inactive-long': [...inactive, ...left] }
      expect(await found()).toEqual(sorted(later))

      for (const text of [toCsv(reports.riskSheet()), toHtml(reports.riskSheet())]) {
        for (const id of Object.values(made).flat()) expect(text).toContain(id)
        for (const secret of [...texts, token]) expect(text).not.toContain(secret)
      }

      const undoable = [...(made['too-wide'] ?? []), ...(made['reads-too'] ?? []), reviewed]
      const other = [made.duplicate, made['other-owner']].flatMap((pair) => pair?.slice(0, 1) ?? [])
      value(await tokens.setStatus([...undoable, ...other], 'inactive'))
      const useless = ['bucket-deleted', 'owner-inactive', 'inactive-long', 'left-behind'] as const
      const revoked = value(await tokens.revoke(useless.flatMap((kind) => made[kind] ?? [])))
      expect(revoked.every(({ result }) => result.ok)).toBe(true)
      clock.jump(-31 * day)
      expect(await found()).toEqual({})
    })
  })
}
