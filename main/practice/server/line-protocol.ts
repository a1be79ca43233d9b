import type { StoredPoint } from './state'

/** Nanoseconds in a unit of `precision`. */
export const precisions: Readonly<Record<string, bigint>> = { ns: 1n, us: 1_000n, ms: 1_000_000n, s: 1_000_000_000n }

/** Reads InfluxDB line protocol; a string is the server's complaint about the first line it cannot read. */
export function readLines(body: string, unit: bigint, now: bigint): readonly StoredPoint[] | string {
  const points: StoredPoint[] = []
  let rest = body
  while (rest !== '') {
    rest = rest.replace(/^[\s\0]+/, '')
    if (rest === '') break
    if (rest.startsWith('#')) {
      rest = cut(rest, '\n')[1]
      continue
    }
    // Quotes mean something in fields only, and only there may they hide a line end.
    const [series] = cut(cut(rest, '\n')[0], ' ')
    const [fields, after] = cut(rest.slice(series.length).replace(/^ +/, ''), ' \n', true)
    const [time, next] = rest.charAt(rest.length - after.length - 1) === ' ' ? cut(after, '\n') : ['', after]
    const line = rest.slice(0, rest.length - next.length).trim()
    const point = readPoint(series, fields, time.trim(), unit, now)
    if (typeof point === 'string') return `unable to parse '${line}': ${point}`
    points.push(point)
    rest = next
  }
  return points
}

function readPoint(
  series: string,
  fieldText: string,
  timeText: string,
  unit: bigint,
  now: bigint,
): StoredPoint | string {
  if (fieldText === '') return 'missing fields'
  const [measurement = '', ...tagTexts] = split(series, ',')
  if (measurement === '') return 'missing measurement'
  const tags = pairs(tagTexts)
  if (tags === undefined) return 'missing tag value'
  const fields = pairs(split(fieldText, ',', true))
  if (fields === undefined) return 'invalid field format'
  const values: Record<string, string> = {}
  for (const [name, text] of fields) {
    const value = readValue(text)
    if (value === undefined) return 'invalid boolean'
    values[unescape(name)] = value
  }
  if (timeText !== '' && !/^-?\d{1,19}$/.test(timeText)) return 'bad timestamp'
  const time = timeText === '' ? now : BigInt(timeText) * unit
  const plain = Object.fromEntries(tags.map(([name, text]) => [unescape(name), unescape(text)]))
  return { time: time.toString(), measurement: unescape(measurement), tags: plain, fields: values }
}

function readValue(text: string): string | undefined {
  if (/^".*"$/s.test(text)) return text.slice(1, -1).replace(/\\(["\\])/g, '$1')
  if (/^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return text
  if (/^-?\d+[iu]$/.test(text)) return text.slice(0, -1)
  if (/^(t|true)$/i.test(text)) return 'true'
  return /^(f|false)$/i.test(text) ? 'false' : undefined
}

function pairs(texts: readonly string[]): readonly (readonly [string, string])[] | undefined {
  const found = texts.map((text) => cut(text, '='))
  return found.some(([name, value]) => name === '' || value === '') ? undefined : found
}

const unescape = (text: string) => text.replace(/\\([,= \\])/g, '$1')

/** Splits at every `mark` that no backslash precedes; with `quotes`, only outside them. */
function split(text: string, mark: string, quotes = false): string[] {
  const parts: string[] = []
  let rest = text
  for (;;) {
    const [part, after] = cut(rest, mark, quotes)
    parts.push(part)
    if (part.length === rest.length) return parts
    rest = after
  }
}

/** What precedes the first of `marks` that is not escaped, and what follows it. */
function cut(text: string, marks: string, quotes = false): readonly [string, string] {
  let quoted = false
  for (let i = 0; i < text.length; i += 1) {
    const char = text.charAt(i)
    if (char === '\\') i += 1
    else if (quotes && char === '"') quoted = !quoted
    else if (!quoted && marks.includes(char)) return [text.slice(0, i), text.slice(i + 1)]
  }
  return [text, '']
}
