import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { PracticeFault } from '../../contract/views'
import type { Clock } from '../../ports/clock'
import type { Random } from '../../ports/random'
import type { Answer } from './answer'
import type { CloudMode } from './cloud'
import { createRoutes, practiceVersion } from './routes'
import { right } from './rights'
import {
  freshState,
  hashToken,
  newId,
  newToken,
  resourceTypes,
  restore,
  snapshot,
  timestamp,
  type State,
} from './state'

/** An InfluxDB-compatible server inside the app, on loopback only. */
export interface PracticeServer {
  /** Listens on 127.0.0.1. A port that is taken is given up for any free one; 0 asks for that at once. */
  listen(port: number): Promise<{ readonly url: string; readonly port: number }>
  close(): Promise<void>
  /** An operator's token, new at each start: the saved text holds no token in clear. */
  readonly adminToken: string
  /** `unreachable` breaks every connection; the other faults are the practice device's. */
  setFault(fault: PracticeFault): void
  /** The whole state as text, for `saved`. */
  save(): string
}

/** Far more than the client sends; a write of a device is a few hundred bytes. */
const maxBody = 1024 * 1024
const operatorText = "practice's Token"

/**
 * Makes the practice server, from `saved` where that can be read. `onChange` gets the new text after each change.
 * Held to the real InfluxDB by test/contract/influx.test.ts.
 */
export function createPracticeServer(parts: {
  readonly random: Random
  readonly clock: Clock
  readonly saved?: string
  readonly onChange?: (saved: string) => void
  /** Plays InfluxDB Cloud instead, under its regions' names. */
  readonly cloud?: CloudMode
}): PracticeServer {
  const { random, clock, saved, onChange, cloud } = parts
  const state = (saved === undefined ? undefined : restore(saved)) ?? freshState(clock, random)
  const adminToken = letOperatorIn(state, clock, random)
  const answer = createRoutes(state, clock, random, cloud)
  const sockets = new Set<Socket>()
  let fault: PracticeFault = 'none'
  let server: Server | undefined

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    if (!isLocal(request) && !(cloud && isRegion(request))) {
      send(response, { status: 403 }, false)
      return
    }
    const body = await readBody(request)
    const reply: Answer =
      body === undefined
        ? { status: 413 }
        : answer({
            method: request.method ?? '',
            target: request.url ?? '',
            authorization: request.headers.authorization ?? '',
            type: request.headers['content-type'] ?? '',
            body,
          })
    if (reply.changed === true) onChange?.(snapshot(state))
    send(response, reply, cloud === undefined)
  }

  const start = (port: number) =>
    new Promise<Server>((resolve, reject) => {
      const made = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, (request, response) => {
        // A request that breaks off while it is read leaves nobody to answer.
        handle(request, response).catch(() => request.destroy())
      })
      made.maxConnections = 64
      made.on('connection', (socket) => {
        if (fault === 'unreachable') {
          socket.destroy()
          return
        }
        sockets.add(socket)
        socket.once('close', () => sockets.delete(socket))
      })
      made.once('error', reject)
      made.listen(port, '127.0.0.1', () => {
        resolve(made)
      })
    })

  return {
    adminToken,
    async listen(port) {
      server = await start(port).catch(() => start(0))
      const { port: open } = server.address() as AddressInfo
      return { url: `http://127.0.0.1:${open}`, port: open }
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        if (server) server.close(() => resolve())
        else resolve()
      }),
    setFault(next) {
      fault = next
      if (next === 'unreachable') for (const socket of sockets) socket.destroy()
    },
    save: () => snapshot(state),
  }
}

/** Gives the operator's row a new token, making the row where there is none. */
function letOperatorIn(state: State, clock: Clock, random: Random): string {
  const token = newToken(random)
  const before = [...state.authorizations.values()].find(({ description }) => description === operatorText)
  const id = before?.id ?? newId(clock, state.authorizations.keys())
  const at = timestamp(clock)
  const userID = before?.userID ?? newId(clock, [id])
  state.users.set(userID, { id: userID, name: 'practice', ...state.users.get(userID), status: 'active' })
  const permissions = resourceTypes.flatMap((type) => [right('read', type), right('write', type)])
  state.authorizations.set(id, {
    id,
    hash: hashToken(token),
    status: 'active',
    description: operatorText,
    userID,
    permissions,
    createdAt: before?.createdAt ?? at,
    updatedAt: before?.updatedAt ?? at,
  })
  return token
}

/** A page in a browser could reach loopback under a name of its own (DNS rebinding), or from another origin. */
function isLocal({ headers }: IncomingMessage): boolean {
  const host = (headers.host ?? '').replace(/:\d+$/, '').toLowerCase()
  return ['127.0.0.1', 'localhost', '[::1]'].includes(host) && headers.origin === undefined
}

/** Names below a domain of InfluxData's, which no stranger can point here. */
function isRegion({ headers }: IncomingMessage): boolean {
  return /\.cloud2\.influxdata\.com(:\d+)?$/i.test(headers.host ?? '') && headers.origin === undefined
}

/** The body as text; undefined when it is too large. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    if (!(chunk instanceof Buffer)) continue
    size += chunk.length
    if (size > maxBody) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function send(response: ServerResponse, { status, body, type, code, retryAfter }: Answer, known: boolean): void {
  response.writeHead(status, {
    ...(known ? { 'X-Influxdb-Build': 'OSS', 'X-Influxdb-Version': practiceVersion } : {}),
    ...(type === undefined ? {} : { 'Content-Type': type }),
    ...(code === undefined ? {} : { 'X-Platform-Error-Code': code }),
    ...(retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) }),
    ...(status === 204 ? {} : { 'Content-Length': Buffer.byteLength(body ?? '') }),
    ...(status === 413 ? { Connection: 'close' } : {}),
  })
  response.end(body)
}
