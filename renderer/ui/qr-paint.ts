import type { CodePart, CodeSymbol } from '../../main/contract/views'

/** Modules of quiet zone on each side (ISO/IEC 18004). */
export const quietZone = 4

/** CSS pixels a module needs at least: 0.9 mm on a laptop. */
const leastModule = 4

/** Whole device pixels per module in `room` CSS pixels; 0 when a module would be too small to read. */
export function modulePixels(room: number, density: number, size: number): number {
  const pixels = Math.floor((room * density) / (size + 2 * quietZone))
  return pixels / density >= leastModule ? pixels : 0
}

/** CSS pixels that a symbol of `size` modules takes at least, quiet zone included. */
export function leastSide(size: number, density: number): number {
  return ((size + 2 * quietZone) * Math.ceil(leastModule * density)) / density
}

/** A symbol with the device pixels that a module of it gets. */
export interface FittedSymbol {
  readonly symbol: CodeSymbol
  readonly pixels: number
}

/** The sturdy symbol, or the dense one where that gives larger modules. */
export function fitSymbol({ sturdy, dense }: CodePart, room: number, density: number): FittedSymbol {
  const fit = (symbol: CodeSymbol) => ({ symbol, pixels: modulePixels(room, density, symbol.size) })
  const first = fit(sturdy)
  const second = dense && fit(dense)
  return second && second.pixels > first.pixels ? second : first
}

/** CSS pixels that a part takes at least, in whichever symbol. */
export function leastSideOf({ sturdy, dense }: CodePart, density: number): number {
  return leastSide((dense ?? sturdy).size, density)
}

/** Paints the symbol black on white, quiet zone included, `pixels` device pixels per module. */
export function paint(canvas: HTMLCanvasElement, { size, modules }: CodeSymbol, pixels: number) {
  const side = (size + 2 * quietZone) * pixels
  canvas.width = side
  canvas.height = side
  const context = canvas.getContext('2d')
  if (!context) return
  context.fillStyle = '#FFF'
  context.fillRect(0, 0, side, side)
  context.fillStyle = '#000'
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      if (modules[y * size + x] !== 1) continue
      let run = 1
      while (x + run < size && modules[y * size + x + run] === 1) run += 1
      context.fillRect((x + quietZone) * pixels, (y + quietZone) * pixels, run * pixels, pixels)
      x += run
    }
  }
}

/** Leaves nothing of the symbol in the canvas. */
export function wipe(canvas: HTMLCanvasElement) {
  canvas.getContext('2d')?.clearRect(0, 0, canvas.width, canvas.height)
  canvas.width = 0
  canvas.height = 0
}
