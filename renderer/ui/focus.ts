import type { Attachment } from 'svelte/attachments'

/** Gives an element the focus when it appears, unless a dialog is open. */
export const focusOnMount: Attachment<HTMLElement> = (element) => {
  if (document.querySelector('dialog[open]') === null) element.focus()
}

/** The same, but leaves the page where it is: what stands above must stay in view. */
export const focusInPlace: Attachment<HTMLElement> = (element) => {
  if (document.querySelector('dialog[open]') === null) element.focus({ preventScroll: true })
}

/** Gives the heading of a screen the focus when the screen before it took the focus away. */
export const focusIfLost: Attachment<HTMLElement> = (element) => {
  if (document.activeElement === document.body || document.activeElement === null) element.focus()
}
