import { deviceBucket, type Permission } from './permissions'

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
