import type { RiskKind } from '../contract/token-query'
import type { TokenKind } from '../contract/views'
import { isOnDeletedBucket, isOnDeletedBucketsOnly, type Permission } from './permissions'
import { isOverdue } from '../contract/review-date'
import { isTooWide } from './rights'

/** As much of a token as its risks depend on. Times in milliseconds. */
export interface Suspect {
  readonly permissions: readonly Permission[]
  readonly kind: TokenKind
  /** Surely the token of the connection itself. */
  readonly own: boolean
  readonly active: boolean
  /** Device ID when Fieldkey made it for one. */
  readonly device: string | undefined
  /** User ID. */
  readonly owner: string
  /** Install that made it; undefined when Fieldkey did not. */
  readonly install: string | undefined
  /** YYYY-MM-DD, UTC. */
  readonly review: string | undefined
  readonly created: number
  readonly updated: number
}

/** What a token is judged against. */
export interface Surroundings {
  /** Milliseconds. */
  readonly now: number
  /** This laptop's. */
  readonly install: string
  /** Devices with several live tokens: how many each owner has. */
  readonly doubled: ReadonlyMap<string, ReadonlyMap<string, number>>
  /** User IDs; empty where the connection may not see it. */
  readonly inactiveOwners: ReadonlySet<string>
}

const day = 86_400_000

/** How long a token may stay disabled before it is only something to forget. */
const longInactive = 30 * day

/** A token of another laptop that is off for longer was left behind. */
const handoverAtRest = day

/** So long after it was made a handover may still switch its token: later it is a person who does. */
const handoverAtWork = 600_000

/** The devices with several live tokens, and how many of them each owner has. */
export function doubledDevices(
  tokens: readonly Pick<Suspect, 'active' | 'device' | 'owner'>[],
): Surroundings['doubled'] {
  const counts = new Map<string, number>()
  const live = tokens.filter(({ active, device }) => active && device !== undefined)
  for (const { device = '' } of live) counts.set(device, (counts.get(device) ?? 0) + 1)
  const doubled = new Map<string, Map<string, number>>()
  for (const { device = '', owner } of live) {
    if ((counts.get(device) ?? 0) < 2) continue
    const owners = doubled.get(device) ?? new Map<string, number>()
    doubled.set(device, owners.set(owner, (owners.get(owner) ?? 0) + 1))
  }
  return doubled
}

/** What is risky about a token, the gravest first. */
export function risksOf(token: Suspect, around: Surroundings): readonly RiskKind[] {
  return rules.filter(([, applies]) => applies(token, around)).map(([kind]) => kind)
}

type Rule = (token: Suspect, around: Surroundings) => boolean

const rules: readonly (readonly [RiskKind, Rule])[] = [
  ['owner-inactive', ({ owner }, { inactiveOwners }) => inactiveOwners.has(owner)],
  ['review-overdue', ({ active, review }, { now }) => active && review !== undefined && isOverdue(review, now)],
  ['other-owner', ({ active, device }, { doubled }) => active && ownersOf(device, doubled).size > 1],
  ['duplicate', ({ active, device, owner }, { doubled }) => active && (ownersOf(device, doubled).get(owner) ?? 0) > 1],
  ['too-wide', (token) => token.active && isTooWide(token)],
  ['reads-too', ({ active, permissions }) => active && readsWhatItWrites(permissions)],
  ['bucket-deleted', ({ permissions }) => isOnDeletedBucketsOnly(permissions)],
  ['bucket-missing', ({ active, permissions }) => active && lacksOneOfItsBuckets(permissions)],
  ['left-behind', (token, { now, install }) => isLeftBehind(token, install) && now - token.updated > handoverAtRest],
  ['inactive-long', ({ active, updated }, { now }) => !active && now - updated > longInactive],
]

const nobody: ReadonlyMap<string, number> = new Map()
const ownersOf = (device: string | undefined, doubled: Surroundings['doubled']) =>
  (device === undefined ? undefined : doubled.get(device)) ?? nobody

/** Another laptop made it, and it was never switched on, or off again while it was being handed over. */
function isLeftBehind({ active, install, created, updated }: Suspect, here: string): boolean {
  return !active && install !== undefined && install !== here && updated - created <= handoverAtWork
}

/** A bucket is gone, and what else the token may do still works. */
function lacksOneOfItsBuckets(permissions: readonly Permission[]): boolean {
  return permissions.some(isOnDeletedBucket) && !isOnDeletedBucketsOnly(permissions)
}

/** One bucket, read and written by a token that does nothing else: a device only writes. */
function readsWhatItWrites(permissions: readonly Permission[]): boolean {
  const [first] = permissions
  const id = first?.resource.id
  if (id === undefined || permissions.length < 2) return false
  const has = new Set(permissions.map(({ action }) => action))
  return has.size === 2 && permissions.every(({ resource }) => resource.type === 'buckets' && resource.id === id)
}
