/** What to look for: the first point of one device since its token was made. */
export interface FirstDataQuestion {
  /** 16 hex digits. */
  readonly bucketId: string
  readonly tag: string
  readonly device: string
  /** ISO 8601, the server's time of the 201. */
  readonly since: string
}

/** Past any device's clock: by default a Flux range ends now, and a device whose clock is ahead would never be found. */
const farFuture = '2100-01-01T00:00:00Z'
const time = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/

/** The moment after an ISO 8601 time, which may have nine digits of a second. */
export function justAfter(at: string): string {
  const [, whole = '', fraction = '', zone = ''] = /^(.{19})(?:\.(\d+))?(.*)$/.exec(at) ?? []
  const next = BigInt(fraction.padEnd(9, '0')) + 1n
  const second = Date.parse(`${whole}${zone}`) + (next === 1_000_000_000n ? 1000 : 0)
  const nanos = (next % 1_000_000_000n).toString().padStart(9, '0')
  return `${new Date(second).toISOString().slice(0, 19)}.${nanos}Z`
}

/** The Flux text; only the times are kept, so that no tag value of the site can disturb the answer. */
export function firstDataQuery(
  { bucketId, tag, device, since }: FirstDataQuestion,
  which: 'first' | 'last' = 'first',
): string {
  if (!/^[0-9a-f]{16}$/.test(bucketId) || !time.test(since))
    throw new Error('first-data query of a malformed bucket or time')
  return [
    `from(bucketID: "${bucketId}")`,
    `range(start: ${since}, stop: ${farFuture})`,
    `filter(fn: (r) => r[${quote(tag)}] == ${quote(device)})`,
    `${which}()`,
    'keep(columns: ["_time"])',
  ].join(' |> ')
}

/** A Flux string literal: `"`, `\`, `${` and line ends would otherwise end it or run code (Flux specification, string literals). */
function quote(text: string): string {
  const escapes: Readonly<Record<string, string>> = {
    '"': '\\"',
    '\\': '\\\\',
    '${': '\\${',
    '\n': '\\n',
    '\r': '\\r',
    '\t': '\\t',
  }
  return `"${text.replace(/["\\\n\r\t]|\$\{/g, (found) => escapes[found] ?? found)}"`
}

/** The time an answer is about, if there is any; or that it is no such answer, or reports an error in mid-answer. */
export type FirstDataAnswer = { readonly readable: true; readonly at?: string } | { readonly readable: false }

/** Reads the earliest `_time`, or the latest, from the CSV answer: blocks separated by empty lines, each with its own header line. */
export function readFirstData(csv: string, which: 'first' | 'last' = 'first'): FirstDataAnswer {
  let column: number | undefined
  let found: string | undefined
  for (const line of csv.split(/\r?\n/)) {
    const cells = line.split(',')
    if (line === '') column = undefined
    else if (column === undefined) {
      column = cells.indexOf('_time')
      if (column < 0) return { readable: false }
    } else {
      const at = cells[column] ?? ''
      if (!time.test(at) || Number.isNaN(Date.parse(at))) return { readable: false }
      if (found === undefined || isBefore(at, found) === (which === 'first')) found = at
    }
  }
  return found === undefined ? { readable: true } : { readable: true, at: found }
}

/** Whether one ISO 8601 time in UTC is before another, to the nanosecond. */
function isBefore(one: string, other: string): boolean {
  return justAfter(one) < justAfter(other)
}
