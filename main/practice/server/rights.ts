import { unauthorized, type Answer } from './answer'
import type { StoredAuthorization, WirePermission } from './state'

/** A request on its way: who asks, and what. */
export interface Call {
  readonly caller: StoredAuthorization
  readonly method: string
  /** What follows the resource in the path. */
  readonly rest: readonly string[]
  readonly query: URLSearchParams
  readonly body: string
}

/** How InfluxDB names a permission in messages, such as `write:orgs/…/buckets/…`. */
export function describePermission({ action, resource: { type, id, orgID } }: WirePermission): string {
  return `${action}:${orgID === undefined ? '' : `orgs/${orgID}/`}${type}${id === undefined ? '' : `/${id}`}`
}

/** Whether `held` covers `wanted` (influxdata/influxdb v2.9.1, authz.go: an ID alone also matches across a missing org). */
export function covers(held: WirePermission, wanted: WirePermission): boolean {
  const has = held.resource
  const want = wanted.resource
  if (held.action !== wanted.action || has.type !== want.type) return false
  if (has.id === undefined && has.orgID === undefined) return true
  if (has.id === undefined) return has.orgID === want.orgID
  if (has.orgID !== undefined && want.orgID !== undefined && has.orgID !== want.orgID) return false
  return has.id === want.id
}

/** Whether an active token holds the right. */
export function may({ caller }: Pick<Call, 'caller'>, wanted: WirePermission): boolean {
  return caller.status === 'active' && caller.permissions.some((held) => covers(held, wanted))
}

/** The 401 of the first right that is missing; undefined when all are there. */
export function missing(call: Pick<Call, 'caller'>, ...wanted: readonly WirePermission[]): Answer | undefined {
  if (call.caller.status !== 'active') return unauthorized('token is inactive')
  const lacking = wanted.find((one) => !may(call, one))
  return lacking && unauthorized(`${describePermission(lacking)} is unauthorized`)
}

/** A permission on one resource, or on all of a type. */
export function right(action: WirePermission['action'], type: string, id?: string, orgID?: string): WirePermission {
  return { action, resource: { type, ...(id === undefined ? {} : { id }), ...(orgID === undefined ? {} : { orgID }) } }
}
