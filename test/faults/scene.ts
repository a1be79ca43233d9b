import { createRandom } from '../../main/adapters/random'
import type { AppEvent } from '../../main/contract/views'
import type { Connection } from '../../main/ports/ledger'
import { createFakeClock, type FakeClock } from '../support/fake-clock'
import { openDoors, type Doors } from '../support/fault-doors'
import { startFaultLine } from '../support/fault-line'
import type { InvariantRow } from '../support/invariants'
import { createModelLaptop, type LaptopParts, type TestLaptop } from '../support/model-laptop'
import { ask } from '../support/raw-influx'
import { createTraffic } from '../support/traffic'

/** An InfluxDB, real or practice, with an operator's token. */
export interface Target {
  readonly url: string
  readonly token: string
}

interface Named extends Record<string, unknown> {
  readonly id: string
  readonly name: string
}

/** A row of the server with what its token may do. */
export interface Row extends InvariantRow {
  readonly permissions: readonly {
    readonly action: string
    readonly resource: { readonly type: string; readonly id?: string }
  }[]
}

/** What faults can reach: the clock, other doors, and the server behind everybody's back. */
export interface Scene {
  readonly clock: FakeClock
  readonly doors: Doors
  endAdminToken(how: 'deleted' | 'inactive'): Promise<void>
  deleteBucket(): Promise<void>
  deleteToken(id: string): Promise<void>
  /** Authorization ID of the newest handover that has one. */
  newestToken(): string | undefined
}

export type Stage = Awaited<ReturnType<typeof openStage>>
export type Case = Awaited<ReturnType<Stage['open']>>

/** A server and the doors beside it, for many cases. */
export async function openStage(target: Target) {
  const random = createRandom()
  const { doors, strayed, close } = await openDoors()
  const say = async (path: string, request: Parameters<typeof ask>[3] = {}): Promise<Record<string, unknown>> => {
    const { status, text } = await ask(target.url, target.token, `/api/v2${path}`, request)
    if (status >= 300 && status !== 404) throw new Error(`${path}: ${status} ${text}`)
    return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)
  }
  const me = (await say('/me')) as { id: string }
  const { orgs } = (await say('/orgs')) as { orgs: { id: string; name: string }[] }
  const org = orgs[0]
  if (!org) throw new Error('no organization')

  const newBucket = async () =>
    (await say('/buckets', {
      body: JSON.stringify({ orgID: org.id, name: `faults-${random.hex(8)}`, retentionRules: [] }),
    })) as Named
  const newAdmin = async (user = me.id) => {
    const permissions = ['read', 'write'].flatMap((action) =>
      [
        { type: 'authorizations', orgID: org.id },
        { type: 'buckets', orgID: org.id },
        { type: 'users', id: user },
      ].map((resource) => ({ action, resource })),
    )
    const body = JSON.stringify({ orgID: org.id, userID: user, description: 'all access, for a test', permissions })
    return (await say('/authorizations', { body })) as { id: string; token: string }
  }
  const [bucket, admin] = [await newBucket(), await newAdmin()]
  const remove = (path: string) => say(path, { method: 'DELETE' })

  return {
    doors,
    async close() {
      await remove(`/authorizations/${admin.id}`)
      await remove(`/buckets/${bucket.id}`)
      await close()
    },
    /**
     * A laptop on a line of its own, before this server. `own`: with a bucket and an admin token of its own, too. `ports`
     * puts others in the place of its own.
     */
    async open(own: boolean, ports?: LaptopParts['ports']) {
      const traffic = createTraffic()
      const clock = createFakeClock(undefined, traffic.settle)
      const line = await startFaultLine({ target: target.url, clock, random: { hex: (n) => '00'.repeat(n) }, traffic })
      const [place, first] = own ? [await newBucket(), await newAdmin()] : [bucket, admin]
      const tokens = [first]
      const told: AppEvent[] = []
      const users: string[] = []
      const newLaptop = (name: string) =>
        createModelLaptop({
          name,
          install: random.hex(8),
          clock: { ...clock, now: () => Math.floor(clock.now()) },
          random,
          network: line.network,
          emit: (event) => void told.push(event),
          ...(ports ? { ports } : {}),
        })
      const laptop = newLaptop('laptop')
      const laptops = [laptop]
      const connection: Connection = {
        ...{ id: 'c', name: 'Plant', url: line.url, deviceUrl: line.url, kind: 'oss2', version: 'v2.9.1' },
        ...{ orgId: org.id, org: org.name, owner: { id: me.id, name: 'operator' }, operator: false, createdAt: 1 },
      }
      await laptop.connect(connection, first.token)
      const scene: Scene = {
        clock,
        doors,
        async endAdminToken(how) {
          const { id } = first
          if (how === 'deleted') await remove(`/authorizations/${id}`)
          else await say(`/authorizations/${id}`, { method: 'PATCH', body: '{"status":"inactive"}' })
        },
        deleteBucket: async () => void (await remove(`/buckets/${place.id}`)),
        deleteToken: async (id) => void (await remove(`/authorizations/${id}`)),
        newestToken: () => laptop.stories().findLast(({ now }) => now.authId !== undefined)?.now.authId,
      }
      return {
        ...{ scene, clock, line, laptop, told, bucket: place },
        /** That one, and those that joined it. */
        laptops: laptops as readonly TestLaptop[],
        /** Another laptop on the same line, of the same owner or of a user of its own. */
        async join(owner: 'same' | 'another') {
          const joined = newLaptop(`laptop ${laptops.length + 1}`)
          laptops.push(joined)
          if (owner === 'same') {
            await joined.connect(connection, first.token)
            return joined
          }
          const user = (await say('/users', { body: JSON.stringify({ name: `faults-${random.hex(8)}` }) })) as Named
          users.push(user.id)
          await say(`/orgs/${org.id}/members`, { body: JSON.stringify({ id: user.id }) })
          const own = await newAdmin(user.id)
          tokens.push(own)
          await joined.connect({ ...connection, owner: { id: user.id, name: user.name } }, own.token)
          return joined
        },
        /** Requests that went where a redirect pointed to. */
        strayed: () => strayed.splice(0),
        adminTokens: () => tokens.map(({ token }) => token),
        /** The same server once more, as a connection beside the first one; it is the current one then. */
        connectAlso: (id: string) => clock.finish(laptop.connect({ ...connection, id }, first.token)),
        /** The person pastes a working admin token again. */
        async renewAdmin() {
          const next = await newAdmin()
          tokens.push(next)
          await clock.finish(laptop.connect(connection, next.token))
        },
        /** These installs' tokens on the server. */
        async rows(): Promise<readonly Row[]> {
          const { authorizations } = (await say(`/authorizations?orgID=${org.id}`)) as {
            authorizations: (Omit<Row, 'userId'> & { userID: string })[]
          }
          return authorizations
            .filter(({ description }) => laptops.some(({ store }) => description.includes(` i=${store.install}`)))
            .map((row) => ({ ...row, userId: row.userID }))
        },
        async close() {
          for (const one of laptops) one.workspace().close()
          for (const { now } of laptops.flatMap((one) => one.stories())) {
            if (now.authId !== undefined) await remove(`/authorizations/${now.authId}`)
          }
          for (const { id } of tokens.filter((one) => one !== admin)) await remove(`/authorizations/${id}`)
          for (const id of users) await remove(`/users/${id}`)
          if (own) await remove(`/buckets/${place.id}`)
          await line.close()
        },
      }
    },
  }
}
