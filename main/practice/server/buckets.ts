import * as v from 'valibot'
import type { Clock } from '../../ports/clock'
import type { Random } from '../../ports/random'
import { conflict, idFlaw, invalid, json, notFound, nothing, type Answer } from './answer'
import { parse } from './authorizations'
import { may, missing, right, type Call } from './rights'
import { timestamp, type State, type StoredBucket } from './state'

const created = v.object({ orgID: v.optional(v.string()), name: v.optional(v.string(), '') })

/** Answers `/api/v2/buckets`. */
export function createBuckets(state: State, clock: Clock, random: Random): (call: Call) => Answer {
  const { org, buckets, points } = state
  const shown = ({ id, name, type, createdAt }: StoredBucket) => ({
    id,
    orgID: org.id,
    type,
    name,
    retentionRules: [{ type: 'expire', everySeconds: 0, shardGroupDurationSeconds: 604_800 }],
    createdAt,
    updatedAt: createdAt,
    links: { self: `/api/v2/buckets/${id}`, org: `/api/v2/orgs/${org.id}` },
    labels: [],
  })
  const visible = (call: Call, { id, type }: StoredBucket) =>
    may(call, type === 'system' ? right('read', 'orgs', org.id) : right('read', 'buckets', id, org.id))

  const list = ({ query, caller, ...rest }: Call): Answer => {
    const call = { query, caller, ...rest }
    const limit = number(query, 'limit', 20)
    const offset = number(query, 'offset', 0)
    if (limit === undefined) return invalid('limit is invalid')
    if (offset === undefined) return invalid('offset is invalid')
    if (limit < 1 || limit > 100) return invalid('limit must be between 1 and 100')
    const orgID = query.get('orgID')
    const flaw = orgID === null ? undefined : idFlaw(orgID)
    if (flaw) return invalid(flaw)
    // As the real server: by name within an organization, by ID across all.
    const order = ({ id, name }: StoredBucket) => (orgID === null ? id : name)
    const all = [...buckets.values()]
      .filter(({ name }) => query.get('name') === null || query.get('name') === name)
      .sort((a, b) => (order(a) < order(b) ? -1 : 1))
    // Rights are applied after the page is cut, so a short page is not the last.
    const page = (orgID ?? org.id) === org.id ? all.slice(Math.max(0, offset), Math.max(0, offset) + limit) : []
    return json(200, {
      links: { self: `/api/v2/buckets?descending=false&limit=${limit}&offset=${offset}` },
      buckets: page.filter((one) => visible(call, one)).map(shown),
    })
  }

  const create = (call: Call): Answer => {
    const read = v.safeParse(created, parse(call.body))
    if (!read.success) return invalid('invalid json structure: unexpected EOF')
    const { orgID = '', name } = read.output
    if (orgID === '') return invalid('organization id must be provided')
    const flaw = idFlaw(orgID)
    if (flaw) return invalid(`invalid json structure: ${flaw}`)
    const lacking = missing(call, right('write', 'buckets', undefined, orgID))
    if (lacking) return lacking
    if (orgID !== org.id) return notFound('organization not found')
    if (name.startsWith('_')) return invalid(`bucket name ${name} is invalid. Buckets may not start with underscore`)
    if ([...buckets.values()].some((one) => one.name === name))
      return conflict(`bucket with name ${name} already exists`)
    const bucket: StoredBucket = { id: random.hex(8), name, type: 'user', createdAt: timestamp(clock) }
    buckets.set(bucket.id, bucket)
    return json(201, shown(bucket), true)
  }

  return (call) => {
    const [id, ...more] = call.rest
    if (id === undefined)
      return call.method === 'GET' ? list(call) : call.method === 'POST' ? create(call) : { status: 405 }
    if (more.length > 0) return notFound('path not found')
    const flaw = idFlaw(id)
    if (flaw) return invalid(flaw)
    const bucket = buckets.get(id.toLowerCase())
    if (!bucket) return notFound('bucket not found')
    if (call.method !== 'GET' && call.method !== 'DELETE') return { status: 405 }
    const lacking = missing(call, right(call.method === 'GET' ? 'read' : 'write', 'buckets', bucket.id, org.id))
    if (lacking) return lacking
    if (call.method === 'GET') return json(200, shown(bucket))
    buckets.delete(bucket.id)
    points.delete(bucket.id)
    return nothing(true)
  }
}

function number(query: URLSearchParams, name: string, otherwise: number): number | undefined {
  const text = query.get(name)
  if (text === null) return otherwise
  return /^-?\d{1,9}$/.test(text) ? Number(text) : undefined
}
