import type { SelectionSummary } from '../contract/selection-views'
import type { Connection } from '../ports/ledger'
import type { TokenEntry } from './token-entries'
import { couldBeOwn, isLastOperator } from './token-rows'
import type { TokenTable } from './token-table'

/** Working tokens of one device. */
interface Lives {
  /** Selected ones that are on, and that are off. */
  ending: number
  coming: number
  /** Those that are on now, and of them those that are not selected. */
  now: number
  kept: number
}

/** Tells what disabling, enabling or revoking the tokens of `ids` would do, as far as the list knows. */
export function summarise(
  table: TokenTable,
  ids: readonly string[],
  {
    connection,
    inactiveOwners,
  }: {
    readonly connection: Connection
    readonly inactiveOwners: ReadonlySet<string>
  },
): SelectionSummary {
  const wanted = new Set(ids)
  const isLocked = ({ authorization, kind }: TokenEntry) =>
    couldBeOwn(authorization, connection) ||
    (kind === 'operator' && isLastOperator(authorization, table.operators, { inactiveOwners }))
  const isUseless = ({ status, authorization }: TokenEntry) =>
    status === 'bucket-deleted' || inactiveOwners.has(authorization.userId)
  const isActive = ({ authorization }: TokenEntry) => authorization.status === 'active'

  const lives = new Map<string, Lives>()
  const count = {
    found: 0,
    locked: 0,
    useless: 0,
    ending: 0,
    coming: 0,
    endingOthers: 0,
    comingOthers: 0,
  }
  // A list may have 100,000 rows: each is looked at once, and once more where devices are selected.
  for (const entry of table.entries) {
    if (!wanted.has(entry.authorization.id)) continue
    count.found += 1
    if (isLocked(entry)) {
      count.locked += 1
      continue
    }
    const active = isActive(entry)
    if (isUseless(entry)) count.useless += 1
    else if (entry.device === undefined) count[active ? 'endingOthers' : 'comingOthers'] += 1
    else {
      const of = lives.get(entry.device) ?? {
        ending: 0,
        coming: 0,
        now: 0,
        kept: 0,
      }
      const way = active ? 'ending' : 'coming'
      of[way] += 1
      count[way] += 1
      lives.set(entry.device, of)
    }
  }
  if (lives.size > 0) {
    for (const entry of table.entries) {
      const of = entry.device === undefined ? undefined : lives.get(entry.device)
      if (!of || !isActive(entry) || isUseless(entry)) continue
      of.now += 1
      if (!wanted.has(entry.authorization.id)) of.kept += 1
    }
  }
  const devices = [...lives.values()]
  const [ending, coming] = [devices.filter((one) => one.ending > 0), devices.filter((one) => one.coming > 0)]
  const keeping = ending.filter(({ kept }) => kept > 0).length
  return {
    off: {
      tokens: count.ending,
      devices: ending.length - keeping,
      keeping,
      others: count.endingOthers,
    },
    on: {
      tokens: count.coming,
      devices: coming.filter(({ now }) => now === 0).length,
      doubled: coming.filter((one) => one.now + one.coming > 1).length,
      others: count.comingOthers,
    },
    useless: count.useless,
    locked: count.locked,
    gone: wanted.size - count.found,
  }
}
