import { sideways, type GridPlace, type Sides } from './data-grid'

/** Whether people read this from the right. */
export const isRightToLeft = (element: Element) => getComputedStyle(element).direction === 'rtl'

/** The cell that something happened in. */
export function placeOf({ target }: Event): GridPlace | undefined {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[data-column]') : null
  const line = cell?.closest<HTMLElement>('[data-row]')
  return cell && line ? { row: Number(line.dataset['row']), column: Number(cell.dataset['column']) } : undefined
}

/** Finds the cell of a place within its grid. */
export const selectorOf = ({ row, column }: GridPlace) => `[data-row="${row}"] > [data-column="${column}"]`

/** Moves the columns so that `cell` is in view; the first `pins` of them do not move. */
export function moveIntoView(cell: HTMLElement, grid: HTMLElement, scroller: HTMLElement, pins: number): void {
  const rightToLeft = isRightToLeft(grid)
  const view = movingSides(grid, scroller, pins, rightToLeft)
  scroller.scrollLeft += sideways(cell.getBoundingClientRect(), view, rightToLeft)
}

/** Scrolls what is around the grid, a part of the window or all of it, so that the row of `cell` is in view. */
export function showOnScreen(cell: HTMLElement, grid: HTMLElement): void {
  const main = grid.closest('main')
  const part = main && getComputedStyle(main).overflowY !== 'visible' ? main : undefined
  const view = part?.getBoundingClientRect() ?? { top: 0, bottom: innerHeight }
  const { top, bottom } = (cell.closest('[role=row]') ?? cell).getBoundingClientRect()
  const beyond = sideways({ left: top, right: bottom }, { left: view.top, right: view.bottom }, false)
  if (beyond !== 0) (part ?? document.documentElement).scrollTop += beyond
}

/** The edges between which the columns move. */
function movingSides(grid: HTMLElement, scroller: HTMLElement, pins: number, rightToLeft: boolean): Sides {
  const start = scroller.getBoundingClientRect().left + scroller.clientLeft
  const sides = { left: start, right: start + scroller.clientWidth }
  const edge = grid.querySelector(selectorOf({ row: -1, column: pins - 1 }))?.getBoundingClientRect()
  if (edge === undefined) return sides
  return rightToLeft ? { ...sides, right: edge.left } : { ...sides, left: edge.right }
}
