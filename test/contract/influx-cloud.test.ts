import { afterEach, describe, expect, it } from 'vitest'
import { deviceScope } from '../../main/domain/permissions'
import type { CloudMode } from '../../main/practice/server/cloud'
import type { Clock } from '../../main/ports/clock'
import { createFakeClock } from '../support/fake-clock'
import { openCloudWorld, type World } from './influx-server'
import { create, row, tokenText, value, why } from './influx-scene'

/** What is different on InfluxDB Cloud, as its documentation has it; the live service was never asked (docs/cloud.md). */
describe('InfluxDB Cloud, played by the practice server', () => {
  const open: World[] = []
  const cloud = async (mode: CloudMode = {}, clock?: Clock) => {
    const world = await openCloudWorld(mode, clock)
    open.push(world)
    return world
  }
  afterEach(async () => {
    for (const world of open.splice(0)) await world.close()
  })
  const minted = async (world: World) => world.mint(deviceScope(world.orgId, await world.bucket()))

  it('is known by its host, and has no health to ask for', async () => {
    const world = await cloud()
    expect(value(await world.network.identify({ url: world.url }))).toMatchObject({ kind: 'cloud', version: 'Cloud' })
    expect((await world.raw('GET', '/health')).status).toBe(404)
    expect((await world.raw('GET', '/ping', undefined, '')).status).toBe(204)
    // The same answers under another name are nobody's.
    const elsewhere = world.url.replace(/\/\/[^:]+/, '//127.0.0.1')
    expect(why(await world.network.identify({ url: elsewhere })).code).toBe('server.not-influx')
  })

  it('shows a token once, and “redacted” from then on', async () => {
    const world = await cloud()
    const { token, authorization } = await minted(world)
    expect(token).toMatch(tokenText)
    const list = await world.raw('GET', create)
    const tokens = (list.body['authorizations'] as readonly { token: string }[]).map((one) => one.token)
    expect(new Set(tokens)).toEqual(new Set(['redacted']))
    expect((await world.raw('GET', row(authorization.id))).body['token']).toBe('redacted')
    expect(JSON.stringify(await world.admin.authorizations())).not.toContain('redacted')
  })

  it('has no operators and no users: a list is never taken for complete', async () => {
    const world = await cloud()
    expect(value(await world.admin.seesEveryone())).toBe(false)
    expect(why(await world.admin.createUser('laptop-7')).code).toBe('perm.user')
  })

  it('names its own refusals by a header: what it refused was surely not made', async () => {
    const world = await cloud()
    const answer = await fetch(`http://127.0.0.1:${new URL(world.url).port}${create}`, { method: 'POST' })
    expect([answer.status, answer.headers.get('x-platform-error-code')]).toEqual([401, 'unauthorized'])
    expect(answer.headers.get('x-influxdb-version')).toBeNull()
    const wanted = { orgId: world.orgId, description: 'x', status: 'inactive' as const, permissions: [] }
    expect(why(await world.as('nonsense').create(wanted)).code).toBe('auth.rejected')
  })

  it('asks to wait once its quota is used up, and says how long', async () => {
    const world = await cloud({ quota: 4 })
    const before = await world.raw('GET', '/api/v2/orgs')
    expect(before.status).toBe(200)
    await world.raw('GET', '/api/v2/orgs')
    const failure = why(await world.admin.buckets())
    expect(failure).toMatchObject({ code: 'server.busy', params: { n: expect.any(Number) } })
    expect(Number(failure.params['n'])).toBeGreaterThan(290)
  })

  it('takes points into a queue: 204 does not mean that they can be read', async () => {
    const clock = createFakeClock(Date.now())
    const world = await cloud({ queue: 5000 }, clock)
    const bucket = await world.bucket()
    const { token, authorization } = await world.mint(deviceScope(world.orgId, bucket))
    const ask = () =>
      world.admin.firstData({
        orgId: world.orgId,
        bucketId: bucket,
        tag: 'device',
        device: 'pump-1',
        since: authorization.createdAt,
      })
    expect((await world.as(token).write(world.orgId, bucket, 'm,device=pump-1 v=1')).ok).toBe(true)
    expect(value(await ask())).toEqual({ kind: 'none' })
    await clock.advance(5000)
    expect(value(await ask()).kind).toBe('seen')
  })

  it('Serverless has no Flux, and answers an empty write 400: the probe takes that for what it is', async () => {
    const world = await cloud({ serverless: true })
    const bucket = await world.bucket()
    const { token, authorization } = await world.mint(deviceScope(world.orgId, bucket))
    const path = `/api/v2/write?org=${world.orgId}&bucket=${bucket}`
    expect(await world.raw('POST', path, '', token)).toMatchObject({ status: 400, message: 'writing requires points' })
    expect((await world.as(token).probeWrite(world.orgId, bucket)).ok).toBe(true)
    await world.admin.setStatus(authorization.id, 'inactive')
    expect(why(await world.as(token).probeWrite(world.orgId, bucket)).code).toBe('auth.inactive')
    const question = {
      orgId: world.orgId,
      bucketId: bucket,
      tag: 'device',
      device: 'x',
      since: authorization.createdAt,
    }
    expect(why(await world.admin.firstData(question)).code).toBe('data.no-flux')
  })
})
