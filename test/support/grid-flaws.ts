import type { Page } from 'playwright-core'

/** Waits until every drawn row of the grid says something: one that has just come into view has to be asked for. */
export async function rowsThere(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const rows = [...document.querySelectorAll('[role=grid] [role=row].body')]
    return rows.length > 0 && rows.every((row) => row.querySelector('[role=gridcell] > *') !== null)
  })
}

/**
 * What is wrong with the grid as it is drawn: what stands in a cell reaches beyond it or ends without dots, a cell is not
 * below its header, a row is not in its place or not as high as all of them. Empty when nothing is. Rows and cells are
 * measured where they are, so those that are scrolled out of view or lie below pinned ones count like all others.
 */
export function gridFlaws(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    type Box = Pick<DOMRect, 'left' | 'top' | 'right' | 'bottom'>
    const flaws: string[] = []
    const nameOf = (text: string | null) => `"${(text ?? '').trim().slice(0, 40)}"`
    const apart = (one: number, other: number) => Math.abs(one - other) > 1
    /** Letters reach a little beyond their line, but not beyond its ends. */
    const beyond = (inner: Box, outer: Box) =>
      inner.left < outer.left - 1 ||
      inner.right > outer.right + 1 ||
      inner.top < outer.top - 3 ||
      inner.bottom > outer.bottom + 3

    /** Whether a rectangle is to be seen outside of its cell, for all that the boxes from `own` to the cell cut off. */
    const isOver = (rect: Box, own: Element | null, cell: Element, outer: Box): boolean => {
      if (!beyond(rect, outer)) return false
      let { left, top, right, bottom } = rect
      for (let box = own; box !== null && cell.contains(box); box = box.parentElement) {
        const { display, overflowX, overflowY, contain } = getComputedStyle(box)
        if (/^(inline|contents)$/.test(display)) continue
        const edge = box.getBoundingClientRect()
        const closed = /strict|content|paint/.test(contain)
        if (closed || overflowX !== 'visible') [left, right] = [Math.max(left, edge.left), Math.min(right, edge.right)]
        if (closed || overflowY !== 'visible') [top, bottom] = [Math.max(top, edge.top), Math.min(bottom, edge.bottom)]
      }
      return left < right && top < bottom && beyond({ left, top, right, bottom }, outer)
    }
    /** What reaches beyond the cell it stands in: a text, or else an element. */
    const overIn = (cell: Element): string | undefined => {
      const outer = cell.getBoundingClientRect()
      const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT)
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const range = document.createRange()
        range.selectNodeContents(node)
        const own = node.parentElement
        if ([...range.getClientRects()].some((rect) => isOver(rect, own, cell, outer))) return nameOf(node.nodeValue)
      }
      const elements = [...cell.querySelectorAll('*')]
      const over = elements.find((one) => isOver(one.getBoundingClientRect(), one.parentElement, cell, outer))
      return over && `${over.tagName} ${nameOf(over.textContent)}`
    }
    const checkContent = (cell: Element, where: string) => {
      const over = overIn(cell)
      if (over !== undefined) flaws.push(`reaches beyond its cell: ${over} in ${where}`)
      for (const one of [cell, ...cell.querySelectorAll('*')]) {
        const { display, overflowX, textOverflow } = getComputedStyle(one)
        if (overflowX === 'visible' || /^(inline|contents)$/.test(display)) continue
        const wide = one.scrollWidth > one.clientWidth + 1
        if ((wide && textOverflow !== 'ellipsis') || one.scrollHeight > one.clientHeight + 3)
          flaws.push(`cut off without dots: ${nameOf(one.textContent)} in ${where}`)
      }
    }
    const checkHead = (cells: readonly Element[], rightToLeft: boolean) => {
      for (const [n, cell] of cells.entries()) {
        const before = cells[n - 1]
        // Pinned ones lie over those that are scrolled below them.
        if (before === undefined || getComputedStyle(before).position === 'sticky') continue
        const [one, other] = [before.getBoundingClientRect(), cell.getBoundingClientRect()]
        if ((rightToLeft ? one.left - other.right : other.left - one.right) < -1)
          flaws.push(`overlap: the headers ${nameOf(before.textContent)} and ${nameOf(cell.textContent)}`)
      }
    }
    const checkRow = (row: Element, heads: readonly Element[], rows: DOMRect, height: number) => {
      const index = Number(row.getAttribute('data-row'))
      const box = row.getBoundingClientRect()
      const top = rows.top + index * height
      if (apart(box.top, top) || apart(box.bottom, top + height) || apart(box.height, height))
        flaws.push(`row ${String(index)} from ${String(box.top - rows.top)} to ${String(box.bottom - rows.top)}`)
      if (apart(box.left, rows.left) || apart(box.right, rows.right))
        flaws.push(`row ${String(index)} is not as wide as all rows`)
      if (row.children.length !== heads.length) flaws.push(`row ${String(index)}: ${String(row.children.length)} cells`)
      for (const [column, cell] of [...row.children].entries()) {
        const head = heads[column]
        const where = `row ${String(index)}, ${nameOf(head?.textContent ?? '')}`
        const [own, above] = [cell.getBoundingClientRect(), head?.getBoundingClientRect() ?? new DOMRect()]
        if (apart(own.left, above.left) || apart(own.right, above.right)) flaws.push(`not below its header: ${where}`)
        if (beyond(own, box)) flaws.push(`reaches beyond its row: ${where}`)
        const { position, backgroundColor } = getComputedStyle(cell)
        if (position === 'sticky' && /^rgba\(.*, 0\)$|transparent/.test(backgroundColor))
          flaws.push(`others are seen through it: ${where}`)
        checkContent(cell, where)
      }
    }

    // Behind a dialog nothing is looked at.
    const grids = document.querySelector('dialog[open]') === null ? document.querySelectorAll('[role=grid]') : []
    for (const grid of grids) {
      const [head, ...rows] = grid.querySelectorAll<HTMLElement>('[role=row]')
      const body = grid.querySelector<HTMLElement>('[role=rowgroup]')
      const scroller = body?.parentElement
      if (head === undefined || !body || !scroller || !grid.checkVisibility()) continue
      const heads = [...head.children]
      checkHead(heads, getComputedStyle(grid).direction === 'rtl')
      for (const cell of heads) checkContent(cell, 'the header')
      const height = document.documentElement.hasAttribute('data-gloves') ? 64 : 48
      const count = Math.max(0, Number(grid.getAttribute('aria-rowcount')) - 1)
      if (apart(body.offsetHeight, count * height))
        flaws.push(`${String(count)} rows on ${String(body.offsetHeight)} pixels`)
      if (new Set(rows.map((row) => row.dataset['row'])).size < rows.length) flaws.push('a row is drawn twice')
      for (const row of rows) checkRow(row, heads, body.getBoundingClientRect(), height)
      const { clientWidth, clientHeight, scrollWidth, scrollHeight } = scroller
      if (
        scrollWidth > Math.max(clientWidth, head.offsetWidth) + 1 ||
        scrollHeight > Math.max(clientHeight, head.offsetHeight + body.offsetHeight) + 1
      )
        flaws.push(`the grid scrolls beyond its rows: ${String(scrollWidth)} x ${String(scrollHeight)}`)
    }
    return flaws
  })
}
