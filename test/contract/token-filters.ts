import { describe, expect, it } from 'vitest'
import { everyToken, riskKinds, type RiskKind, type TokenFilter } from '../../main/contract/token-query'
import { temporaryFolder } from '../support/temporary-folder'
import { connectTo, openWorkspace } from '../support/workspace'
import { row, setScene, value } from './influx-scene'
import type { World } from './influx-server'
import { setTokens } from './token-set'

/** What the list of tokens is asked for, on a server with tokens of every sort, in the same words for every kind of it. */
export function tokenFiltersContract(name: string, open: () => Promise<World>): void {
  describe(name, () => {
    const scene = setScene(open)
    const set = setTokens(scene)
    const { made } = set
    const idOf = (word: string) => made.get(word) ?? `no ${word}`
    const bucketName = async (id: string) =>
      String((await scene.world.raw('GET', `/api/v2/buckets/${id}`)).body['name'])

    /** A laptop whose list is as the server has it, and what it answers, in the words above. */
    const desk = async () => {
      const test = openWorkspace(temporaryFolder())
      const { url, token } = scene.world
      await connectTo(test, { url, token })
      const { tokens } = test.workspace
      value(await tokens.refresh())
      const ask = (filter: Partial<TokenFilter>, from = 0, count = 10_000) =>
        tokens.query({ ...everyToken, ...filter, from, count })
      const words = new Map([...made].map(([word, id]) => [id, word]))
      /** Those made here, in the answer's order, and how many the answer says there are among all with the tag. */
      const found = (filter: Partial<TokenFilter>) => {
        const { rows, total } = ask({ search: set.tag, ...filter })
        expect(total).toBe(rows.length)
        return rows.map(({ id }) => words.get(id) ?? id)
      }
      /** The filter finds exactly these, with nothing searched for as well. */
      const finds = (filter: Partial<TokenFilter>, ...wanted: readonly string[]) => {
        expect([...found(filter)].sort(), JSON.stringify(filter)).toEqual([...wanted].sort())
        const all = ask(filter).rows.flatMap(({ id }) => words.get(id) ?? [])
        expect(all.sort(), `${JSON.stringify(filter)} without a search`).toEqual([...wanted].sort())
      }
      return { ...test, tokens, ask, found, finds }
    }
    /** Every word but these. */
    const but = (...words: readonly string[]) => [...made.keys()].filter((word) => !words.includes(word))

    it('filters by kind', async () => {
      const { finds } = await desk()
      finds({ kind: 'all' }, ...made.keys())
      finds({ kind: 'device' }, ...but('grafana', 'historian', 'viewer', 'office', 'boss'))
      finds({ kind: 'bucket' }, 'grafana', 'historian')
      finds({ kind: 'all-access' }, 'office')
      finds({ kind: 'operator' }, 'boss')
      finds({ kind: 'other' }, 'viewer')
    })

    it('filters by status, and by review dates past, near and none', async () => {
      const { finds } = await desk()
      finds({ status: 'active' }, ...but('pump-3', 'viewer', 'pump-9'))
      finds({ status: 'inactive' }, 'pump-3', 'viewer')
      finds({ status: 'bucket-deleted' }, 'pump-9')
      finds({ status: 'duplicate' }, 'twin-a', 'twin-b')
      finds({ status: 'too-wide' }, 'historian', 'office')
      finds({ status: 'foreign' }, 'sensor', 'historian', 'viewer', 'boss')
      // Disabled after its day: nothing is due any more.
      finds({ status: 'overdue' }, 'pump-1')
      finds({ status: 'review-soon' }, 'pump-2')
      finds({ status: 'no-review' }, 'pump-10', 'twin-a', 'twin-b', 'pump-9', 'bobs')
    })

    it('filters by bucket, among all that have to do with it, and offers the living ones', async () => {
      const { ask, finds } = await desk()
      const [mine, foreign] = [await bucketName(scene.mine), await bucketName(scene.foreign)]
      const there = ['pump-2', 'pump-4', 'historian']
      finds({ bucket: foreign }, ...there)
      finds({ bucket: mine }, ...but('pump-2', 'pump-4', 'pump-9', 'office', 'boss'))
      // Nobody else has this bucket, so the count is exact without a search too: these, and the scene's own two.
      expect(ask({ bucket: mine })).toMatchObject({
        total: but('pump-2', 'pump-4', 'pump-9', 'office', 'boss').length + 2,
      })
      expect(ask({ bucket: foreign })).toMatchObject({ total: there.length })
      const { buckets } = ask({ search: 'nothing has this' })
      expect([mine, foreign].map((one) => buckets.includes(one))).toEqual([true, true])
      expect(ask({ bucket: mine.slice(0, -1) }).total).toBe(0)
    })

    it('filters by who made it: anybody, Fieldkey on any laptop, this laptop', async () => {
      const { finds, tokens, ask } = await desk()
      finds({ made: 'fieldkey' }, ...but('sensor', 'historian', 'viewer', 'boss'))
      finds({ made: 'here' })
      const mine = scene.world.unique()
      const where = { bucketId: scene.mine, description: mine }
      const here: string[] = []
      for (const wish of [
        { kind: 'device', ...where },
        { kind: 'bucket', ...where },
        { kind: 'all-access', description: mine },
      ] as const) {
        const created = value(await tokens.create(wish))
        if (created.kind !== 'created') throw new Error('duplicate')
        here.push(created.row.id)
        scene.world.later(row(created.row.id))
      }
      const ids = (filter: Partial<TokenFilter>) => ask(filter).rows.map(({ id }) => id)
      value(await tokens.refresh())
      // The newest first; nobody else’s are this laptop’s, with or without a search.
      expect(ids({ made: 'here' })).toEqual(here.toReversed())
      expect(ids({ made: 'fieldkey', search: mine })).toEqual(here.toReversed())
    })

    it('filters by risk, by any, and by all conditions together', async () => {
      const { finds } = await desk()
      const risky: Partial<Record<RiskKind, readonly string[]>> = {
        'review-overdue': ['pump-1'],
        duplicate: ['twin-a', 'twin-b'],
        'too-wide': ['historian', 'office'],
        'reads-too': ['grafana'],
        'bucket-deleted': ['pump-9'],
      }
      for (const risk of riskKinds) finds({ risk }, ...(risky[risk] ?? []))
      finds({ risk: 'any' }, ...Object.values(risky).flat())
      const bucket = await bucketName(scene.mine)
      const all = { risk: 'any', bucket, made: 'fieldkey', kind: 'device', status: 'active' } as const
      finds(all, 'pump-1', 'twin-a', 'twin-b')
      finds({ ...all, risk: 'duplicate' }, 'twin-a', 'twin-b')
      finds({ ...all, kind: 'bucket' }, 'grafana')
      finds({ ...all, status: 'inactive' })
    })

    it('searches descriptions, device IDs, buckets, owners and IDs, whatever the case and the spaces', async () => {
      const { ask, found } = await desk()
      const search = (text: string) => [...found({ search: text })].sort()
      expect(search(`${set.tag}-historian`)).toEqual(['historian'])
      expect(search(` ${set.tag.toUpperCase()} - HISTORIAN `)).toEqual(['historian'])
      expect(search(`${set.tag}-pump-10`)).toEqual(['pump-10'])
      expect(search(`${set.tag}-pump-1`)).toEqual(['pump-1', 'pump-10'])
      expect(search(`${set.tag}-pump-7`)).toEqual(['twin-a', 'twin-b'])
      const bucket = await bucketName(scene.foreign)
      expect(search(bucket)).toEqual(['historian', 'pump-2', 'pump-4'])
      // On Cloud all are the one owner's, those made before this suite’s too.
      const bobs = search(set.bob.name).filter((word) => made.has(word))
      expect(bobs).toEqual(scene.world.cloud ? [...made.keys()].sort() : ['bobs', 'office'])
      for (const [word, id] of made) {
        for (const text of [id, id.toUpperCase(), id.slice(4)]) expect(search(text), text).toEqual([word])
      }
      // Fieldkey's mark is nobody's text.
      expect([ask({ search: 'fieldkey:1' }).total, ask({ search: `${set.tag}-nothing` }).total]).toEqual([0, 0])
    })

    it('sorts by everything it offers, both ways', async () => {
      const { found, ask } = await desk()
      const sorted = (by: TokenFilter['sort']['by'], descending = false) => found({ sort: { by, descending } })
      const newest = [...made.keys()].toReversed()
      expect(sorted('created', true)).toEqual(newest)
      expect(sorted('created')).toEqual([...made.keys()])
      // As people count, and of two that are called the same the newer one first, whichever way.
      const named = ['bobs', 'boss', 'grafana', 'historian', 'office', 'pump-1', 'pump-2', 'pump-3', 'pump-4']
      const last = ['pump-9', 'pump-10', 'sensor', 'viewer']
      expect(sorted('device')).toEqual([...named, 'twin-b', 'twin-a', ...last])
      expect(sorted('device', true)).toEqual([...last.toReversed(), 'twin-b', 'twin-a', ...named.toReversed()])
      const dated = ['pump-3', 'pump-1', 'pump-2', 'pump-4']
      const undated = newest.filter((word) => !dated.includes(word))
      expect(sorted('review')).toEqual([...dated, ...undated])
      expect(sorted('review', true)).toEqual([...dated.toReversed(), ...undated])
      const off = ['viewer', 'pump-3']
      const on = newest.filter((word) => ![...off, 'pump-9'].includes(word))
      expect(sorted('status')).toEqual([...on, ...off, 'pump-9'])
      expect(sorted('status', true)).toEqual(['pump-9', ...off, ...on])
      const byId = [...made.keys()].sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1))
      expect([sorted('id'), sorted('id', true)]).toEqual([byId, byId.toReversed()])
      expect([sorted('updated', true)[0], sorted('updated').at(-1)]).toEqual(['viewer', 'viewer'])
      expect(sorted('first-data')).toEqual(newest)
      const names = new Intl.Collator('en', { numeric: true })
      for (const by of ['bucket', 'owner'] as const) {
        const told = (descending: boolean) =>
          ask({ search: set.tag, sort: { by, descending } }).rows.map((one) => one[by])
        const up = told(false)
        expect(up).toEqual([...up].sort(names.compare))
        expect(new Set(up).size).toBeGreaterThan(by === 'owner' && scene.world.cloud ? 0 : 1)
        expect(told(true)).toEqual([...up].sort((a, b) => names.compare(b, a)))
      }
    })

    it('counts what it found and all there is, page by page, and follows what is changed', async () => {
      const { ask, finds, tokens } = await desk()
      const page = (from: number) => ask({ search: set.tag, kind: 'device' }, from, 4)
      const pages = [page(0), page(4), page(8), page(12)]
      expect(pages.map(({ rows, total }) => [rows.length, total])).toEqual([4, 4, 2, 0].map((rows) => [rows, 10]))
      expect(pages.flatMap(({ rows }) => rows)).toEqual(ask({ search: set.tag, kind: 'device' }).rows)
      const everything = ask({})
      expect([everything.total, everything.all]).toEqual([everything.rows.length, everything.rows.length])
      expect(new Set(pages.map(({ all }) => all))).toEqual(new Set([everything.all]))

      value(await tokens.setStatus([idOf('sensor')], 'inactive'))
      finds({ status: 'inactive' }, 'pump-3', 'viewer', 'sensor')
      // Somebody else switches it on again: the list learns it when it is read anew.
      await scene.world.raw('PATCH', row(idOf('sensor')), { status: 'active' })
      value(await tokens.refresh())
      finds({ status: 'inactive' }, 'pump-3', 'viewer')
    })
  })
}
