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

/** The name of a laptop's own user: what the person wrote, and enough of the nonce that it can be found again. */
export function laptopUser(text: string, nonce: string): string {
  return `${text} (fieldkey ${nonce.slice(0, 16)})`
}

/** Whether a token's description says, in a person's words, that it was made for Fieldkey: nothing else will need it. */
export function isMadeForFieldkey(description: string): boolean {
  return /\bfieldkey\b/i.test(readDescription(description).text)
}

/** What the list of laptops looks at in an authorization. */
export interface LaptopRow {
  readonly id: string
  readonly description: string
  readonly userId: string
  readonly user: string
  readonly permissions: readonly Permission[]
}

/**
 * Laptops by the owners of their tokens. `keeps` names the rows that Fieldkey itself may be working with: an owner with no
 * other laptop's token is this laptop and cannot be given up here.
 */
export function laptopsOf<R extends LaptopRow>(
  rows: readonly R[],
  here: string,
  keeps: (row: R) => boolean,
): readonly LaptopView[] {
  const byOwner = new Map<string, R[]>()
  for (const row of rows) byOwner.set(row.userId, [...(byOwner.get(row.userId) ?? []), row])
  return [...byOwner].flatMap(([userId, all]) => {
    const laptops = all.filter((row) => readDescription(row.description).marker?.role && !keeps(row))
    const [first] = laptops
    if (first === undefined) return []
    const devices = all.filter(({ permissions }) => isDeviceToken(permissions)).length
    return [
      {
        userId,
        owner: first.user,
        names: [...new Set(laptops.map(({ description }) => readDescription(description).text))],
        tokens: all.filter((row) => isLaptops(row) && !keeps(row)).length,
        devices,
        shared: userId === here,
      },
    ]
  })
}

/** Whether a lost laptop may have a row's token, or have minted it for itself: every token but the devices'. */
export function isLaptops({ permissions }: Pick<LaptopRow, 'permissions'>): boolean {
  return !isDeviceToken(permissions)
}
