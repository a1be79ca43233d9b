import * as v from 'valibot'
import { failure, type Failure } from '../../contract/failure'
import { isCloudHost, readJson } from './judge'
import { askedPause } from './retry'
import type { Answer } from './transport'

/** What a call was about, so that the same message can be named for what the person tried to do. */
export interface Asked {
  readonly call:
    'me' | 'users' | 'orgs' | 'list' | 'token' | 'create' | 'buckets' | 'bucket' | 'write' | 'query' | 'health'
  readonly host: string
  /** Bucket ID. */
  readonly bucket?: string
  /** The token's own owner, once known. */
  readonly owner?: string
  readonly now: number
}

const errorSchema = v.object({ code: v.string(), message: v.string() })

/**
 * Names an InfluxDB answer of 400 and above. The messages are InfluxDB OSS 2.9.1's own, as measured: 401 stands for a
 * bad token *and* for a missing right, so only the message tells them apart.
 */
export function nameStatus(answer: Answer, asked: Asked): Failure {
  const { host, bucket = '?' } = asked
  const { status } = answer
  const message = messageOf(answer)
  if (status === 429) {
    return failure('server.busy', { host, n: Math.ceil((askedPause(answer, asked.now) ?? 1000) / 1000) })
  }
  if (status >= 500)
    return failure(status === 503 && asked.call === 'health' ? 'server.starting' : 'server.error', { host })
  if (status === 401 || status === 403) return nameRefusal(message, asked)
  if (status === 404) {
    if (asked.call === 'token') return failure('token.gone')
    if (asked.call === 'bucket' || asked.call === 'write') return failure('bucket.deleted', { bucket })
    if (asked.call === 'query' && message.includes('could not find bucket')) return failure('perm.read', { bucket })
  }
  return isCloudHost(host) ? missingInCloud(status, message, asked) : failure('server.error', { host })
}

/** What InfluxDB Cloud does not offer: users to others than itself, and on Cloud Serverless Flux. */
function missingInCloud(status: number, message: string, { call, host }: Asked): Failure {
  const missing = status === 404 || status === 405 || status === 410
  // Its documentation says only that the address does not work.
  const refused = status === 400 && /not supported|unsupported/i.test(message)
  if ((missing || refused) && call === 'query') return failure('data.no-flux', { host })
  return missing && call === 'users' ? failure('perm.user', { user: '?' }) : failure('server.error', { host })
}

/** InfluxDB's own message; empty when there is none. */
export function messageOf(answer: Answer): string {
  const json = readJson(answer)
  const error = json.ok ? v.safeParse(errorSchema, json.value) : undefined
  return error?.success ? error.output.message : ''
}

function nameRefusal(message: string, asked: Asked): Failure {
  const { bucket = '?' } = asked
  if (/token is inactive$/.test(message)) return failure('auth.inactive')
  if (/^User is inactive$|^user not found$/.test(message)) return failure('auth.user')
  if (message.startsWith('insufficient permissions for write')) return failure('perm.bucket', { bucket })
  const passing = /^permission (\S+) is not allowed: /.exec(message)?.[1]
  if (passing !== undefined)
    return /^(read|write):(orgs\/\w+\/)?authorizations/.test(passing)
      ? failure('perm.create')
      : failure('perm.bucket', { bucket })
  const [, action, resource = ''] = /^(read|write):(\S+) is unauthorized$/.exec(message) ?? []
  if (action !== undefined) return nameMissing(action, resource, asked) ?? failure('auth.rejected')
  return failure('auth.rejected')
}

/** Names a missing right from what the server says is unauthorized, such as `write:orgs/…/authorizations`. */
function nameMissing(action: string, resource: string, { call, bucket = '?', owner }: Asked): Failure | undefined {
  const user = /^users(?:\/([0-9a-f]{16}))?/.exec(resource)
  if (user) {
    const whose = user[1] ?? '?'
    // A token that was read or changed belongs to that user: only where that is not us is it somebody else's.
    return call === 'token' && whose !== owner
      ? failure('perm.owner', { user: whose })
      : failure('perm.user', { user: whose })
  }
  if (/^(orgs\/[0-9a-f]{16}\/)?authorizations/.test(resource))
    return failure(action === 'read' ? 'perm.list' : 'perm.create')
  if (/^(orgs\/[0-9a-f]{16}\/)?buckets/.test(resource)) {
    if (action === 'write') return failure('perm.bucket', { bucket })
    return call === 'buckets' ? failure('perm.buckets') : failure('perm.read', { bucket })
  }
  return call === 'orgs' || call === 'query' ? failure('perm.read', { bucket }) : undefined
}
