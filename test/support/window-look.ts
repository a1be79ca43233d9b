import type { Page } from 'playwright-core'
import type { Bridge } from '../../main/contract/channels'
import type { Settings } from '../../main/contract/settings'
import type { App } from './app'
import { drawnFlaws } from './drawn-flaws'
import { layoutFlaws } from './page-flaws'
import { accessibilityFaults, resize } from './window-checks'

/** How the window looks and how large it is, in CSS pixels. */
export interface Dress {
  readonly theme: Settings['theme']
  readonly gloves: boolean
  readonly width: number
  readonly height: number
}

export const usual: Dress = { theme: 'light', gloves: false, width: 1366, height: 700 }
const dark: Dress = { ...usual, theme: 'dark' }
export const outdoors: Dress = { ...usual, theme: 'sunlight', gloves: true }
/** 1366 × 700 at 200 %. */
const enlarged: Dress = { ...usual, width: 683, height: 350 }

/** Changes settings as the window does. */
export const changeSettings = (page: Page, change: Partial<Settings>) =>
  page.evaluate((wanted) => (window as unknown as { fieldkey: Bridge }).fieldkey['settings.change'](wanted), change)

export async function wear(app: App, { theme, gloves, width, height }: Dress) {
  const { page } = app
  const size = await page.evaluate(() => [innerWidth, innerHeight])
  if (size[0] !== width || size[1] !== height) await resize(app, width, height)
  await changeSettings(page, { theme, gloves })
  await page.waitForFunction(
    ([wanted, large]) => {
      const root = document.documentElement
      return root.dataset['theme'] === wanted && root.hasAttribute('data-gloves') === large
    },
    [theme, gloves] as const,
  )
  // The code is painted anew for another size in the frame after.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
}

const drawn = async (page: Page, control: number, fields = true) => [
  ...(await layoutFlaws(page)),
  ...(await drawnFlaws(page, { control, fields })),
]

/**
 * What is wrong with a place of the window in light, dark, out in the sun with gloves on, and at 200 %: what axe finds,
 * and what is cut off, too small, covered or out of reach. One line for each fault, with the dress it shows in.
 */
export async function placeFaults(app: App, place: string): Promise<readonly string[]> {
  const { page } = app
  const faults: string[] = []
  const note = (dress: string, found: readonly string[]) =>
    faults.push(...found.map((fault) => `${place}, ${dress}: ${fault}`))
  await wear(app, dark)
  note('dark', await accessibilityFaults(page, true))
  await wear(app, outdoors)
  note('sunlight and gloves', [...(await accessibilityFaults(page, true)), ...(await drawn(page, 64))])
  await wear(app, enlarged)
  note('200 %', await drawn(page, 48))
  await wear(app, usual)
  note('light', [...(await accessibilityFaults(page)), ...(await drawn(page, 48))])
  return faults
}

/**
 * The same in one dress, without axe: what longer words, or words that run the other way, do to a place. A list that is
 * closed may end in dots then: its title and the open list have all of it.
 */
export async function wordFaults(app: App, place: string): Promise<readonly string[]> {
  await wear(app, usual)
  return (await drawn(app.page, 48, false)).map((fault) => `${place}: ${fault}`)
}
