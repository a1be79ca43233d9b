const overscan = 10

/** First and last index to draw, with some rows beyond the edges; last is -1 for an empty list. Sizes in CSS pixels. */
export function visibleRows(top: number, height: number, rowHeight: number, total: number) {
  const first = Math.max(0, Math.floor(top / rowHeight) - overscan)
  const last = Math.min(total - 1, Math.ceil((top + height) / rowHeight) + overscan)
  return { first: Math.min(first, Math.max(0, last)), last }
}

/** The row a key leads to, undefined when the key is not about moving. */
export function rowKey(press: KeyboardEvent, current: number, total: number, page: number): number | undefined {
  const to = { ArrowDown: current + 1, ArrowUp: current - 1, PageDown: current + page, PageUp: current - page }
  const ends = { Home: 0, End: total - 1 }
  const next = { ...to, ...ends }[press.key]
  return next === undefined || total === 0 ? undefined : Math.max(0, Math.min(total - 1, next))
}
