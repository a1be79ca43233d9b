import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { slotsAtRest, slotsWhileMoving, type RowInSlot } from '../../../renderer/ui/row-slots'

const rowsOf = (drawn: readonly RowInSlot[]) => drawn.map(({ row }) => row)
const slotsOf = (drawn: readonly RowInSlot[]) => drawn.map(({ slot }) => slot)
const first = slotsAtRest([3, 4, 5, 6], [], -1)

describe('a drawn row', () => {
  it('keeps its slot while the list moves, and what is gone leaves its slot to what comes', () => {
    expect(first).toEqual([3, 4, 5, 6].map((row, slot) => ({ slot, row })))
    const moved = slotsWhileMoving([5, 6, 7, 8], first)
    expect(moved).toEqual([7, 8, 5, 6].map((row, slot) => ({ slot, row })))
    expect(slotsWhileMoving([6], moved)).toEqual([{ slot: 3, row: 6 }])
    expect(slotsOf(slotsWhileMoving([5, 6, 7, 8, 9], moved))).toEqual([0, 1, 2, 3, 4])
  })

  it('stands in its order once the list is at rest', () => {
    const moved = slotsWhileMoving([5, 6, 7, 8], first)
    expect(slotsAtRest([5, 6, 7, 8], moved, -1)).toEqual([5, 6, 7, 8].map((row, slot) => ({ slot, row })))
    expect(rowsOf(slotsAtRest([5, 6], moved, -1))).toEqual([5, 6])
  })

  it('with the focus is neither moved nor written anew, wherever it comes to stand', () => {
    const step = fc.record({ from: fc.nat(60), count: fc.nat(12), focused: fc.nat(60), rest: fc.boolean() })
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
        let drawn: readonly RowInSlot[] = []
        for (const { from, count, focused, rest } of steps) {
          const shown = new Set([...Array.from({ length: count }, (_, index) => from + index), focused])
          const rows = [...shown].sort((one, other) => one - other)
          const before = drawn
          drawn = rest ? slotsAtRest(rows, before, focused) : slotsWhileMoving(rows, before)
          expect(rest ? rowsOf(drawn) : rowsOf(drawn).toSorted((one, other) => one - other)).toEqual(rows)
          expect(new Set(slotsOf(drawn)).size).toBe(drawn.length)
          const slot = before.find(({ row }) => row === focused)?.slot
          if (slot !== undefined) expect(drawn.find(({ row }) => row === focused)?.slot).toBe(slot)
          // What stays in the document stays in its order: an element that is moved loses the focus.
          const kept = slotsOf(before).filter((one) => slotsOf(drawn).includes(one))
          expect(slotsOf(drawn).filter((one) => slotsOf(before).includes(one))).toEqual(kept)
        }
      }),
    )
  })
})
