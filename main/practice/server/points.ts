import * as v from 'valibot'
import type { Clock } from '../../ports/clock'
import { error, forbidden, idFlaw, invalid, notFound, nothing, type Answer } from './answer'
import { parse } from './authorizations'
import { readFlux, writeIso, type Query } from './flux'
import type { CloudMode } from './cloud'
import { precisions, readLines } from './line-protocol'
import { may, right, type Call } from './rights'
import type { State, StoredBucket, StoredPoint } from './state'

/** Points kept per bucket: enough to see first data, and a limit for a device that never stops. */
const mostPoints = 1_000

const querySchema = v.object({ query: v.string() })

interface Row {
  readonly time: bigint
  readonly series: string
  readonly columns: Readonly<Record<string, string>>
}

const now = (clock: Clock) => BigInt(Math.trunc(clock.now())) * 1_000_000n
const isOrg = ({ org }: State, { query }: Call) =>
  [query.get('org'), query.get('orgID')].some((one) => one === org.id || one === org.name)
const namesOrg = ({ query }: Call) => query.has('org') || query.has('orgID')

/** Answers `/api/v2/write`; on Cloud 204 says only that the points are queued. */
export function createWrite(state: State, clock: Clock, cloud: CloudMode = {}): (call: Call) => Answer {
  const { org, buckets, points } = state
  return (call) => {
    if (call.method !== 'POST') return { status: 405 }
    if (!namesOrg(call)) return invalid('Please provide either orgID or org')
    if (!isOrg(state, call)) return notFound('organization not found')
    const name = call.query.get('bucket') ?? ''
    const bucket = find([...buckets.values()], name)
    if (!bucket) return notFound(name === '' ? 'bucket not found' : `bucket "${name}" not found`)
    if (call.caller.status !== 'active') return forbidden('insufficient permissions for write: token is inactive')
    if (!may(call, right('write', 'buckets', bucket.id, org.id))) return forbidden('insufficient permissions for write')
    const unit = precisions[call.query.get('precision') ?? 'ns']
    if (unit === undefined) return invalid('invalid precision; valid precision units are ns, us, ms, and s')
    const read = readLines(call.body, unit, now(clock))
    if (typeof read === 'string') return invalid(read)
    if (read.length === 0) return cloud.serverless === true ? invalid('writing requires points') : nothing()
    const store = () => {
      points.set(bucket.id, [...(points.get(bucket.id) ?? []), ...read].slice(-mostPoints))
    }
    if (cloud.queue === undefined) store()
    else clock.after(cloud.queue, store)
    return nothing(true)
  }
}

/**
 * Answers `/api/v2/query`. As on InfluxDB 2.9.1, a bucket named by its *ID* is read without asking for the right to read
 * it, even with a disabled token; named by its name, a bucket that may not be read does not exist.
 */
export function createQuery(state: State, clock: Clock): (call: Call, type: string) => Answer {
  const { org, buckets, points } = state
  return (call, type) => {
    if (call.method !== 'POST') return { status: 405 }
    const read = v.safeParse(querySchema, parse(call.body))
    if (!type.startsWith('application/vnd.flux') && !read.success) {
      return invalid('failed to decode request body: failed parsing request body as JSON')
    }
    if (!namesOrg(call)) return invalid('failed to decode request body: Please provide either orgID or org')
    if (!isOrg(state, call)) return invalid('failed to decode request body: organization not found')
    const query = readFlux(read.success ? read.output.query : call.body, now(clock))
    if (!query) return invalid('compilation failed: the practice server knows only the queries Fieldkey asks')
    const { by, text } = query.bucket
    if (by === 'id' && idFlaw(text))
      return invalid(`failed to initialize execute state: invalid bucket id: ${idFlaw(text) ?? ''}`)
    const bucket =
      by === 'id' ? buckets.get(text.toLowerCase()) : [...buckets.values()].find(({ name }) => name === text)
    if (by === 'name' && !(bucket && may(call, right('read', 'buckets', bucket.id, org.id)))) {
      return notFound(`failed to initialize execute state: could not find bucket "${text}"`)
    }
    if (!bucket) return error(500, 'internal error', 'An internal error has occurred - check server logs')
    const body = toCsv(select(points.get(bucket.id) ?? [], query), query.onlyTime)
    return { status: 200, body, type: 'text/csv; charset=utf-8' }
  }
}

function find(all: readonly StoredBucket[], idOrName: string): StoredBucket | undefined {
  return all.find(({ id }) => id === idOrName) ?? all.find(({ name }) => name === idOrName)
}

function select(points: readonly StoredPoint[], { start, stop, tags, pick }: Query): readonly Row[] {
  const rows = points
    .filter(({ time }) => BigInt(time) >= start && BigInt(time) < stop)
    .flatMap((point) => Object.entries(point.fields).map(([field, value]) => toRow(point, field, value)))
    .filter(({ columns }) => tags.every(({ tag, value }) => columns[tag] === value))
    .sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0))
  if (pick === undefined) return rows
  const seen = new Set<string>()
  const ordered = pick === 'first' ? rows : [...rows].reverse()
  return ordered.filter(({ series }) => !seen.has(series) && seen.add(series))
}

function toRow({ time, measurement, tags }: StoredPoint, field: string, value: string): Row {
  const sorted = Object.fromEntries(Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1)))
  const columns = { _value: value, _field: field, _measurement: measurement, ...sorted }
  return { time: BigInt(time), series: JSON.stringify([measurement, field, sorted]), columns }
}

/** One table per set of columns; cells with a comma, quote or line end are quoted (RFC 4180). */
function toCsv(rows: readonly Row[], onlyTime: boolean): string {
  const tables = new Map<string, string[]>()
  for (const { time, columns } of rows) {
    const shown = onlyTime ? {} : columns
    const header = ['', 'result', 'table', '_time', ...Object.keys(shown)].map(cell).join(',')
    const lines = tables.get(header) ?? [header]
    const table = tables.has(header) ? [...tables.keys()].indexOf(header) : tables.size
    lines.push(['', '_result', String(table), writeIso(time), ...Object.values(shown)].map(cell).join(','))
    tables.set(header, lines)
  }
  if (tables.size === 0) return '\r\n'
  return [...tables.values()].map((lines) => `${lines.join('\r\n')}\r\n\r\n`).join('')
}

const cell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
