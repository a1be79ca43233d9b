import type { Clock } from '../../ports/clock'
import { error, json, notFound, nothing, type Answer } from './answer'

/** InfluxDB Cloud's ways, from its documentation (docs/cloud.md): what differs from OSS. */
export interface CloudMode {
  /** Cloud Serverless has no Flux, and answers an empty write 400. */
  readonly serverless?: boolean
  /** Requests in five minutes; beyond them every answer is 429 until those are over. */
  readonly quota?: number
  /** How long an accepted write waits until it can be read, milliseconds: 204 means queued. */
  readonly queue?: number
}

/** Cloud's limits count per five minutes. */
const period = 300_000

/** Shown in place of every token but a new one's. */
export const redacted = 'redacted'

/** Answers as the regions' gateway does, before anything is looked up; undefined where the API itself answers. */
export function createGateway(
  mode: CloudMode,
  clock: Clock,
): (incoming: { readonly method: string; readonly target: string }) => Answer | undefined {
  let begun = clock.monotonic()
  let asked = 0
  const busy = (): Answer | undefined => {
    const { quota } = mode
    if (quota === undefined) return undefined
    if (clock.monotonic() - begun >= period) {
      begun = clock.monotonic()
      asked = 0
    }
    asked += 1
    if (asked <= quota) return undefined
    const retryAfter = Math.ceil((begun + period - clock.monotonic()) / 1000)
    return { ...error(429, 'too many requests', 'limit exceeded'), retryAfter }
  }
  return ({ method, target }) => {
    const [path = ''] = target.split('?')
    if (path === '/ping') return nothing()
    if (path === '/health') return notFound('path not found')
    const over = busy()
    if (over) return over
    // Users are invited in Cloud's own pages: tokens have no way to them.
    if (path.startsWith('/api/v2/users')) return notFound('path not found')
    if (mode.serverless !== true) return undefined
    return path === '/api/v2/query' && method === 'POST'
      ? json(404, { code: 'not found', message: 'not found' })
      : undefined
  }
}
