import type { Page } from 'playwright-core'
import { gridFlaws } from './grid-flaws'

/**
 * What is wrong with the page as it is drawn: it scrolls sideways, a text is cut off without dots, a control cannot be
 * reached, or something in the grid is out of place. Empty when nothing is.
 */
export async function layoutFlaws(page: Page): Promise<readonly string[]> {
  return [...(await pageFlaws(page)), ...(await gridFlaws(page))]
}

function pageFlaws(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const flaws: string[] = []
    const root = document.documentElement
    if (root.scrollWidth > root.clientWidth) flaws.push(`the page scrolls sideways: ${String(root.scrollWidth)}`)
    const dialog = document.querySelector('dialog[open]')
    const place = dialog ?? document.body
    const nameOf = (one: Element) =>
      `${one.tagName} ${(one.getAttribute('aria-label') ?? one.textContent).slice(0, 40)}`
    const lines = (text: Node) => {
      const range = document.createRange()
      range.selectNodeContents(text)
      return [...range.getClientRects()]
    }
    /** The box that ends a text at its sides, for the eye and for good: what scrolls shows the rest. */
    const endOf = (from: Element | null): Element | null => {
      for (let box = from; box !== null && place.contains(box); box = box.parentElement) {
        const { display, overflowX } = getComputedStyle(box)
        if (/^(inline|contents)$/.test(display) || overflowX === 'visible') continue
        return /hidden|clip/.test(overflowX) ? box : null
      }
      return null
    }
    const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const own = node.parentElement
      if (own === null || own.closest('[role=grid], .vh, input, textarea') || !node.nodeValue?.trim()) continue
      const box = endOf(own)
      if (box === null || getComputedStyle(box).textOverflow === 'ellipsis' || own.closest('[title]')) continue
      const { left, right } = box.getBoundingClientRect()
      if (lines(node).some((line) => line.left < left - 1 || line.right > right + 1))
        flaws.push(`cut off without dots: ${nameOf(box)}`)
    }
    for (const one of [place, ...place.querySelectorAll('*')]) {
      const { overflowX, display } = getComputedStyle(one)
      if (display === 'none' || one.closest('[role=grid]') || !/auto|scroll/.test(overflowX)) continue
      if (one.scrollWidth > one.clientWidth + 1) flaws.push(`scrolls sideways: ${nameOf(one)}`)
    }
    for (const one of place.querySelectorAll('button, a[href], input, textarea')) {
      if (one.closest('[inert], [role=grid], .vh') || one.getClientRects().length === 0) continue
      one.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' })
      const { left, top, width, height } = one.getBoundingClientRect()
      const hit = document.elementFromPoint(left + width / 2, top + height / 2)
      // An open list covers what is below it, and goes with one key.
      const free =
        hit !== null && (hit.closest('[popover], [role=listbox]') !== null || hit instanceof HTMLLabelElement)
      const reached = hit !== null && (free || one.contains(hit) || hit.contains(one))
      if (left < -1 || left + width > innerWidth + 1 || !reached) flaws.push(`out of reach: ${nameOf(one)}`)
    }
    return flaws
  })
}
