import { X509Certificate } from 'node:crypto'
import * as http from 'node:http'
import * as https from 'node:https'
import * as net from 'node:net'
import * as tls from 'node:tls'
import { failure, type Failure } from '../../contract/failure'
import { failed, ok, type Result } from '../../contract/result'
import type { Clock } from '../../ports/clock'
import type { ServerAddress } from '../../ports/influx'
import type { Limits } from './limits'
import { openLine, type Line } from './line'
import { nameNetError } from './net-failures'

/** One request. `path` follows the server's path prefix and holds the query. */
export interface Request {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly maxBytes: number
  /** On a connection of its own that ends with the answer, so that nothing below us can send it a second time. */
  readonly alone?: boolean
  /** Opened ahead for a request that goes alone. */
  readonly line?: Line
  /** Milliseconds left of the caller's patience; the limits apply in any case. */
  readonly within?: number
  readonly signal?: AbortSignal | undefined
}

/** What came back, unjudged. */
export interface Answer {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly body: string
}

/** No answer: why, and whether anything of the request may have left this computer. */
export interface Lost {
  readonly failure: Failure
  readonly mayHaveLeft: boolean
  /** It died on a kept connection, which the server may have closed long before. */
  readonly stale: boolean
}

/** Sends requests to one server; never follows a redirect, never repeats, never throws. */
export interface Transport {
  send(request: Request): Promise<Result<Answer, Lost>>
  /** Opens a connection ahead of a request that goes alone, which has to be sent then: it ends the connection. */
  dial?(): Line | undefined
  /** Ends the kept connections. */
  close(): void
}

/** Makes a transport. Certificates are always checked, whatever the environment says. */
export function createTransport(parts: {
  readonly server: ServerAddress
  readonly limits: Limits
  readonly clock: Clock
  readonly online: () => boolean
  readonly lookup?: net.LookupFunction | undefined
}): Transport {
  const { server, limits, clock, online, lookup } = parts
  const url = new URL(server.url)
  const secure = url.protocol === 'https:'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = Number(url.port || (secure ? 443 : 80))
  const place = { host, port, ...(lookup === undefined ? {} : { lookup }) }
  const pool = { keepAlive: true, maxFreeSockets: 4, scheduling: 'lifo', timeout: 60_000 } as const
  const agent = secure ? new https.Agent(pool) : new http.Agent(pool)

  // Built once: reading the system's authorities takes longer than a handshake.
  let context: tls.SecureContext | undefined
  const trust = (): Pick<tls.ConnectionOptions, 'rejectUnauthorized' | 'secureContext'> => {
    if (server.ca === undefined) return { rejectUnauthorized: true }
    if (context === undefined) {
      // `createSecureContext` passes over what it cannot read; this throws.
      readCertificate(server.ca)
      context = tls.createSecureContext({ ca: [...tls.rootCertificates, server.ca] })
    }
    return { rejectUnauthorized: true, secureContext: context }
  }

  const open = (request: Request, line: net.Socket | undefined): http.ClientRequest => {
    const { method, path, headers, body, alone } = request
    const options: https.RequestOptions = {
      ...place,
      method,
      path: `${url.pathname.replace(/\/$/, '')}${path}`,
      ...(line ? { createConnection: () => line } : { agent: alone ? false : agent }),
      headers: {
        Accept: 'application/json',
        ...(body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) }),
        ...(alone ? { Connection: 'close' } : {}),
        ...headers,
      },
    }
    return secure ? https.request({ ...options, ...trust() }) : http.request(options)
  }

  return {
    close: () => {
      agent.destroy()
    },
    dial() {
      if (!secure) return openLine(net.connect(place), 'connect')
      const name = net.isIP(host) ? {} : { servername: host }
      try {
        return openLine(tls.connect({ ...place, ...name, ...trust(), ALPNProtocols: ['http/1.1'] }), 'secureConnect')
      } catch {
        // A CA text that Node cannot read; the request itself tells so.
        return undefined
      }
    },
    send: (request) =>
      new Promise((resolve) => {
        const { signal } = request
        const within = Math.min(limits.total, request.within ?? limits.total)
        const timers = new Map<string, () => void>()
        let connected = false
        let certificate: Partial<tls.PeerCertificate> | undefined
        let sent: http.ClientRequest | undefined
        const line = request.line?.take()

        const settle = (result: Result<Answer, Lost>) => {
          for (const cancel of timers.values()) cancel()
          timers.clear()
          signal?.removeEventListener('abort', abort)
          resolve(result)
        }
        const lose = (why: Failure) => {
          settle(failed({ failure: why, mayHaveLeft: connected, stale: sent?.reusedSocket ?? false }))
          sent?.destroy()
          line?.destroy()
        }
        const fail = (error: unknown) => {
          lose(nameNetError(error, { host, port, ...(certificate ? { certificate } : {}) }, online))
        }
        const abort = () => {
          lose(failure('cancelled'))
        }
        const allow = (what: 'connect' | 'headers' | 'body' | 'total', ms: number) => {
          timers.set(
            what,
            clock.after(ms, () => {
              lose(failure('net.timeout', { host, n: Math.max(1, Math.round(ms / 1000)) }))
            }),
          )
        }
        const passed = (what: string) => {
          timers.get(what)?.()
          timers.delete(what)
        }

        if (signal?.aborted) {
          lose(failure('cancelled'))
          return
        }
        signal?.addEventListener('abort', abort)
        try {
          sent = open(request, line)
        } catch {
          // Only a CA text that Node cannot read makes these constructors throw.
          lose(failure('input.certificate'))
          return
        }
        const wire = sent
        allow('total', within)
        allow('connect', limits.connect)
        const onConnected = () => {
          if (connected || wire.destroyed) return
          connected = true
          passed('connect')
          allow('headers', limits.headers)
        }
        wire.on('error', fail)
        wire.on('socket', (socket) => {
          if (socket === line || (!socket.connecting && wire.reusedSocket)) {
            onConnected()
            return
          }
          socket.once(secure ? 'secureConnect' : 'connect', onConnected)
          // Ahead of Node's own check, which closes the connection and forgets the certificate it refuses.
          if (socket instanceof tls.TLSSocket) {
            socket.prependOnceListener('secure', () => (certificate = socket.getPeerCertificate()))
          }
        })
        wire.on('response', (response) => {
          passed('headers')
          allow('body', limits.body)
          const chunks: Buffer[] = []
          let size = 0
          response.on('data', (chunk: Buffer) => {
            size += chunk.length
            chunks.push(chunk)
            if (size > request.maxBytes) lose(failure('server.error', { host }))
          })
          response.on('error', fail)
          response.on('aborted', fail)
          response.on('end', () => {
            const { statusCode: status = 0, headers } = response
            if (response.complete) settle(ok({ status, headers, body: Buffer.concat(chunks).toString('utf8') }))
            else fail(undefined)
          })
        })
        wire.end(request.body)
      }),
  }
}

const readCertificate = (pem: string) => new X509Certificate(pem)
