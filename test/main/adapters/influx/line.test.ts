import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { connect as connectSecurely, TLSSocket } from 'node:tls'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createClock } from '../../../../main/adapters/clock'
import { openLine } from '../../../../main/adapters/influx/line'
import { createInfluxNetwork } from '../../../../main/adapters/influx/network'
import { deviceScope } from '../../../../main/domain/permissions'
import { makeCertificates, type Certificate } from '../../../support/certificates'
import { answer, startRawServer, type Script } from '../../../support/raw-server'

const org = '80bc5a7886ca21bd'
const wanted = { orgId: org, description: 'x', status: 'inactive', permissions: deviceScope(org, org) } as const
const row = {
  id: '0a7c91f2b3c4d5e6',
  token: `${'x'.repeat(86)}==`,
  status: 'inactive',
  description: 'x',
  orgID: org,
  org: 'o',
  userID: org,
  user: 'u',
  permissions: [{ action: 'write', resource: { type: 'buckets', id: org, orgID: org } }],
  createdAt: '2026-01-01T00:00:00Z',
  updatedAt: '2026-01-01T00:00:00Z',
}
const certificates = makeCertificates()
/** So many connections are opened ahead of their turn. */
const ahead = 2

/** A server that holds the first answer until told, and a client that lets one request through at once. */
async function busy(options: { script?: Script; certificate?: Certificate; ca?: string; host?: string } = {}) {
  let first: (() => void) | undefined
  const server = await startRawServer(
    {
      ...options.script,
      request(socket, _request, nth) {
        const reply = () => void socket.write(answer(201, row))
        if (nth === 1) first = reply
        else reply()
      },
    },
    options.certificate,
  )
  const network = createInfluxNetwork({
    clock: createClock(),
    random: { hex: (n: number) => '00'.repeat(n) },
    limits: { inFlight: 1 },
    online: () => true,
  })
  onTestFinished(async () => {
    network.close()
    await server.close()
  })
  const url = server.url.replace('127.0.0.1', options.host ?? '127.0.0.1')
  const client = network.client(options.ca === undefined ? { url } : { url, ca: options.ca }, 'secret')
  return { server, create: () => client.create(wanted), goOn: () => first?.() }
}

describe.each([
  ['plain', undefined],
  ['TLS', certificates.good],
] as const)('a POST that waits for its turn, %s', (_name, certificate) => {
  const open = (script: Script = {}) => busy({ script, ...(certificate ? { certificate, ca: certificates.ca } : {}) })

  it('has its connection by then, the next few and no more; each carries one POST', async () => {
    const { server, create, goOn } = await open()
    const all = Array.from({ length: 8 }, create)
    await server.heard(1)
    await expect.poll(() => server.connections).toBe(1 + ahead)
    expect(server.requests).toHaveLength(1)
    goOn()
    for (const made of await Promise.all(all)) expect(made).toMatchObject({ ok: true, value: { token: row.token } })
    expect([server.requests.length, server.connections]).toEqual([8, 8])
  })

  it('opens another one when the server has closed it meanwhile', async () => {
    let connections = 0
    const { server, create, goOn } = await open({
      connect(socket) {
        connections += 1
        if (connections === 2) socket.end()
      },
    })
    const first = create()
    await server.heard(1)
    const both = [first, create()]
    await expect.poll(() => connections).toBe(2)
    await new Promise((resolve) => setTimeout(resolve, 50))
    goOn()
    for (const made of await Promise.all(both)) expect(made).toMatchObject({ ok: true })
    expect([server.requests.length, connections]).toEqual([2, 3])
  })
})

it.each([
  ['tls.name', { certificate: certificates.wrongHost, ca: certificates.ca }],
  ['tls.unknown', { certificate: certificates.selfSigned }],
] as const)('a connection opened ahead is refused, whatever the environment says: %s', async (code, how) => {
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
  onTestFinished(() => void vi.unstubAllEnvs())
  const { server, create } = await busy(how)
  const all = await Promise.all(Array.from({ length: 4 }, create))
  for (const made of all) expect(made).toMatchObject({ ok: false, failure: { code } })
  expect(server.requests).toEqual([])
})

it('a connection opened ahead asks for the server by its name, as the others do', async () => {
  const names: unknown[] = []
  const connect = (socket: Socket) => void names.push(socket instanceof TLSSocket && socket.servername)
  const { certificate, ca, host } = { certificate: certificates.good, ca: certificates.ca, host: 'localhost' }
  const { server, create, goOn } = await busy({ script: { connect }, certificate, ca, host })
  const both = [create(), create()]
  await server.heard(1)
  await expect.poll(() => server.connections).toBe(2)
  goOn()
  for (const made of await Promise.all(both)) expect(made).toMatchObject({ ok: true })
  expect(names).toEqual([host, host])
})

it('a certificate file that cannot be read is told for each of them', async () => {
  const { create } = await busy({ certificate: certificates.good, ca: 'no certificate' })
  for (const made of await Promise.all(Array.from({ length: 4 }, create)))
    expect(made).toMatchObject({ ok: false, failure: { code: 'input.certificate' } })
})

it('a connection whose certificate was not seen yet is given up', async () => {
  const silent = createServer()
  silent.listen(0, '127.0.0.1')
  await once(silent, 'listening')
  onTestFinished(() => void silent.close())
  const socket = connect((silent.address() as AddressInfo).port, '127.0.0.1')
  const secured = connectSecurely({ socket })
  const line = openLine(secured, 'secureConnect')
  await once(socket, 'connect')
  expect(line.take()).toBeUndefined()
  expect(secured.destroyed).toBe(true)
})
