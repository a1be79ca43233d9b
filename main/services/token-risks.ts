import type { RiskKind } from '../contract/token-query'
import { daysLeft } from '../contract/review-date'
import { doubledDevices, risksOf, type Suspect, type Surroundings } from '../domain/risks'
import type { Clock } from '../ports/clock'
import type { Authorization } from '../ports/influx'
import type { Owners } from './owners'
import type { TokenEntry } from './token-entries'
import type { TokenTable } from './token-table'

/** What is risky in one table, as things stand. */
export interface RiskLook {
  risks(entry: TokenEntry): readonly RiskKind[]
  /** Whole days until the review date of a live token is over, below 0 once it is; undefined without one. */
  reviewIn(entry: TokenEntry): number | undefined
}

/** Whether a row is surely the connection's own token. */
export type IsOwn = (row: Authorization) => boolean

/** Looks for risks in the tokens of a connection. The answer stays the same object for a minute: most risks take days. */
export type TokenRisks = (table: TokenTable, connectionId: string, isOwn: IsOwn) => RiskLook

const freshFor = 60_000

/** Makes the look of `install`. */
export function createTokenRisks(parts: {
  readonly clock: Clock
  readonly install: string
  readonly owners: Pick<Owners, 'inactive'>
}): TokenRisks {
  const { clock, install, owners } = parts
  const looks = new WeakMap<TokenTable, { look: RiskLook; at: number; inactiveOwners: ReadonlySet<string> }>()

  return (table, connectionId, isOwn) => {
    const now = clock.now()
    const inactiveOwners = owners.inactive(connectionId)
    const known = looks.get(table)
    const old = known === undefined || now < known.at || now - known.at > freshFor
    if (!old && known.inactiveOwners === inactiveOwners) return known.look
    const look = lookAt(table, { now, install, inactiveOwners }, isOwn)
    looks.set(table, { look, at: now, inactiveOwners })
    return look
  }
}

function lookAt({ entries, lives }: TokenTable, around: Omit<Surroundings, 'doubled'>, isOwn: IsOwn): RiskLook {
  const suspect = (entry: TokenEntry) => toSuspect(entry, isOwn(entry.authorization))
  const found = new Map<TokenEntry, readonly RiskKind[]>()
  let against: Surroundings | undefined
  const isDoubled = ({ device }: TokenEntry) => device !== undefined && lives(device) > 1
  return {
    risks(entry) {
      against ??= { ...around, doubled: doubledDevices(entries.filter(isDoubled).map(suspect)) }
      const known = found.get(entry) ?? risksOf(suspect(entry), against)
      found.set(entry, known)
      return known
    },
    reviewIn: ({ review, authorization }) =>
      review === undefined || authorization.status !== 'active' ? undefined : daysLeft(review, around.now),
  }
}

function toSuspect(
  { authorization, kind, device, install, review, created, updated }: TokenEntry,
  own: boolean,
): Suspect {
  const { permissions, status, userId } = authorization
  const active = status === 'active'
  return { permissions, kind, own, active, device, owner: userId, install, review, created, updated }
}
