import type { Attachment } from 'svelte/attachments'

const most = 320
const least = 120
const gap = 4

/** Puts a fixed list below the element it belongs to, or above where there is more room. */
export function placeBelow(anchor: () => HTMLElement): Attachment<HTMLElement> {
  return (list) => {
    const place = () => {
      const { top, bottom, left, width } = anchor().getBoundingClientRect()
      const below = window.innerHeight - bottom - 2 * gap
      const up = below < least && top > below
      const room = Math.max(least, Math.min(most, up ? top - 2 * gap : below))
      list.style.left = `${left}px`
      list.style.width = `${width}px`
      list.style.maxHeight = `${room}px`
      list.style.top = up ? 'auto' : `${bottom + gap}px`
      list.style.bottom = up ? `${window.innerHeight - top + gap}px` : 'auto'
    }
    place()
    window.addEventListener('scroll', place, true)
    window.addEventListener('resize', place)
    return () => {
      window.removeEventListener('scroll', place, true)
      window.removeEventListener('resize', place)
    }
  }
}
