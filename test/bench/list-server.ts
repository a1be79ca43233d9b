import { createClock } from '../../main/adapters/clock'
import { createRandom } from '../../main/adapters/random'
import { createPracticeServer } from '../../main/practice/server/server'
import { generatedTokens } from '../support/generated-tokens'

/** A practice server of its own process, with as many device tokens as its argument says. Prints `{url, token}`. */
const count = Number(process.argv[2])
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
const server = createPracticeServer({ ...parts, saved: filled })
void server.listen(0).then(({ url }) => {
  console.log(JSON.stringify({ url, token: server.adminToken }))
})
