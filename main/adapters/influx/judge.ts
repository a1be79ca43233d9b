import { failure, type Failure } from '../../contract/failure'
import { failed, ok, type Result } from '../../contract/result'
import type { Answer } from './transport'

/** Known hosts of InfluxDB Cloud, whose answers carry no version header (docs.influxdata.com, `/ping`). */
export function isCloudHost(host: string): boolean {
  return /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.cloud2\.influxdata\.com$/i.test(host)
}

/** The version InfluxDB names in each answer; undefined when something else answered. */
export function versionOf({ headers }: Answer): string | undefined {
  const version = headers['x-influxdb-version']
  return typeof version === 'string' && version !== '' ? version : undefined
}

/** Whether InfluxDB itself says so, no proxy before it: by its version, or on InfluxDB Cloud by its error header. */
export function isOwn(answer: Answer, host: string): boolean {
  if (versionOf(answer) !== undefined) return true
  return isCloudHost(host) && answer.headers['x-platform-error-code'] !== undefined
}

/** Whether an answer looks like a page for people. */
export function isPage({ headers, body }: Answer): boolean {
  return /text\/html|xhtml/i.test(headers['content-type'] ?? '') || /^\s*<(!doctype|html)/i.test(body.slice(0, 200))
}

/** Names who answered when it was not InfluxDB: a sign-in page, a proxy, another address, another product. */
export function stranger(answer: Answer, host: string): Failure | undefined {
  const { status } = answer
  if (status === 407) return failure('net.proxy', { host })
  if (status === 511) return failure('net.captive', { host })
  if (status >= 300 && status < 400 && status !== 304) return redirected(answer, host)
  // A gateway of InfluxDB Cloud answers with a page where it has no such address.
  const noSuchAddress = status === 404 || status === 405
  if (versionOf(answer) !== undefined || (isCloudHost(host) && (noSuchAddress || !isPage(answer)))) return undefined
  if (status >= 500) return failure('server.error', { host })
  if (status === 429) return undefined
  return failure(isPage(answer) && status === 200 ? 'net.captive' : 'server.not-influx', { host })
}

/** The JSON of an answer. */
export function readJson({ body }: Answer): Result<unknown, undefined> {
  try {
    return ok(JSON.parse(body) as unknown)
  } catch {
    return failed(undefined)
  }
}

/** A temporary redirect with a page, to a foreign host, is how a Wi-Fi sends people to its sign-in. */
function redirected(answer: Answer, host: string): Failure {
  const { status, headers } = answer
  const target = readTarget(headers.location, host)
  const temporary = status === 302 || status === 303 || status === 307
  if (target === undefined) return failure(isPage(answer) ? 'net.captive' : 'server.not-influx', { host })
  if (temporary && isPage(answer) && target.hostname !== new URL(`http://${hostForUrl(host)}`).hostname) {
    return failure('net.captive', { host })
  }
  return failure('net.redirect', { host, host2: target.origin })
}

const hostForUrl = (host: string) => (host.includes(':') ? `[${host}]` : host)

function readTarget(location: string | undefined, host: string): URL | undefined {
  try {
    return location === undefined ? undefined : new URL(location, `http://${hostForUrl(host)}`)
  } catch {
    return undefined
  }
}
