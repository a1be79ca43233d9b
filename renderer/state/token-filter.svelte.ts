import { everyToken, type TokenFilter } from '../../main/contract/token-query'

const longestSearch = 200

/** What the list can be sorted by. */
export type SortKey = TokenFilter['sort']['by']

/** The sort after a column's button was pressed: upwards, downwards, then newest first again. */
export function nextSort(sort: TokenFilter['sort'], by: SortKey): TokenFilter['sort'] {
  if (sort.by !== by) return { by, descending: false }
  if (by === 'created') return { by, descending: !sort.descending }
  return sort.descending ? everyToken.sort : { by, descending: true }
}

/** What may stand around an ID that was copied from somewhere: quotes, brackets, and the punctuation of a text. */
const around = /^[\s"'`´‘’“”„«»<>()[\]{}]+|[\s"'`´‘’“”„«»<>()[\]{}.,;:]+$/g

/** An authorization ID when all of `search` is one, or its address in InfluxDB; spaces, quotes and case apart. */
export function wholeId(search: string): string | undefined {
  const bare = search.replace(around, '')
  const address = /\/authorizations\/([^/?#]+)\/?(?:[?#].*)?$/i.exec(bare)?.[1]
  const compact = (address ?? bare).replace(/[\s·]/g, '').toLowerCase()
  return /^[0-9a-f]{16}$/.test(compact) ? compact : undefined
}

/** Search, filters and sort of the Tokens screen; they outlive leaving it. */
export class FilterState {
  search = $state('')
  status = $state<TokenFilter['status']>('all')
  bucket = $state('')
  kind = $state<TokenFilter['kind']>('all')
  made = $state<TokenFilter['made']>('all')
  risk = $state<TokenFilter['risk']>('all')
  sort = $state.raw<TokenFilter['sort']>(everyToken.sort)

  /** Whether anything is left out; an order leaves nothing out. */
  get any(): boolean {
    return (
      this.search.trim() !== '' ||
      this.status !== 'all' ||
      this.bucket !== '' ||
      this.kind !== 'all' ||
      this.made !== 'all' ||
      this.risk !== 'all'
    )
  }

  /** As main wants it. */
  get question(): TokenFilter {
    const search = this.search.replace(/\s+/g, ' ').trim().slice(0, longestSearch)
    const { status, bucket, kind, made, risk, sort } = this
    return { search: wholeId(search) ?? search, status, bucket, kind, made, risk, sort }
  }

  clear() {
    this.search = ''
    this.status = 'all'
    this.bucket = ''
    this.kind = 'all'
    this.made = 'all'
    this.risk = 'all'
  }
}
