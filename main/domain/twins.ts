import { readDescription } from './description'

/** What the twin rule looks at in a listed authorization. */
export interface TwinRow {
  readonly id: string
  readonly status: 'active' | 'inactive'
  readonly description: string
  readonly userId: string
  /** ISO 8601, server's clock. */
  readonly createdAt: string
  /** The same; every PATCH moves it on, also one that changes nothing. */
  readonly updatedAt: string
}

/** How long an inactive token of another laptop counts as being handed over right now, by the server's clock. */
const handingOverFor = 120_000

/**
 * The other live token for the same device, if it wins over ours. Two laptops with one owner see each other's rows once
 * both are on the server; the higher authorization ID withdraws, so exactly one stays. An inactive token counts only
 * while it is fresh, and as it was made: an old one is left over, one that was changed is switched off.
 * Whoever comes back to such an old one withdraws it for any that was made, and switched on, since.
 */
export function winningTwin<R extends TwinRow>(rows: readonly R[], own: R): R | undefined {
  return twinsOf(rows, own).find((row) => {
    const later = Date.parse(row.createdAt) - Date.parse(own.createdAt)
    if (row.id > own.id) return row.status === 'active' && later >= handingOverFor
    return row.status === 'active' || (-later < handingOverFor && !wasChanged(row))
  })
}

/**
 * A token of the same device whose laptop may be about to switch it on, though it does not win over ours. Two laptops can
 * both have looked before either PATCH: whoever sees such a one looks again after its own.
 */
export function pendingTwin<R extends TwinRow>(rows: readonly R[], own: R): R | undefined {
  return twinsOf(rows, own).find((row) => row.status === 'inactive' && !wasChanged(row))
}

/** Another token of the same device that works. One that was switched off must not come on beside it. */
export function liveTwin<R extends TwinRow>(rows: readonly R[], own: R): R | undefined {
  return twinsOf(rows, own).find(({ status }) => status === 'active')
}

/**
 * Whether somebody switched a token off that this laptop did not switch off. `known` is what its ledger says: a token it
 * knows to be on is off now, or one it never knew to be on was changed by someone since it was made.
 */
export function isOffElsewhere(row: TwinRow, known: { readonly active: boolean; readonly disabled: boolean }): boolean {
  if (row.status === 'active' || known.disabled) return false
  return known.active || wasChanged(row)
}

/** Whether somebody has changed it since it was made; what is being handed over is changed by switching it on. */
function wasChanged({ createdAt, updatedAt }: TwinRow): boolean {
  return Date.parse(updatedAt) > Date.parse(createdAt)
}

/** The other tokens that Fieldkey made for the same device and owner. */
function twinsOf<R extends TwinRow>(rows: readonly R[], own: R): readonly R[] {
  const { text } = readDescription(own.description)
  return rows.filter((row) => {
    if (row.id === own.id || row.userId !== own.userId || !row.description.startsWith(text)) return false
    const told = readDescription(row.description)
    return told.marker !== undefined && told.text === text
  })
}
