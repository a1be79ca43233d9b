import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { connect, launchApp } from '../support/app'
import { gridFlaws, rowsThere } from '../support/grid-flaws'
import { hostileNames } from '../support/hostile-names'
import { startHostilePractice } from '../support/hostile-server'
import { connected, startCounter, watchFor } from '../support/hostile-watch'
import { temporaryFolder } from '../support/temporary-folder'
import { changeSettings, usual, wear } from '../support/window-look'

/** Styles that put something out of place, and how it is called. */
const planted = [
  ['.cut { overflow: visible !important }', 'reaches beyond its cell'],
  ['.cut { text-overflow: clip !important }', 'cut off without dots'],
  ['.cut { white-space: pre-wrap !important; overflow-wrap: anywhere }', 'reaches beyond its row'],
  ['.status { flex: none; width: 30rem }', 'reaches beyond its cell'],
  ['.body { grid-template-columns: repeat(10, 1fr) !important }', 'not below its header'],
  ['.head { grid-template-columns: repeat(10, 1px) !important }', 'overlap'],
  ['.body { height: 40px !important }', 'row 0 from 0 to 40'],
  ['.body { min-height: 60px }', 'row 0 from 0 to 60'],
  ['.body { margin-block-start: -20px }', 'row 0 from -20 to 28'],
  ['.body { inset-inline-end: 20px !important }', 'not as wide as all rows'],
  ['.rows::after { content: ""; position: absolute; inset: 0 -90rem }', 'scrolls beyond its rows'],
] as const

/** What a style does to the grid that is shown, which has it for so long only. */
async function flawsWith(page: Page, style: string): Promise<readonly string[]> {
  await page.evaluate((text) => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(text)
    document.adoptedStyleSheets = [sheet]
  }, style)
  const flaws = await gridFlaws(page)
  await page.evaluate(() => (document.adoptedStyleSheets = []))
  return flaws
}

it('hostile names stay in their cells, both ways round, in any window; whatever gives way is noticed', async () => {
  const { home, asked } = await startCounter()
  const server = await startHostilePractice(hostileNames(home))
  const app = await launchApp(temporaryFolder())
  const { page } = app
  const happened = watchFor(app)
  // Asked before each page that is replaced: what a script left in it goes with it.
  const nothingRan = async () =>
    expect((await happened()).filter((one) => !connected.some((ours) => one.startsWith(ours)))).toEqual([])
  await nothingRan()
  await connect(app, server)
  for (const language of ['en', 'ar-XB'] as const) {
    if (language !== 'en') {
      await nothingRan()
      const fresh = page.waitForEvent('load')
      await changeSettings(page, { language })
      await fresh
    }
    await page.locator('nav a').nth(1).click()
    await page.locator('[data-row="0"] .status').waitFor()
    for (const [width, height, gloves] of [
      [1180, 700, false],
      [640, 480, false],
      [1900, 1000, true],
    ] as const) {
      await wear(app, { ...usual, gloves, width, height })
      // The first column, then the last with the others moved sideways, from the first row to the last.
      for (const [rows, columns] of [
        ['Control+Home', 'Home'],
        ['PageDown', 'End'],
        ['PageDown', 'Home'],
        ['Control+End', 'End'],
      ] as const) {
        await page.locator('[role=grid] [tabindex="0"]').first().focus()
        await page.keyboard.press(rows)
        await page.keyboard.press(columns)
        await rowsThere(page)
        const where = `${language}, ${String(width)} x ${String(height)}, ${rows}, ${columns}`
        expect([where, await gridFlaws(page)]).toEqual([where, []])
      }
    }
    await wear(app, { ...usual, width: 1180 })
    await page.locator('[role=grid] [tabindex="0"]').first().focus()
    await page.keyboard.press('Control+Home')
    await rowsThere(page)
    for (const [style, name] of planted) {
      const flaws = await flawsWith(page, style)
      expect.soft(flaws.some((flaw) => flaw.includes(name)) ? name : flaws.slice(0, 5), style).toBe(name)
    }
    expect(await gridFlaws(page)).toEqual([])
  }
  await nothingRan()
  expect(asked).toEqual([])
})
