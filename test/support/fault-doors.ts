import { createServer as createHttpServer } from 'node:http'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { makeCertificates } from './certificates'
import type { Door } from './fault-line'

/** Addresses at which no InfluxDB answers, by what is wrong there. */
export type Doors = Readonly<Record<DoorName, Door>>
export type DoorName =
  | 'refused'
  | 'unknown-name'
  | 'no-handshake'
  | 'reset'
  | 'expired'
  | 'not-yet'
  | 'wrong-host'
  | 'self-signed'
  | 'unknown'
  | 'elsewhere'

/** Opens them all, on loopback. `strayed` names the requests that came to `elsewhere`, where a redirect points to. */
export async function openDoors(): Promise<{
  readonly doors: Doors
  readonly strayed: string[]
  readonly close: () => Promise<void>
}> {
  const strayed: string[] = []
  const servers: Server[] = []
  const sockets = new Set<Socket>()
  const open = async (server: Server, scheme: 'http' | 'https') => {
    servers.push(server)
    server.on('connection', (socket: Socket) => {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => sockets.delete(socket))
    })
    server.on('tlsClientError', () => undefined)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return { url: `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}` }
  }
  const { expired, notYet, wrongHost, selfSigned, unknown } = makeCertificates()
  const secure = (certificate: { readonly key: string; readonly cert: string }) =>
    open(
      createTlsServer(certificate, (socket) => socket.on('error', () => undefined)),
      'https',
    )
  const shut = createServer()
  const refused = await open(shut, 'http')
  await new Promise((resolve) => shut.close(resolve))
  const doors: Doors = {
    refused,
    // Longer than a name may be: no resolver needs a network to know that nobody has it.
    'unknown-name': { url: `http://${'x'.repeat(64)}.example` },
    // Takes the connection and never says hello, so that DNS, TCP and TLS together never end.
    'no-handshake': { ...(await open(createServer(), 'https')), silent: true },
    reset: await open(
      createServer((socket) => socket.resetAndDestroy()),
      'http',
    ),
    expired: await secure(expired),
    'not-yet': await secure(notYet),
    'wrong-host': await secure(wrongHost),
    'self-signed': await secure(selfSigned),
    unknown: await secure(unknown),
    elsewhere: await open(
      createHttpServer((request, answer) => {
        strayed.push(`${request.method ?? ''} ${request.url ?? ''}`)
        answer.end()
      }),
      'http',
    ),
  }
  return {
    doors,
    strayed,
    async close() {
      for (const socket of sockets) socket.destroy()
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
    },
  }
}
