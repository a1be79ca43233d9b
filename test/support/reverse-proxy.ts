import http, { type RequestListener } from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Certificate } from './certificates'

/** A server in front of InfluxDB as sites have them. */
export interface ReverseProxy {
  /** Its own address, without the prefix. */
  readonly url: string
  close(): Promise<void>
}

/** Starts one on loopback: under `certificate` it speaks TLS, and only what is below `prefix` is passed on. */
export async function startReverseProxy(
  target: string,
  { certificate, prefix = '' }: { readonly certificate?: Certificate; readonly prefix?: string } = {},
): Promise<ReverseProxy> {
  const pass: RequestListener = (incoming, outgoing) => {
    const path = incoming.url ?? ''
    if (!path.startsWith(`${prefix}/`)) {
      outgoing.writeHead(404, { 'content-type': 'text/plain' }).end('nothing here')
      return
    }
    const { host: _host, connection: _connection, ...headers } = incoming.headers
    const onward = http.request(target + path.slice(prefix.length), { method: incoming.method, headers }, (answer) => {
      const { connection: _kept, 'transfer-encoding': _chunked, ...back } = answer.headers
      outgoing.writeHead(answer.statusCode ?? 502, back)
      answer.pipe(outgoing)
    })
    onward.on('error', () => incoming.socket.destroy())
    incoming.pipe(onward)
  }
  const server = certificate ? https.createServer({ ...certificate }, pass) : http.createServer(pass)
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `${certificate ? 'https' : 'http'}://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}
