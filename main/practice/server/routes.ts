import type { Clock } from '../../ports/clock'
import type { Random } from '../../ports/random'
import { forbidden, json, notFound, nothing, unauthorized, type Answer } from './answer'
import { createAuthorizations } from './authorizations'
import { createBuckets } from './buckets'
import { createGateway, redacted, type CloudMode } from './cloud'
import { createMe, createOrgs, createUsers } from './people'
import { createQuery, createWrite } from './points'
import type { Call } from './rights'
import { hashToken, type State } from './state'

/** Said in every answer, so that nobody takes it for a server that keeps data. */
export const practiceVersion = 'v2.9.1-practice'

/** An HTTP request, read whole. */
export interface Incoming {
  readonly method: string
  /** Path and query. */
  readonly target: string
  readonly authorization: string
  readonly type: string
  readonly body: string
}

/** Answers requests as InfluxDB 2.9.1 does: same statuses, messages and rules, as measured on the real one. */
export function createRoutes(
  state: State,
  clock: Clock,
  random: Random,
  cloud?: CloudMode,
): (incoming: Incoming) => Answer {
  const gateway = cloud === undefined ? undefined : createGateway(cloud, clock)
  const query = createQuery(state, clock)
  const resources = new Map<string, (call: Call, type: string) => Answer>([
    ['me', createMe(state)],
    ['orgs', createOrgs(state)],
    ['users', createUsers(state, clock)],
    ['buckets', createBuckets(state, clock, random)],
    ['authorizations', createAuthorizations(state, clock, random, cloud ? redacted : '')],
    ['write', createWrite(state, clock, cloud)],
    ['query', query],
  ])

  return (incoming) => {
    const { method, target, authorization, type, body } = incoming
    const turned = gateway?.(incoming)
    if (turned) return turned
    const [path = '', search = ''] = target.split(/\?(.*)/s)
    const [api, version, resource = '', ...rest] = path.split('/').slice(1).map(decode)
    if (path === '/health') return json(200, health)
    if (path === '/ping') return nothing()
    if (api !== 'api' || version !== 'v2') return notFound('path not found')
    const [, token = ''] = /^(?:Token|Bearer) (.+)$/i.exec(authorization) ?? []
    const hash = hashToken(token)
    const caller = [...state.authorizations.values()].find((one) => one.hash === hash)
    if (token === '' || !caller) return unauthorized('unauthorized access')
    if (state.users.get(caller.userID)?.status !== 'active') return forbidden('User is inactive')
    const answer = resources.get(resource)
    if (!answer) return notFound('path not found')
    const params = new URLSearchParams(search)
    return answer({ caller, method, rest: rest.filter((part) => part !== ''), query: params, body }, type)
  }
}

const health = {
  name: 'influxdb',
  message: 'ready for queries and writes',
  status: 'pass',
  checks: [],
  version: practiceVersion,
  commit: 'practice',
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
