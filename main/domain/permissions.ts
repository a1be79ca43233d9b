import type { AccessView } from '../contract/views'

/** One InfluxDB permission. Without `id` it covers every resource of the type in `orgId`; without both, the instance. */
export interface Permission {
  readonly action: 'read' | 'write'
  readonly resource: {
    readonly type: string
    readonly id?: string
    readonly orgId?: string
    /** Present in answers while the resource lives: an `id` without `name` is a deleted bucket. Ignored in requests. */
    readonly name?: string
  }
}

/** The one permission of a device token. The server ignores names, so `id` and `orgId` are always sent. */
export function deviceScope(orgId: string, bucketId: string): readonly Permission[] {
  return [{ action: 'write', resource: { type: 'buckets', id: bucketId, orgId } }]
}

const key = ({ action, resource }: Permission) =>
  [action, resource.type, resource.id ?? '*', resource.orgId ?? '*'].join(' ')

/** Whether `granted` is exactly `asked`: nothing more, nothing less, in any order. */
export function sameScope(asked: readonly Permission[], granted: readonly Permission[]): boolean {
  const want = asked.map(key).sort()
  const have = granted.map(key).sort()
  return want.length === have.length && want.every((k, i) => k === have[i])
}

/** The bucket a device token writes to; undefined when the permissions are anything but one write on one bucket. */
export function deviceBucket(permissions: readonly Permission[]): Permission['resource'] | undefined {
  const [only, ...more] = permissions
  if (only === undefined || more.length > 0) return undefined
  return only.action === 'write' && only.resource.type === 'buckets' && only.resource.id ? only.resource : undefined
}

/** Reading and writing one bucket. */
export function bucketScope(orgId: string, bucketId: string): readonly Permission[] {
  const resource = { type: 'buckets', id: bucketId, orgId }
  return [
    { action: 'read', resource },
    { action: 'write', resource },
  ]
}

/**
 * All tokens and buckets of an organization, and what minting really needs: acting for the token's owner. Without the
 * last pair InfluxDB OSS 2.9.1 refuses every token it asks for (401 `write:users/<owner> is unauthorized`).
 */
export function allAccessScope(orgId: string, owner: string): readonly Permission[] {
  return [
    { type: 'authorizations', orgId },
    { type: 'buckets', orgId },
    { type: 'users', id: owner },
  ].flatMap((resource) => [
    { action: 'read' as const, resource },
    { action: 'write' as const, resource },
  ])
}

/** How far a permission reaches: one thing, all of its type in an organization, or on the whole server. */
export function reachOf({ resource }: Permission): AccessView['reach'] {
  if (resource.id !== undefined) return 'one'
  return resource.orgId === undefined ? 'instance' : 'organization'
}

/** Whether a permission is on a bucket that is no longer there: the server names it while it lives. */
export function isOnDeletedBucket({ resource: { type, id, name } }: Permission): boolean {
  return type === 'buckets' && id !== undefined && name === undefined
}

/** Whether nothing but deleted buckets is left to a token. */
export function isOnDeletedBucketsOnly(permissions: readonly Permission[]): boolean {
  return permissions.length > 0 && permissions.every(isOnDeletedBucket)
}

/** A token's access, reading and writing of the same thing put together, in the server's order. */
export function accessOf(permissions: readonly Permission[]): readonly AccessView[] {
  const views = new Map<string, AccessView>()
  for (const permission of permissions) {
    const { action, resource } = permission
    const { type, id, name } = resource
    const reach = reachOf(permission)
    const place = [type, id ?? '*', resource.orgId ?? '*'].join(' ')
    const before = views.get(place)
    const actions = before === undefined || before.actions === action ? action : 'read-write'
    views.set(place, {
      actions,
      what: id === undefined ? type : (name ?? id),
      reach,
      type,
      ...(id === undefined ? {} : { id }),
      ...(isOnDeletedBucket(permission) ? { deleted: true } : {}),
    })
  }
  return [...views.values()]
}
