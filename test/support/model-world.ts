import type { Request } from '../../main/adapters/influx/transport'
import type { AppEvent } from '../../main/contract/views'
import { readDescription } from '../../main/domain/description'
import type { Random } from '../../main/ports/random'
import { createRoutes } from '../../main/practice/server/routes'
import { right } from '../../main/practice/server/rights'
import {
  freshState,
  hashToken,
  newId,
  resourceTypes,
  timestamp,
  type StoredAuthorization,
} from '../../main/practice/server/state'
import { createFakeClock } from './fake-clock'
import { createInProcessNetwork, type Mishap, type Wire } from './in-process-influx'
import { createModelLaptop, type LaptopParts } from './model-laptop'
import { createSeeded } from './seeded'
import { timedCalls, type FailedCall } from './timed-calls'

/** Which requests a mishap befalls. */
export type Target = 'create' | 'switch' | 'remove' | 'list' | 'other'

/** What a request is for. */
export function targetOf({ method, path }: Pick<Request, 'method' | 'path'>): Target {
  const tokens = path.startsWith('/api/v2/authorizations')
  if (tokens && method === 'POST') return 'create'
  if (tokens && method === 'PATCH') return 'switch'
  if (tokens && method === 'DELETE') return 'remove'
  return tokens && !/authorizations\/[0-9a-f]/.test(path) ? 'list' : 'other'
}

export type ModelWorld = ReturnType<typeof createModelWorld>
export type ModelLaptop = ReturnType<ModelWorld['laptop']>

/** A server, two laptops of one owner, and devices: all in one process, on one clock that stands still between steps. */
export function createModelWorld(seed: number) {
  const chance = createSeeded(seed)
  const fake = createFakeClock()
  // Pauses between tries are fractions of a millisecond long; the wall clock knows none.
  const clock = { ...fake, now: () => Math.floor(fake.now()) }
  const random: Random = {
    hex: (bytes) =>
      Array.from({ length: bytes }, () =>
        Math.floor(chance() * 256)
          .toString(16)
          .padStart(2, '0'),
      ).join(''),
  }
  const born = clock.now()
  let served = 0
  // The server's clock is its own: it does not jump, and no two requests share a moment, so that no ID comes twice.
  const serverClock = { ...clock, now: () => born + clock.monotonic() + served }
  const state = freshState(serverClock, random)
  const user = newId(serverClock, [])
  state.users.set(user, { id: user, name: 'field', status: 'active' })
  const bucket = [...state.buckets.values()].find(({ type }) => type === 'user')?.id ?? ''
  const adminToken = 'secret-of-the-operator'
  const adminTokens = [adminToken]
  const deviceTokens: string[] = []
  const addRow = (change: Partial<StoredAuthorization> & Pick<StoredAuthorization, 'description'>) => {
    served += 1
    const at = timestamp(serverClock)
    const id = newId(serverClock, state.authorizations.keys())
    const permissions = [right('write', 'buckets', bucket, state.org.id)]
    const row = {
      id,
      hash: hashToken(id),
      status: 'active' as const,
      userID: user,
      permissions,
      createdAt: at,
      updatedAt: at,
    }
    state.authorizations.set(id, { ...row, ...change })
    return id
  }
  const all = resourceTypes.flatMap((type) => [right('read', type), right('write', type)])
  addRow({ description: 'operator', hash: hashToken(adminToken), permissions: all })
  const routes = createRoutes(state, serverClock, random)
  const log: { readonly target: Target; readonly laptop: string; readonly body: string }[] = []
  const serve: typeof routes = (incoming) => {
    served += 1
    const answer = routes(incoming)
    const { token } = answer.status === 201 ? (JSON.parse(answer.body ?? '{}') as { token?: string }) : {}
    if (token !== undefined) deviceTokens.push(token)
    return answer
  }

  const laptop = (name: string, ports?: LaptopParts['ports'], turn?: Wire['turn']) => {
    const plans: { readonly target: Target; readonly mishap: Mishap }[] = []
    const numbered = new Map<number, Mishap>()
    let asked = 0
    let offline = false
    let slowness = 1
    const told: AppEvent[] = []
    const sent: unknown[] = []
    const failures: FailedCall[] = []
    const one = createModelLaptop({
      name,
      install: random.hex(8),
      clock,
      random,
      emit: (event) => void told.push(event),
      ...(ports ? { ports } : {}),
      network: (alive) => {
        const wire = {
          pause: () => (1 + Math.floor(chance() * 30)) * slowness,
          alive,
          ...(turn ? { turn } : {}),
          mishap: (request: Request): Mishap | undefined => {
            const { Authorization: _own, ...others } = request.headers ?? {}
            sent.push([request.path, request.body, others])
            log.push({ target: targetOf(request), laptop: name, body: request.body ?? '' })
            asked += 1
            if (offline) return 'refused'
            if (numbered.has(asked)) return numbered.get(asked)
            const at = plans.findIndex(({ target }) => target === targetOf(request))
            return at < 0 ? undefined : plans.splice(at, 1)[0]?.mishap
          },
        }
        const network = createInProcessNetwork({ serve, clock, random, wire, serverTime: serverClock.now })
        return { ...network, client: (...to) => timedCalls(network.client(...to), clock, failures) }
      },
    })
    return {
      ...one,
      /** Everything this laptop told its window, and everything it sent, but for the header that carries the token. */
      ...{ told, sent, failures },
      plan: (target: Target, mishap: Mishap) => void plans.push({ target, mishap }),
      /** The n-th request from now on, whatever it is for. */
      planNth: (n: number, mishap: Mishap) => void numbered.set(asked + n, mishap),
      asked: () => asked,
      network: (on: boolean) => {
        offline = !on
      },
      /** From now on each way to the server takes so many times as long. */
      slow: (times: number) => {
        slowness = times
      },
      calm: () => {
        slowness = 1
        plans.length = 0
        numbered.clear()
        offline = false
      },
      /** `id` names one of several connections to this server, `by` the token and whose it is: the operator's if not told. */
      connect: (id = 'c', by?: { readonly owner: string; readonly token: string }) =>
        one.connect(
          {
            id,
            name: 'Plant',
            url: 'http://127.0.0.1:1',
            deviceUrl: 'http://127.0.0.1:1',
            kind: 'oss2',
            version: 'v2',
            ...{
              orgId: state.org.id,
              org: 'Practice',
              owner: { id: by?.owner ?? user, name: 'field' },
              operator: by === undefined,
              createdAt: 1,
            },
          },
          by?.token ?? adminToken,
        ),
    }
  }

  const rows = () =>
    [...state.authorizations.values()]
      .filter(({ description }) => readDescription(description).marker)
      .map((row) => ({ ...row, userId: row.userID }))

  return {
    clock,
    state,
    bucket,
    random,
    laptop,
    rows,
    addRow,
    /** Every token that some laptop works with, and every token that was made for a device. */
    ...{ adminTokens, deviceTokens },
    log,
    serve,
    /** A user beside the operator, with a token that mints for the bucket and lists its own. */
    addOwner() {
      const owner = newId(serverClock, state.users.keys())
      state.users.set(owner, { id: owner, name: owner, status: 'active' })
      const [own, org] = [[right('read', 'users', owner), right('write', 'users', owner)], state.org.id]
      const tokens = (['read', 'write'] as const).map((action) => right(action, 'authorizations', undefined, org))
      const places = (['read', 'write'] as const).map((action) => right(action, 'buckets', bucket, org))
      const token = `token-of-${owner}`
      adminTokens.push(token)
      addRow({
        description: `all access of ${owner}`,
        hash: hashToken(token),
        userID: owner,
        permissions: [...own, ...tokens, ...places],
      })
      return { owner, token }
    },
    /** So much time passes at the server, milliseconds, while no laptop is on. */
    later: (ms: number) => {
      served += ms
    },
    /** The server goes back to what it was at that moment. */
    backup() {
      const saved = [...state.authorizations.values()]
      return () => {
        state.authorizations.clear()
        for (const row of saved) state.authorizations.set(row.id, row)
      }
    },
    /** A device uses a token: its first data. */
    write: (token: string, device: string) =>
      serve({
        method: 'POST',
        target: `/api/v2/write?org=${state.org.id}&bucket=${bucket}`,
        authorization: `Token ${token}`,
        type: 'text/plain',
        body: `pump,device=${device} v=1`,
      }).status,
  }
}
