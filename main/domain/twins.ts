import { readDescription } from './description'

/** What the twin rule looks at in a listed authorization. */
export interface TwinRow {
  readonly id: string
  readonly status: 'active' | 'inactive'
  readonly description: string
  readonly userId: string
  /** ISO 8601, server's clock. */
  readonly createdAt: string
}

/** How long an inactive token of another laptop counts as being handed over right now, by the server's clock. */
const handingOverFor = 120_000

/**
 * The other live token for the same device, if it wins over ours. Two laptops with one owner see each other's rows once
 * both are on the server; the higher authorization ID withdraws, so exactly one stays. An inactive token counts only
 * while it is fresh: an old one is disabled or left over and no device works with it.
 * Whoever comes back to such an old one withdraws it for any that was made, and switched on, since.
 */
export function winningTwin<R extends TwinRow>(rows: readonly R[], own: R): R | undefined {
  const { text } = readDescription(own.description)
  return rows.find((row) => {
    if (row.id === own.id || row.userId !== own.userId) return false
    const told = readDescription(row.description)
    if (told.marker === undefined || told.text !== text) return false
    const later = Date.parse(row.createdAt) - Date.parse(own.createdAt)
    if (row.id > own.id) return row.status === 'active' && later >= handingOverFor
    return row.status === 'active' || -later < handingOverFor
  })
}
