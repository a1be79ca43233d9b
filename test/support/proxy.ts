import http, { type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tokenIn } from './raw-influx'

/** A request as it came in, with its whole body. */
export interface Seen {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** What the proxy does with a request. `cut-after`: the server gets it and answers, the laptop never hears. */
export type Fate =
  | 'pass'
  | 'cut-before'
  | 'cut-after'
  | { readonly delay: number }
  /** Passes it on once that has come about. */
  | { readonly after: Promise<unknown> }
  /** Passes it on once this has been done. */
  | { readonly first: () => Promise<unknown> }
  | { readonly status: number; readonly body: string; readonly headers?: Readonly<Record<string, string>> }
  /** Passes another body on. */
  | { readonly rewrite: string }
  /** Passes another answer back. */
  | { readonly answer: (body: string) => string }

/** A server in front of a server: it counts, delays, cuts and lies. */
export interface Proxy {
  readonly url: string
  readonly seen: readonly Seen[]
  /** Every token that the server made for a request, whether or not its answer was passed on. */
  readonly made: readonly string[]
  /** How many requests of this method and path (a prefix) came in. */
  count(method: string, path: string): number
  /** Decides the fate of every request from now on. */
  decide(fate: (request: Seen) => Fate): void
  close(): Promise<void>
}

/** Starts one on loopback in front of `target`, at the port of one that was closed where `port` names it. */
export async function startProxy(target: string, port = 0): Promise<Proxy> {
  const seen: Seen[] = []
  const made: string[] = []
  let fateOf: (request: Seen) => Fate = () => 'pass'

  const server = http.createServer((incoming, outgoing) => {
    const parts: Buffer[] = []
    incoming.on('data', (part: Buffer) => parts.push(part))
    incoming.on('error', () => undefined)
    incoming.on('end', () => {
      const body = Buffer.concat(parts)
      const request = {
        method: incoming.method ?? '',
        path: incoming.url ?? '',
        headers: incoming.headers,
        body: String(body),
      }
      seen.push(request)
      const fate = fateOf(request)
      if (fate === 'cut-before') return incoming.socket.destroy()
      if (typeof fate === 'object' && 'status' in fate) {
        const said = { 'content-type': 'application/json', 'x-influxdb-version': 'v2.9.1' }
        outgoing.writeHead(fate.status, { ...said, ...fate.headers })
        return outgoing.end(fate.body)
      }
      const pass = () => {
        const { host: _host, connection: _connection, ...headers } = incoming.headers
        const sent = typeof fate === 'object' && 'rewrite' in fate ? fate.rewrite : body
        headers['content-length'] = String(Buffer.byteLength(sent))
        const onward = http.request(target + request.path, { method: request.method, headers }, (answer) => {
          if (answer.statusCode === 201) noteMade(answer)
          if (fate === 'cut-after') {
            answer.resume()
            answer.on('end', () => incoming.socket.destroy())
            return
          }
          const { connection: _kept, 'transfer-encoding': _chunked, ...back } = answer.headers
          if (typeof fate === 'object' && 'answer' in fate) {
            const whole: Buffer[] = []
            answer.on('data', (part: Buffer) => whole.push(part))
            answer.on('end', () => {
              const { 'content-length': _length, ...others } = back
              outgoing.writeHead(answer.statusCode ?? 502, others)
              outgoing.end(fate.answer(String(Buffer.concat(whole))))
            })
            return
          }
          outgoing.writeHead(answer.statusCode ?? 502, back)
          answer.pipe(outgoing)
        })
        onward.on('error', () => incoming.socket.destroy())
        onward.end(sent)
      }
      if (typeof fate === 'object' && 'delay' in fate) setTimeout(pass, fate.delay)
      else if (typeof fate === 'object' && 'after' in fate) void fate.after.then(pass)
      else if (typeof fate === 'object' && 'first' in fate) void fate.first().then(pass)
      else pass()
      return undefined
    })
  })
  const noteMade = (answer: http.IncomingMessage) => {
    const parts: Buffer[] = []
    answer.on('data', (part: Buffer) => parts.push(part))
    answer.on('end', () => {
      const token = tokenIn(String(Buffer.concat(parts)))
      if (token !== undefined) made.push(token)
    })
  }
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    seen,
    made,
    count: (method, path) => seen.filter((one) => one.method === method && one.path.startsWith(path)).length,
    decide(fate) {
      fateOf = fate
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}
