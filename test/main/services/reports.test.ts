import { describe, expect, it } from 'vitest'
import { describe as describeToken } from '../../../main/domain/description'
import { allAccessScope, bucketScope, deviceScope } from '../../../main/domain/permissions'
import { toCsv } from '../../../main/domain/sheet'
import { createHeldClock } from '../../support/held-clock'
import { down, isList, practiceWorld } from '../../support/practice-world'

const day = 86_400_000
const tokenText = /[A-Za-z0-9_-]{86}==/

async function bench() {
  const world = await practiceWorld()
  const clock = createHeldClock()
  const laptop = await world.laptop({ ports: { clock } })
  const { tokens, reports } = laptop.workspace
  const make = async (device: string) => {
    const made = await tokens.create({ kind: 'device', bucketId: world.bucket.id, description: device })
    if (!made.ok || made.value.kind !== 'created') throw new Error(JSON.stringify(made))
    return made.value.row.id
  }
  const found = async () => {
    const report = await reports.risks(true)
    if (!report.ok) throw new Error(report.failure.code)
    return Object.fromEntries(report.value.groups.map(({ kind, rows }) => [kind, rows.map(({ id }) => id)]))
  }
  return { world, clock, tokens, reports, make, found, ...laptop }
}

describe('the risk report', () => {
  it('finds what becomes risky with time, and no more once it is settled', async () => {
    const { make, found, tokens, clock, world } = await bench()
    const [one, two] = [await make('pump-1'), await make('pump-2')]
    const today = new Date(clock.now()).toISOString().slice(0, 10)
    await tokens.setReview([one], today)
    await tokens.setStatus([two], 'inactive')
    const nonce = 'c'.repeat(32)
    const other = await world.operator.create({
      orgId: world.bucket.orgId,
      description: describeToken('pump-3', { nonce, install: 'd'.repeat(16) }),
      status: 'inactive',
      permissions: deviceScope(world.bucket.orgId, world.bucket.id),
    })
    const left = other.ok ? other.value.authorization.id : ''
    expect(await found()).toEqual({})
    clock.jump(2 * day)
    expect(await found()).toEqual({ 'review-overdue': [one], 'left-behind': [left] })
    clock.jump(29 * day)
    expect(await found()).toMatchObject({ 'review-overdue': [one], 'inactive-long': [left, two] })
    await tokens.setStatus([one], 'inactive')
    await tokens.revoke([two, left])
    // By this laptop's clock, which is a month ahead of the server's.
    expect(await found()).toEqual({ 'inactive-long': [one] })
    await tokens.revoke([one])
    expect(await found()).toEqual({})
  })

  it.each([1, 2])(
    'of %i all-access tokens that may be the connection’s own passes over a sure one only',
    async (count) => {
      const world = await practiceWorld()
      const user = await world.user('bob')
      const scope = allAccessScope(world.bucket.orgId, user)
      const minted = await Promise.all(Array.from({ length: count }, () => world.mint(scope, user)))
      const { workspace } = await world.laptop({ token: minted[0]?.token ?? '' })
      const report = await workspace.reports.risks(true)
      const wide = report.ok ? report.value.groups.flatMap(({ rows }) => rows.map(({ id }) => id)) : report.failure.code
      expect(wide).toEqual(
        count === 1 ? [] : expect.arrayContaining(minted.map(({ authorization }) => authorization.id)),
      )
      expect(wide).toHaveLength(count === 1 ? 0 : 2)
    },
  )

  it('knows disabled owners, as an operator, and says nothing of them without the right', async () => {
    const { world, found, reports } = await bench()
    const user = await world.user('bob')
    const scope = deviceScope(world.bucket.orgId, world.bucket.id)
    const { authorization } = await world.mint(scope, user)
    expect(await found()).toEqual({})
    const status = async (to: string) => {
      const url = `${world.url}/api/v2/users/${user}`
      const headers = { authorization: `Token ${world.server.adminToken}` }
      const answer = await fetch(url, { method: 'PATCH', headers, body: JSON.stringify({ status: to }) })
      expect(answer.status).toBe(200)
    }
    await status('inactive')
    expect(await found()).toEqual({ 'owner-inactive': [authorization.id] })
    await status('active')
    expect(await found()).toEqual({})
    const limited = await world.laptop({
      token: (
        await world.mint(
          [
            ...(['read', 'write'] as const).map((action) => ({
              action,
              resource: { type: 'authorizations', orgId: world.bucket.orgId },
            })),
            ...(['read', 'write'] as const).map((action) => ({
              action,
              resource: { type: 'users', id: authorization.userId },
            })),
            ...bucketScope(world.bucket.orgId, world.bucket.id),
          ],
          user,
        )
      ).token,
    })
    const before = world.proxy.seen.length
    const report = await limited.workspace.reports.risks(true)
    expect(report).toMatchObject({ ok: true, value: { incomplete: 'owner' } })
    expect(world.proxy.seen.slice(before).map(({ path }) => path)).toHaveLength(1)
    expect(toCsv(reports.riskSheet())).not.toMatch(tokenText)
  })

  it('shows what is known and why it is not newer when the server does not answer', async () => {
    const { make, world, reports, clock } = await bench()
    await make('pump-1')
    const known = await reports.risks(true)
    world.proxy.decide((seen) => (isList(seen) ? down : 'pass'))
    clock.pass(31_000)
    const again = await reports.risks(false)
    expect(again).toMatchObject({
      ok: true,
      value: { ...(known.ok ? known.value : {}), failure: { code: 'server.error' } },
    })
  })

  it('leaves the window whole, each row once for each risk, and without a token’s text', async () => {
    const { world, tokens, reports, found } = await bench()
    const scope = bucketScope(world.bucket.orgId, world.bucket.id)
    const evil = await world.mint(scope)
    await tokens.describe(evil.authorization.id, '=HYPERLINK("http://x","y")')
    for (let i = 0; i < 30; i += 1) await world.mint(scope)
    const { 'reads-too': first } = await found()
    expect(first).toHaveLength(5)
    const csv = toCsv(reports.riskSheet())
    const lines = csv.trim().split('\r\n')
    expect(lines).toHaveLength(32)
    expect(lines[0]).toContain('Risk,Device or description,Kind,Access,Status,Owner,Created (UTC)')
    expect(csv).toContain(`"'=HYPERLINK(""http://x"",""y"")",Bucket,read and write · ${world.bucket.name},Active,`)
    expect(csv).not.toMatch(tokenText)
    expect(csv).not.toContain(evil.token)
  })
})

describe('History as a sheet', () => {
  it('has the handovers asked for, in that order, with times in UTC', async () => {
    const { begin, reports, ports } = await bench()
    const [one, two] = [await begin('pump-1'), await begin('pump-2')]
    const sheet = reports.historySheet([two.id, one.id, 'f'.repeat(16)])
    const [rows] = sheet.sections.map((section) => section.rows)
    expect(rows?.map(([device]) => device)).toEqual(['pump-2', 'pump-1'])
    expect(rows?.[0]?.[6]).toBe(new Date(two.askedAt).toISOString().replace(/\.\d+Z$/, 'Z'))
    const sealed = ports.ledger.sealed(one.id)
    expect(sealed.ok && sealed.value).toBeTruthy()
    expect(toCsv(sheet)).not.toMatch(tokenText)
  })
})

describe('review dates', () => {
  it('are set at handover and in Tokens by the setting, for devices only', async () => {
    const { world, make, begin, tokens, ports, clock } = await bench()
    ports.settings.update({ reviewMonths: 12 })
    await begin('pump-1')
    await make('pump-2')
    await tokens.create({ kind: 'bucket', bucketId: world.bucket.id, description: 'grafana' })
    const year = String(new Date(clock.now()).getUTCFullYear() + 1)
    const rows = await world.rows()
    const review = (of: string) =>
      / r=(\d{4})-\d{2}-\d{2}$/.exec(rows.find(({ description }) => description.startsWith(of))?.description ?? '')?.[1]
    expect([review('pump-1'), review('pump-2'), review('grafana')]).toEqual([year, year, undefined])
  })

  it('of many are set and taken out at once; the mark stays, foreign tokens are refused one by one', async () => {
    const { world, make, tokens } = await bench()
    const ids = [await make('pump-1'), await make('pump-2')]
    const foreign = (await world.mint(deviceScope(world.bucket.orgId, world.bucket.id))).authorization.id
    const program = await tokens.create({ kind: 'bucket', bucketId: world.bucket.id, description: 'grafana' })
    const grafana = program.ok && program.value.kind === 'created' ? program.value.row.id : ''
    const devices = async () => (await world.rows()).filter(({ id }) => ids.includes(id))
    const before = await devices()
    const set = await tokens.setReview([...ids, foreign, grafana, '0'.repeat(15) + '9'], '2028-02-29')
    expect(set.ok && set.value.map(({ result }) => (result.ok ? 'set' : result.failure.code))).toEqual([
      'set',
      'set',
      'input.review',
      'input.review',
      'token.gone',
    ])
    const dated = await devices()
    expect(dated.map(({ description }) => description)).toEqual(
      before.map(({ description }) => `${description} r=2028-02-29`),
    )
    expect((await tokens.find(ids[0] ?? '')).ok && (await tokens.find(ids[0] ?? ''))).toMatchObject({
      value: { row: { review: '2028-02-29', overdue: false } },
    })
    await tokens.setReview(ids, null)
    expect((await devices()).map(({ description }) => description)).toEqual(
      before.map(({ description }) => description),
    )
    expect(await tokens.setReview(ids, '2027-02-29')).toMatchObject({ ok: false, failure: { code: 'input.review' } })
  })
})
