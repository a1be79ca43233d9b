import { createHash } from 'node:crypto'
import * as v from 'valibot'
import type { Clock } from '../../ports/clock'
import type { Random } from '../../ports/random'

const id = v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/))
const status = v.picklist(['active', 'inactive'])

/** A permission as InfluxDB writes it. */
export const wirePermission = v.object({
  action: v.picklist(['read', 'write']),
  resource: v.object({ type: v.string(), id: v.optional(id), orgID: v.optional(id) }),
})

const authorization = v.object({
  id,
  /** SHA-256 of the token, hex: like the real server, this one cannot show a token twice. */
  hash: v.string(),
  status,
  description: v.string(),
  userID: id,
  permissions: v.array(wirePermission),
  createdAt: v.string(),
  updatedAt: v.string(),
})

const bucket = v.object({ id, name: v.string(), type: v.picklist(['user', 'system']), createdAt: v.string() })
const user = v.object({ id, name: v.string(), status })

const point = v.object({
  /** Nanoseconds since 1970, decimal. */
  time: v.pipe(v.string(), v.regex(/^-?\d{1,19}$/)),
  measurement: v.string(),
  tags: v.record(v.string(), v.string()),
  fields: v.record(v.string(), v.string()),
})

const savedState = v.object({
  version: v.literal(1),
  org: v.object({ id, name: v.string(), createdAt: v.string() }),
  users: v.array(user),
  authorizations: v.array(authorization),
  buckets: v.array(bucket),
  points: v.record(id, v.array(point)),
})

/** One permission. */
export type WirePermission = v.InferOutput<typeof wirePermission>
/** A stored authorization; its token is not in it. */
export type StoredAuthorization = v.InferOutput<typeof authorization>
/** A bucket of the one organization. */
export type StoredBucket = v.InferOutput<typeof bucket>
/** An InfluxDB user. */
export type StoredUser = v.InferOutput<typeof user>
/** One point of line protocol. */
export type StoredPoint = v.InferOutput<typeof point>

/** Everything the practice server knows. */
export interface State {
  readonly org: { readonly id: string; readonly name: string; readonly createdAt: string }
  readonly users: Map<string, StoredUser>
  readonly authorizations: Map<string, StoredAuthorization>
  readonly buckets: Map<string, StoredBucket>
  readonly points: Map<string, StoredPoint[]>
}

/** Resource types of InfluxDB 2.9 (influxdata/influxdb v2.9.1, authz.go). */
export const resourceTypes: readonly string[] = (
  'authorizations buckets dashboards orgs sources tasks telegrafs users variables scrapers secrets labels views ' +
  'documents notificationRules notificationEndpoints checks dbrp notebooks annotations remotes replications'
).split(' ')

/** Text of the whole state, without any token in clear. */
export function snapshot({ org, users, authorizations, buckets, points }: State): string {
  return JSON.stringify({
    version: 1,
    org,
    users: [...users.values()],
    authorizations: [...authorizations.values()],
    buckets: [...buckets.values()],
    points: Object.fromEntries(points),
  } satisfies v.InferOutput<typeof savedState>)
}

/** Reads a snapshot; undefined when it is damaged or of another version. */
export function restore(saved: string): State | undefined {
  let json: unknown
  try {
    json = JSON.parse(saved)
  } catch {
    return undefined
  }
  const read = v.safeParse(savedState, json)
  if (!read.success) return undefined
  const { org, users, authorizations, buckets, points } = read.output
  const byId = <T extends { readonly id: string }>(rows: readonly T[]) => new Map(rows.map((row) => [row.id, row]))
  return {
    org,
    users: byId(users),
    authorizations: byId(authorizations),
    buckets: byId(buckets),
    points: new Map(Object.entries(points)),
  }
}

/** A server before its operator is let in: one organization, three buckets beside InfluxDB's own two. */
export function freshState(clock: Clock, random: Random): State {
  const at = timestamp(clock)
  const buckets = ['north-pumps', 'greenhouse', 'cold-store', '_tasks', '_monitoring'].map((name): StoredBucket => {
    return { id: random.hex(8), name, type: name.startsWith('_') ? 'system' : 'user', createdAt: at }
  })
  return {
    org: { id: random.hex(8), name: 'Practice', createdAt: at },
    users: new Map(),
    authorizations: new Map(),
    buckets: new Map(buckets.map((one) => [one.id, one])),
    points: new Map(),
  }
}

/** A new ID, higher than all before it, as the real server's are. */
export function newId(clock: Clock, taken: Iterable<string>): string {
  let next = BigInt(Math.max(0, Math.trunc(clock.now()))) << 20n
  for (const one of taken) if (BigInt(`0x${one}`) >= next) next = BigInt(`0x${one}`) + 1n
  return next.toString(16).padStart(16, '0').slice(-16)
}

/** Now, ISO 8601 with nine digits of a second. */
export function timestamp(clock: Clock): string {
  return new Date(clock.now()).toISOString().replace('Z', '000000Z')
}

/** A new token: 64 random bytes in URL-safe base64. */
export function newToken(random: Random): string {
  return Buffer.from(random.hex(64), 'hex').toString('base64').replaceAll('+', '-').replaceAll('/', '_')
}

/** How a token is stored. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
