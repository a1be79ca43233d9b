import type { Page } from 'playwright-core'

/** What has to hold in a window of its size. */
export interface Measure {
  /** CSS pixels that a control has to be high at least. */
  readonly control: number
  /** What was chosen in a list has to be legible without opening it, and what is to be typed too. */
  readonly fields: boolean
}

/**
 * What is wrong with how the page is drawn: text that is cut off, controls that are too small or under one another, a
 * dialog whose buttons are out of sight. Empty when nothing is.
 */
export function drawnFlaws(page: Page, measure: Measure): Promise<readonly string[]> {
  return page.evaluate(({ control: least, fields }) => {
    const flaws: string[] = []
    const place: HTMLElement = document.querySelector<HTMLElement>('dialog[open]') ?? document.body
    const seen = (one: Element) =>
      one.closest('[inert], .vh, [hidden]') === null && one.checkVisibility({ checkVisibilityCSS: true })
    const nameOf = (one: Element) =>
      `${one.tagName} ${(one.getAttribute('aria-label') ?? one.textContent).trim().slice(0, 40)}`
    const reaches = (inner: DOMRect, outer: DOMRect, slack: number) =>
      inner.left < outer.left - slack ||
      inner.right > outer.right + slack ||
      inner.top < outer.top - slack ||
      inner.bottom > outer.bottom + slack

    // Text: nothing that hides what does not fit may hide any of it, and no control lets its name spill out.
    const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const own = node.parentElement
      if (own === null || node.nodeValue?.trim() === '' || !seen(own)) continue
      // Names from a server, and the cells of the grid, whose rows tell the whole of them.
      if (own.closest('.short, .cut, [role=listbox]') !== null) continue
      const range = document.createRange()
      range.selectNodeContents(node)
      const rects = [...range.getClientRects()].filter(({ width, height }) => width > 0 && height > 0)
      for (let box: HTMLElement | null = own; box !== null; box = box.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(box)
        if (/auto|scroll/.test(overflowX + overflowY)) break
        const outer = box.getBoundingClientRect()
        const closed = overflowX !== 'visible' || box.matches('button, a, [role=columnheader], .card, dialog')
        // Letters reach a little beyond their line.
        if (closed && rects.some((rect) => reaches(rect, outer, 3)))
          flaws.push(`cut off: "${own.textContent.trim().slice(0, 40)}" in ${nameOf(box)}`)
        if (box === place) break
      }
    }

    // What stands in a field, or says what to type into it.
    const pen = document.createElement('canvas').getContext('2d')
    for (const input of place.querySelectorAll<HTMLInputElement>('input')) {
      if (!fields || pen === null || !seen(input) || !/text|search|url/.test(input.type)) continue
      const { font, paddingLeft, paddingRight, borderLeftWidth } = getComputedStyle(input)
      pen.font = font
      const room =
        input.offsetWidth - parseFloat(paddingLeft) - parseFloat(paddingRight) - 2 * parseFloat(borderLeftWidth)
      // What was chosen or is to be typed is ours; what was typed may be as long as it likes.
      const text = input.role === 'combobox' ? input.value : input.value === '' ? input.placeholder : ''
      if (pen.measureText(text).width > room + 1) flaws.push(`cut off in its field: ${text}`)
    }

    // A label that fills its field below a radio button or a box makes all of it the target.
    const targetOf = (one: Element): DOMRect => {
      const [label] = one instanceof HTMLInputElement ? [...(one.labels ?? [])] : []
      if (label === undefined || !(one instanceof HTMLInputElement) || !/radio|checkbox/.test(one.type))
        return one.getBoundingClientRect()
      const fills = getComputedStyle(label, '::after').position === 'absolute'
      return (fills ? (label.offsetParent ?? label) : label).getBoundingClientRect()
    }
    const controls = [...place.querySelectorAll<HTMLElement>('button, a[href], input, textarea, select')].filter(
      (one) => seen(one) && one.closest('[role=grid]') === null,
    )
    for (const one of controls) {
      const { width, height } = targetOf(one)
      // A switch is pressed on its whole line; what stands in the banner leaves its height to the code.
      const small = one.matches('[role=switch], header button') ? 24 : least
      if (width < 24 || height < small - 1)
        flaws.push(`small: ${String(Math.round(width))} x ${String(Math.round(height))} ${nameOf(one)}`)
    }
    const buttons = controls.filter((one) => one.matches('button, a[href], input:not([type=radio])'))
    for (const [index, one] of buttons.entries()) {
      for (const other of buttons.slice(index + 1)) {
        // Something fixed lies over what scrolls below it; only what scrolls together must not overlap.
        if (scrollerOf(one) !== scrollerOf(other) || one.contains(other) || other.contains(one)) continue
        const [a, b] = [targetOf(one), targetOf(other)]
        const apartX = Math.max(a.left, b.left) - Math.min(a.right, b.right)
        const apartY = Math.max(a.top, b.top) - Math.min(a.bottom, b.bottom)
        if (apartX < -1 && apartY < -1) flaws.push(`overlap: ${nameOf(one)} and ${nameOf(other)}`)
      }
    }
    function scrollerOf(one: Element): Element | null {
      for (let box = one.parentElement; box !== null; box = box.parentElement) {
        const { overflowY, position } = getComputedStyle(box)
        if (/auto|scroll/.test(overflowY) || /sticky|fixed/.test(position)) return box
      }
      return null
    }

    if (place.matches('dialog')) {
      place.scrollTop = 0
      const outer = place.getBoundingClientRect()
      const window = new DOMRect(0, 0, innerWidth, innerHeight)
      if (reaches(outer, window, 1)) flaws.push('the dialog is larger than the window')
      for (const one of place.querySelectorAll(':scope > .buttons button'))
        if (reaches(one.getBoundingClientRect(), outer, 1)) flaws.push(`out of sight: ${nameOf(one)}`)
    }
    return flaws
  }, measure)
}
