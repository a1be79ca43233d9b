import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { failure } from '../../../main/contract/failure'
import { failed } from '../../../main/contract/result'
import type { Permission } from '../../../main/domain/permissions'
import { practiceWorld } from '../../support/practice-world'
import { filesHolding } from '../../support/search-secret'

const request = (url: string, token: string) => ({ url, token, name: '', deviceUrl: '', plainAccepted: false })
const never = new AbortController().signal

const right = (action: 'read' | 'write', type: string, orgId?: string, id?: string): Permission => ({
  action,
  resource: { type, ...(orgId === undefined ? {} : { orgId }), ...(id === undefined ? {} : { id }) },
})

/** A server that gives every request the same answer, and counts them. */
async function stranger(status: number, headers: Record<string, string>, body: string) {
  let asked = 0
  const server = createServer((_request, response) => {
    asked += 1
    response.writeHead(status, headers)
    response.end(body)
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, asked: () => asked }
}

describe('connecting', () => {
  it.each(['', 'ftp://influx', 'http://user:pw@influx', 'https://influx?x=1', 'https://in flux'])(
    'refuses the address %j before anything is sent',
    async (url) => {
      const world = await practiceWorld()
      const { workspace } = world.run()
      expect(await workspace.connect(request(url, world.server.adminToken), never)).toMatchObject({
        ok: false,
        failure: { code: 'input.url' },
      })
      expect(workspace.ledger.connections()).toEqual([])
    },
  )

  it('asks before a token travels in clear, and sends nothing until then', async () => {
    const world = await practiceWorld()
    const asked: string[] = []
    const network = {
      identify: ({ url }: { url: string }) => {
        asked.push(url)
        return Promise.resolve(failed(failure('net.offline')))
      },
      client: () => {
        throw new Error('a client was made')
      },
    }
    const { workspace } = world.run({ ports: { network } })
    const plain = request('http://influx.example:8086', 'secret')
    expect(await workspace.connect(plain, never)).toMatchObject({ failure: { code: 'tls.plain' } })
    expect(asked).toEqual([])
    expect(await workspace.connect({ ...plain, plainAccepted: true }, never)).toMatchObject({
      failure: { code: 'net.offline' },
    })
    expect(asked).toEqual(['http://influx.example:8086'])
  })

  it.each([
    ['a page', 200, { 'content-type': 'text/html' }, '<html>hello</html>', 'net.captive'],
    ['another product', 200, { 'content-type': 'application/json' }, '{"ok":true}', 'server.not-influx'],
    ['InfluxDB 1', 200, { 'x-influxdb-version': '1.8.10' }, '{}', 'server.v1'],
    ['another address', 301, { location: 'https://elsewhere.example/' }, '', 'net.redirect'],
  ])('recognises %s and never shows it the token', async (_, status, headers, body, code) => {
    const server = await stranger(status, headers, body)
    const world = await practiceWorld()
    const { workspace, events } = world.run()
    expect(await workspace.connect(request(server.url, 'secret'), never)).toMatchObject({ failure: { code } })
    expect(server.asked()).toBe(1)
    expect(workspace.ledger.connections()).toEqual([])
    expect(events).toContainEqual({
      kind: 'check',
      check: expect.objectContaining({ name: 'server', result: 'failed' }),
    })
  })

  it('refuses a wrong token, one that is no token, and a device’s own', async () => {
    const world = await practiceWorld()
    const { workspace } = world.run()
    const code = async (token: string) => {
      const tried = await workspace.connect(request(world.url, token), never)
      return tried.ok ? 'connected' : tried.failure.code
    }
    expect(await code(`${'a'.repeat(86)}==`)).toBe('auth.rejected')
    expect(await code('two words')).toBe('input.token')
    expect(await code('')).toBe('input.token')
    const { bucket } = world
    const device = await world.mint([right('write', 'buckets', bucket.orgId, bucket.id)])
    expect(await code(device.token)).toBe('perm.user')
    const disabled = await world.mint([right('write', 'authorizations', bucket.orgId)], undefined, 'inactive')
    expect(await code(disabled.token)).toBe('auth.inactive')
    expect(workspace.ledger.connections()).toEqual([])
  })

  it('takes a token with spaces and line breaks around it, and keeps it in the keychain alone', async () => {
    const world = await practiceWorld()
    const { workspace, vault, folder, ports, events } = world.run()
    const { adminToken } = world.server
    const tried = await workspace.connect(request(world.url, ` \n${adminToken}\r\n`), never)
    if (!tried.ok || tried.value.kind !== 'connected') throw new Error(JSON.stringify(tried))
    const { connection } = tried.value.session
    expect(await vault.get(`${ports.ledger.install}/${connection.id}/token`)).toEqual({ ok: true, value: adminToken })
    expect(filesHolding(adminToken, [folder])).toEqual([])
    expect(JSON.stringify(events)).not.toContain(adminToken)
    expect(connection).toMatchObject({ org: 'Practice', operator: true, name: '127.0.0.1', deviceUrl: world.url })
  })

  it('takes the smallest laptop token: its organization, owner and buckets are read off itself', async () => {
    const world = await practiceWorld()
    const { bucket, other } = world
    const owner = await world.user('laptop-7')
    const org = bucket.orgId
    const laptop = await world.mint(
      [
        right('read', 'authorizations', org),
        right('write', 'authorizations', org),
        right('read', 'users', undefined, owner),
        right('write', 'users', undefined, owner),
        right('write', 'buckets', org, bucket.id),
      ],
      owner,
    )
    const { workspace, session, events, begin } = await world.laptop({ token: laptop.token })
    expect(session.connection).toMatchObject({
      orgId: org,
      org: 'Practice',
      owner: { id: owner, name: 'laptop-7' },
      operator: false,
      authId: laptop.authorization.id,
    })
    expect(await workspace.buckets.list(session, true)).toMatchObject({ value: [{ id: bucket.id, name: bucket.name }] })
    const checks = events.flatMap((event) =>
      event.kind === 'check' ? [`${event.check.name} ${event.check.result}`] : [],
    )
    expect(checks).toEqual(expect.arrayContaining(['create passed', 'list passed', 'buckets passed', 'read unknown']))
    expect(await begin('pump-1')).toMatchObject({ state: 'minted', active: true })
    const beyond = { device: 'pump-2', bucketId: other.id, delivery: 'qr' as const, keepBoth: false }
    expect((await workspace.handovers.start(beyond)).ok).toBe(false)
    expect(await world.rows('pump-2')).toEqual([])
  })

  it('names the right that the tutorial’s all-access token lacks', async () => {
    const world = await practiceWorld()
    const org = world.bucket.orgId
    const kinds = ['authorizations', 'buckets'].flatMap((type) => [right('read', type, org), right('write', type, org)])
    const { workspace } = world.run()
    const bare = await world.mint(kinds)
    expect(await workspace.connect(request(world.url, bare.token), never)).toMatchObject({
      failure: { code: 'perm.user' },
    })

    const me = await world.operator.me()
    const owner = me.ok ? me.value.id : ''
    const reading = await world.mint([...kinds, right('read', 'users', undefined, owner)])
    const again = world.run()
    for (const { id, description } of await allRows(world))
      if (description === 'made by hand' && id !== reading.authorization.id) await world.operator.remove(id)
    const tried = await again.workspace.connect(request(world.url, reading.token), never)
    expect(tried.ok).toBe(true)
    // Two rows are its owner's; the operator's cannot be this token's, which does not see every user.
    const lack = expect.objectContaining({ code: 'perm.user' }) as unknown
    expect(again.events).toContainEqual({ kind: 'check', check: { name: 'create', result: 'failed', failure: lack } })
  })

  it('asks which organization, where there are several', async () => {
    const orgs = [
      { id: '00000000000000aa', name: 'One' },
      { id: '00000000000000bb', name: 'Two' },
    ]
    const world = await practiceWorld()
    world.proxy.decide(({ path }) =>
      path.startsWith('/api/v2/orgs') ? { status: 200, body: JSON.stringify({ orgs }) } : 'pass',
    )
    const { workspace } = world.run()
    const first = request(world.proxy.url, world.server.adminToken)
    expect(await workspace.connect(first, never)).toEqual({ ok: true, value: { kind: 'choose-org', orgs } })
    expect(workspace.ledger.connections()).toEqual([])
    expect(await workspace.connect({ ...first, orgId: '00000000000000cc' }, never)).toMatchObject({
      value: { kind: 'choose-org' },
    })
    const chosen = await workspace.connect({ ...first, orgId: '00000000000000bb' }, never)
    expect(chosen).toMatchObject({ value: { kind: 'connected', session: { connection: { org: 'Two' } } } })
  })

  it('cancelled in the middle, it keeps nothing', async () => {
    const world = await practiceWorld()
    for (const at of [
      '/health',
      '/api/v2/me',
      '/api/v2/users/',
      '/api/v2/authorizations',
      '/api/v2/orgs',
      '/api/v2/buckets',
    ]) {
      const { workspace, vault, ports } = world.run()
      const stop = new AbortController()
      world.proxy.decide(({ path }) => {
        if (path.startsWith(at)) stop.abort()
        return 'pass'
      })
      const tried = await workspace.connect(request(world.proxy.url, world.server.adminToken), stop.signal)
      expect([at, tried]).toMatchObject([at, { ok: false, failure: { code: 'cancelled' } }])
      expect(ports.ledger.connections()).toEqual([])
      expect(await vault.get(`${ports.ledger.install}/canary`)).toEqual({ ok: true, value: undefined })
    }
  })
})

async function allRows({ operator }: { operator: { authorizations: () => Promise<unknown> } }) {
  const list = (await operator.authorizations()) as { ok: true; value: readonly { id: string; description: string }[] }
  return list.value
}
