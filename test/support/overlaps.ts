import type { Page } from 'playwright-core'

/** Texts that lie over a control or over one another, as the page is drawn. Empty when none do. */
export function overlaps(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const place = document.querySelector('dialog[open]') ?? document.body
    /** As much of a rectangle as its scrolling and clipping boxes let be seen. */
    const seen = (rect: DOMRect, from: Element | null) => {
      let { left, top, right, bottom } = rect
      for (let box = from; box !== null; box = box.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(box)
        const edge = box.getBoundingClientRect()
        if (overflowX !== 'visible') [left, right] = [Math.max(left, edge.left), Math.min(right, edge.right)]
        if (overflowY !== 'visible') [top, bottom] = [Math.max(top, edge.top), Math.min(bottom, edge.bottom)]
      }
      return { left, top, right, bottom }
    }
    // What lies over others on purpose: open lists, and what stays in view while the rest scrolls.
    const lifted = (one: Element) => {
      for (let box: Element | null = one; box !== null && box !== place; box = box.parentElement) {
        if (box.matches('[popover], [inert], .vh, canvas')) return true
        if (/sticky|fixed/.test(getComputedStyle(box).position)) return true
      }
      return false
    }
    const nameOf = (one: Element) => (one.getAttribute('aria-label') ?? one.textContent).trim().slice(0, 40)
    const items: { own: Element; box: ReturnType<typeof seen> }[] = []
    const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const own = node.parentElement
      if (own === null || node.nodeValue?.trim() === '' || lifted(own) || !own.checkVisibility()) continue
      const range = document.createRange()
      range.selectNodeContents(node)
      for (const rect of range.getClientRects()) items.push({ own, box: seen(rect, own) })
    }
    for (const own of place.querySelectorAll('button, input, textarea')) {
      if (!lifted(own) && own.checkVisibility())
        items.push({ own, box: seen(own.getBoundingClientRect(), own.parentElement) })
    }
    const flaws = new Set<string>()
    for (const [n, one] of items.entries()) {
      for (const other of items.slice(n + 1)) {
        if (one.own.contains(other.own) || other.own.contains(one.own)) continue
        const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left)
        const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top)
        // Letters reach a little beyond their line.
        if (across > 2 && down > 6) flaws.add(`"${nameOf(one.own)}" over "${nameOf(other.own)}"`)
      }
    }
    return [...flaws]
  })
}
