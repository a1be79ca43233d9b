import type { SelectionSummary } from '../contract/selection-views'
import type { Connection } from '../ports/ledger'
import type { TokenEntry } from './token-entries'
import { couldBeOwn, isLastOperator } from './token-rows'
import type { TokenTable } from './token-table'

/** Tells what disabling, enabling or revoking the tokens of `ids` would do, as far as the list knows. */
export function summarise(
  table: TokenTable,
  ids: readonly string[],
  { connection, inactiveOwners }: { readonly connection: Connection; readonly inactiveOwners: ReadonlySet<string> },
): SelectionSummary {
  const wanted = new Set(ids)
  const chosen = table.entries.filter(({ authorization }) => wanted.has(authorization.id))
  const isLocked = ({ authorization, kind }: TokenEntry) =>
    couldBeOwn(authorization, connection) ||
    (kind === 'operator' && isLastOperator(authorization, table.operators, { inactiveOwners }))
  const free = chosen.filter((entry) => !isLocked(entry))
  const isUseless = ({ status, authorization }: TokenEntry) =>
    status === 'bucket-deleted' || inactiveOwners.has(authorization.userId)
  const isActive = ({ authorization }: TokenEntry) => authorization.status === 'active'
  const useful = free.filter((entry) => !isUseless(entry))
  const [ending, coming] = [useful.filter(isActive), useful.filter((entry) => !isActive(entry))]
  const [endingOf, comingOf] = [byDevice(ending), byDevice(coming)]

  /** Working tokens of a device that are there now, and those that are not selected. */
  const now = new Map<string, number>()
  const kept = new Set<string>()
  for (const entry of table.entries) {
    const { device, authorization } = entry
    if (device === undefined || !(endingOf.has(device) || comingOf.has(device))) continue
    if (!isActive(entry) || isUseless(entry)) continue
    now.set(device, (now.get(device) ?? 0) + 1)
    if (!wanted.has(authorization.id)) kept.add(device)
  }
  const keeping = [...endingOf.keys()].filter((device) => kept.has(device)).length
  const after = [...comingOf].map(([device, more]) => ({ before: now.get(device) ?? 0, more }))
  return {
    off: { devices: endingOf.size - keeping, keeping, others: ending.filter(isNobodys).length },
    on: {
      devices: after.filter(({ before }) => before === 0).length,
      doubled: after.filter(({ before, more }) => before + more > 1).length,
      others: coming.filter(isNobodys).length,
    },
    active: free.filter(isActive).length,
    inactive: free.filter((entry) => !isActive(entry)).length,
    useless: free.length - useful.length,
    locked: chosen.length - free.length,
    gone: wanted.size - chosen.length,
  }
}

const isNobodys = ({ device }: TokenEntry) => device === undefined

/** How many of `entries` each device has. */
function byDevice(entries: readonly TokenEntry[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { device } of entries) if (device !== undefined) counts.set(device, (counts.get(device) ?? 0) + 1)
  return counts
}
