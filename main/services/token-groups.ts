import { readDescription } from '../domain/description'
import type { Authorization } from '../ports/influx'

type Groups = ReadonlyMap<string, readonly Authorization[]>

function grouped(
  rows: readonly Authorization[],
  keyOf: (told: ReturnType<typeof readDescription>) => string | undefined,
): Groups {
  const groups = new Map<string, Authorization[]>()
  for (const row of rows) {
    const key = keyOf(readDescription(row.description))
    if (key === undefined) continue
    const group = groups.get(key)
    if (group) group.push(row)
    else groups.set(key, [row])
  }
  return groups
}

/** The rows Fieldkey made, on this laptop or another, by device: for many devices one walk through the list. */
export function byDevice(rows: readonly Authorization[]): Groups {
  return grouped(rows, ({ text, marker }) => (marker === undefined ? undefined : text))
}

/** The same, by the nonce of their handover. */
export function byNonce(rows: readonly Authorization[]): Groups {
  return grouped(rows, ({ marker }) => marker?.nonce)
}
