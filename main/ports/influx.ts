import type { Failure } from '../contract/failure'
import type { Result } from '../contract/result'
import type { Permission } from '../domain/permissions'

/** Where a server is and how to trust it. `ca` is a PEM text, added to the system's authorities for this server only. */
export interface ServerAddress {
  /** Normalised: scheme, host, port, path prefix, no trailing slash. */
  readonly url: string
  readonly ca?: string
}

/** What answered at an address (influxdata/influxdb v2.9.1: `/health`, `X-Influxdb-Version`). */
export interface ServerIdentity {
  readonly kind: 'oss2' | 'cloud'
  readonly version: string
  /** Server's `Date` minus this laptop's clock, milliseconds; undefined without that header. */
  readonly skew?: number
}

/** An InfluxDB authorization as listed. Its token text is dropped while parsing and exists only in `Minted`. */
export interface Authorization {
  readonly id: string
  readonly status: 'active' | 'inactive'
  readonly description: string
  readonly orgId: string
  readonly org: string
  readonly userId: string
  readonly user: string
  readonly permissions: readonly Permission[]
  /** ISO 8601, server's clock. */
  readonly createdAt: string
  readonly updatedAt: string
}

/** What to mint. `userId` only when the owner is to be somebody else. */
export interface NewAuthorization {
  readonly orgId: string
  readonly userId?: string
  readonly description: string
  readonly status: 'active' | 'inactive'
  readonly permissions: readonly Permission[]
}

/** A 201: the authorization and, this once, its token in clear. */
export interface Minted {
  readonly authorization: Authorization
  readonly token: string
}

/** A bucket a person may choose; system buckets are left out. */
export interface Bucket {
  readonly id: string
  readonly name: string
  readonly orgId: string
}

/** The user behind a token. */
export interface Me {
  readonly id: string
  readonly name: string
  readonly status: 'active' | 'inactive'
}

/** Which points to look for. */
export interface DataQuestion {
  readonly orgId: string
  readonly bucketId: string
  readonly tag: string
  readonly device: string
  /** ISO 8601. */
  readonly since: string
}

/** The outcome of asking for the first point of a device. */
export type FirstData = { readonly kind: 'seen'; readonly at: string } | { readonly kind: 'none' }

/**
 * InfluxDB's v2 API with one token. GET, PATCH and DELETE are tried up to 5 times (full jitter); the create POST exactly
 * once. Failures everywhere: `net.*`, `tls.*`, `server.*`, `auth.*`; others are named at the call. `signal` aborts with
 * `cancelled`.
 */
export interface Influx {
  /** GET /me. `perm.user` where the token may not even read its own user (then 401 names it). */
  me(signal?: AbortSignal): Promise<Result<Me>>
  /** GET /users/{an ID nobody has}: 404 only for an operator's token, which sees every user's tokens; 401 for others. */
  seesEveryone(): Promise<Result<boolean>>
  /** GET /users, all pages: everybody for an operator's token; others see nobody, or their own user. */
  users(): Promise<Result<readonly Me[]>>
  /** GET /orgs: `{id, name}` each; empty with a restricted token. */
  organizations(): Promise<Result<readonly { readonly id: string; readonly name: string }[]>>
  /** GET /authorizations, the whole list the token may see. `perm.list`. */
  authorizations(orgId?: string, signal?: AbortSignal): Promise<Result<readonly Authorization[]>>
  /** GET /authorizations/{id}; `token.gone` on 404. */
  authorization(id: string): Promise<Result<Authorization>>
  /**
   * POST /authorizations, sent exactly once. `token.unsure` (with the cause) whenever the server may have acted: time-out,
   * cut, 5xx, a 201 that cannot be read. `perm.create`, `perm.user`, `perm.bucket`, `auth.*`, and `net.*` failures that
   * happened before the request left, mean surely not created.
   */
  create(wanted: NewAuthorization): Promise<Result<Minted>>
  /** PATCH status; its answer is the proof that the authorization exists. `token.gone` on 404. `onLeft` as in `remove`. */
  setStatus(
    id: string,
    status: 'active' | 'inactive',
    onRepeat?: OnRepeat,
    onLeft?: () => void,
  ): Promise<Result<Authorization>>
  /** PATCH description. `token.gone` on 404. */
  setDescription(id: string, description: string): Promise<Result<Authorization>>
  /** DELETE; 404 is success (`gone`: it was not there). `onLeft` hears of every try that may have reached the server. */
  remove(id: string, onRepeat?: OnRepeat, onLeft?: () => void): Promise<Result<'removed' | 'gone'>>
  /** POST /users, sent exactly once. `token.unsure` when the answer was lost, `perm.user` when only an operator may. */
  createUser(name: string): Promise<Result<Me>>
  /** GET /users?name=; undefined when nobody is called so, or it may not be seen. */
  userNamed(name: string): Promise<Result<Me | undefined>>
  /** DELETE /users/{id}; 404 is success. The server keeps the user's tokens, which nobody can use any more. */
  removeUser(id: string): Promise<Result<'removed' | 'gone'>>
  /** POST /users/{id}/password, 8–72 characters. Sessions that are open stay open (influxdata/influxdb v2.9.1). */
  setPassword(id: string, password: string): Promise<Result<void>>
  /** GET /buckets, all pages, without system buckets. `perm.buckets`. */
  buckets(orgId?: string): Promise<Result<readonly Bucket[]>>
  /** GET /buckets/{id}; `bucket.deleted` on 404. */
  bucket(id: string): Promise<Result<Bucket>>
  /** POST /write with an empty body: does this client's token reach that bucket? `auth.*`, `perm.bucket`. */
  probeWrite(orgId: string, bucketId: string): Promise<Result<void>>
  /** POST /write of line protocol (nanosecond precision). */
  write(orgId: string, bucketId: string, lines: string): Promise<Result<void>>
  /** First point tagged `tag`=`device` since `since` (ISO 8601). `perm.read` where the bucket cannot be read. */
  firstData(question: DataQuestion): Promise<Result<FirstData>>
  /** The same for the newest point since `since`. */
  lastData(question: DataQuestion): Promise<Result<FirstData>>
}

/** A PATCH or DELETE is about to be sent again: try `n` of `of`, because the one before came to `why`. */
export type OnRepeat = (again: { readonly n: number; readonly of: number; readonly why: Failure }) => void

/** Opens connections to InfluxDB servers. */
export interface InfluxNetwork {
  /** GET /health: which server is it? `server.not-influx`, `server.v1`, `server.v3`, `server.starting`, `net.*`, `tls.*`. */
  identify(server: ServerAddress, signal?: AbortSignal): Promise<Result<ServerIdentity>>
  /** A client for `server` with `token` in its `Authorization` header and nowhere else. */
  client(server: ServerAddress, token: string): Influx
}
