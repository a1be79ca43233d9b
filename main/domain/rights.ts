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
  const may = (action: Permission['action'], type: string, id?: string) =>
    permissions.some(
      ({ action: has, resource }) =>
        has === action &&
        resource.type === type &&
        (resource.orgId === undefined || resource.orgId === orgId) &&
        (resource.id === undefined || resource.id === id),
    )
  const user = may('write', 'users', userId)
  return {
    user,
    mint: may('write', 'authorizations') && user,
    list: may('read', 'authorizations') && may('read', 'users', userId),
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
