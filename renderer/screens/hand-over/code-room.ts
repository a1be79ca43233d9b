const side = 270
const gap = 24
const margin = 12
const bottomBar = 62
const textBelow = 220

/** CSS pixels a code may take in the stage: what the row leaves beside the column of text. */
export function stageRoom(row: HTMLElement, narrow: boolean): number {
  const { width, height, top } = row.getBoundingClientRect()
  if (!narrow) return Math.min(height, width - side - gap)
  const bar = window.innerHeight > 480 ? bottomBar : 0
  const below = window.innerHeight - (top + window.scrollY) - bar - margin
  return Math.min(width, below)
}

/** CSS pixels a code may take when it covers the window: the whole height, text at its side; or above the text. */
export function windowRoom(width: number, height: number): number {
  return height > width ? Math.min(width - margin, height - textBelow) : Math.min(height - margin, width - side - gap)
}
