/** A rectangle on the desktop. */
export interface Bounds {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Where the window was on a display, and how much it was enlarged there. */
export interface Place {
  readonly zoom: Zoom
  readonly maximised?: boolean | undefined
  readonly bounds?: Bounds | undefined
}

/** A display as far as the window's place depends on it. */
export interface Display {
  readonly id: number
  readonly workArea: Bounds
}

/** Per cent the window may be enlarged by. */
export type Zoom = 100 | 125 | 150 | 200 | 300

const steps: readonly Zoom[] = [100, 125, 150, 200, 300]
const largestFactor = 5
const enoughVisible = 0.8
const smallDisplay = 1366
const usual = { width: 1180, height: 700 }

/** The next step of the zoom; it stays where there is none. */
export function nextZoom(now: Zoom, by: 'in' | 'out' | 'reset'): Zoom {
  if (by === 'reset') return 100
  return steps[steps.indexOf(now) + (by === 'in' ? 1 : -1)] ?? now
}

/** What the page is enlarged by: the display's zoom and the text size, 1 = as it is. */
export function zoomFactor(zoom: Zoom, textSize: number): number {
  return Math.min(largestFactor, (zoom * textSize) / 10_000)
}

/** How the window starts: as it was on the display used last, if 80 % of it would be seen, else as it is made. */
export function startPlace(
  places: Readonly<Record<string, Place>>,
  lastDisplay: string,
  displays: readonly Display[],
  primary: Display,
): { readonly bounds: Partial<Bounds> & typeof usual; readonly maximised: boolean } {
  const display = displays.find(({ id }) => String(id) === lastDisplay) ?? primary
  const place = places[String(display.id)]
  const maximised = place?.maximised ?? display.workArea.width <= smallDisplay
  const bounds = place?.bounds
  const seen = bounds !== undefined && visibleShare(bounds, displays) >= enoughVisible
  return { bounds: seen ? bounds : usual, maximised }
}

/** The share of a rectangle that lies on some display. */
export function visibleShare(bounds: Bounds, displays: readonly Display[]): number {
  const area = bounds.width * bounds.height
  const seen = displays.map(({ workArea }) => overlap(bounds, workArea)).reduce((sum, part) => sum + part, 0)
  return area > 0 ? Math.min(1, seen / area) : 0
}

function overlap(a: Bounds, b: Bounds): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return Math.max(0, width) * Math.max(0, height)
}
