// No regular expression of the person's own is ever run: a pattern is read sign by sign, so none can hang the window.

const digit = /^[0-9]$/
const letter = /^[A-Za-z]$/

/**
 * Whether a device ID fits a pattern: `#` is a digit, `@` a letter, `*` any characters or none, everything else itself.
 * Several patterns are separated by commas; an empty one fits every ID.
 */
export function fitsPattern(pattern: string, id: string): boolean {
  const patterns = pattern
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
  return patterns.length === 0 || patterns.some((one) => fitsOne(one, id))
}

/** One pattern. The last `*` takes one character more whenever what follows does not fit: at most pattern × ID steps. */
function fitsOne(pattern: string, id: string): boolean {
  let at = 0
  let star = -1
  let taken = 0
  for (let index = 0; index < id.length;) {
    const sign = pattern[at]
    if (sign === '*') {
      star = at++
      taken = index
    } else if (sign !== undefined && fitsSign(sign, id.charAt(index))) {
      at += 1
      index += 1
    } else if (star >= 0) {
      at = star + 1
      index = ++taken
    } else return false
  }
  return /^\**$/.test(pattern.slice(at))
}

function fitsSign(sign: string, character: string): boolean {
  if (sign === '#') return digit.test(character)
  return sign === '@' ? letter.test(character) : sign === character
}
