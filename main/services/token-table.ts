import { assertNever } from '../contract/result'
import type { TokenFilter } from '../contract/token-query'
import type { Authorization } from '../ports/influx'
import type { FirstLook } from './first-look'
import { compareNames, createNameRanks, type NameRanks } from './name-ranks'
import { datesOf } from './token-dates'
import { labelOf, readEntry, type TokenEntry } from './token-entries'
import type { TokenList } from './token-index'

/** A list of tokens made ready for queries; each part is made when it is first asked for. */
export interface TokenTable {
  /** Newest first. */
  readonly entries: readonly TokenEntry[]
  /** Live tokens of a device, by its ID. */
  lives(device: string): number
  /** Active operator tokens. */
  readonly operators: readonly Authorization[]
  /** Names of living buckets that tokens have access to, sorted. */
  bucketNames(): readonly string[]
  /** For each of `entries`, the dates of its own record, as `searchable` has them. */
  dates(): readonly string[]
  /** Places in `entries`, sorted; among equals the newest first, and what has no such date last, whichever way. */
  order(sort: TokenFilter['sort'], first: FirstLook): Uint32Array
}

/** Makes tables; rows that did not change since the last list are not read again. */
export function createTokenTables(): (list: TokenList) => TokenTable {
  let read: ReadonlyMap<Authorization, TokenEntry> = new Map()
  const made = new WeakMap<TokenList, TokenTable>()
  const ranks = { device: createNameRanks(), bucket: createNameRanks(), owner: createNameRanks() }

  return (list) => {
    const known = made.get(list)
    if (known) return known
    read = new Map(list.rows.map((row) => [row, read.get(row) ?? readEntry(row)]))
    const table = createTable([...read.values()].sort(newestFirst), ranks)
    made.set(list, table)
    return table
  }
}

function newestFirst(a: TokenEntry, b: TokenEntry): number {
  return b.created - a.created || (a.authorization.id < b.authorization.id ? 1 : -1)
}

function createTable(
  entries: readonly TokenEntry[],
  ranks: Readonly<Record<'device' | 'bucket' | 'owner', NameRanks>>,
): TokenTable {
  const orders = new Map<string, { readonly order: Uint32Array; readonly first: FirstLook }>()
  const lives = new Map<string, number>()
  const operators: Authorization[] = []
  for (const { authorization, device, kind } of entries) {
    if (authorization.status !== 'active') continue
    if (device !== undefined) lives.set(device, (lives.get(device) ?? 0) + 1)
    if (kind === 'operator') operators.push(authorization)
  }
  let bucketNames: readonly string[] | undefined
  let dates: readonly string[] | undefined

  const byName = (column: keyof typeof ranks, name: (entry: TokenEntry) => string) => {
    const places = ranks[column].of(new Set(entries.map(name)))
    return entries.map((entry) => places.get(name(entry)) ?? 0)
  }
  const firstTimes = (first: FirstLook) =>
    entries.map(({ authorization }) => {
      const at = first.at(authorization.id)
      // Of one length: text order is time order.
      return at === undefined ? undefined : String(Date.parse(at)).padStart(16, '0')
    })
  const sortBy = ({ by, descending }: TokenFilter['sort'], first: FirstLook): Uint32Array => {
    switch (by) {
      case 'device':
        return sortPlaces(byName(by, labelOf), descending)
      case 'bucket':
        return sortPlaces(
          byName(by, ({ bucket }) => bucket),
          descending,
        )
      case 'owner':
        return sortPlaces(
          byName(by, ({ authorization }) => authorization.user),
          descending,
        )
      case 'review':
        return sortPlaces(
          placesOf(
            entries.map(({ review }) => review),
            descending,
          ),
          descending,
        )
      case 'first-data':
        return sortPlaces(placesOf(firstTimes(first), descending), descending)
      case 'id':
        return sortPlaces(
          placesOf(
            entries.map(({ authorization }) => authorization.id),
            descending,
          ),
          descending,
        )
      case 'status':
        return sortPlaces(
          entries.map(({ status }) => statusPlaces[status]),
          descending,
        )
      case 'created':
        return descending
          ? inOrder(entries.length)
          : sortTimes(
              entries.map(({ created }) => created),
              false,
            )
      case 'updated':
        return sortTimes(
          entries.map(({ updated }) => updated),
          descending,
        )
      default:
        return assertNever(by)
    }
  }

  return {
    entries,
    operators,
    lives: (device) => lives.get(device) ?? 0,
    bucketNames: () => (bucketNames ??= [...new Set(entries.flatMap(({ buckets }) => buckets))].sort(compareNames)),
    dates: () => (dates ??= datesOf(entries)),
    order(sort, first) {
      const name = `${sort.by} ${String(sort.descending)}`
      const known = orders.get(name)
      // Handovers go on while the list stays: only this order is theirs.
      if (known && (sort.by !== 'first-data' || known.first === first)) return known.order
      const order = sortBy(sort, first)
      orders.set(name, { order, first })
      return order
    },
  }
}

const statusPlaces = { active: 0, inactive: 1, 'bucket-deleted': 2 } as const

/** Sorts by place, then by position: both packed into one number, which typed arrays sort without a comparison function. */
function sortPlaces(places: readonly number[], descending: boolean): Uint32Array {
  const count = places.length
  const last = places.reduce((high, place) => Math.max(high, place), 0)
  const packed = Float64Array.from(places, (place, i) => (descending ? last - place : place) * count + i).sort()
  return Uint32Array.from(packed, (one) => one % count)
}

const inOrder = (count: number) => Uint32Array.from({ length: count }, (_, place) => place)

function sortTimes(times: readonly number[], descending: boolean): Uint32Array {
  const at = (place: number) => times[place] ?? 0
  return inOrder(times.length).sort((a, b) => (descending ? at(b) - at(a) : at(a) - at(b)) || a - b)
}

/** Places of texts, the lowest first; nothing at all comes after the last, from either end. */
function placesOf(values: readonly (string | undefined)[], descending: boolean): readonly number[] {
  const sorted = [...new Set(values)].filter((one) => one !== undefined).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  const places = new Map<string | undefined, number>(sorted.map((one, place) => [one, place]))
  return values.map((one) => places.get(one) ?? (descending ? -1 : sorted.length))
}
