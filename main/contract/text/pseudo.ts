/** Changes a sentence; what is in `kept` was filled in and stays as it is. */
export type Reword = (sentence: string, kept: readonly string[]) => string

const plain = 'AaBbCcDdEeFfGgHhIiJjKkLlMmNnOoPpQqRrSsTtUuVvWwXxYyZz'
// Each is one UTF-16 unit, so that both can be indexed alike.
const marked = 'ÅåƁƀÇçÐðÉéƑƒĜĝĤĥÎîĴĵĶķĻļṀɱÑñÖöÞþǪǫŔŕŠšŢţÛûṼṽŴŵẊẋÝýŽž'
const padding = ['öñé', 'ţŵö', 'ţĥŕéé', 'ƒöûŕ', 'ƒîṽé', 'šîẋ', 'šéṽéñ', 'éîĝĥţ', 'ñîñé', 'ţéñ']
const growth = 0.4
const overrideStart = '\u202E'
const overrideEnd = '\u202C'

/** Letters with accents, and 40 % more of them: what is cut off or not in the catalogue shows. */
export const accented: Reword = (sentence, kept) => {
  if (sentence.trim() === '') return sentence
  const letters = between(sentence, kept, (part) =>
    part.replace(/[A-Za-z]/g, (letter) => marked.charAt(plain.indexOf(letter))),
  )
  return letters + longer(sentence.length)
}

/** Letters that run from right to left. */
export const mirrored: Reword = (sentence, kept) =>
  between(sentence, kept, (part) => (part.trim() === '' ? part : `${overrideStart}${part}${overrideEnd}`))

/** The same catalogue with every sentence reworded: strings, lists, and functions that fill something in. */
export function rewordAll<Catalogue>(texts: Catalogue, reword: Reword): Catalogue {
  return rewordValue(texts, reword, []) as Catalogue
}

function rewordValue(value: unknown, reword: Reword, kept: readonly string[]): unknown {
  if (typeof value === 'string') return reword(value, kept)
  if (Array.isArray(value)) return value.map((item) => rewordValue(item, reword, kept))
  if (typeof value === 'function') {
    const write = value as (...filling: readonly unknown[]) => unknown
    return (...filling: readonly unknown[]) => rewordValue(write(...filling), reword, filling.filter(isText))
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, rewordValue(inner, reword, kept)]))
}

/** Changes the parts of a sentence between what was filled in. */
function between(sentence: string, kept: readonly string[], change: (part: string) => string): string {
  const [first, ...others] = kept
  if (first === undefined) return change(sentence)
  return sentence
    .split(first)
    .map((part) => between(part, others, change))
    .join(first)
}

function longer(length: number): string {
  let more = ''
  for (let word = 0; more.length < length * growth; word += 1) more += ` ${padding[word % padding.length] ?? ''}`
  return more
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''
