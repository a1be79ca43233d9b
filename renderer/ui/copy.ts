/** Copies words that hold no secret, by the old command: the page has no right to the clipboard of its own. */
export function copyText(words: string) {
  const area = document.createElement('textarea')
  const back = document.activeElement
  area.value = words
  area.className = 'vh'
  document.body.append(area)
  area.select()
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the one way that needs no permission
  document.execCommand('copy')
  area.remove()
  if (back instanceof HTMLElement) back.focus()
}
