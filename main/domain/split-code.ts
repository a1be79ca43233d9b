/** Bytes of the content that one part carries, so that with its head it fits version 4 at level M. */
const partBytes = 54

/** The version every part is drawn in: 33 × 33 modules, whatever it holds, so that the symbol keeps its place. */
export const partVersion = 4

const mostParts = 15

/**
 * `payload`, printable ASCII, in parts for a camera that cannot read it at once (docs/qr-payload.md): each begins with
 * `FK`, its number and the number of parts (a hex digit each), and the first four hex digits of the SHA-256 of the
 * whole. Undefined when it needs more than 15.
 */
export function splitCode(payload: string, sha256: (text: string) => string): readonly string[] | undefined {
  const count = Math.ceil(payload.length / partBytes)
  if (count > mostParts) return undefined
  const hash = sha256(payload).slice(0, 4)
  return Array.from({ length: count }, (_, index) => {
    const head = `FK${(index + 1).toString(16)}${count.toString(16)}${hash}`
    return head + payload.slice(index * partBytes, (index + 1) * partBytes)
  })
}

/** The whole that `parts` in any order, repeated or not, were made of; undefined while one is missing or does not fit. */
export function joinParts(parts: readonly string[], sha256: (text: string) => string): string | undefined {
  const read = parts.map((part) => /^FK([1-9a-f])([1-9a-f])([0-9a-f]{4})([^]*)$/.exec(part))
  const [first] = read
  if (!first || read.some((one) => one?.[2] !== first[2] || one?.[3] !== first[3])) return undefined
  const count = Number.parseInt(first[2] ?? '', 16)
  const texts = new Map(read.map((one) => [Number.parseInt(one?.[1] ?? '', 16), one?.[4] ?? '']))
  const numbers = Array.from({ length: count }, (_, index) => index + 1)
  if (!numbers.every((number) => texts.has(number))) return undefined
  const whole = numbers.map((number) => texts.get(number)).join('')
  return sha256(whole).startsWith(first[3] ?? '-') ? whole : undefined
}
