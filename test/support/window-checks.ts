import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import type { App } from './app'

const everything = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/**
 * What axe finds wrong with the page as it stands, one line for each rule with the first place it is broken at. In
 * another theme of the same page nothing but the colours can be wrong: `coloursOnly`.
 */
export async function accessibilityFaults(page: Page, coloursOnly = false): Promise<readonly string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode(true)
  const { violations } = await (coloursOnly ? axe.withRules('color-contrast') : axe.withTags(everything)).analyze()
  return violations.map(({ id, nodes }) => `${id} at ${String(nodes[0]?.target)}: ${nodes[0]?.html ?? ''}`)
}

/** What sticks out sideways: the page itself, or whatever reaches beyond its edges. */
export function stickingOut(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    const wide = [...document.querySelectorAll<HTMLElement>('body *')].filter((element) => {
      const { left, right, width, height } = element.getBoundingClientRect()
      if (width <= 1 || height <= 1 || element.closest('.vh, [role=grid], dialog:not([open])') !== null) return false
      return left < -1 || right > clientWidth + 1
    })
    const names = wide.map(
      ({ tagName, className, textContent }) => `${tagName}.${className} ${textContent.slice(0, 40)}`,
    )
    return scrollWidth > clientWidth ? [`page ${String(scrollWidth)} > ${String(clientWidth)}`, ...names] : names
  })
}

/** The names of what Tab reaches, from the start of the page until it comes round. */
export async function tabStops(page: Page, most = 60): Promise<readonly string[]> {
  const stops: string[] = []
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    // Where Tab starts from when nothing has the focus.
    document.body.tabIndex = -1
    document.body.focus()
    document.body.removeAttribute('tabindex')
  })
  for (let count = 0; count < most; count += 1) {
    await page.keyboard.press('Tab')
    const name = await page.evaluate(() => {
      const at = document.activeElement
      if (!(at instanceof HTMLElement) || at === document.body) return undefined
      const labels = at instanceof HTMLInputElement ? [...(at.labels ?? [])].map((label) => label.innerText) : []
      return (at.getAttribute('aria-label') ?? labels[0] ?? at.innerText).split('\n')[0]?.trim()
    })
    if (name === undefined || (stops.length > 0 && name === stops[0])) break
    stops.push(name)
  }
  return stops
}

/** Gives the page this many CSS pixels of the desktop, before any zoom. */
export async function resize({ electron, page }: App, width: number, height: number): Promise<void> {
  await electron.evaluate(
    ({ BrowserWindow }, [w, h]) => {
      const [window] = BrowserWindow.getAllWindows()
      window?.unmaximize()
      window?.setMinimumSize(300, 300)
      window?.setContentSize(w, h)
    },
    [width, height] as const,
  )
  await page.waitForFunction((w) => Math.abs(innerWidth * devicePixelRatio - w) <= 2, width)
}
