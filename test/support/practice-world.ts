import { onTestFinished } from 'vitest'
import { createClock } from '../../main/adapters/clock'
import { createRandom } from '../../main/adapters/random'
import { readDescription } from '../../main/domain/description'
import type { Permission } from '../../main/domain/permissions'
import type { Authorization, Bucket, Influx } from '../../main/ports/influx'
import type { Clock } from '../../main/ports/clock'
import type { CloudMode } from '../../main/practice/server/cloud'
import { createPracticeServer } from '../../main/practice/server/server'
import type { Ports } from '../../main/services/workspace'
import { cloudUrl } from './cloud-name'
import { brokenInvariants } from './invariants'
import { connectLaptop, deviceOnCable, eagerNetwork, runLaptop, type LaptopOptions } from './laptop'
import { startProxy, type Proxy, type Seen } from './proxy'
import { ask } from './raw-influx'

export { eagerNetwork } from './laptop'
export type { Laptop, LaptopOptions } from './laptop'
export const isCreate = ({ method, path }: Seen) => method === 'POST' && path.startsWith('/api/v2/authorizations')
export const isSwitch = ({ method, path }: Seen) => method === 'PATCH' && path.startsWith('/api/v2/authorizations/')
export const isRemove = ({ method }: Seen) => method === 'DELETE'
export const isList = ({ method, path }: Seen) => method === 'GET' && path.startsWith('/api/v2/authorizations?')
/** Loses every POST on its way from now on; returns what tells the last one's body, which may still arrive. */
export function loseCreates(proxy: Pick<Proxy, 'decide'>): () => string {
  let body = ''
  proxy.decide((one) => {
    if (!isCreate(one)) return 'pass'
    body = one.body
    return 'cut-before'
  })
  return () => body
}
/** InfluxDB, or what stands before it, is down. */
export const down = { status: 503, body: '{"code":"unavailable","message":"x"}' }

export type PracticeWorld = Awaited<ReturnType<typeof practiceWorld>>

/**
 * A practice server, a proxy before it, a practice device, and as many laptops as a test opens. `cloud`: under the name of
 * a region of InfluxDB Cloud. `clock` is the server's.
 */
export async function practiceWorld({ cloud, clock = createClock() }: { cloud?: CloudMode; clock?: Clock } = {}) {
  const random = createRandom()
  const server = createPracticeServer({ clock, random, ...(cloud ? { cloud } : {}) })
  const { url } = await server.listen(0)
  const proxy: Proxy = await startProxy(url)
  const network = eagerNetwork()
  const named = (at: string) => (cloud ? cloudUrl(Number(new URL(at).port)) : at)
  const operator: Influx = network.client({ url: named(url) }, server.adminToken)
  const device = deviceOnCable()
  onTestFinished(async () => {
    await proxy.close()
    await server.close()
  })

  const must = <T>(result: { ok: true; value: T } | { ok: false; failure: { code: string } }): T => {
    if (!result.ok) throw new Error(result.failure.code)
    return result.value
  }
  const [bucket, other] = must(await operator.buckets()) as [Bucket, Bucket]
  const rows = async (of?: string): Promise<readonly Authorization[]> =>
    must(await operator.authorizations()).filter(({ description }) => {
      const { text, marker } = readDescription(description)
      return marker !== undefined && (of === undefined || text === of)
    })

  const run = (options: LaptopOptions = {}) => runLaptop(device, options)

  return {
    server,
    url,
    proxy,
    operator,
    device,
    bucket,
    other,
    rows,
    /** A run of the app on some laptop, not connected yet. */
    run,
    /** A new authorization of the operator's, or of `userId`. */
    mint: async (permissions: readonly Permission[], userId?: string, status: 'active' | 'inactive' = 'active') =>
      must(
        await operator.create({
          orgId: bucket.orgId,
          description: 'made by hand',
          status,
          permissions,
          ...(userId === undefined ? {} : { userId }),
        }),
      ),
    /** A user beside the operator. */
    user: async (name: string) => {
      const { text } = await ask(url, server.adminToken, '/api/v2/users', { body: JSON.stringify({ name }) })
      return (JSON.parse(text) as { id: string }).id
    },
    /** Names of all users. */
    async userNames(): Promise<readonly string[]> {
      const { text } = await ask(url, server.adminToken, '/api/v2/users')
      return (JSON.parse(text) as { users: { name: string }[] }).users.map(({ name }) => name)
    },
    laptop: (options: LaptopOptions = {}) => {
      const { url: at = named(proxy.url), token = server.adminToken } = options
      return connectLaptop(run(options), { url: at, token, bucketId: bucket.id })
    },
    /** The invariants I1, I2 and I3 of quiet laptops, as sentences; empty when they hold. */
    async broken(...laptops: readonly { readonly ports: Ports }[]): Promise<readonly string[]> {
      return brokenInvariants({ rows: await rows(), laptops: laptops.map(({ ports }) => ports.ledger) })
    },
  }
}
