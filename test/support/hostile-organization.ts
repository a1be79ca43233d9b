import { createHash } from 'node:crypto'
import { onTestFinished } from 'vitest'
import { createClock } from '../../main/adapters/clock'
import { createRandom } from '../../main/adapters/random'
import { createPracticeServer } from '../../main/practice/server/server'
import { startProxy } from './proxy'

/** A server that calls its organization as a test says. */
export interface Organization {
  readonly url: string
  /** Its name in every answer from now on. */
  rename(name: string): Promise<boolean>
  /** Has every token see these organizations from now on, or else the one there is. */
  list(names?: readonly string[]): void
}

/** Starts one in front of `target`, a practice server whose organization is called `known` there. */
export async function startOrganization(target: string, known: string): Promise<Organization> {
  const proxy = await startProxy(target)
  onTestFinished(() => proxy.close())
  let name = known
  let listed: readonly { readonly id: string; readonly name: string }[] | undefined
  proxy.decide(({ method, path }) => {
    if (listed && method === 'GET' && /^\/api\/v2\/orgs(\?|$)/.test(path)) {
      return { status: 200, body: JSON.stringify({ orgs: listed }) }
    }
    return { answer: (body) => body.replaceAll(JSON.stringify(known), () => JSON.stringify(name)) }
  })
  return {
    url: proxy.url,
    rename(next) {
      name = next
      return Promise.resolve(true)
    },
    list(names) {
      listed = names?.map((one) => ({ id: createHash('sha256').update(one).digest('hex').slice(0, 16), name: one }))
    },
  }
}

/** Starts a practice server that has nothing but an organization. */
export async function startPracticeOrganization(): Promise<Organization & { readonly token: string }> {
  const server = createPracticeServer({ clock: createClock(), random: createRandom() })
  const { url } = await server.listen(0)
  onTestFinished(() => server.close())
  const { org } = JSON.parse(server.save()) as { readonly org: { readonly name: string } }
  return { ...(await startOrganization(url, org.name)), token: server.adminToken }
}
