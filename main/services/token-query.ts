import { assertNever } from '../contract/result'
import type { TokenFilter } from '../contract/token-query'
import type { TokenEntry } from './token-entries'
import type { TokenTable } from './token-table'

/** Finds the tokens a filter asks for, in its order; asked the same again, it answers without looking. */
export type TokenSearch = (table: TokenTable, filter: TokenFilter) => Uint32Array

/** Makes the search of `install`'s window; answers are places in the table's entries. */
export function createTokenSearch(install: string): TokenSearch {
  let last: { readonly table: TokenTable; readonly asked: string; readonly found: Uint32Array } | undefined

  return (table, { search, status, bucket, kind, made, sort }) => {
    const asked = JSON.stringify([search, status, bucket, kind, made, sort.by, sort.descending])
    if (last?.table === table && last.asked === asked) return last.found
    const order = table.order(sort)
    const words = search
      .replace(/[\s·]+/g, ' ')
      .trim()
      .toLowerCase()
    const compact = words.replaceAll(' ', '')
    const digits = /^[0-9a-f]{4,16}$/.test(compact) ? compact : undefined
    const inStatus = statusTest(status, table)
    const found = order.filter((place) => {
      const entry = table.entries[place]
      return (
        entry !== undefined &&
        (words === '' ||
          entry.key.includes(words) ||
          (digits !== undefined && entry.authorization.id.includes(digits))) &&
        (kind === 'all' || entry.kind === kind) &&
        (bucket === '' || entry.buckets.includes(bucket)) &&
        (made === 'all' || (made === 'here' ? entry.install === install : entry.install !== undefined)) &&
        inStatus(entry)
      )
    })
    last = { table, asked, found }
    return found
  }
}

/** Whether a token is live and another one of its device is too. */
export function isDuplicate({ device, authorization }: TokenEntry, table: TokenTable): boolean {
  return device !== undefined && authorization.status === 'active' && table.lives(device) > 1
}

function statusTest(status: TokenFilter['status'], table: TokenTable): (entry: TokenEntry) => boolean {
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
      return ({ tooWide }) => tooWide
    case 'foreign':
      return ({ install }) => install === undefined
    default:
      return assertNever(status)
  }
}
