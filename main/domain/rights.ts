import type { TokenKind } from '../contract/views'
import { accessOf, deviceBucket, reachOf, type Permission } from './permissions'

/** What a token may do for Fieldkey, read off its own permissions. */
export interface Rights {
  /** Create, switch and delete tokens. */
  readonly mint: boolean
  /** Act for its own user, without which no token can be minted (InfluxDB OSS 2.9.1). */
  readonly user: boolean
  readonly list: boolean
  /** Buckets it may pass on; `*` stands for all of the organization. */
  readonly writes: readonly string[]
}

/** Reads the rights of a token in `orgId` whose owner is `userId`. */
export function rightsOf(permissions: readonly Permission[], orgId: string, userId: string): Rights {
  const may = (action: Permission['action'], type: string) =>
    permissions.some(
      ({ action: has, resource }) =>
        has === action &&
        resource.type === type &&
        (resource.orgId === undefined || resource.orgId === orgId) &&
        resource.id === undefined,
    )
  // Permissions on users are checked by ID, or for the whole instance: one for an organization's users counts for nobody.
  const mayAct = (action: Permission['action']) =>
    permissions.some(
      ({ action: has, resource: { type, id, orgId } }) =>
        has === action && type === 'users' && (id === userId || (id === undefined && orgId === undefined)),
    )
  const user = mayAct('write')
  return {
    user,
    mint: may('write', 'authorizations') && user,
    list: may('read', 'authorizations') && mayAct('read'),
    writes: permissions
      .filter(({ action, resource }) => action === 'write' && resource.type === 'buckets')
      .filter(({ resource }) => resource.orgId === undefined || resource.orgId === orgId)
      .map(({ resource }) => resource.id ?? '*'),
  }
}

/** Whether these are a device token's permissions: one write on one bucket, which can mint nothing. */
export function isDeviceToken(permissions: readonly Permission[]): boolean {
  return deviceBucket(permissions) !== undefined
}

/** What a token is for, by its permissions alone. */
export function kindOf(permissions: readonly Permission[]): TokenKind {
  if (isDeviceToken(permissions)) return 'device'
  const all = (type: string, reach: 'organization' | 'instance') =>
    (['read', 'write'] as const).every((action) =>
      permissions.some(
        (one) => one.action === action && one.resource.type === type && [reach, 'instance'].includes(reachOf(one)),
      ),
    )
  if (all('authorizations', 'instance') && all('buckets', 'instance')) return 'operator'
  if (all('authorizations', 'organization') && all('buckets', 'organization')) return 'all-access'
  const access = accessOf(permissions)
  const named = access.every(
    ({ type, reach, actions }) => type === 'buckets' && reach === 'one' && actions === 'read-write',
  )
  return named && access.length > 0 ? 'bucket' : 'other'
}

/**
 * Whether a token reaches further than anything needs: beyond one bucket and other things that it names, or, where it
 * manages tokens as a laptop's does, beyond those tokens and what it names. An operator's cannot be had narrower, and the
 * connection may need its own as it is.
 */
export function isTooWide({
  permissions,
  kind,
  own,
}: {
  readonly permissions: readonly Permission[]
  readonly kind: TokenKind
  readonly own: boolean
}): boolean {
  const manages = permissions.some(({ action, resource: { type } }) => action === 'write' && type === 'authorizations')
  if (kind === 'operator' || (own && manages)) return false
  const isItsWork = (one: Permission) =>
    manages && one.resource.type === 'authorizations' && reachOf(one) === 'organization'
  if (permissions.some((one) => reachOf(one) !== 'one' && !isItsWork(one))) return true
  const buckets = permissions.filter(({ resource }) => resource.type === 'buckets')
  return !manages && new Set(buckets.map(({ resource }) => resource.id)).size > 1
}
