import type { TokenKind, TokenRow } from '../contract/views'
import { readDescription } from '../domain/description'
import { isDeviceId } from '../domain/device-id'
import { deviceBucket, isOnDeletedBucket, type Permission } from '../domain/permissions'
import { isTooWide, kindOf } from '../domain/rights'
import type { Authorization } from '../ports/influx'

/** A listed token with everything a query looks at, read once. */
export interface TokenEntry {
  readonly authorization: Authorization
  readonly kind: TokenKind
  readonly text: string
  readonly device: string | undefined
  /** Install that made it; undefined when Fieldkey did not. */
  readonly install: string | undefined
  readonly status: TokenRow['status']
  readonly onDeletedBucket: boolean
  readonly tooWide: boolean
  /** Living buckets it names. */
  readonly buckets: readonly string[]
  /** All buckets it names, for the eye. */
  readonly bucket: string
  readonly bucketId: string | undefined
  /** Lower-case text a search looks in. */
  readonly key: string
  /** Milliseconds, server's clock. */
  readonly created: number
  readonly updated: number
}

/** More than these would not fit a row. */
const bucketsShown = 4

const none: readonly string[] = []

/** Reads one authorization. There may be 100,000, nearly all of devices: those are read without detours. */
export function readEntry(authorization: Authorization): TokenEntry {
  const { permissions, status, user } = authorization
  const { text, marker } = readDescription(authorization.description)
  const only = deviceBucket(permissions)
  const named = only ? undefined : namedBuckets(permissions)
  const bucket = only
    ? (only.name ?? only.id ?? '')
    : [...(named ?? [])].map(nameOrId).slice(0, bucketsShown).join(', ')
  const onDeletedBucket = only ? only.name === undefined : permissions.some(isOnDeletedBucket)
  const onlyDeleted = only ? onDeletedBucket : permissions.length > 0 && permissions.every(isOnDeletedBucket)
  const access = only ? `write ${bucket}` : permissions.map(accessKey).join('\n')
  const buckets = only ? (only.name === undefined ? none : [only.name]) : [...(named?.values() ?? [])].filter(isText)
  return {
    authorization,
    kind: only ? 'device' : kindOf(permissions),
    text,
    // A program's token may be called like a device; it is none.
    device: only && marker && isDeviceId(text) ? text : undefined,
    install: marker?.install,
    status: onlyDeleted ? 'bucket-deleted' : status,
    onDeletedBucket,
    tooWide: !only && isTooWide(permissions),
    buckets,
    bucket,
    bucketId: only ? only.id : named?.size === 1 ? [...named.keys()][0] : undefined,
    key: `${text}\n${access}\n${user}`.toLowerCase(),
    created: Date.parse(authorization.createdAt),
    updated: Date.parse(authorization.updatedAt),
  }
}

function namedBuckets(permissions: readonly Permission[]): ReadonlyMap<string, string | undefined> {
  const named = new Map<string, string | undefined>()
  for (const { resource } of permissions) {
    if (resource.type === 'buckets' && resource.id !== undefined) named.set(resource.id, resource.name)
  }
  return named
}

const nameOrId = ([id, name]: readonly [string, string | undefined]) => name ?? id
const isText = (name: string | undefined): name is string => name !== undefined
const accessKey = ({ action, resource: { type, id, name } }: Permission) => `${action} ${name ?? id ?? type}`

/** What a person sees of it as its name. */
export function labelOf({ device, text }: TokenEntry): string {
  return device ?? text
}
