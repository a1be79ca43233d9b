import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'

/** A server that says exactly the bytes it is told to. */
export interface RawServer {
  readonly url: string
  readonly port: number
  /** Connections accepted, over TLS: completed handshakes. */
  readonly connections: number
  /** Whole requests read, head and body, in order. */
  readonly requests: readonly string[]
  /** Resolves when `count` requests have been read. */
  heard(count: number): Promise<void>
  close(): Promise<void>
}

/** What to do with a connection: at once, and with each whole request (`nth` counts from 1). */
export interface Script {
  readonly connect?: (socket: Socket) => void
  readonly request?: (socket: Socket, request: string, nth: number) => void
}

/** Starts a scripted server on loopback; with `secure` it speaks TLS under that certificate. */
export async function startRawServer(
  script: Script,
  secure?: { readonly key: string; readonly cert: string },
): Promise<RawServer> {
  const requests: string[] = []
  const sockets = new Set<Socket>()
  let waiting: { readonly count: number; readonly resolve: () => void }[] = []
  let connections = 0
  const accept = (socket: Socket) => {
    connections += 1
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    script.connect?.(socket)
    let unread = ''
    socket.on('data', (bytes: Buffer) => {
      unread += bytes.toString('latin1')
      for (let end = wholeRequest(unread); end > 0; end = wholeRequest(unread)) {
        const request = unread.slice(0, end)
        unread = unread.slice(end)
        requests.push(request)
        script.request?.(socket, request, requests.length)
        for (const one of waiting.filter(({ count }) => count <= requests.length)) one.resolve()
        waiting = waiting.filter(({ count }) => count > requests.length)
      }
    })
  }
  const server: Server = secure ? createTlsServer({ ...secure }, accept) : createServer(accept)
  server.on('tlsClientError', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `${secure ? 'https' : 'http'}://127.0.0.1:${port}`,
    port,
    get connections() {
      return connections
    },
    requests,
    heard: (count) =>
      requests.length >= count ? Promise.resolve() : new Promise((resolve) => void waiting.push({ count, resolve })),
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => {
          resolve()
        })
      }),
  }
}

/** Bytes of the first whole request in `text`; 0 while something is missing. */
function wholeRequest(text: string): number {
  const head = text.indexOf('\r\n\r\n')
  if (head < 0) return 0
  const length = Number(/\r\ncontent-length: *(\d+)/i.exec(text.slice(0, head))?.[1] ?? 0)
  const end = head + 4 + length
  return text.length >= end ? end : 0
}

/** An HTTP answer as InfluxDB sends it; `headers` replace or, when undefined, remove its own. */
export function answer(
  status: number,
  body: object | string = '',
  headers: Readonly<Record<string, string | undefined>> = {},
): string {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const all: Readonly<Record<string, string | undefined>> = {
    'Content-Type': 'application/json; charset=utf-8',
    'X-Influxdb-Build': 'OSS',
    'X-Influxdb-Version': 'v2.9.1',
    'Content-Length': String(Buffer.byteLength(text)),
    ...headers,
  }
  const lines = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]))
  return [`HTTP/1.1 ${status} Status`, ...lines, '', text].join('\r\n')
}

/** The headers of an answer that is not InfluxDB's. */
export const stranger = { 'X-Influxdb-Build': undefined, 'X-Influxdb-Version': undefined } as const
/** …and is a page. */
export const page = { ...stranger, 'Content-Type': 'text/html' } as const
