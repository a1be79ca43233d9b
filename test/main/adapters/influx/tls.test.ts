import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createClock } from '../../../../main/adapters/clock'
import type { Limits } from '../../../../main/adapters/influx/limits'
import { createInfluxNetwork } from '../../../../main/adapters/influx/network'
import { deviceScope } from '../../../../main/domain/permissions'
import { makeCertificates, type Certificate, type Certificates } from '../../../support/certificates'
import { answer, startRawServer, type Script } from '../../../support/raw-server'

const org = '80bc5a7886ca21bd'
const wanted = { orgId: org, description: 'x', status: 'inactive', permissions: deviceScope(org, org) } as const
const health = answer(200, { name: 'influxdb', status: 'pass', version: 'v2.9.1' })

const certificates = makeCertificates()

/** A network, and a server that says it is InfluxDB to whoever gets that far; both end with the test. */
async function against(script: Script, certificate?: Certificate, limits: Partial<Limits> = {}) {
  const server = await startRawServer(script, certificate)
  const random = { hex: (n: number) => '00'.repeat(n) }
  const network = createInfluxNetwork({ clock: createClock(), random, limits, online: () => true })
  onTestFinished(async () => {
    vi.unstubAllEnvs()
    network.close()
    await server.close()
  })
  return { server, network, url: `https://127.0.0.1:${server.port}` }
}

const healthy: Script = { request: (socket) => void socket.write(health) }
const dayFrom = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

describe('certificates', () => {
  it('of a private authority are accepted once its file was chosen', async () => {
    const { network, url } = await against(healthy, certificates.good)
    const found = await network.identify({ url, ca: certificates.ca })
    expect(found.ok && found.value.kind).toBe('oss2')
  })

  it('of a private authority are accepted wherever it stands among several in one file', async () => {
    const { network, url } = await against(healthy, certificates.good)
    const { ca, selfSigned } = certificates
    for (const bundle of [`${ca}\n${selfSigned.cert}`, `${selfSigned.cert}\n${ca}`]) {
      expect(await network.identify({ url, ca: bundle })).toMatchObject({ ok: true, value: { kind: 'oss2' } })
    }
  })

  it('are held against the authority that is chosen now, not against one chosen before', async () => {
    const { network, url } = await against(healthy, certificates.good)
    const found = async (ca?: string) => (await network.identify(ca === undefined ? { url } : { url, ca })).ok
    const { ca, selfSigned } = certificates
    const chosen = [await found(), await found(ca), await found(selfSigned.cert), await found(ca), await found()]
    expect(chosen).toEqual([false, true, false, true, false])
  })

  const bad: readonly (readonly [string, keyof Omit<Certificates, 'ca'>, boolean, string, () => object])[] = [
    ['expired', 'expired', true, 'tls.expired', () => ({ date: dayFrom(-10) })],
    ['not yet valid', 'notYet', true, 'tls.not-yet', () => ({ date: dayFrom(10) })],
    ['for another host', 'wrongHost', true, 'tls.name', () => ({ name: 'elsewhere.example' })],
    ['self-signed', 'selfSigned', true, 'tls.unknown', () => ({ issuer: 'self-made' })],
    ['of an unknown authority', 'unknown', true, 'tls.unknown', () => ({ issuer: 'stranger' })],
    [
      'of a private authority whose file was not chosen',
      'good',
      false,
      'tls.unknown',
      () => ({ issuer: 'site-authority' }),
    ],
  ]
  it.each(bad)(
    '%s are refused, whatever the environment says, and nothing is sent',
    async (_, kind, known, code, params) => {
      vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
      const { server, network, url } = await against(healthy, certificates[kind])
      const address = known ? { url, ca: certificates.ca } : { url }
      const failure = { ok: false, failure: { code, params: { host: '127.0.0.1', ...params() } } }
      expect(await network.identify(address)).toEqual(failure)
      expect(await network.client(address, 'secret').create(wanted)).toEqual(failure)
      expect(await network.client(address, 'secret').setStatus(org, 'active')).toEqual(failure)
      expect(server.requests).toHaveLength(0)
    },
  )

  it('that cannot be read are named before anything is sent', async () => {
    const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'
    const { server, network, url } = await against(healthy, certificates.good)
    const found = await network.identify({ url, ca: broken })
    expect(found).toEqual({ ok: false, failure: { code: 'input.certificate', params: {} } })
    expect(server.connections).toBe(0)
  })
})

it('says that it is not InfluxDB where an https address leads to plain http', async () => {
  const { network, url } = await against({
    connect: (socket) => void socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n400 Bad Request')),
  })
  const made = await network.client({ url }, 'secret').create(wanted)
  expect(made.ok ? 'ok' : made.failure.code).toBe('server.not-influx')
})

it('surely did not send what no handshake preceded', async () => {
  const { network, url } = await against({}, undefined, { connect: 50 })
  const made = await network.client({ url }, 'secret').create(wanted)
  expect(made).toEqual({ ok: false, failure: { code: 'net.timeout', params: { host: '127.0.0.1', n: 1 } } })
})
