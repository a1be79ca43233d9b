import * as v from 'valibot'
import type { Permission } from '../../domain/permissions'
import type { Authorization } from '../../ports/influx'

// One function instead of a pipe: a list has 10,000 rows, and each has half a dozen of these.
const matching = (pattern: RegExp) => v.custom<string>((text) => typeof text === 'string' && pattern.test(text))
const id = matching(/^[0-9a-f]{16}$/)
const time = matching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/)
const status = v.picklist(['active', 'inactive'])
const words = v.optional(v.string(), '')

const permission = v.object({
  action: v.picklist(['read', 'write']),
  resource: v.object({ type: v.string(), id: v.optional(id), orgID: v.optional(id), name: v.optional(v.string()) }),
})

/** Only what is named here survives: the token, in clear from servers that do not hash it, does not. */
const authorization = v.object({
  id,
  status,
  description: words,
  orgID: id,
  org: words,
  userID: id,
  user: words,
  permissions: v.array(permission),
  createdAt: time,
  updatedAt: time,
})

/** `GET` and `PATCH /authorizations/{id}`. */
export const authorizationSchema = v.pipe(authorization, v.transform(toAuthorization))

/** `GET /authorizations`. */
export const authorizationsSchema = v.object({ authorizations: v.array(authorizationSchema) })

/** The 201 of `POST /authorizations`, the only place where a token's text is read: 64 bytes in URL-safe base64. */
export const mintedSchema = v.pipe(
  v.object({ ...authorization.entries, token: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{86}==$/)) }),
  v.transform(({ token, ...row }) => ({ token, authorization: toAuthorization(row) })),
)

/** `GET /me` and `/users/{id}`. */
export const meSchema = v.object({ id, name: words, status: v.optional(status, 'active') })

/** `GET /orgs`. */
export const orgsSchema = v.object({ orgs: v.array(v.object({ id, name: words })) })

/** A bucket; only `type: "system"` tells InfluxDB's own from the site's. */
export const bucketSchema = v.object({ id, name: words, orgID: id, type: words })

/** `GET /buckets`, one page. */
export const bucketsSchema = v.object({ buckets: v.array(bucketSchema) })

/** `GET /health`. */
export const healthSchema = v.object({ name: v.literal('influxdb'), status: v.string(), version: words })

/** `GET /ping` of InfluxDB 3. */
export const ping3Schema = v.object({ version: v.pipe(v.string(), v.regex(/^3\./)) })

function toAuthorization({ orgID, userID, permissions, ...row }: v.InferOutput<typeof authorization>): Authorization {
  return { ...row, orgId: orgID, userId: userID, permissions: permissions.map(toPermission) }
}

function toPermission({ action, resource: { type, id, orgID, name } }: v.InferOutput<typeof permission>): Permission {
  return {
    action,
    resource: {
      type,
      ...(id === undefined ? {} : { id }),
      ...(orgID === undefined ? {} : { orgId: orgID }),
      ...(name === undefined ? {} : { name }),
    },
  }
}
