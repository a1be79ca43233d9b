const overscan = 10

/** Below this width, CSS pixels, pinned columns would leave the others too little. */
export const roomForPins = 480

/** How a row is drawn; `title` where there is more to say of it. */
export interface RowLook {
  readonly selected: boolean
  readonly open: boolean
  readonly title?: string
}

/** A cell by row and column; row -1 is the header. */
export interface GridPlace {
  readonly row: number
  readonly column: number
}

/** How large a grid is; `page` is the rows a page key moves by. */
export interface GridExtent {
  readonly total: number
  readonly columns: number
  readonly page: number
  readonly rightToLeft: boolean
}

/** A column; `sort` is missing where the grid cannot be sorted by it. */
export interface GridColumn {
  readonly key: string
  readonly label: string
  /** What it needs, rem, the space to the next one included. */
  readonly least: number
  /** Its share of the room that is left. */
  readonly grows: number
  readonly sort?: 'none' | 'ascending' | 'descending'
}

/** The tracks of `grid-template-columns`. */
export function tracksOf(columns: readonly GridColumn[]): string {
  return columns.map(({ least, grows }) => (grows === 0 ? `${least}rem` : `minmax(${least}rem, ${grows}fr)`)).join(' ')
}

/** The room that `columns` need at least. */
export function leastWidth(columns: readonly GridColumn[]): string {
  return `${columns.reduce((sum, { least }) => sum + least, 0)}rem`
}

/** Where the pinned column at `index` stays when the others move: those before it do not grow. */
export function pinnedAt(columns: readonly GridColumn[], index: number): string {
  return leastWidth(columns.slice(0, index))
}

/** First and last index to draw, with some rows beyond the edges; last is -1 for an empty list. Sizes in CSS pixels. */
export function visibleRows(top: number, height: number, rowHeight: number, total: number) {
  const first = Math.max(0, Math.floor(top / rowHeight) - overscan)
  const last = Math.min(total - 1, Math.ceil((top + height) / rowHeight) + overscan)
  return { first: Math.min(first, Math.max(0, last)), last }
}

/** The indexes to draw: those in view, and the one with the focus however far away it is. */
export function drawnRows(visible: { readonly first: number; readonly last: number }, focused: number, total: number) {
  const { first, last } = visible
  const rows = Array.from({ length: last - first + 1 }, (_, offset) => first + offset)
  if (focused < 0 || focused >= total || (focused >= first && focused <= last)) return rows
  return focused < first ? [focused, ...rows] : [...rows, focused]
}

/** The cell a key leads to (APG grid pattern), undefined when the key is not about moving. */
export function gridKey(press: KeyboardEvent, place: GridPlace, extent: GridExtent): GridPlace | undefined {
  if (press.altKey || press.metaKey) return undefined
  const { row, column } = place
  const lastRow = extent.total - 1
  const lastColumn = extent.columns - 1
  const ahead = extent.rightToLeft ? -1 : 1
  const clamp = (to: GridPlace): GridPlace => ({
    row: Math.max(-1, Math.min(lastRow, to.row)),
    column: Math.max(0, Math.min(lastColumn, to.column)),
  })
  if (press.ctrlKey) {
    if (press.key === 'Home') return clamp({ row: Math.min(0, lastRow), column: 0 })
    return press.key === 'End' ? clamp({ row: lastRow, column: lastColumn }) : undefined
  }
  switch (press.key) {
    case 'ArrowDown':
      return clamp({ row: row + 1, column })
    case 'ArrowUp':
      return clamp({ row: row - 1, column })
    case 'ArrowRight':
      return clamp({ row, column: column + ahead })
    case 'ArrowLeft':
      return clamp({ row, column: column - ahead })
    case 'PageDown':
      return clamp({ row: Math.max(0, row) + extent.page, column })
    case 'PageUp':
      return clamp({ row: Math.max(Math.min(0, lastRow), row - extent.page), column })
    case 'Home':
      return clamp({ row, column: 0 })
    case 'End':
      return clamp({ row, column: lastColumn })
    default:
      return undefined
  }
}

/** How far to scroll so that a row is in view; sizes in CSS pixels. */
export function scrollTo(row: number, top: number, height: number, rowHeight: number): number {
  const above = Math.max(0, row) * rowHeight
  return above < top ? above : Math.max(top, above + rowHeight - height)
}

/** Left and right edge, CSS pixels. */
export interface Sides {
  readonly left: number
  readonly right: number
}

/** How far to scroll sideways so that a cell is in view; one wider than the view shows where it begins. */
export function sideways(cell: Sides, view: Sides, rightToLeft: boolean): number {
  const [atStart, atEnd] = [cell.left - view.left, cell.right - view.right]
  if (atStart >= 0 && atEnd <= 0) return 0
  const fits = cell.right - cell.left <= view.right - view.left
  if (!fits) return rightToLeft ? atEnd : atStart
  return atStart < 0 ? atStart : atEnd
}
