import type { TokenRow } from '../contract/views'
import { accessOf, reachOf } from '../domain/permissions'
import { isDeviceToken, kindOf } from '../domain/rights'
import type { Authorization } from '../ports/influx'
import type { Connection } from '../ports/ledger'
import type { FirstLook } from './first-look'
import type { TokenEntry } from './token-entries'
import { isDuplicate } from './token-query'
import type { RiskLook } from './token-risks'
import type { TokenTable } from './token-table'

const accessShown = 4

/** A token as the window lists it. */
export function rowOf(
  entry: TokenEntry,
  around: {
    readonly table: TokenTable
    readonly connection: Connection
    readonly install: string
    readonly look: RiskLook
    readonly first: FirstLook
    readonly inactiveOwners: ReadonlySet<string>
  },
): TokenRow {
  const { table, connection, install, look, first, inactiveOwners } = around
  const { authorization, device, bucketId, review } = entry
  const { id, status, user, userId, createdAt, updatedAt, permissions } = authorization
  const access = accessOf(permissions)
  const risks = look.risks(entry)
  const firstDataAt = first.at(id)
  return {
    id,
    kind: entry.kind,
    description: entry.text,
    ...(device === undefined ? {} : { device }),
    bucket: entry.bucket,
    ...(bucketId === undefined ? {} : { bucketId }),
    access: access.slice(0, accessShown),
    accessCount: access.length,
    status: entry.status,
    active: status === 'active',
    owner: user,
    userId,
    createdAt,
    updatedAt,
    byFieldkey: entry.install !== undefined,
    madeHere: entry.install === install,
    duplicate: isDuplicate(entry, table),
    tooWide: risks.includes('too-wide'),
    ...(review === undefined ? {} : { review }),
    overdue: (look.reviewIn(entry) ?? 0) < 0,
    ...(firstDataAt === undefined ? {} : { firstDataAt }),
    awaitsData: first.awaits(id),
    risks,
    own: couldBeOwn(authorization, connection),
    lastOperator: isLastOperator(authorization, table.operators, { inactiveOwners }),
  }
}

/**
 * Whether a row may be the connection's own token. Tokens are hashed on the server, so a pasted token's row may be any of
 * its owner's that could do what it does: only one that may write tokens can revoke itself, and only an operator's sees
 * every user, which the server has shown the connection's to do or not.
 */
export function couldBeOwn(
  row: Authorization,
  { authId, owner, operator }: Pick<Connection, 'authId' | 'owner' | 'operator'>,
): boolean {
  if (authId !== undefined) return row.id === authId
  if (row.userId !== owner.id || row.status !== 'active' || isDeviceToken(row.permissions)) return false
  const may = (action: 'read' | 'write', type: string, everywhere: boolean) =>
    row.permissions.some(
      (one) => one.action === action && one.resource.type === type && (!everywhere || reachOf(one) === 'instance'),
    )
  return may('write', 'authorizations', false) && operator === may('read', 'users', true)
}

/**
 * Tells the row that is surely the connection's own: the only one that could be. Of several any may be somebody else's, and
 * a risk.
 */
export function surelyOwn(
  entries: readonly Pick<TokenEntry, 'authorization'>[],
  connection: Parameters<typeof couldBeOwn>[1],
): (row: Authorization) => boolean {
  let could: readonly Authorization[] | undefined
  return ({ id }) => {
    could ??= entries.map(({ authorization }) => authorization).filter((row) => couldBeOwn(row, connection))
    return could.length === 1 && could[0]?.id === id
  }
}

/**
 * Whether no other operator token that works is among `rows`. Those in `ending` do not count, nor do those of a disabled
 * user, which the server refuses.
 */
export function isLastOperator(
  { id, permissions }: Authorization,
  rows: readonly Authorization[],
  without: { readonly ending?: ReadonlySet<string>; readonly inactiveOwners: ReadonlySet<string> },
): boolean {
  if (kindOf(permissions) !== 'operator') return false
  const works = (other: Authorization) =>
    other.status === 'active' && without.ending?.has(other.id) !== true && !without.inactiveOwners.has(other.userId)
  return !rows.some((other) => other.id !== id && works(other) && kindOf(other.permissions) === 'operator')
}
