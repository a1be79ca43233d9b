import type { Request } from '../../main/adapters/influx/transport'
import { readDescription } from '../../main/domain/description'
import { isOver, isWaiting } from '../../main/domain/handover'
import type { Case, Row } from './scene'

/**
 * What the ledger says just now and the server does not, as sentences. Another look would mend it unseen, but until then
 * a technician goes by what he was told: that a token is not there, that it is on, that it does nothing but write.
 */
export async function untrue({ laptops, bucket, line, ...one }: Case): Promise<readonly string[]> {
  const rows = await one.rows()
  return storiesOf({ laptops }).flatMap(({ intent, now }) => {
    const ours = rows.filter(({ description }) => readDescription(description).marker?.nonce === intent.nonce)
    if (now.state === 'abandoned') return ours.map(({ id }) => `I1 told as never made, and there: ${id}`)
    if (now.state === 'asked' && !now.unsure && !now.revoking)
      return ours.map(({ id }) => `I1 there, and the ledger neither knows nor doubts it: ${id}`)
    const own = rows.find(({ id }) => id === now.authId)
    if (own === undefined) return []
    if (isOver(now)) return [`I1 told as ${now.state}, and there: ${own.id}`]
    if (now.revoking) return []
    const isAsked = line.sent.some(({ method, path }) => method === 'PATCH' && path.endsWith(own.id))
    return [
      ...(own.status === 'active' && !isAsked ? [`I2 on, and nobody has switched it on: ${own.id}`] : []),
      ...(now.active && !now.disabled && own.status !== 'active' ? [`I2 told as on, and off: ${own.id}`] : []),
      ...(isNarrow(own, bucket.id) ? [] : [`I2 told as good, and wider than one bucket to write to: ${own.id}`]),
    ]
  })
}

/** I1, once everything is quiet: nothing still waits to be ended, to be switched on, or to be found on the server. */
export function leftWaiting(one: Case): readonly string[] {
  return storiesOf(one)
    .filter(({ now }) => !isOver(now) && (now.revoking || now.state === 'asked' || isWaiting(now)))
    .map(({ intent, now }) => `I1 ${intent.device} still waits (${now.state}${now.revoking ? ', to be ended' : ''})`)
}

/** What has to be in the ledger when a request leaves, as sentences. By cable, the device's word comes before the PATCH. */
export function ahead(one: Case, { method, path, body = '' }: Request): readonly string[] {
  const [, id] = /^\/api\/v2\/authorizations(?:\/([0-9a-f]+))?$/.exec(path) ?? []
  const stories = storiesOf(one)
  if (id === undefined) {
    if (method !== 'POST' || !path.startsWith('/api/v2/authorizations')) return []
    return stories.some(({ intent }) => body.includes(intent.nonce))
      ? []
      : ['the POST left before the ledger knew of it']
  }
  const story = stories.find(({ now }) => now.authId === id)
  if (method === 'PATCH') {
    if (story === undefined) return [`the PATCH left before the ledger knew of ${id}`]
    const isEarly = story.intent.delivery === 'usb' && story.now.state === 'minted' && body.includes('"active"')
    return isEarly ? ['the PATCH left before the device had proved by cable what it stored'] : []
  }
  const isDecided = story === undefined || story.now.revoking || isOver(story.now)
  return method === 'DELETE' && !isDecided ? [`the DELETE left before it was decided to end ${id}`] : []
}

const storiesOf = ({ laptops }: Pick<Case, 'laptops'>) => laptops.flatMap((laptop) => laptop.stories())

function isNarrow({ permissions }: Row, bucket: string): boolean {
  const [only, ...more] = permissions
  return (
    more.length === 0 && only?.action === 'write' && only.resource.type === 'buckets' && only.resource.id === bucket
  )
}
