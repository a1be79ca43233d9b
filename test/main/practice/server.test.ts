import { createHash } from 'node:crypto'
import { request } from 'node:http'
import { networkInterfaces } from 'node:os'
import { connect } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createClock } from '../../../main/adapters/clock'
import { createInfluxNetwork } from '../../../main/adapters/influx/network'
import { createRandom } from '../../../main/adapters/random'
import { deviceScope } from '../../../main/domain/permissions'
import { createPracticeServer } from '../../../main/practice/server/server'

async function start(saved?: string, port = 0) {
  const kept: string[] = []
  const onChange = (text: string) => void kept.push(text)
  const server = createPracticeServer({
    clock: createClock(),
    random: createRandom(),
    onChange,
    ...(saved === undefined ? {} : { saved }),
  })
  const { url } = await server.listen(port)
  const network = createInfluxNetwork({ clock: createClock(), random: createRandom(), limits: { tries: 1 } })
  onTestFinished(async () => {
    network.close()
    await server.close()
  })
  const admin = network.client({ url }, server.adminToken)
  const orgs = await admin.organizations()
  return { server, url, kept, admin, network, orgId: orgs.ok ? (orgs.value[0]?.id ?? '') : '' }
}

/** The status a request with these headers gets. */
const status = (url: string, headers: Readonly<Record<string, string>>) =>
  new Promise<number>((resolve, reject) => {
    request(url, { headers }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
      .on('error', reject)
      .end()
  })

describe('a fresh practice server', () => {
  it('has an organization, three buckets, and says that it is no real one', async () => {
    const { admin, url, network } = await start()
    const buckets = await admin.buckets()
    expect(buckets.ok && buckets.value.map(({ name }) => name).sort()).toEqual([
      'cold-store',
      'greenhouse',
      'north-pumps',
    ])
    expect(await admin.organizations()).toMatchObject({ value: [{ name: 'Practice' }] })
    const found = await network.identify({ url })
    expect(found.ok && found.value).toMatchObject({ kind: 'oss2', version: '2.9.1-practice' })
  })
})

describe('what is saved', () => {
  it('brings everything back under a new operator’s token, and holds no token in clear', async () => {
    const first = await start()
    const [bucket] = await first.admin.buckets().then((all) => (all.ok ? all.value : []))
    const minted = await first.admin.create({
      orgId: first.orgId,
      description: 'pump-17',
      status: 'active',
      permissions: deviceScope(first.orgId, bucket?.id ?? ''),
    })
    if (!minted.ok) throw new Error(minted.failure.code)
    const { token, authorization } = minted.value
    await first.network.client({ url: first.url }, token).write(first.orgId, bucket?.id ?? '', 'm,device=pump-17 v=1')
    const saved = first.kept.at(-1) ?? ''
    expect(saved).toBe(first.server.save())
    expect(saved).not.toContain(token)
    expect(saved).not.toContain(first.server.adminToken)
    expect(saved).toContain(createHash('sha256').update(token).digest('hex'))

    const second = await start(saved)
    expect(second.orgId).toBe(first.orgId)
    expect(second.server.adminToken).not.toBe(first.server.adminToken)
    expect(await second.admin.authorization(authorization.id)).toEqual({ ok: true, value: authorization })
    expect(
      (await second.network.client({ url: second.url }, token).probeWrite(second.orgId, bucket?.id ?? '')).ok,
    ).toBe(true)
    const query = {
      orgId: second.orgId,
      bucketId: bucket?.id ?? '',
      tag: 'device',
      device: 'pump-17',
      since: authorization.createdAt,
    }
    expect(await second.admin.firstData(query)).toMatchObject({ value: { kind: 'seen' } })
    expect((await second.network.client({ url: second.url }, first.server.adminToken).me()).ok).toBe(false)
  })
  it.each(['', '{}', '[]', 'nonsense', '{"version":2}'])('is given up when it cannot be read: %j', async (saved) => {
    const { admin } = await start(saved)
    const buckets = await admin.buckets()
    expect(buckets.ok && buckets.value).toHaveLength(3)
  })
  it('works without the user its tokens belonged to', async () => {
    const { server } = await start()
    const saved = JSON.parse(server.save()) as { users: unknown[]; authorizations: unknown[] }
    const again = await start(JSON.stringify({ ...saved, users: [] }))
    expect((await again.admin.me()).ok).toBe(true)
  })
})

describe('its door', () => {
  it('is on loopback only', async () => {
    const { url } = await start()
    const outside = Object.values(networkInterfaces())
      .flatMap((all) => all ?? [])
      .find(({ internal, family }) => !internal && family === 'IPv4')
    expect(new URL(url).hostname).toBe('127.0.0.1')
    if (!outside) return
    const reached = await new Promise<boolean>((resolve) => {
      const socket = connect(Number(new URL(url).port), outside.address, () => {
        socket.destroy()
        resolve(true)
      })
      socket.on('error', () => {
        resolve(false)
      })
    })
    expect(reached).toBe(false)
  })
  it('is shut to other host names and to pages', async () => {
    const { url, server } = await start()
    const me = `${url}/api/v2/me`
    const authorization = `Token ${server.adminToken}`
    expect(await status(me, { authorization })).toBe(200)
    expect(await status(me, { authorization, host: 'localhost:1' })).toBe(200)
    for (const host of ['evil.example', '127.0.0.1.evil.example', 'evil.example:80', '169.254.1.1']) {
      expect(await status(me, { authorization, host })).toBe(403)
    }
    expect(await status(me, { authorization, origin: url })).toBe(403)
    expect(await status(me, { authorization, origin: 'null' })).toBe(403)
  })
  it('takes the port of last time when it is free, any other when not', async () => {
    const first = await start()
    const port = Number(new URL(first.url).port)
    const second = await start(undefined, port)
    expect(second.url).not.toBe(first.url)
    await first.server.close()
    expect((await start(undefined, port)).url).toBe(first.url)
  })
  it('refuses a body that is too large, and strange paths, and lives on', async () => {
    const { url, server, admin } = await start()
    const headers = { authorization: `Token ${server.adminToken}` }
    const large = await fetch(`${url}/api/v2/write?org=Practice&bucket=greenhouse`, {
      method: 'POST',
      headers,
      body: 'x'.repeat(2_000_000),
    })
      .then(({ status }) => status)
      .catch(() => 413)
    expect(large).toBe(413)
    for (const path of [
      '/api/v2/%',
      '/%2e%2e/',
      '/api/v2/buckets/%00',
      '//',
      '/api/v2/authorizations/__proto__',
      '/api/v2/constructor',
    ]) {
      expect([400, 404]).toContain(await status(url + path, headers))
    }
    expect((await admin.me()).ok).toBe(true)
  })
  it('can play dead and come back', async () => {
    const { server, admin } = await start()
    server.setFault('unreachable')
    const dead = await admin.me()
    expect(dead.ok ? 'ok' : dead.failure.code).toBe('net.cut')
    server.setFault('silent')
    expect((await admin.me()).ok).toBe(true)
  })
})
