import { beforeAll, describe, expect, it } from 'vitest'
import { dayOf } from '../../main/contract/review-date'
import { everyToken, type TokenFilter } from '../../main/contract/token-query'
import type { TokenRow } from '../../main/contract/views'
import { allAccessScope, bucketScope, deviceScope } from '../../main/domain/permissions'
import { createHeldClock } from '../support/held-clock'
import { temporaryFolder } from '../support/temporary-folder'
import { connectTo, openWorkspace } from '../support/workspace'
import { create, row, setScene, value } from './influx-scene'
import type { World } from './influx-server'

const day = 86_400_000

/** Review dates, which InfluxDB itself does not know, from the new token to “Disable overdue”, on every kind of server. */
export function tokenReviewsContract(name: string, open: () => Promise<World>): void {
  describe(name, () => {
    const scene = setScene(open)
    /** Whose tokens these are: nobody else’s are seen, so that all overdue ones may be disabled. On Cloud oneself. */
    const owner = { id: '', token: '' }
    beforeAll(async () => {
      const { world } = scene
      if (world.cloud) owner.id = world.ownerId
      else {
        owner.id = value(await world.admin.createUser(world.unique())).id
        world.later(`/api/v2/users/${owner.id}`)
      }
      owner.token = (await world.mint(allAccessScope(world.orgId, owner.id), { userId: owner.id })).token
    })

    /** What the server has of these tokens, asked past Fieldkey. */
    const raw = async (ids: readonly string[], what: 'status' | 'description') => {
      const bodies = await Promise.all(ids.map((id) => scene.world.raw('GET', row(id))))
      return bodies.map(({ body }) => String(body[what]))
    }
    const desk = async () => {
      const { world, mine } = scene
      const clock = createHeldClock()
      const test = openWorkspace(temporaryFolder(), { clock })
      await connectTo(test, { url: world.url, token: owner.token })
      const { tokens, reports } = test.workspace
      const query = (filter: Partial<TokenFilter>, from = 0, count = 200) =>
        tokens.query({ ...everyToken, ...filter, from, count })
      const ids = (filter: Partial<TokenFilter>) => query(filter).rows.map(({ id }) => id)
      const made = async (description = world.unique()) => {
        const created = value(await tokens.create({ kind: 'device', bucketId: mine, description }))
        if (created.kind !== 'created') throw new Error('duplicate')
        world.later(row(created.row.id))
        const { text = '' } = value(tokens.text(created.secret, 'show'))
        return { id: created.row.id, text }
      }
      /** What the window does when a person presses `Disable overdue`: all rows of the risk, page by page. */
      const disableOverdue = async () => {
        const rows: TokenRow[] = []
        for (;;) {
          const page = query({ risk: 'review-overdue' }, rows.length, 2).rows
          rows.push(...page)
          if (page.length < 2) break
        }
        const free = rows.filter(({ own, lastOperator }) => !own && !lastOperator).map(({ id }) => id)
        return value(await tokens.setStatus(free, 'inactive'))
      }
      const overdue = async () => {
        const report = value(await reports.risks(true))
        const group = report.groups.find(({ kind }) => kind === 'review-overdue')
        const told = ids({ status: 'overdue' })
        expect([group?.total ?? 0, ids({ risk: 'review-overdue' })]).toEqual([told.length, told])
        return told.toSorted()
      }
      return { ...test, clock, tokens, query, ids, made, disableOverdue, overdue }
    }

    it('a new device token gets the date that is chosen in Settings, and shows it; other kinds get none', async () => {
      const { ports, clock, tokens, ids, made, query } = await desk()
      ports.settings.update({ reviewMonths: 6 })
      const { id } = await made()
      const [written = ''] = await raw([id], 'description')
      const review = / r=(\d{4}-\d{2}-\d{2})$/.exec(written)?.[1] ?? ''
      const months = (Date.parse(review) - clock.now()) / day / 30.4
      expect([months > 5.8, months < 6.2]).toEqual([true, true])
      expect(query({ search: id }).rows).toMatchObject([{ id, review, overdue: false }])
      const description = scene.world.unique()
      const bucket = value(await tokens.create({ kind: 'bucket', bucketId: scene.mine, description }))
      if (bucket.kind !== 'created') throw new Error('duplicate')
      scene.world.later(row(bucket.row.id))
      expect((await raw([bucket.row.id], 'description'))[0]).not.toContain(' r=')
      expect(ids({ status: 'review-soon' })).toEqual([])
      clock.jump(Date.parse(review) - clock.now())
      expect(ids({ status: 'review-soon' })).toEqual([id])
      expect(ids({ status: 'overdue' })).toEqual([])
      value(await tokens.revoke([id, bucket.row.id]))
    })

    it('is over after 24:00 UTC of its day, not before', async () => {
      const { clock, tokens, made, overdue, query } = await desk()
      const { id } = await made()
      const today = dayOf(clock.now())
      expect(value(await tokens.setReview([id], today))).toMatchObject([{ result: { ok: true } }])
      clock.jump(Date.parse(`${today}T23:59:00Z`) - clock.now())
      expect(await overdue()).toEqual([])
      clock.jump(2 * 60_000)
      expect(await overdue()).toEqual([id])
      expect(query({ search: id }).rows).toMatchObject([{ overdue: true, active: true, review: today }])
      // Without a date nothing is due, and the server holds none.
      value(await tokens.setReview([id], null))
      expect([await overdue(), (await raw([id], 'description'))[0]?.includes(' r=')]).toEqual([[], false])
      value(await tokens.revoke([id]))
    })

    it('“Disable overdue” disables the overdue device tokens, and nothing else on the server', async () => {
      const { world, mine } = scene
      const { clock, tokens, made, overdue, disableOverdue, query } = await desk()
      const today = dayOf(clock.now())
      const due = [await made(), await made(), await made()]
      const [later, undated, off, gone] = [await made(), await made(), await made(), await made()]
      const foreign = await world.mint(deviceScope(world.orgId, mine), { userId: owner.id })
      const program = await world.mint(bucketScope(world.orgId, mine), { userId: owner.id })
      value(
        await tokens.setReview(
          [...due, off, gone].map(({ id }) => id),
          today,
        ),
      )
      value(await tokens.setReview([later.id], dayOf(clock.now() + 365 * day)))
      // A date is for device tokens that Fieldkey made: it has no place in others.
      const others = [foreign, program].map(({ authorization }) => authorization.id)
      expect(value(await tokens.setReview(others, today))).toMatchObject(
        others.map((id) => ({ id, result: { failure: { code: 'input.review', params: { why: 'foreign' } } } })),
      )
      value(await tokens.setStatus([off.id], 'inactive'))
      clock.jump(2 * day)
      const dueIds = due.map(({ id }) => id)
      expect(await overdue()).toEqual([...dueIds, gone.id].sort())
      // Revoked elsewhere after the list was read: what was wanted of it is done.
      await world.raw('DELETE', row(gone.id))

      const everybody = async () => {
        const { body } = await world.raw('GET', create)
        const rows = body['authorizations'] as readonly { readonly id: string; readonly status: string }[]
        return new Map(rows.map(({ id, status }) => [id, status]))
      }
      const before = await everybody()
      const outcomes = await disableOverdue()
      expect(new Map(outcomes.map(({ id, result }) => [id, result.ok ? 'done' : result.failure.code]))).toEqual(
        new Map([...dueIds.map((id) => [id, 'done'] as const), [gone.id, 'token.gone']]),
      )
      const after = await everybody()
      const mineNow = query({}).rows.map(({ id }) => id)
      const changed = mineNow.filter((id) => before.get(id) !== after.get(id))
      expect(changed.toSorted()).toEqual(dueIds.toSorted())
      expect(await raw(dueIds, 'status')).toEqual(due.map(() => 'inactive'))
      expect(await raw([later.id, undated.id, off.id, ...others], 'status')).toEqual([
        'active',
        'active',
        'inactive',
        'active',
        'active',
      ])
      const writes = async (text: string) => (await world.raw('POST', scene.write(mine), '', text)).status
      for (const { text } of due) expect(await writes(text)).toBe(403)
      for (const text of [later.text, undated.text, foreign.token, program.token]) expect(await writes(text)).toBe(204)

      // The date stays on a token that is off, and counts again once it is on.
      expect([await overdue(), await disableOverdue()]).toEqual([[], []])
      const [first = ''] = dueIds
      expect((await raw([first], 'description'))[0]).toContain(` r=${today}`)
      value(await tokens.setStatus([first], 'active'))
      expect(await overdue()).toEqual([first])
    })

    it('counts all that the server has, and all that is asked for', async () => {
      const { tokens, query } = await desk()
      const { world } = scene
      value(await tokens.refresh())
      const { body } = await world.raw('GET', create, undefined, owner.token)
      const rows = body['authorizations'] as readonly { readonly id: string }[]
      const page = query({}, 0, 1)
      expect([page.all, page.total, page.rows.length]).toEqual([rows.length, rows.length, 1])
      expect(page.incomplete).toBe(world.cloud ? 'cloud' : 'owner')
    })
  })
}
