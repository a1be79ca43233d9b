import { setTimeout as wait } from 'node:timers/promises'
import { beforeAll } from 'vitest'
import { dayOf } from '../../main/contract/review-date'
import { describe } from '../../main/domain/description'
import { allAccessScope, bucketScope, deviceScope, type Permission } from '../../main/domain/permissions'
import { row, value, type Scene } from './influx-scene'
import { everything } from './laptop-case'

const day = 86_400_000
const inDays = (days: number) => dayOf(Date.now() + days * day)

/** Tokens of every sort on a server that others use too. */
export interface TokenSet {
  /** What all their descriptions begin with, and no other one. */
  readonly tag: string
  /** Their authorization IDs by what is written after the tag, in the order they were made; the twins are called alike. */
  readonly made: ReadonlyMap<string, string>
  /** Another user; on Cloud oneself, as it has no others. */
  readonly bob: { readonly id: string; readonly name: string }
}

/** Makes them before the first test of the suite it is called in. */
export function setTokens(scene: Scene): TokenSet {
  const made = new Map<string, string>()
  const set = { tag: '', made, bob: { id: '', name: '' } }
  beforeAll(async () => {
    const { world, mine, foreign } = scene
    const { orgId } = world
    set.tag = world.unique()
    set.bob = value(await (world.cloud ? world.admin.me() : world.admin.createUser(world.unique())))
    if (!world.cloud) world.later(`/api/v2/users/${set.bob.id}`)
    const gone = await world.bucket()
    const mint = async (
      word: string,
      permissions: readonly Permission[],
      more: Parameters<typeof world.mint>[1] = {},
    ) => {
      const { authorization } = await world.mint(permissions, { description: `${set.tag}-${word}`, ...more })
      made.set(word, authorization.id)
      // Two that are made in one millisecond have no order.
      await wait(2)
    }
    /** The same with the mark of some other laptop. */
    const marked = (
      word: string,
      permissions: readonly Permission[],
      { review, text = word, ...more }: Parameters<typeof world.mint>[1] & { review?: string; text?: string } = {},
    ) => {
      const nonce = String(made.size).padStart(32, '0')
      const marker = { nonce, install: 'e'.repeat(16), ...(review === undefined ? {} : { review }) }
      return mint(word, permissions, { description: describe(`${set.tag}-${text}`, marker), ...more })
    }
    const [here, there] = [deviceScope(orgId, mine), deviceScope(orgId, foreign)]
    await marked('pump-10', here)
    await marked('pump-2', there, { review: inDays(10) })
    await marked('pump-1', here, { review: inDays(-1) })
    await marked('pump-3', here, { review: inDays(-2), status: 'inactive' })
    await marked('pump-4', there, { review: inDays(700) })
    await marked('twin-a', here, { text: 'pump-7' })
    await marked('twin-b', here, { text: 'pump-7' })
    await marked('pump-9', deviceScope(orgId, gone))
    await mint('sensor', here)
    await marked('grafana', bucketScope(orgId, mine))
    await mint('historian', [...bucketScope(orgId, mine), ...bucketScope(orgId, foreign)])
    await mint('viewer', bucketScope(orgId, mine).slice(0, 1))
    await marked('office', allAccessScope(orgId, set.bob.id), { userId: set.bob.id })
    await mint('boss', everything)
    await marked('bobs', here, { userId: set.bob.id })
    await world.raw('DELETE', `/api/v2/buckets/${gone}`)
    await world.raw('PATCH', row(made.get('viewer') ?? ''), { status: 'inactive' })
  })
  return set
}
