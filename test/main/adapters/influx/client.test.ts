// One case after another for each call of the client: a list, over 250 lines.
import { describe, expect, it, onTestFinished } from 'vitest'
import { createClock } from '../../../../main/adapters/clock'
import { createInfluxNetwork } from '../../../../main/adapters/influx/network'
import type { Limits } from '../../../../main/adapters/influx/limits'
import type { Result } from '../../../../main/contract/result'
import { deviceScope } from '../../../../main/domain/permissions'
import type { Influx } from '../../../../main/ports/influx'
import { answer, page, startRawServer, stranger, type Script } from '../../../support/raw-server'

const org = '80bc5a7886ca21bd'
const bucket = '5014950eab641e60'
const token = `${'Ab_-'.repeat(21)}ab==`
const secret = 'an-admin-token-nobody-else-may-see'
const row = {
  id: '11aea1497dea3000',
  token,
  status: 'inactive',
  description: 'pump-17',
  orgID: org,
  org: 'field',
  userID: '11ae9e4a23aa3000',
  user: 'operator',
  permissions: [{ action: 'write', resource: { type: 'buckets', id: bucket, orgID: org, name: 'plant' } }],
  createdAt: '2026-11-23T22:29:58.903952766Z',
  updatedAt: '2026-11-23T22:29:58.903952766Z',
}
const wanted = {
  orgId: org,
  description: 'pump-17',
  status: 'inactive',
  permissions: deviceScope(org, bucket),
} as const
const id = row.id

/** A client in front of a scripted server; pauses between tries are nil, for randomness says 0. */
async function against(script: Script, limits: Partial<Limits> = {}) {
  const server = await startRawServer(script)
  const network = createInfluxNetwork({
    clock: createClock(),
    random: { hex: (n) => '00'.repeat(n) },
    limits,
    online: () => true,
  })
  onTestFinished(async () => {
    network.close()
    await server.close()
  })
  return { server, influx: network.client({ url: server.url }, secret), network }
}

const says = (text: string): Script => ({ request: (socket) => void socket.write(text) })
const code = (result: Result<unknown>) =>
  result.ok ? 'ok' : result.failure.cause ? `${result.failure.code} (${result.failure.cause})` : result.failure.code

describe('the create POST', () => {
  it('is sent once, alone, with the token in its Authorization header and nowhere else', async () => {
    const { server, influx } = await against(says(answer(201, row)))
    const made = await influx.create(wanted)
    expect(made.ok && made.value.token).toBe(token)
    expect(JSON.stringify(made.ok && made.value.authorization)).not.toContain(token)
    expect(server.requests).toHaveLength(1)
    const [request = ''] = server.requests
    expect(request).toContain(`Authorization: Token ${secret}\r\n`)
    expect(request).toContain('Connection: close\r\n')
    expect(request.split(secret)).toHaveLength(2)
    expect(JSON.parse(request.split('\r\n\r\n')[1] ?? '')).toEqual({
      orgID: org,
      description: 'pump-17',
      status: 'inactive',
      permissions: [{ action: 'write', resource: { type: 'buckets', id: bucket, orgID: org } }],
    })
  })

  it('never travels on a kept connection', async () => {
    const { server, influx } = await against({
      request: (socket, request) => void socket.write(request.startsWith('POST') ? answer(201, row) : answer(200, row)),
    })
    await influx.authorization(id)
    await influx.create(wanted)
    await influx.setStatus(id, 'active')
    expect(server.requests.map((one) => one.split(' ')[0])).toEqual(['GET', 'POST', 'PATCH'])
    expect(server.connections).toBe(2)
  })

  const lost: readonly (readonly [string, Script, string])[] = [
    ['reset after it was read', { request: (socket) => void socket.resetAndDestroy() }, 'net.cut'],
    ['closed after it was read', { request: (socket) => void socket.end() }, 'net.cut'],
    ['answer cut in the head', { request: (socket) => void socket.end('HTTP/1.1 201 Cre') }, 'net.cut'],
    ['answer cut in the body', { request: (socket) => void socket.end(answer(201, row).slice(0, -20)) }, 'net.cut'],
    ['500', says(answer(500, { code: 'internal error', message: 'x' })), 'server.error'],
    ['503', says(answer(503, { code: 'unavailable', message: 'x' })), 'server.error'],
    ['502 from a proxy', says(answer(502, '<html>', page)), 'server.error'],
    ['504 from a proxy', says(answer(504, '', stranger)), 'server.error'],
    ['408 from a proxy', says(answer(408, '', stranger)), 'server.not-influx'],
    ['201 without a token', says(answer(201, { ...row, token: undefined })), 'server.error'],
    ['201 with an empty token', says(answer(201, { ...row, token: '' })), 'server.error'],
    ['201 with a redacted token', says(answer(201, { ...row, token: 'redacted' })), 'server.error'],
    ['201 with a token too short by one', says(answer(201, { ...row, token: token.slice(1) })), 'server.error'],
    ['201 with a malformed id', says(answer(201, { ...row, id: '../../x' })), 'server.error'],
    ['201 that is no JSON', says(answer(201, 'OK')), 'server.error'],
    ['200 instead of 201', says(answer(200, row)), 'server.error'],
    ['a page from a Wi-Fi sign-in', says(answer(200, '<!doctype html>', page)), 'net.captive'],
    ['201 without InfluxDB’s header', says(answer(201, row, stranger)), 'server.not-influx'],
    ['no HTTP at all', says('SSH-2.0-OpenSSH_9.2\r\n'), 'server.not-influx'],
    ['endless answer', says(answer(201, 'x'.repeat(2000), { 'Content-Length': '9999999' })), 'server.error'],
  ]
  it.each(lost)('is unsure, and not sent again: %s', async (_name, script, cause) => {
    const { server, influx } = await against(script, { bytes: 1000 })
    expect(code(await influx.create(wanted))).toBe(`token.unsure (${cause})`)
    expect(server.requests).toHaveLength(1)
    expect(server.connections).toBe(1)
  })

  it('is unsure when the answer never comes, and not sent again', async () => {
    const { server, influx } = await against({}, { headers: 40 })
    expect(code(await influx.create(wanted))).toBe('token.unsure (net.timeout)')
    expect(server.requests).toHaveLength(1)
  })

  it('is unsure when the body never ends', async () => {
    const { server, influx } = await against(says(answer(201, row).slice(0, -20)), { body: 40 })
    expect(code(await influx.create(wanted))).toBe('token.unsure (net.timeout)')
    expect(server.requests).toHaveLength(1)
  })

  const refused: readonly (readonly [string, string, string])[] = [
    ['401', answer(401, { code: 'unauthorized', message: 'unauthorized access' }), 'auth.rejected'],
    [
      '403',
      answer(403, { code: 'forbidden', message: `permission write:orgs/${org}/buckets/${bucket} is not allowed: x` }),
      'perm.bucket',
    ],
    ['400', answer(400, { code: 'invalid', message: 'unable to create token' }), 'server.error'],
    ['429', answer(429, { code: 'too many requests', message: 'x' }, { 'Retry-After': '7' }), 'server.busy'],
    [
      'a redirect',
      answer(307, '', { ...stranger, Location: 'http://elsewhere.example/api/v2/authorizations' }),
      'net.redirect',
    ],
    ['a proxy that wants a sign-in', answer(407, '', stranger), 'net.proxy'],
  ]
  it.each(refused)('is surely refused by %s, and not sent again', async (_name, text, expected) => {
    const { server, influx } = await against(says(text))
    expect(code(await influx.create(wanted))).toBe(expected)
    expect(server.requests).toHaveLength(1)
  })

  it('goes nowhere else than asked, whoever sends it on', async () => {
    const elsewhere = await against(says(answer(201, row)))
    const { server, influx } = await against(says(answer(307, '', { ...stranger, Location: elsewhere.server.url })))
    expect(code(await influx.create(wanted))).toBe('net.redirect')
    expect(code(await influx.authorization(id))).toBe('net.redirect')
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(server.requests).toHaveLength(2)
    expect(elsewhere.server.requests).toEqual([])
  })

  it('surely never left when nothing listens', async () => {
    const { server, influx } = await against({})
    await server.close()
    const made = await influx.create(wanted)
    expect(made).toEqual({
      ok: false,
      failure: { code: 'net.refused', params: { host: '127.0.0.1', port: server.port } },
    })
  })

  it('surely never left when the name is unknown', async () => {
    const { network } = await against({})
    const made = await network.client({ url: 'http://no-such-host.invalid' }, secret).create(wanted)
    expect(code(made)).toBe('net.dns')
  })

  it('arrives whole from a server that sends one byte a packet', async () => {
    const { influx } = await against({
      request(socket) {
        socket.setNoDelay(true)
        const bytes = answer(201, row).split('')
        const next = () => {
          const byte = bytes.shift()
          if (byte !== undefined) socket.write(byte, next)
        }
        next()
      },
    })
    const made = await influx.create(wanted)
    expect(made.ok && made.value.token).toBe(token)
  })
})

describe('calls that may be repeated', () => {
  it('are tried five times, and no more', async () => {
    const { server, influx } = await against({ request: (socket) => void socket.resetAndDestroy() })
    expect(code(await influx.setStatus(id, 'active'))).toBe('net.cut')
    expect(server.requests).toHaveLength(5)
  })
  it.each([500, 502, 503, 429])('get over a passing %i', async (status) => {
    const { server, influx } = await against({
      request: (socket, _, nth) =>
        void socket.write(nth < 3 ? answer(status, { code: 'x', message: 'x' }) : answer(204)),
    })
    expect(await influx.remove(id)).toEqual({ ok: true, value: 'removed' })
    expect(server.requests).toHaveLength(3)
  })
  it('do not take a token for gone because they may not ask about it', async () => {
    const { influx } = await against(says(answer(401, { code: 'unauthorized', message: 'unauthorized access' })))
    expect(code(await influx.authorization(id))).toBe('auth.rejected')
    expect(code(await influx.setStatus(id, 'active'))).toBe('auth.rejected')
    expect(code(await influx.remove(id))).toBe('auth.rejected')
  })

  it('tell of each try that may have reached the server, and of none that cannot have', async () => {
    const heard = async (server: { readonly influx: Influx }) => {
      let left = 0
      await server.influx.remove(id, undefined, () => (left += 1))
      return left
    }
    let tries = 0
    const cut = await against({
      request(socket) {
        tries += 1
        socket.destroy()
      },
    })
    expect(await heard(cut)).toBe(tries)
    expect(tries).toBeGreaterThan(1)
    const answered = await against(says('HTTP/1.1 204 No Content\r\nX-Influxdb-Version: v2.9.1\r\n\r\n'))
    expect(await heard(answered)).toBe(1)
    await answered.server.close()
    const refused = await against(says(''))
    await refused.server.close()
    expect(await heard(refused)).toBe(0)
  })
  it('keep their connection', async () => {
    const { server, influx } = await against(says(answer(200, row)))
    for (const status of ['active', 'inactive', 'active'] as const) await influx.setStatus(id, status)
    expect(server.connections).toBe(1)
  })
  it('get over a kept connection that the server has closed', async () => {
    const { server, influx } = await against(
      {
        request(socket, _, nth) {
          if (nth === 2) socket.destroy()
          else socket.write(answer(200, row))
        },
      },
      { tries: 2 },
    )
    await influx.authorization(id)
    expect(code(await influx.setStatus(id, 'active'))).toBe('ok')
    expect(server.requests).toHaveLength(3)
  })
  it('do not repeat what was refused', async () => {
    const { server, influx } = await against(says(answer(401, { code: 'unauthorized', message: 'token is inactive' })))
    expect(code(await influx.authorizations())).toBe('auth.inactive')
    expect(server.requests).toHaveLength(1)
  })
  it('do not wait longer than a person does for a server that asks for more', async () => {
    const { server, influx } = await against(says(answer(429, { code: 'x', message: 'x' }, { 'Retry-After': '120' })))
    const result = await influx.authorizations()
    expect(result).toEqual({ ok: false, failure: { code: 'server.busy', params: { host: '127.0.0.1', n: 120 } } })
    expect(server.requests).toHaveLength(1)
  })
  it('end at once when the person cancels', async () => {
    const { server, influx } = await against({})
    const abort = new AbortController()
    const asking = influx.me(abort.signal)
    await server.heard(1)
    abort.abort()
    expect(code(await asking)).toBe('cancelled')
    expect(code(await influx.authorizations(undefined, abort.signal))).toBe('cancelled')
    expect(server.requests).toHaveLength(1)
  })
  it('are at most 16 at once', async () => {
    const open: (() => void)[] = []
    const { server, influx } = await against({
      request: (socket) => void open.push(() => void socket.write(answer(200, row))),
    })
    const all = Array.from({ length: 40 }, () => influx.authorization(id))
    for (const heard of [16, 32, 40]) {
      await server.heard(heard)
      expect(server.requests).toHaveLength(heard)
      for (const go of open.splice(0)) go()
    }
    expect((await Promise.all(all)).every(({ ok }) => ok)).toBe(true)
  })
})

describe('lists', () => {
  it('drop the token of every row while parsing', async () => {
    const { influx } = await against(says(answer(200, { authorizations: [row, row] })))
    const list = await influx.authorizations(org)
    expect(list.ok && list.value).toHaveLength(2)
    expect(JSON.stringify(list)).not.toContain(token)
  })
  it('that break off are no lists, however whole they look', async () => {
    const head =
      'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-influxdb-version: v2.9.1\r\ncontent-length: 500\r\n\r\n'
    const { influx } = await against({ request: (socket) => void socket.end(`${head}{"authorizations":[]}`) })
    expect(code(await influx.authorizations(org))).toBe('net.cut')
  })

  it('stop reading a body that is too large', async () => {
    const { server, influx } = await against(says(answer(200, 'x'.repeat(5000))), { listBytes: 1000, tries: 1 })
    expect(code(await influx.authorizations())).toBe('server.error')
    expect(server.requests).toHaveLength(1)
  })
  it('of buckets do not end with an empty page where rights may hide one', async () => {
    const one = (n: number) => ({ id: n.toString(16).padStart(16, '0'), name: `b${n}`, orgID: org, type: 'user' })
    const pages: Readonly<Record<string, readonly object[]>> = { '400': [one(1)], '900': [one(3)] }
    const { server, influx } = await against({
      request: (socket, request) =>
        void socket.write(answer(200, { buckets: pages[/offset=(\d+)/.exec(request)?.[1] ?? ''] ?? [] })),
    })
    const found = await influx.buckets(org)
    expect(found.ok && found.value.map(({ name }) => name)).toEqual(['b1', 'b3'])
    expect(server.requests).toHaveLength(16)
  })
  it('of buckets end with an empty page for a token that reads the organization', async () => {
    const rows = ['_tasks', 'plant'].map((name, n) => {
      return { id: `000000000000001${n}`, name, orgID: org, type: name.startsWith('_') ? 'system' : 'user' }
    })
    const { server, influx } = await against({
      request: (socket, request) =>
        void socket.write(answer(200, { buckets: request.includes('offset=0') ? rows : [] })),
    })
    const found = await influx.buckets(org)
    expect(found.ok && found.value.map(({ name }) => name)).toEqual(['plant'])
    expect(server.requests).toHaveLength(2)
  })
  it('of buckets end where a server ignores the offset', async () => {
    const buckets = Array.from({ length: 100 }, (_, n) => {
      return { id: (n + 1).toString(16).padStart(16, '0'), name: `b${n}`, orgID: org }
    })
    const { server, influx } = await against(says(answer(200, { buckets })))
    const found = await influx.buckets(org)
    expect(found.ok && found.value).toHaveLength(100)
    expect(server.requests).toHaveLength(6)
  })
})

describe('single answers', () => {
  it('about another token than the one asked for are refused', async () => {
    const { influx } = await against(says(answer(200, { ...row, id: '11aea1497dea3001' })))
    expect(code(await influx.setStatus(id, 'active'))).toBe('server.error')
    expect(code(await influx.authorization(id))).toBe('server.error')
  })
  it('that a token is not there are a yes to its deletion', async () => {
    const { influx } = await against(says(answer(404, { code: 'not found', message: 'authorization not found' })))
    expect(await influx.remove(id)).toEqual({ ok: true, value: 'gone' })
  })

  it('without content, odd, or in mid-answer error prove nothing', async () => {
    const { influx } = await against({
      request: (socket, request) =>
        void socket.write(
          request.includes('/query')
            ? answer(200, '\r\nerror,reference\r\nfailed,1\r\n', { 'Content-Type': 'text/csv' })
            : answer(200, '[]'),
        ),
    })
    expect(code(await influx.me())).toBe('server.error')
    const question = { orgId: org, bucketId: bucket, tag: 'device', device: 'x', since: row.createdAt }
    expect(code(await influx.firstData(question))).toBe('server.error')
  })
  it('of a server before 2.1 to the empty write are a yes', async () => {
    const { influx } = await against(says(answer(400, { code: 'invalid', message: 'writing requires points' })))
    expect(code(await influx.probeWrite(org, bucket))).toBe('ok')
    expect(code(await influx.write(org, bucket, 'm v=1'))).toBe('server.error')
  })
  it('to a write are taken once: it is never sent twice', async () => {
    const { server, influx } = await against({ request: (socket) => void socket.resetAndDestroy() })
    expect(code(await influx.write(org, bucket, 'm v=1'))).toBe('net.cut')
    expect(server.requests).toHaveLength(1)
  })
})

it('sends nothing with a token that cannot be one', async () => {
  const { server, network } = await against({})
  for (const bad of ['', 'two words', 'line\r\nHost: evil', 'ümlaut']) {
    expect(code(await network.client({ url: server.url }, bad).create(wanted))).toBe('input.token')
  }
  expect(server.connections).toBe(0)
})

it('keeps the path prefix of a reverse proxy', async () => {
  const { server, network } = await against(says(answer(200, row)))
  await network.client({ url: `${server.url}/influx` }, secret).authorization(id)
  expect(server.requests[0]).toMatch(/^GET \/influx\/api\/v2\/authorizations\/11aea1497dea3000 /)
})
