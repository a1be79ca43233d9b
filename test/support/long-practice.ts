import { createClock } from '../../main/adapters/clock'
import { createRandom } from '../../main/adapters/random'
import { createPracticeServer } from '../../main/practice/server/server'
import { generatedTokens } from './generated-tokens'

/** A practice server that has `count` device tokens besides its own. */
export function createLongPractice(count: number): ReturnType<typeof createPracticeServer> {
  const parts = { clock: createClock(), random: createRandom() }
  const saved = JSON.parse(createPracticeServer(parts).save()) as {
    readonly authorizations: readonly { readonly userID: string }[]
    readonly buckets: readonly { readonly id: string; readonly type: string }[]
    readonly org: { readonly id: string }
  }
  const userID = saved.authorizations[0]?.userID ?? ''
  const id = saved.buckets.find(({ type }) => type === 'user')?.id ?? ''
  const authorizations = generatedTokens(count).map((row) => ({
    id: row.id,
    hash: row.id,
    status: row.status,
    description: row.description,
    userID,
    permissions: [{ action: 'write', resource: { type: 'buckets', id, orgID: saved.org.id } }],
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  }))
  const filled = JSON.stringify({ ...saved, authorizations: [...saved.authorizations, ...authorizations] })
  return createPracticeServer({ ...parts, saved: filled })
}
