import { accessText } from '../contract/text/access-text'
import { text as words } from '../contract/text/text'
import type { TokenKind, TokenRow } from '../contract/views'
import { readDescription } from '../domain/description'
import { isDeviceId } from '../domain/device-id'
import {
  accessOf,
  deviceBucket,
  isOnDeletedBucket,
  isOnDeletedBucketsOnly,
  type Permission,
} from '../domain/permissions'
import { kindOf } from '../domain/rights'
import type { Authorization } from '../ports/influx'

/** A listed token with everything a query looks at, read once. */
export interface TokenEntry {
  readonly authorization: Authorization
  readonly kind: TokenKind
  readonly text: string
  readonly device: string | undefined
  /** Install that made it; undefined when Fieldkey did not. */
  readonly install: string | undefined
  /** YYYY-MM-DD, UTC. */
  readonly review: string | undefined
  readonly status: TokenRow['status']
  readonly onDeletedBucket: boolean
  /** Living buckets it names. */
  readonly buckets: readonly string[]
  /** All buckets it names, for the eye. */
  readonly bucket: string
  readonly bucketId: string | undefined
  /** What a search looks in, as `searchable` has it; dates are the table's. */
  readonly key: string
  /** Milliseconds, server's clock. */
  readonly created: number
  readonly updated: number
}

/** More than these would not fit a row. */
const bucketsShown = 4

const none: readonly string[] = []
const { kinds, status: statuses, access: accessWords } = words.tokens
const writes = accessWords.actions.write
/** Stands between what is searched together; nobody types it, and it is no space. */
const apart = '\u0001'
const kindKeys = {
  device: searchable(kinds.device),
  bucket: searchable(kinds.bucket),
  'all-access': searchable(kinds['all-access']),
  operator: searchable(kinds.operator),
  other: searchable(kinds.other),
}
const statusKeys = {
  active: searchable(statuses.active),
  inactive: searchable(statuses.inactive),
  'bucket-deleted': searchable(statuses['bucket-deleted']),
}

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
  const onlyDeleted = only ? onDeletedBucket : isOnDeletedBucketsOnly(permissions)
  const kind = only ? 'device' : kindOf(permissions)
  const shown = onlyDeleted ? 'bucket-deleted' : status
  const access = only && !onDeletedBucket ? `${writes} · ${bucket}` : accessOf(permissions).map(accessText).join(apart)
  const buckets = only ? (only.name === undefined ? none : [only.name]) : [...(named?.values() ?? [])].filter(isText)
  return {
    authorization,
    kind,
    text,
    // A program's token may be called like a device; it is none.
    device: only && marker && isDeviceId(text) ? text : undefined,
    install: marker?.install,
    review: marker?.review,
    status: shown,
    onDeletedBucket,
    buckets,
    bucket,
    bucketId: only ? only.id : named?.size === 1 ? [...named.keys()][0] : undefined,
    key: `${searchable(`${text}${apart}${access}${apart}${user}`)}${apart}${kindKeys[kind]}${apart}${statusKeys[shown]}`,
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
/** A text without case, spaces and the dots between words: nobody should have to hit those to find something. */
export function searchable(shown: string): string {
  return shown.replace(/[\s·]+/g, '').toLowerCase()
}

/** What a person sees of it as its name. */
export function labelOf({ device, text }: TokenEntry): string {
  return device ?? text
}
