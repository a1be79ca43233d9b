import type { LaptopView } from '../contract/laptop-views'
import { readDescription } from './description'
import type { Permission } from './permissions'
import { isDeviceToken } from './rights'

/** What a laptop token may do. */
export interface LaptopRights {
  readonly orgId: string
  readonly buckets: readonly string[]
  /** Also see whether a device's data arrives. */
  readonly read: boolean
}

/**
 * The permissions of a laptop token: its own tokens, its own user, and the buckets it may give devices. With no more
 * InfluxDB OSS 2.9.1 lets it mint, list and revoke, and refuses it every other bucket.
 */
export function laptopScope({ orgId, buckets, read }: LaptopRights, owner: string): readonly Permission[] {
  const both = (resource: Permission['resource']) =>
    (['read', 'write'] as const).map((action) => ({ action, resource }))
  return [
    ...both({ type: 'authorizations', orgId }),
    ...both({ type: 'users', id: owner }),
    ...buckets.flatMap((id): readonly Permission[] => {
      const resource = { type: 'buckets', id, orgId }
      return read ? both(resource) : [{ action: 'write', resource }]
    }),
  ]
}

/** The buckets among a laptop token's permissions. */
export function bucketsOf(permissions: readonly Permission[]): readonly string[] {
  const ids = permissions.flatMap(({ resource: { type, id } }) => (type === 'buckets' && id !== undefined ? [id] : []))
  return [...new Set(ids)]
}

/** Whether a row is a laptop token with which one of these buckets would not have been listed: it may not read it. */
export function wouldMiss(
  { description, permissions }: LaptopRow,
  buckets: readonly { readonly id: string }[],
): boolean {
  if (readDescription(description).marker?.role === undefined) return false
  const readable = permissions.filter(({ action, resource }) => action === 'read' && resource.type === 'buckets')
  return !buckets.every(({ id }) => readable.some(({ resource }) => resource.id === undefined || resource.id === id))
}

/** The name of a laptop's own user: what the person wrote, and enough of the nonce that it can be found again. */
export function laptopUser(text: string, nonce: string): string {
  return `${text} (fieldkey ${nonce.slice(0, 16)})`
}

/** A name that `laptopUser` gave, and what the person wrote. */
const laptopNamed = /^(.*) \(fieldkey [0-9a-f]{16}\)$/s

/** Whether a token's description says, in a person's words, that it was made for Fieldkey: nothing else will need it. */
export function isMadeForFieldkey(description: string): boolean {
  return /\bfieldkey\b/i.test(readDescription(description).text)
}

/** What the list of laptops looks at in an authorization. */
export interface LaptopRow {
  readonly id: string
  readonly description: string
  readonly userId: string
  readonly permissions: readonly Permission[]
}

/** What the list of laptops looks at in a user. */
export interface LaptopUser {
  readonly id: string
  readonly name: string
}

/** What the list of laptops has to know about the laptop it is made on. */
export interface Here<R> {
  /** Owner of the token in use. */
  readonly here: string
  /** Rows that Fieldkey itself may be working with, or that nobody can do without. */
  readonly keeps: (row: R) => boolean
  /** How many tokens of a user would be revoked. */
  readonly going: (user: LaptopUser) => number
}

/**
 * Users that are laptops. Whoever has a laptop can describe its tokens anew, or revoke them once it has made copies, so not
 * only our mark counts: also the rights without which none of its tokens makes another, and the name Fieldkey gave the
 * user. A user with no token left is in the list too, because a finder may have set its password.
 */
export function laptopsOf<R extends LaptopRow>(
  rows: readonly R[],
  users: readonly LaptopUser[],
  { here, keeps, going }: Here<R>,
): readonly LaptopView[] {
  const byOwner = new Map<string, R[]>()
  for (const row of rows) byOwner.set(row.userId, [...(byOwner.get(row.userId) ?? []), row])
  return users.flatMap((user) => {
    const all = byOwner.get(user.id) ?? []
    const others = all.filter((row) => !keeps(row))
    const marked = others.filter(({ description }) => readDescription(description).marker?.role)
    const named = user.id === here ? undefined : laptopNamed.exec(user.name)?.[1]
    if (marked.length === 0 && named === undefined && !others.some(canMintForNamedBuckets)) return []
    const names = marked.map(({ description }) => readDescription(description).text)
    return [
      {
        userId: user.id,
        owner: user.name,
        names: names.length > 0 ? [...new Set(names)] : [named ?? user.name],
        tokens: going(user),
        devices: all.filter(({ permissions }) => isDeviceToken(permissions)).length,
        shared: user.id === here,
      },
    ]
  })
}

/** A laptop token's rights, whatever its description says: it mints for itself, and reaches buckets by ID only. */
function canMintForNamedBuckets({ permissions, userId }: LaptopRow): boolean {
  const mayWrite = (type: string, id?: string) =>
    permissions.some(
      ({ action, resource }) =>
        action === 'write' && resource.type === type && (id === undefined || resource.id === id),
    )
  const wide = permissions.some(({ resource: { type, id } }) => type === 'buckets' && id === undefined)
  return mayWrite('authorizations') && mayWrite('users', userId) && !wide
}

/** Whether a lost laptop may have a row's token, or have minted it for itself: every token but the devices'. */
export function isLaptops({ permissions }: Pick<LaptopRow, 'permissions'>): boolean {
  return !isDeviceToken(permissions)
}
