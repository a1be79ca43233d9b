import * as v from 'valibot'
import { isAuthorizationRow, toAuthorization, type AuthorizationRow } from './authorization-row'

const id = v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/))
const status = v.picklist(['active', 'inactive'])
const words = v.optional(v.string(), '')
const row = v.custom<AuthorizationRow>(isAuthorizationRow)

/** `GET` and `PATCH /authorizations/{id}`. */
export const authorizationSchema = v.pipe(row, v.transform(toAuthorization))

/** `GET /authorizations`. */
export const authorizationsSchema = v.object({ authorizations: v.array(authorizationSchema) })

/** The 201 of `POST /authorizations`, the only place where a token's text is read: 64 bytes in URL-safe base64. */
export const mintedSchema = v.intersect([
  v.pipe(
    row,
    v.transform((made) => ({ authorization: toAuthorization(made) })),
  ),
  v.object({ token: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{86}==$/)) }),
])

/** `GET /me` and `/users/{id}`. */
export const meSchema = v.object({ id, name: words, status: v.optional(status, 'active') })

/** `GET /users`, one page. */
export const usersSchema = v.object({ users: v.array(meSchema) })

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
