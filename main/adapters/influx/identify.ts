import * as v from 'valibot'
import { failure } from '../../contract/failure'
import { failed, ok, type Result } from '../../contract/result'
import type { Clock } from '../../ports/clock'
import type { ServerIdentity } from '../../ports/influx'
import { isCloudHost, isPage, readJson, stranger, versionOf } from './judge'
import { healthSchema, ping3Schema } from './schemas'
import { nameStatus } from './status-failures'
import type { Answer, Lost } from './transport'

/** Asks without a token, with retries. */
export type Look = (path: string) => Promise<Result<Answer, Lost>>

/**
 * Tells which server answers (docs.influxdata.com, `/health` and `/ping` of each product): OSS 2 by its version header,
 * InfluxDB Cloud by its host, 1.x and 3 to refuse them by name. A home-made 2.x calls itself `dev`.
 */
export async function identify(look: Look, host: string, clock: Clock): Promise<Result<ServerIdentity>> {
  const cloud = isCloudHost(host)
  const looked = await look(cloud ? '/ping' : '/health')
  if (!looked.ok) return failed(looked.failure.failure)
  const answer = looked.value
  const version = versionOf(answer) ?? ''
  const skew = skewOf(answer, clock.now())
  if (/^v?1\./.test(version)) return failed(failure('server.v1', { host, v: version.replace(/^v/, '') }))
  if (/^v?3\./.test(version)) return failed(failure('server.v3', { host, v: version.replace(/^v/, '') }))
  const wrong = stranger(answer, host)
  if (wrong) {
    const three = wrong.code === 'server.not-influx' ? await version3(answer, look) : undefined
    return failed(three === undefined ? wrong : failure('server.v3', { host, v: three }))
  }
  if (cloud && answer.status === 204) return ok({ kind: 'cloud', version: 'Cloud', ...skew })
  const json = readJson(answer)
  const health = json.ok ? v.safeParse(healthSchema, json.value) : undefined
  if (health?.success && health.output.status !== 'pass') return failed(failure('server.starting', { host }))
  if (answer.status >= 400) return failed(nameStatus(answer, { call: 'health', host, now: clock.now() }))
  if (cloud || !health?.success) return failed(failure('server.not-influx', { host }))
  return ok({ kind: 'oss2', version: (version || health.output.version).replace(/^v/, ''), ...skew })
}

function skewOf({ headers }: Answer, now: number): { readonly skew?: number } {
  const at = Date.parse(headers.date ?? '')
  return Number.isNaN(at) ? {} : { skew: at - now }
}

/** InfluxDB 3's `/health` is a bare `OK`, or wants a token; its `/ping` names the version to those it lets in. */
async function version3(health: Answer, look: Look): Promise<string | undefined> {
  const guarded = health.status === 401 && !isPage(health) && !/basic/i.test(health.headers['www-authenticate'] ?? '')
  if (!guarded && health.body.trim() !== 'OK') return undefined
  const ping = await look('/ping')
  if (!ping.ok) return undefined
  const json = readJson(ping.value)
  const named = json.ok ? v.safeParse(ping3Schema, json.value) : undefined
  if (named?.success) return named.output.version
  return guarded && ping.value.status === 401 && !isPage(ping.value) ? '3' : undefined
}
