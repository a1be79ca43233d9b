/**
 * Calls `away` when the window no longer is what somebody looks at. Tab past the last control takes the focus out of the
 * page for a moment and back to the first: nobody else came to the front then.
 */
export function watchFront(away: (reason: 'blur' | 'minimise') => void): () => void {
  let tabbing = false
  const down = ({ key, altKey, ctrlKey, metaKey }: KeyboardEvent) => {
    tabbing = key === 'Tab' && !altKey && !ctrlKey && !metaKey
  }
  const up = () => {
    tabbing = false
  }
  const blur = () => {
    if (!tabbing) away('blur')
  }
  const hidden = () => {
    if (document.visibilityState === 'hidden') away('minimise')
  }
  window.addEventListener('keydown', down, true)
  window.addEventListener('keyup', up, true)
  window.addEventListener('blur', blur)
  document.addEventListener('visibilitychange', hidden)
  return () => {
    window.removeEventListener('keydown', down, true)
    window.removeEventListener('keyup', up, true)
    window.removeEventListener('blur', blur)
    document.removeEventListener('visibilitychange', hidden)
  }
}
