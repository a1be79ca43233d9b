import type { StoredPoint } from './state'

/** Nanoseconds in a unit of `precision`. */
export const precisions: Readonly<Record<string, bigint>> = { ns: 1n, us: 1_000n, ms: 1_000_000n, s: 1_000_000_000n }

/** Reads InfluxDB line protocol; a string is the server's complaint about the first line it cannot read. */
export function readLines(body: string, unit: bigint, now: bigint): readonly StoredPoint[] | string {
  const points: StoredPoint[] = []
  for (const raw of splitLines(body)) {
    const line = raw.trim()
    if (line === '' || line.startsWith('#')) continue
    const point = readLine(line, unit, now)
    if (typeof point === 'string') return `unable to parse '${line}': ${point}`
    points.push(point)
  }
  return points
}

function readLine(line: string, unit: bigint, now: bigint): StoredPoint | string {
  const [series = '', fieldText, timeText, ...more] = split(line, ' ').filter((part) => part !== '')
  if (fieldText === undefined) return 'missing fields'
  if (more.length > 0) return 'bad timestamp'
  const [measurement = '', ...tagTexts] = split(series, ',')
  if (measurement === '') return 'missing measurement'
  const tags = pairs(tagTexts)
  if (tags === undefined) return 'missing tag value'
  const fields = pairs(split(fieldText, ','))
  if (fields === undefined) return 'invalid field format'
  const values: Record<string, string> = {}
  for (const [name, text] of fields) {
    const value = readValue(text)
    if (value === undefined) return 'invalid boolean'
    values[name] = value
  }
  if (timeText !== undefined && !/^-?\d{1,19}$/.test(timeText)) return 'bad timestamp'
  const time = timeText === undefined ? now : BigInt(timeText) * unit
  return { time: time.toString(), measurement: unescape(measurement), tags: Object.fromEntries(tags), fields: values }
}

function readValue(text: string): string | undefined {
  if (/^".*"$/s.test(text)) return text.slice(1, -1).replace(/\\(["\\])/g, '$1')
  if (/^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return text
  if (/^-?\d+[iu]$/.test(text)) return text.slice(0, -1)
  if (/^(t|true)$/i.test(text)) return 'true'
  return /^(f|false)$/i.test(text) ? 'false' : undefined
}

function pairs(texts: readonly string[]): readonly (readonly [string, string])[] | undefined {
  const found: (readonly [string, string])[] = []
  for (const text of texts) {
    const [name = '', ...value] = split(text, '=')
    if (name === '' || value.length === 0 || value.join('=') === '') return undefined
    const whole = value.join('=')
    found.push([unescape(name), whole.startsWith('"') ? whole : unescape(whole)])
  }
  return found
}

const unescape = (text: string) => text.replace(/\\([,= \\])/g, '$1')
const splitLines = (body: string) => split(body, '\n')

/** Splits at `mark` outside double quotes and where no backslash precedes it. Quotes matter only after a `=`. */
function split(text: string, mark: string): string[] {
  const parts: string[] = []
  let part = ''
  let quoted = false
  for (let i = 0; i < text.length; i += 1) {
    const char = text.charAt(i)
    if (char === '\\' && i + 1 < text.length) {
      part += char + text.charAt(i + 1)
      i += 1
    } else if (char === mark && !quoted) {
      parts.push(part)
      part = ''
    } else {
      if (char === '"' && (quoted || /(^|=)$/.test(part))) quoted = !quoted
      part += char
    }
  }
  return [...parts, part]
}
