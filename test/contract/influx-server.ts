import type { LookupFunction } from 'node:net'
import { startOwnInflux } from '../../build/influx-servers.mjs'
import { createProcessGroups } from '../../build/process-groups.mjs'
import type { CloudMode } from '../../main/practice/server/cloud'
import { cloudUrl, toLoopback } from '../support/cloud-name'
import { groupFolder } from '../support/temporary-folder'
import { createClock } from '../../main/adapters/clock'
import { createInfluxNetwork, type ClosableInfluxNetwork } from '../../main/adapters/influx/network'
import { createRandom } from '../../main/adapters/random'
import { createPracticeServer } from '../../main/practice/server/server'
import type { Clock } from '../../main/ports/clock'
import type { Permission } from '../../main/domain/permissions'
import type { Influx, Minted, NewAuthorization } from '../../main/ports/influx'

/** What a bare HTTP call brought: `message` is InfluxDB's own. */
export interface Raw {
  readonly status: number
  readonly code: string
  readonly message: string
  readonly body: Readonly<Record<string, unknown>>
}

/** A server to hold to the contract, with an operator's token, and tools that clean up after themselves. */
export interface World {
  readonly url: string
  /** Where bare calls reach it: at Cloud its name leads nowhere for them. */
  readonly direct: string
  /** InfluxDB Cloud: no users but oneself, and no operators. */
  readonly cloud: boolean
  readonly orgId: string
  readonly org: string
  readonly ownerId: string
  readonly token: string
  readonly network: ClosableInfluxNetwork
  readonly admin: Influx
  as(token: string): Influx
  raw(method: string, path: string, body?: object | string, token?: string): Promise<Raw>
  /** Makes a bucket and returns its ID. */
  bucket(name?: string): Promise<string>
  /** Mints with the operator's token. */
  mint(permissions: readonly Permission[], more?: Partial<NewAuthorization>): Promise<Minted>
  /** A name nobody else uses. */
  unique(): string
  /** Deletes, with the operator's token, what `path` names when the suite ends. */
  later(path: string): void
  close(): Promise<void>
}

const word = (value: unknown) => (typeof value === 'string' ? value : '')

/** Connects to a server as `url,org,token`; bare calls go to `direct` where its name leads nowhere. */
export async function openWorld(
  at: string,
  stop: () => Promise<void> = () => Promise.resolve(),
  { lookup, direct = at.split(',')[0] ?? '' }: { readonly lookup?: LookupFunction; readonly direct?: string } = {},
): Promise<World> {
  const [url = '', org = '', token = ''] = at.split(',')
  const random = createRandom()
  const network = createInfluxNetwork({ clock: createClock(), random, ...(lookup ? { lookup } : {}) })
  const admin = network.client({ url }, token)
  const leftovers: string[] = []
  const raw: World['raw'] = async (method, path, body, by = token) => {
    const answer = await fetch(direct + path, {
      method,
      headers: { ...(by === '' ? {} : { authorization: `Token ${by}` }), 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await answer.text()
    const json = text.trim().startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : { text }
    return {
      status: answer.status,
      code: word(json['code']),
      message: word(json['message']),
      body: json,
    }
  }
  const orgs = await admin.organizations()
  const orgId = orgs.ok ? orgs.value.find(({ name }) => name === org)?.id : undefined
  const me = await admin.me()
  if (orgId === undefined || !me.ok) throw new Error(`no organization ${org} at ${url}`)
  const unique = () => `contract-${random.hex(6)}`
  const later = (path: string) => void leftovers.push(path)
  return {
    url,
    direct,
    cloud: direct !== url,
    org,
    orgId,
    ownerId: me.value.id,
    token,
    network,
    admin,
    as: (other) => network.client({ url }, other),
    raw,
    unique,
    later,
    async bucket(name = unique()) {
      const made = await raw('POST', '/api/v2/buckets', { orgID: orgId, name })
      const id = String(made.body['id'])
      later(`/api/v2/buckets/${id}`)
      return id
    },
    async mint(permissions, more = {}) {
      const made = await admin.create({ orgId, description: unique(), status: 'active', permissions, ...more })
      if (!made.ok) throw new Error(`not minted: ${made.failure.code}`)
      later(`/api/v2/authorizations/${made.value.authorization.id}`)
      return made.value
    },
    async close() {
      for (const path of leftovers.reverse()) await raw('DELETE', path)
      network.close()
      await stop()
    },
  }
}

/** Starts a practice server of its own and opens it. */
export async function openPracticeWorld(): Promise<World> {
  const server = createPracticeServer({ clock: createClock(), random: createRandom() })
  const { url } = await server.listen(0)
  return openWorld(`${url},Practice,${server.adminToken}`, server.close)
}

/** The same as InfluxDB Cloud, under the name of one of its regions; `clock` is the server's. */
export async function openCloudWorld(cloud: CloudMode = {}, clock: Clock = createClock()): Promise<World> {
  const server = createPracticeServer({ clock, random: createRandom(), cloud })
  const { url: direct, port } = await server.listen(0)
  return openWorld(`${cloudUrl(port)},Practice,${server.adminToken}`, server.close, { lookup: toLoopback, direct })
}

/** Starts a real InfluxDB that nobody else uses and opens it. */
export async function openWorldAlone(flags: readonly string[]): Promise<World> {
  const groups = createProcessGroups()
  const { folder, remove } = groupFolder()
  // The server is ended before its folder goes.
  const stop = () => groups.endAll().then(remove)
  const at = await startOwnInflux(groups, folder, flags)
  if (at === undefined) throw new Error('there is no InfluxDB here')
  return openWorld(at, stop)
}

/** Where the real servers of this run are, by the environment, and how such a one is started. */
export const realServers = [
  { name: 'InfluxDB, tokens hashed', variable: 'FIELDKEY_TEST_INFLUXDB', flags: ['--use-hashed-tokens=true'] },
  { name: 'InfluxDB, tokens in clear', variable: 'FIELDKEY_TEST_INFLUXDB_PLAIN', flags: ['--use-hashed-tokens=false'] },
] as const
