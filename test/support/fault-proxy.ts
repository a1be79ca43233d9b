import http, { type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { FakeClock } from './fake-clock'
import type { Seen } from './proxy'
import type { Traffic } from './traffic'

/** An answer, whole. */
export interface Answer {
  readonly status: number
  readonly headers: OutgoingHttpHeaders
  readonly body: string
}

/** One request at the proxy, and everything that can become of it. */
export interface Exchange {
  readonly request: Seen
  /** Passes it on to the server, once for each call, with another body where one is given. */
  forward(body?: string): Promise<Answer>
  reply(answer: Answer): void
  /** Sends the head of an answer and the first `share` of its body. */
  begin(answer: Answer, share?: number): void
  /** Sends bytes of a body that was begun. */
  send(bytes: Buffer): Promise<void>
  end(): void
  /** Resets the connection. */
  cut(): void
  /** Says nothing more; resolves when the laptop has hung up. */
  silence(): Promise<void>
  /** Lets time pass on the laptop's clock. */
  pause(ms: number): Promise<void>
}

/** What becomes of a request. */
export type Fate = (exchange: Exchange) => Promise<void> | void

/** The header that names a request to the proxy; the server never sees it. */
export const numberHeader = 'x-fieldkey-test'

/** An answer as the server gave it. */
export const pass: Fate = async (exchange) => {
  exchange.reply(await exchange.forward())
}

/** A proxy before a server, real or practice, that plays a fate for each numbered request. */
export async function startFaultProxy(parts: {
  readonly target: string
  readonly clock: FakeClock
  readonly traffic: Traffic
  readonly fateOf: (n: number) => Fate
}) {
  const { target, clock, traffic, fateOf } = parts
  const server = http.createServer({ keepAliveTimeout: 60_000 }, (incoming, outgoing) => {
    const chunks: Buffer[] = []
    incoming.on('error', () => undefined)
    outgoing.on('error', () => undefined)
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const { [numberHeader]: number, ...headers } = incoming.headers
      const n = Number(number)
      const body = String(Buffer.concat(chunks))
      const request = { method: incoming.method ?? '', path: incoming.url ?? '', headers, body }
      const gone = new Promise<void>((resolve) => outgoing.once('close', resolve))
      const head = ({ status, headers: sent, body: text }: Answer) =>
        outgoing.writeHead(status, {
          ...sent,
          ...(status === 204 ? {} : { 'content-length': Buffer.byteLength(text) }),
        })
      const exchange: Exchange = {
        request,
        forward: (other = body) => traffic.during(ask(target, request, headers, other)),
        reply(answer) {
          head(answer)
          outgoing.end(answer.status === 204 ? undefined : answer.body)
        },
        begin(answer, share = 0) {
          head(answer)
          outgoing.flushHeaders()
          const bytes = Buffer.from(answer.body)
          if (share > 0) outgoing.write(bytes.subarray(0, Math.min(bytes.length - 1, Math.floor(bytes.length * share))))
        },
        send: (bytes) =>
          new Promise((resolve) => {
            if (outgoing.destroyed) resolve()
            else outgoing.write(bytes, () => resolve())
          }),
        end: () => void outgoing.end(),
        cut: () => void incoming.socket.resetAndDestroy(),
        silence() {
          traffic.hold(n)
          return gone
        },
        pause: (ms) =>
          new Promise((resolve) => {
            const cancel = clock.after(ms, () => {
              traffic.release(n)
              resolve()
            })
            void gone.then(() => {
              cancel()
              resolve()
            })
            traffic.hold(n)
          }),
      }
      void Promise.resolve(fateOf(n)(exchange)).catch(() => incoming.socket.destroy())
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function ask(target: string, request: Seen, headers: IncomingHttpHeaders, body: string): Promise<Answer> {
  const { host: _host, connection: _connection, ...sent } = headers
  const options = {
    method: request.method,
    headers: { ...sent, 'content-length': String(Buffer.byteLength(body)) },
    agent: false,
  }
  return new Promise((resolve, reject) => {
    const onward = http.request(target + request.path, options, (answer) => {
      const chunks: Buffer[] = []
      answer.on('error', reject)
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => {
        const { connection: _kept, 'transfer-encoding': _chunked, 'content-length': _length, ...back } = answer.headers
        resolve({ status: answer.statusCode ?? 502, headers: back, body: String(Buffer.concat(chunks)) })
      })
    })
    onward.on('error', reject)
    onward.end(body)
  })
}
