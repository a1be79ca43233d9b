import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sortKeys, statusFilters, tokenKinds, everyToken, type TokenFilter } from '../../../main/contract/token-query'
import { accessText } from '../../../main/contract/text/access-text'
import { formatCalendarDay, formatDate } from '../../../main/contract/text/format'
import { text as english } from '../../../main/contract/text/text'
import { deviceOf, readDescription } from '../../../main/domain/description'
import { accessOf, type Permission } from '../../../main/domain/permissions'
import type { Authorization } from '../../../main/ports/influx'
import type { TokenList } from '../../../main/services/token-index'
import { createTokenSearch } from '../../../main/services/token-query'
import { createTokenRisks } from '../../../main/services/token-risks'
import { createTokenTables } from '../../../main/services/token-table'
import { createFakeClock } from '../../support/fake-clock'
import { firstDataOf, firstLookAt, generatedTokens, hexId, thisInstall } from '../../support/generated-tokens'

const collator = new Intl.Collator('en', { numeric: true })
/** Generated dates end in 2024; the reviews of generated tokens lie around this day. */
const now = Date.UTC(2026, 0, 31, 12)
const disabledOwner = hexId(3)
const risksAt = () =>
  createTokenRisks({
    clock: createFakeClock(now),
    install: thisInstall,
    owners: { inactive: () => new Set([disabledOwner]) },
  })

const nobodys = () => false
const listOf = (rows: readonly Authorization[]): TokenList => ({ connection: 'c', rows, asOf: 0, asked: 0 })

const onBucket = ({ resource: { type, id } }: Permission) => type === 'buckets' && id !== undefined
const isDeleted = (one: Permission) => onBucket(one) && one.resource.name === undefined
const isDevice = ({ permissions: [only, ...more] }: Authorization) =>
  only !== undefined && more.length === 0 && only.action === 'write' && onBucket(only)
const deviceIn = (row: Authorization) => (isDevice(row) ? deviceOf(row.description) : undefined)
const bucketsIn = (row: Authorization) => [
  ...new Set(row.permissions.filter(onBucket).map(({ resource: { name, id } }) => name ?? id ?? '')),
]
const statusIn = (row: Authorization) =>
  row.permissions.length > 0 && row.permissions.every(isDeleted) ? 'bucket-deleted' : row.status

/** The kind, told from how the rows were generated and nothing else. */
function kindIn(row: Authorization): TokenFilter['kind'] {
  const [first] = row.permissions
  if (isDevice(row)) return 'device'
  if (row.permissions.some(({ resource: { orgId, id } }) => orgId === undefined && id === undefined)) return 'operator'
  if (first?.resource.type === 'authorizations') return 'all-access'
  return first?.action === 'read' && onBucket(first) ? 'bucket' : 'other'
}

const compact = (words: string) => words.replace(/[\s·]/g, '').toLowerCase()
const reviewIn = (row: Authorization) => readDescription(row.description).marker?.review
const reviewWords = (row: Authorization) => formatCalendarDay(reviewIn(row) ?? '')
const { kinds: kindWords, status: statusWords } = english.tokens

/** The same query, slow and plain. */
function naive(rows: readonly Authorization[], filter: TokenFilter): readonly string[] {
  const lives = rows.filter(({ status }) => status === 'active').map(deviceIn)
  const count = new Map<string, number>()
  for (const device of lives) if (device !== undefined) count.set(device, (count.get(device) ?? 0) + 1)
  const words = compact(filter.search)
  const { by } = filter.sort
  const way = filter.sort.descending ? -1 : 1
  const named = by === 'device' || by === 'bucket' || by === 'owner'
  const dated = by === 'review' || by === 'first-data'
  const keys = {
    device: (row: Authorization) => deviceIn(row) ?? readDescription(row.description).text,
    bucket: (row: Authorization) => bucketsIn(row).slice(0, 4).join(', '),
    owner: (row: Authorization) => row.user,
    review: (row: Authorization) => reviewIn(row) ?? '',
    'first-data': (row: Authorization) => firstDataOf(row) ?? '',
    id: (row: Authorization) => row.id,
    status: (row: Authorization) => String(['active', 'inactive', 'bucket-deleted'].indexOf(statusIn(row))),
    created: (row: Authorization) => String(Date.parse(row.createdAt)),
    updated: (row: Authorization) => String(Date.parse(row.updatedAt)),
  }
  const known = new Map(rows.map((row) => [row, keys[by](row)]))
  const compare = (a: Authorization, b: Authorization) => {
    const [one = '', other = ''] = [known.get(a), known.get(b)]
    if (dated && (one === '') !== (other === '')) return one === '' ? 1 : -1
    return ((named ? collator.compare(one, other) : 0) || (one < other ? -1 : one > other ? 1 : 0)) * way
  }
  // All of them end in Z and have three digits of a second: text order is time order.
  const newer = (a: Authorization, b: Authorization) =>
    a.createdAt === b.createdAt ? (a.id < b.id ? 1 : -1) : a.createdAt < b.createdAt ? 1 : -1

  return rows
    .filter((row) => {
      const { text, marker } = readDescription(row.description)
      if (words === '') return fits(row, marker?.install)
      const told = [
        text,
        row.user,
        ...accessOf(row.permissions).map(accessText),
        kindWords[kindIn(row) === 'all' ? 'other' : (kindIn(row) as keyof typeof kindWords)],
        statusWords[statusIn(row)],
        ...(/\d/.test(words) ? [formatDate(row.createdAt), formatDate(row.updatedAt), reviewWords(row)] : []),
        ...(/\d/.test(words) ? [formatDate(firstDataOf(row) ?? '')] : []),
      ]
      const byId = /^[0-9a-f]{4,16}$/.test(words) && row.id.includes(words)
      return byId || told.some((one) => compact(one).includes(words)) ? fits(row, marker?.install) : false
    })
    .sort((a, b) => compare(a, b) || newer(a, b))
    .map(({ id }) => id)

  function fits(row: Authorization, install: string | undefined): boolean {
    const { status, bucket, kind, made, risk } = filter
    const review = reviewIn(row)
    const over = review === undefined ? Infinity : Date.parse(review) + 86_400_000
    const live = row.status === 'active'
    const wide = new Set(
      row.permissions.filter(({ resource }) => resource.type === 'buckets').map((p) => p.resource.id),
    )
    const inStatus = {
      all: true,
      active: statusIn(row) === 'active',
      inactive: statusIn(row) === 'inactive',
      'bucket-deleted': row.permissions.some(isDeleted),
      duplicate: row.status === 'active' && (count.get(deviceIn(row) ?? '') ?? 0) > 1,
      'too-wide': live && kindIn(row) !== 'operator' && (wide.size > 1 || wide.has(undefined)),
      foreign: install === undefined,
      overdue: live && over <= now,
      'review-soon': live && over > now && over - now <= 31 * 86_400_000,
      'no-review': deviceIn(row) !== undefined && review === undefined,
    }[status]
    return (
      inStatus &&
      (risk !== 'review-overdue' || (live && over <= now)) &&
      (risk !== 'owner-inactive' || row.userId === disabledOwner) &&
      (kind === 'all' || kindIn(row) === kind) &&
      (bucket === '' || row.permissions.some((one) => onBucket(one) && one.resource.name === bucket)) &&
      (made === 'all' || (made === 'fieldkey' ? install !== undefined : install === thisInstall))
    )
  }
}

const filters = fc.record({
  search: fc.constantFrom(
    '',
    '',
    'pump',
    'PUMP-1',
    ' fan ',
    'üv',
    'technician 2',
    'write  plant-5',
    'write · Plant - 5',
    'read and write',
    'disabled',
    'all access',
    '12 jan 2024',
    '2026',
    '7c00',
    'read',
    '4f',
  ),
  status: fc.constantFrom(...statusFilters),
  bucket: fc.constantFrom('', '', 'Plant-7', 'Plant-3', 'plant-7'),
  kind: fc.constantFrom('all' as const, 'all' as const, ...tokenKinds),
  made: fc.constantFrom('all' as const, 'fieldkey' as const, 'here' as const),
  risk: fc.constantFrom('all' as const, 'all' as const, 'review-overdue' as const, 'owner-inactive' as const),
  sort: fc.record({ by: fc.constantFrom(...sortKeys), descending: fc.boolean() }),
})

describe('a query', () => {
  it('finds what a plain filter finds, in its order, also after the list has changed', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 90 }),
        fc.nat(),
        fc.array(filters, { minLength: 1, maxLength: 6 }),
        (size, seed, asked) => {
          const [tableOf, search, risks] = [createTokenTables(), createTokenSearch(thisInstall), risksAt()]
          const rows = generatedTokens(size, seed)
          const changed = [...rows.filter((_, i) => i % 3 > 0), ...generatedTokens(3, seed + 1)]
          for (const list of [listOf(rows), listOf(changed)]) {
            for (const filter of asked) {
              const table = tableOf(list)
              const around = { look: risks(table, 'c', nobodys), first: firstLookAt(list.rows) }
              const found = [...search(table, filter, around)].map((place) => table.entries[place]?.authorization.id)
              expect(found).toEqual(naive(list.rows, filter))
            }
          }
        },
      ),
      { numRuns: 150 },
    )
  })

  it('does so over 100,000 rows', () => {
    const rows = generatedTokens(100_000)
    const [tableOf, search] = [createTokenTables(), createTokenSearch(thisInstall)]
    const table = tableOf(listOf(rows))
    const around = { look: risksAt()(table, 'c', nobodys), first: firstLookAt(rows) }
    const asked: readonly Partial<TokenFilter>[] = [
      {},
      { search: 'pump-1', sort: { by: 'device', descending: false } },
      { status: 'duplicate', sort: { by: 'bucket', descending: true } },
      { kind: 'bucket', made: 'here', sort: { by: 'owner', descending: false } },
      { bucket: 'Plant-7', status: 'too-wide', sort: { by: 'updated', descending: true } },
      { risk: 'review-overdue', sort: { by: 'review', descending: false } },
      { search: '12 jan 2024', sort: { by: 'first-data', descending: true } },
      { made: 'here', sort: { by: 'first-data', descending: false } },
      { status: 'inactive', sort: { by: 'id', descending: true } },
    ]
    for (const change of asked) {
      const filter = { ...everyToken, ...change }
      const found = [...search(table, filter, around)].map((place) => table.entries[place]?.authorization.id)
      expect(found.length).toBeGreaterThan(50)
      // One comparison of two texts: printing a difference of 100,000 lines helps nobody.
      expect(found.join() === naive(rows, filter).join(), JSON.stringify(change)).toBe(true)
    }
  }, 120_000)

  it('finds a token by each thing that the hint of the search box names', () => {
    const rows = generatedTokens(300)
    const table = createTokenTables()(listOf(rows))
    const around = { look: risksAt()(table, 'c', nobodys), first: firstLookAt(rows) }
    const one = rows.find((row) => deviceIn(row) !== undefined && bucketsIn(row)[0] !== undefined)
    const program = rows.find((row) => !isDevice(row))
    if (!one || !program) throw new Error('generated tokens are of every kind')
    const named = [readDescription(program.description).text, deviceIn(one), bucketsIn(one)[0], one.user, one.id]
    expect(english.tokens.searchHint).toBe('Device, bucket, owner, token ID')
    for (const search of named) {
      const found = createTokenSearch(thisInstall)(table, { ...everyToken, search: search ?? '-' }, around)
      const ids = [...found].map((place) => table.entries[place]?.authorization.id)
      expect(ids).toContain(search === named[0] ? program.id : one.id)
    }
  })

  it('names the living buckets, sorted as people sort', () => {
    const table = createTokenTables()(listOf(generatedTokens(3000)))
    const names = table.bucketNames()
    expect(names.slice(0, 4)).toEqual(['Plant-0', 'Plant-1', 'Plant-2', 'Plant-4'])
    expect(names.indexOf('Plant-10')).toBeGreaterThan(names.indexOf('Plant-9'))
    expect(new Set(names).size).toBe(names.length)
  })

  it('reads rows that stayed only once', () => {
    const tableOf = createTokenTables()
    const rows = generatedTokens(10)
    const before = tableOf(listOf(rows)).entries
    const after = tableOf(listOf(rows.slice(1))).entries
    expect(after).toHaveLength(9)
    for (const entry of after) expect(before).toContain(entry)
  })
})
