import { onTestFinished } from 'vitest'
import { createClock } from '../../main/adapters/clock'
import { createCrypto } from '../../main/adapters/crypto'
import { createInfluxNetwork } from '../../main/adapters/influx/network'
import { createRandom } from '../../main/adapters/random'
import { readDescription } from '../../main/domain/description'
import type { Permission } from '../../main/domain/permissions'
import type { Authorization, Bucket, Influx } from '../../main/ports/influx'
import type { Clock } from '../../main/ports/clock'
import type { Vault } from '../../main/ports/vault'
import { createPracticeDevice, type PracticeDevice } from '../../main/practice/device'
import { createMemoryVault } from '../../main/practice/memory-vault'
import { createPracticeServer } from '../../main/practice/server/server'
import type { Ports } from '../../main/services/workspace'
import { brokenInvariants } from './invariants'
import { startProxy, type Proxy, type Seen } from './proxy'
import { ask } from './raw-influx'
import { temporaryFolder } from './temporary-folder'
import { connectTo, openWorkspace } from './workspace'

export const isCreate = ({ method, path }: Seen) => method === 'POST' && path.startsWith('/api/v2/authorizations')
export const isSwitch = ({ method, path }: Seen) => method === 'PATCH' && path.startsWith('/api/v2/authorizations/')
export const isRemove = ({ method }: Seen) => method === 'DELETE'
export const isList = ({ method, path }: Seen) => method === 'GET' && path.startsWith('/api/v2/authorizations?')
/** InfluxDB, or what stands before it, is down. */
export const down = { status: 503, body: '{"code":"unavailable","message":"x"}' }

/** What one laptop differs in from another. */
export interface LaptopOptions {
  readonly folder?: string
  readonly vault?: Vault
  readonly ports?: Partial<Ports>
  readonly token?: string
  /** The server's address as this laptop types it; the proxy's if not told. */
  readonly url?: string
}

/** A laptop that is connected to the practice server through the proxy. */
export type Laptop = Awaited<ReturnType<PracticeWorld['laptop']>>
export type PracticeWorld = Awaited<ReturnType<typeof practiceWorld>>

/** A network over real HTTP that tries again without pauses. */
export function eagerNetwork(clock: Clock = createClock()) {
  const network = createInfluxNetwork({ clock, random: { hex: (bytes) => '0'.repeat(bytes * 2) } })
  onTestFinished(() => {
    network.close()
  })
  return network
}

/** A practice server, a proxy before it, a practice device, and as many laptops as a test opens. */
export async function practiceWorld() {
  const clock = createClock()
  const random = createRandom()
  const server = createPracticeServer({ clock, random })
  const { url } = await server.listen(0)
  const proxy: Proxy = await startProxy(url)
  const network = eagerNetwork()
  const operator: Influx = network.client({ url }, server.adminToken)
  const device: PracticeDevice = createPracticeDevice({
    clock,
    crypto: createCrypto({ random }),
    write: ({ url: at, token, org, bucket }, lines) => network.client({ url: at }, token).write(org, bucket, lines),
  })
  onTestFinished(async () => {
    device.stop()
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

  /** A run of the app on some laptop, not connected yet. */
  const run = (options: LaptopOptions = {}) => {
    const folder = options.folder ?? temporaryFolder()
    const vault = options.vault ?? createMemoryVault()
    const test = openWorkspace(folder, { vault, network: eagerNetwork(), serial: device.asSerial(), ...options.ports })
    return { ...test, folder, vault }
  }

  return {
    server,
    url,
    proxy,
    operator,
    device,
    bucket,
    other,
    rows,
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
    async laptop(options: LaptopOptions = {}) {
      const test = run(options)
      const session = await connectTo(test, {
        url: options.url ?? proxy.url,
        token: options.token ?? server.adminToken,
      })
      const { handovers } = test.workspace
      const request = { bucketId: bucket.id, delivery: 'qr' as const, keepBoth: false }
      /** Starts a handover and answers its view; fails the test when there is none. */
      const begin = async (name: string, change: Partial<Parameters<typeof handovers.start>[0]> = {}) => {
        const begun = await handovers.start({ device: name, ...request, ...change })
        if (!begun.ok || begun.value.kind !== 'started') throw new Error(JSON.stringify(begun))
        return begun.value.handover
      }
      return {
        ...test,
        session,
        request,
        begin,
        byCable: (name: string) => begin(name, { delivery: 'usb', port: 'practice-device' }),
        view: (id: string) => test.workspace.board.view(id),
        sweep: () => test.workspace.settle.sweep(session.connection.id),
        steps: (id: string) => test.workspace.handovers.steps(id).map(({ kind }) => kind),
        /** The next view of a handover that fits. */
        seen: (id: string, fits: (view: NonNullable<ReturnType<typeof test.workspace.board.view>>) => boolean) =>
          test.event((one) => one.kind === 'handover' && one.handover.id === id && fits(one.handover)),
      }
    },
    /** The invariants I1, I2 and I3 of quiet laptops, as sentences; empty when they hold. */
    async broken(...laptops: readonly { readonly ports: Ports }[]): Promise<readonly string[]> {
      return brokenInvariants({ rows: await rows(), laptops: laptops.map(({ ports }) => ports.ledger) })
    },
  }
}
