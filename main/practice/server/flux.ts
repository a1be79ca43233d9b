/** A query as far as the practice server understands Flux. Times in nanoseconds. */
export interface Query {
  readonly bucket: { readonly by: 'id' | 'name'; readonly text: string }
  readonly start: bigint
  readonly stop: bigint
  readonly tags: readonly { readonly tag: string; readonly value: string }[]
  readonly pick?: 'first' | 'last'
  readonly onlyTime: boolean
}

const text = '"((?:[^"\\\\]|\\\\.)*)"'
const from = new RegExp(`^from\\(\\s*(bucketID|bucket):\\s*${text}\\s*\\)$`, 's')
const range = /^range\(\s*start:\s*([^,\s)]+)\s*(?:,\s*stop:\s*([^,\s)]+)\s*)?\)$/
const filter = new RegExp(
  `^filter\\(\\s*fn:\\s*\\(r\\)\\s*=>\\s*r(?:\\[${text}\\]|\\.(\\w+))\\s*==\\s*${text}\\s*\\)$`,
  's',
)
const units: Readonly<Record<string, bigint>> = { s: 1n, m: 60n, h: 3_600n, d: 86_400n }

/** Reads `from |> range |> filter(r.tag == "…")… |> first() or last() |> keep(columns: ["_time"])`; undefined for anything else. */
export function readFlux(script: string, now: bigint): Query | undefined {
  const [head = '', ranged = '', ...stages] = stagesOf(script)
  const source = from.exec(head)
  const span = range.exec(ranged)
  if (!source || !span) return undefined
  const name = unquote(source[2] ?? '')
  const start = readTime(span[1] ?? '', now)
  const stop = span[2] === undefined ? now : readTime(span[2], now)
  if (name === undefined || start === undefined || stop === undefined) return undefined
  let query: Query = {
    bucket: { by: source[1] === 'bucketID' ? 'id' : 'name', text: name },
    start,
    stop,
    tags: [],
    onlyTime: false,
  }
  for (const stage of stages) {
    const only = filter.exec(stage)
    if (only) {
      const tag = unquote(only[1] ?? only[2] ?? '')
      const value = unquote(only[3] ?? '')
      if (tag === undefined || value === undefined) return undefined
      query = { ...query, tags: [...query.tags, { tag, value }] }
    } else if (stage === 'first()' || stage === 'last()')
      query = { ...query, pick: stage === 'first()' ? 'first' : 'last' }
    else if (/^keep\(\s*columns:\s*\["_time"\]\s*\)$/.test(stage)) query = { ...query, onlyTime: true }
    else return undefined
  }
  return query
}

/** Splits at `|>` outside string literals. */
function stagesOf(script: string): readonly string[] {
  const parts = script.match(/"(?:[^"\\]|\\.)*"|\|>|[^"|]+|[|"]/gs) ?? []
  const stages: string[] = []
  let stage = ''
  for (const part of parts) {
    if (part === '|>') {
      stages.push(stage.trim())
      stage = ''
    } else stage += part
  }
  return [...stages, stage.trim()]
}

/** The text of a string literal; undefined when it holds an expression (`${…}`). */
function unquote(literal: string): string | undefined {
  if (/(^|[^\\])(\\\\)*\$\{/.test(literal)) return undefined
  const plain: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }
  return literal.replace(/\\(.)/gs, (_, char: string) => plain[char] ?? char)
}

/** RFC 3339, whole seconds since 1970, or a duration before now such as `-1h`. */
function readTime(word: string, now: bigint): bigint | undefined {
  if (/^\d{1,10}$/.test(word)) return BigInt(word) * 1_000_000_000n
  const [, count, unit = ''] = /^-(\d{1,9})([smhd])$/.exec(word) ?? []
  if (count !== undefined) return now - BigInt(count) * (units[unit] ?? 1n) * 1_000_000_000n
  if (word === 'now()') return now
  return readIso(word)
}

/** Nanoseconds since 1970 of an ISO 8601 time with up to nine digits of a second. */
function readIso(iso: string): bigint | undefined {
  const parts = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})$/.exec(iso)
  const ms = parts ? Date.parse(`${parts[1]}${parts[3]}`) : NaN
  return Number.isNaN(ms) ? undefined : BigInt(ms) * 1_000_000n + BigInt((parts?.[2] ?? '').padEnd(9, '0'))
}

/** ISO 8601 of nanoseconds since 1970, as InfluxDB writes times: no digits it does not need. */
export function writeIso(time: bigint): string {
  const second = 1_000_000_000n
  const rest = ((time % second) + second) % second
  const date = new Date(Number((time - rest) / 1_000_000n)).toISOString().slice(0, 19)
  const fraction = rest.toString().padStart(9, '0').replace(/0+$/, '')
  return `${date}${fraction === '' ? '' : `.${fraction}`}Z`
}
