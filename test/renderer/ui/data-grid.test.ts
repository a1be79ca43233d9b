import { describe, expect, it } from 'vitest'
import {
  drawnRows,
  gridKey,
  leastWidth,
  pinnedAt,
  scrollTo,
  sideways,
  tracksOf,
  visibleRows,
} from '../../../renderer/ui/data-grid'

describe('rows on the screen', () => {
  it('are those in view and ten more on each side', () => {
    expect(visibleRows(4800, 480, 48, 1000)).toEqual({ first: 90, last: 120 })
    expect(visibleRows(0, 480, 48, 3)).toEqual({ first: 0, last: 2 })
    expect(visibleRows(0, 480, 48, 0)).toEqual({ first: 0, last: -1 })
    expect(drawnRows(visibleRows(2_400_000, 480, 48, 100_000), 50_000, 100_000)).toHaveLength(31)
  })

  it('keep the one with the focus, wherever the list was scrolled to', () => {
    expect(drawnRows({ first: 5, last: 7 }, 0, 100)).toEqual([0, 5, 6, 7])
    expect(drawnRows({ first: 5, last: 7 }, 99, 100)).toEqual([5, 6, 7, 99])
    expect(drawnRows({ first: 5, last: 7 }, 6, 100)).toEqual([5, 6, 7])
    expect(drawnRows({ first: 5, last: 7 }, -1, 100)).toEqual([5, 6, 7])
    expect(drawnRows({ first: 0, last: -1 }, 0, 0)).toEqual([])
  })

  it('come into view by as little scrolling as possible', () => {
    expect([scrollTo(2, 0, 480, 48), scrollTo(10, 0, 480, 48), scrollTo(3, 480, 480, 48)]).toEqual([0, 48, 144])
  })
})

describe('columns', () => {
  const columns = [3.75, 10, 7].map((least, index) => ({ key: '', label: '', least, grows: index === 1 ? 1.5 : 0 }))

  it('share the room, need some at least, and stay where those before them end', () => {
    expect(tracksOf(columns)).toBe('3.75rem minmax(10rem, 1.5fr) 7rem')
    expect(leastWidth(columns)).toBe('20.75rem')
    expect([0, 1, 2].map((index) => pinnedAt(columns, index))).toEqual(['0rem', '3.75rem', '13.75rem'])
  })

  it('come into view by as little moving as possible, whichever way people read', () => {
    const view = { left: 100, right: 300 }
    const move = (left: number, right: number, rightToLeft = false) => sideways({ left, right }, view, rightToLeft)
    expect([move(100, 300), move(120, 200)]).toEqual([0, 0])
    expect([move(60, 160), move(-200, -100)]).toEqual([-40, -300])
    expect([move(250, 350), move(500, 600)]).toEqual([50, 300])
    expect([move(50, 350), move(50, 350, true)]).toEqual([-50, 50])
  })
})

describe('a grid key', () => {
  const extent = { total: 10, columns: 4, page: 8, rightToLeft: false }
  const from = { row: 5, column: 1 }
  const to = (key: string, held: KeyboardEventInit = {}, change = {}, at = from) =>
    gridKey(new KeyboardEvent('keydown', { key, ...held }), at, { ...extent, ...change })

  it.each([
    ['ArrowDown', 6, 1],
    ['ArrowUp', 4, 1],
    ['ArrowRight', 5, 2],
    ['ArrowLeft', 5, 0],
    ['PageDown', 9, 1],
    ['PageUp', 0, 1],
    ['Home', 5, 0],
    ['End', 5, 3],
  ])('%s', (key, row, column) => {
    expect(to(key)).toEqual({ row, column })
  })

  it('with Ctrl leads to the ends of the list', () => {
    expect(to('Home', { ctrlKey: true })).toEqual({ row: 0, column: 0 })
    expect(to('End', { ctrlKey: true })).toEqual({ row: 9, column: 3 })
    expect(to('ArrowDown', { ctrlKey: true })).toBeUndefined()
  })

  it('stops at the edges; the header is above the first row', () => {
    expect(to('ArrowUp', {}, {}, { row: 0, column: 0 })).toEqual({ row: -1, column: 0 })
    expect(to('ArrowUp', {}, {}, { row: -1, column: 0 })).toEqual({ row: -1, column: 0 })
    expect(to('ArrowDown', {}, {}, { row: 9, column: 3 })).toEqual({ row: 9, column: 3 })
    expect(to('ArrowRight', {}, {}, { row: 9, column: 3 })).toEqual({ row: 9, column: 3 })
    expect(to('ArrowDown', {}, { total: 0 }, { row: -1, column: 0 })).toEqual({ row: -1, column: 0 })
    expect(to('Home', { ctrlKey: true }, { total: 0 }, { row: -1, column: 2 })).toEqual({ row: -1, column: 0 })
  })

  it('left and right change places where people read from the right', () => {
    expect(to('ArrowLeft', {}, { rightToLeft: true })).toEqual({ row: 5, column: 2 })
  })

  it('of another kind does not move', () => {
    expect([to('x'), to(' '), to('ArrowUp', { altKey: true })]).toEqual([undefined, undefined, undefined])
  })
})
