import { assertNever } from '../contract/result'
import type { RiskKind, TokenFilter } from '../contract/token-query'
import type { FirstLook } from './first-look'
import { searchable, type TokenEntry } from './token-entries'
import type { RiskLook } from './token-risks'
import type { TokenTable } from './token-table'

/** Finds the tokens a filter asks for, in its order; asked the same again, it answers without looking. */
export type TokenSearch = (
  table: TokenTable,
  filter: TokenFilter,
  around: { readonly look: RiskLook; readonly first: FirstLook },
) => Uint32Array

/** Makes the search of `install`'s window; answers are places in the table's entries. */
export function createTokenSearch(install: string): TokenSearch {
  let last:
    | {
        readonly table: TokenTable
        readonly asked: string
        readonly look: RiskLook
        readonly first: FirstLook
        readonly found: Uint32Array
      }
    | undefined

  return (table, filter, { look, first }) => {
    const { search, status, bucket, kind, made, risk, sort } = filter
    const asked = JSON.stringify([search, status, bucket, kind, made, risk, sort.by, sort.descending])
    if (last?.table === table && last.asked === asked && last.look === look && last.first === first) return last.found
    const order = table.order(sort, first)
    const words = searchable(search)
    const digits = /^[0-9a-f]{4,16}$/.test(words) ? words : undefined
    const dates = /\d/.test(words) ? table.dates() : undefined
    const inStatus = statusTest(status, table, look)
    const found = order.filter((place) => {
      const entry = table.entries[place]
      return (
        entry !== undefined &&
        (words === '' ||
          entry.key.includes(words) ||
          (dates !== undefined &&
            (dates[place]?.includes(words) === true ||
              first.words(entry.authorization.id)?.includes(words) === true)) ||
          (digits !== undefined && entry.authorization.id.includes(digits))) &&
        (kind === 'all' || entry.kind === kind) &&
        (bucket === '' || entry.buckets.includes(bucket)) &&
        (made === 'all' || (made === 'here' ? entry.install === install : entry.install !== undefined)) &&
        (risk === 'all' || hasRisk(look.risks(entry), risk)) &&
        inStatus(entry)
      )
    })
    last = { table, asked, look, first, found }
    return found
  }
}

/** Whether a token is live and another one of its device is too. */
export function isDuplicate({ device, authorization }: TokenEntry, table: TokenTable): boolean {
  return device !== undefined && authorization.status === 'active' && table.lives(device) > 1
}

const hasRisk = (risks: readonly RiskKind[], wanted: 'any' | RiskKind) =>
  wanted === 'any' ? risks.length > 0 : risks.includes(wanted)

/** Days before a review date from which on it is due soon. */
const reviewSoon = 30

function statusTest(status: TokenFilter['status'], table: TokenTable, look: RiskLook): (entry: TokenEntry) => boolean {
  switch (status) {
    case 'all':
      return () => true
    case 'active':
    case 'inactive':
      return (entry) => entry.status === status
    case 'bucket-deleted':
      return ({ onDeletedBucket }) => onDeletedBucket
    case 'duplicate':
      return (entry) => isDuplicate(entry, table)
    case 'too-wide':
      return (entry) => look.risks(entry).includes('too-wide')
    case 'foreign':
      return ({ install }) => install === undefined
    case 'overdue':
      return (entry) => (look.reviewIn(entry) ?? 0) < 0
    case 'review-soon':
      return (entry) => {
        const days = look.reviewIn(entry) ?? -1
        return days >= 0 && days <= reviewSoon
      }
    case 'no-review':
      return ({ device, review }) => device !== undefined && review === undefined
    default:
      return assertNever(status)
  }
}
