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

/** A token's access in few words, such as `write · plant`; permissions on everything of a type name the type. */
export function accessOf(permissions: readonly Permission[]): string {
  const byAction = new Map<string, Set<string>>()
  for (const { action, resource } of permissions) {
    const what = resource.type === 'buckets' && resource.id ? (resource.name ?? resource.id) : resource.type
    byAction.set(what, (byAction.get(what) ?? new Set()).add(action))
  }
  if (byAction.size > 4) return `${byAction.size} kinds of access`
  return [...byAction].map(([what, actions]) => `${[...actions].sort().join(' and ')} · ${what}`).join(', ')
}
