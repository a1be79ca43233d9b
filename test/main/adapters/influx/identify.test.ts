import { describe, expect, it, onTestFinished } from 'vitest'
import { createInfluxNetwork } from '../../../../main/adapters/influx/network'
import { createClock } from '../../../../main/adapters/clock'
import { identify } from '../../../../main/adapters/influx/identify'
import { ok, type Result } from '../../../../main/contract/result'
import { createFakeClock } from '../../../support/fake-clock'
import { answer, page, startRawServer, stranger } from '../../../support/raw-server'

/** Asks a server with these answers by path who it is; also what it heard. */
async function listen(replies: Readonly<Record<string, string>>) {
  const server = await startRawServer({
    request: (socket, request) => void socket.write(replies[request.split(' ')[1] ?? ''] ?? answer(404, '', stranger)),
  })
  const network = createInfluxNetwork({
    clock: createClock(),
    random: { hex: (n) => '00'.repeat(n) },
    online: () => true,
  })
  onTestFinished(async () => {
    network.close()
    await server.close()
  })
  return { found: await network.identify({ url: server.url }), requests: server.requests }
}

const ask = async (replies: Readonly<Record<string, string>>) => (await listen(replies)).found

const code = (result: Result<unknown>) => (result.ok ? 'ok' : result.failure.code)
const health = (version: string, status = 'pass') => ({ name: 'influxdb', message: 'x', status, checks: [], version })
const cloud = 'eu-central-1-1.aws.cloud2.influxdata.com'

describe('a server is', () => {
  it.each([
    ['v2.9.1', '2.9.1'],
    ['v2.0.4', '2.0.4'],
    ['2.7.12', '2.7.12'],
    ['dev', 'dev'],
  ])('OSS 2 when it says %s', async (said, version) => {
    const found = await ask({ '/health': answer(200, health(said), { 'X-Influxdb-Version': said }) })
    expect(found).toEqual({ ok: true, value: { kind: 'oss2', version } })
  })
  it('asked without a token', async () => {
    const { requests } = await listen({ '/health': answer(200, health('v2.9.1')) })
    expect(requests).toHaveLength(1)
    expect(requests.join()).not.toMatch(/authorization/i)
  })
  it('compared with this laptop’s clock', async () => {
    const clock = createFakeClock(Date.parse('2026-11-12T13:00:00Z'))
    const headers = { 'x-influxdb-version': 'v2.9.1', date: 'Thu, 12 Nov 2026 12:50:00 GMT' }
    const look = () => Promise.resolve(ok({ status: 200, headers, body: JSON.stringify(health('v2.9.1')) }))
    const found = await identify(look, 'influx.example', clock)
    expect(found.ok && found.value.skew).toBe(-600_000)
  })
  it('starting up while its health says so', async () => {
    expect(code(await ask({ '/health': answer(200, health('v2.9.1', 'fail')) }))).toBe('server.starting')
    const held = { '/health': answer(503, health('v2.9.1', 'fail')) }
    expect(code(await ask(held))).toBe('server.starting')
  })
  it.each(['1.8.10', '1.11.8-c1.11.8'])('InfluxDB 1 when it says %s', async (v) => {
    const found = await ask({ '/health': answer(200, health(v), { 'X-Influxdb-Version': v }) })
    expect(found).toEqual({ ok: false, failure: { code: 'server.v1', params: { host: '127.0.0.1', v } } })
  })
  it('InfluxDB 3 by its header, by its ping, or by its wish for a token', async () => {
    const failure = (v: string) => ({ ok: false, failure: { code: 'server.v3', params: { host: '127.0.0.1', v } } })
    expect(await ask({ '/health': answer(200, 'OK', { 'X-Influxdb-Version': '3.4.1' }) })).toEqual(failure('3.4.1'))
    const open = {
      '/health': answer(200, 'OK', stranger),
      '/ping': answer(200, { version: '3.2.0', revision: 'x' }, stranger),
    }
    expect(await ask(open)).toEqual(failure('3.2.0'))
    const guarded = answer(401, { error: 'the request was not authenticated' }, stranger)
    expect(await ask({ '/health': guarded, '/ping': guarded })).toEqual(failure('3'))
  })
  it('InfluxDB Cloud at its known hosts only', async () => {
    const look = (path: string) => Promise.resolve(ok({ status: path === '/ping' ? 204 : 404, headers: {}, body: '' }))
    const found = await identify(look, cloud, createFakeClock())
    expect(found).toEqual({ ok: true, value: { kind: 'cloud', version: 'Cloud' } })
    expect(code(await identify(look, `${cloud}.evil.example`, createFakeClock()))).toBe('server.not-influx')
  })
})

describe('a stranger is', () => {
  const elsewhere = 'http://login.example/?next=1'
  const cases: readonly (readonly [string, string, string])[] = [
    ['a Wi-Fi sign-in: a page', answer(200, '<html>', page), 'net.captive'],
    ['a Wi-Fi sign-in: a page without a type', answer(200, '<!DOCTYPE html><p>', stranger), 'net.captive'],
    [
      'a Wi-Fi sign-in: a page that leads elsewhere',
      answer(302, '<html>', { ...page, Location: elsewhere }),
      'net.captive',
    ],
    ['a Wi-Fi sign-in: 511', answer(511, '', stranger), 'net.captive'],
    [
      'an address that has moved',
      answer(308, '', { ...stranger, Location: 'https://new.example:8086/' }),
      'net.redirect',
    ],
    ['an address that wants https', answer(302, '<html>', { ...page, Location: 'https://127.0.0.1/' }), 'net.redirect'],
    ['a proxy that wants a sign-in', answer(407, '', stranger), 'net.proxy'],
    ['a proxy before a dead server', answer(502, '<html>', page), 'server.error'],
    ['a web server', answer(404, '<html>', page), 'server.not-influx'],
    ['JSON that looks like it, without the header', answer(200, health('v2.9.1'), stranger), 'server.not-influx'],
    ['the header without the JSON', answer(200, 'OK'), 'server.not-influx'],
    [
      'a web server that wants a password',
      answer(401, '', { ...stranger, 'WWW-Authenticate': 'Basic realm=x' }),
      'server.not-influx',
    ],
  ]
  it.each(cases)('%s', async (_, text, expected) => {
    expect(code(await ask({ '/health': text }))).toBe(expected)
  })
  it('named with where it points to', async () => {
    const { found, requests } = await listen({
      '/health': answer(301, '', { ...stranger, Location: 'https://new.example:8086/health' }),
    })
    expect(found).toEqual({
      ok: false,
      failure: { code: 'net.redirect', params: { host: '127.0.0.1', host2: 'https://new.example:8086' } },
    })
    expect(requests).toHaveLength(1)
  })
})
