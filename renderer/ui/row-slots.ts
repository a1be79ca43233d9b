/** A drawn row and the slot it stands in: the piece of the document that shows it. */
export interface RowInSlot {
  readonly slot: number
  readonly row: number
}

/**
 * The drawn rows while the list is being scrolled, in the order of the document. A row that stays keeps its slot; one that
 * comes takes the slot of one that is gone, so that other words are written into it instead of drawing it anew. What stays
 * is the same object: nothing of it is looked at again.
 */
export function slotsWhileMoving(rows: readonly number[], before: readonly RowInSlot[]): readonly RowInSlot[] {
  const coming = new Set(rows)
  for (const { row } of before) coming.delete(row)
  const drawn = new Set(rows)
  const queue = [...coming]
  const kept = before.flatMap((old) => {
    if (drawn.has(old.row)) return [old]
    const row = queue.shift()
    return row === undefined ? [] : [{ slot: old.slot, row }]
  })
  return [...kept, ...inNewSlots(queue, before)]
}

/**
 * The drawn rows once the list stands still: in the order of the document they are in their own. None is moved in it, and
 * the one with the focus keeps its slot: the others are written anew around it.
 */
export function slotsAtRest(rows: readonly number[], before: readonly RowInSlot[], focused: number) {
  const at = before.findIndex(({ row }) => row === focused)
  const place = rows.indexOf(focused)
  if (at < 0 || place < 0) return inSlots(rows, before, before)
  const ahead = before.slice(Math.max(0, at - place), at)
  const missing = inNewSlots(rows.slice(0, place - ahead.length), before)
  const known = [...before, ...missing]
  return [...missing, ...inSlots(rows.slice(missing.length), [...ahead, ...before.slice(at)], known)]
}

function inSlots(rows: readonly number[], slots: readonly RowInSlot[], known: readonly RowInSlot[]) {
  const kept = slots.slice(0, rows.length).map(({ slot }, index) => ({ slot, row: rows[index] ?? -1 }))
  return [...kept, ...inNewSlots(rows.slice(kept.length), known)]
}

function inNewSlots(rows: readonly number[], known: readonly RowInSlot[]): readonly RowInSlot[] {
  const first = 1 + Math.max(-1, ...known.map(({ slot }) => slot))
  return rows.map((row, index) => ({ slot: first + index, row }))
}
