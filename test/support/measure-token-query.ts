import { createClock } from '../../main/adapters/clock'
import { everyToken, sortKeys, type TokenFilter } from '../../main/contract/token-query'
import type { TokenList } from '../../main/services/token-index'
import { createTokenSearch } from '../../main/services/token-query'
import { createTokenRisks } from '../../main/services/token-risks'
import { createTokenTables } from '../../main/services/token-table'
import { firstLookAt, generatedTokens, thisInstall } from './generated-tokens'

/** Times queries over 100,000 generated rows and prints milliseconds. Figures for people; nothing is asserted. */
export function measureTokenQuery(count = 100_000): readonly string[] {
  const said: string[] = []
  const nobody: ReadonlySet<string> = new Set()
  const time = <T>(name: string, act: () => T): T => {
    const start = performance.now()
    const value = act()
    said.push(`${name}: ${(performance.now() - start).toFixed(1)} ms`)
    return value
  }
  const rows = generatedTokens(count)
  const list = (all: TokenList['rows']): TokenList => ({ connection: 'c', rows: all, asOf: 0, asked: 0 })
  const [tableOf, search] = [createTokenTables(), createTokenSearch(thisInstall)]
  const all = list(rows)
  const table = time(`read ${String(count)} rows once`, () => tableOf(all))
  const first = time('what is known of first data', () => firstLookAt(rows))
  const risks = createTokenRisks({ clock: createClock(), install: thisInstall, owners: { inactive: () => nobody } })
  const query = (name: string, change: Partial<TokenFilter>, on = table) =>
    time(name, () => search(on, { ...everyToken, ...change }, { look: risks(on, 'c', () => false), first }))
  for (const by of sortKeys) query(`first sort by ${by}`, { sort: { by, descending: false } })
  for (const text of ['p', 'pu', 'pum', 'pump', 'pump-', 'pump-1', 'pump-12', 'technician 7', '0a7c']) {
    query(`search ${JSON.stringify(text)}`, { search: text })
  }
  query('search by date', { search: '12 nov 2025' })
  query('any risk', { risk: 'any' })
  query('one risk', { risk: 'too-wide' })
  query('search by name order', { search: 'pump-9', sort: { by: 'device', descending: true } })
  query('four conditions', { search: 'pump', status: 'active', bucket: 'Plant-7', kind: 'device', made: 'here' })
  query('duplicates', { status: 'duplicate' })
  query('the same again', { status: 'duplicate' })
  time('names of buckets', () => table.bucketNames())
  const less = list(rows.slice(64))
  const changed = time('list without 64 rows', () => tableOf(less))
  query('its newest first', {}, changed)
  query('its order by name', { sort: { by: 'device', descending: false } }, changed)
  return said
}

process.stdout.write(`${measureTokenQuery().join('\n')}\n`)
