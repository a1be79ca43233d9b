const side = 270
const leastSide = 240
const gap = 17
const wholeGap = 24
const margin = 12
const bottomBar = 62
const textBelow = 220

/** CSS pixels a code of `needed` pixels may take in a row: the text beside it gives way before the code does. */
export function besideText(width: number, height: number, needed: number): number {
  const roomy = width - side - gap
  return Math.min(height, roomy >= needed ? roomy : width - leastSide - gap)
}

/** CSS pixels a code may take in the stage; `needed` is the side of the smallest one that can be read. */
export function stageRoom(row: HTMLElement, narrow: boolean, needed: number): number {
  const { width, height, top } = row.getBoundingClientRect()
  if (!narrow) return besideText(width, height, needed)
  const bar = window.innerHeight > 480 ? bottomBar : 0
  const below = window.innerHeight - (top + window.scrollY) - bar - margin
  return Math.min(width, below)
}

/** CSS pixels a code may take when it covers the window: the whole height, text at its side; or above the text. */
export function windowRoom(width: number, height: number): number {
  return height > width
    ? Math.min(width - margin, height - textBelow)
    : Math.min(height - margin, width - side - wholeGap)
}

/** Whether a scrolling box holds more than it shows. */
export function isCut({ scrollHeight, clientHeight }: Element): boolean {
  return scrollHeight > clientHeight + 1
}
