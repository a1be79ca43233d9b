import type { Errand } from '../contract/errand'
import { failure, type Failure } from '../contract/failure'
import { failed, ok, type Result } from '../contract/result'
import type { Check } from '../contract/views'
import { wouldMiss } from '../domain/laptop-token'
import { isDeviceToken, rightsOf } from '../domain/rights'
import { isLoopback, parseServerUrl } from '../domain/server-url'
import type { Clock } from '../ports/clock'
import type { Crypto } from '../ports/crypto'
import type { Authorization, Bucket, Influx, InfluxNetwork, Me, ServerAddress, ServerIdentity } from '../ports/influx'
import type { Connection, Ledger } from '../ports/ledger'
import type { Emit } from './board'
import { isOutage, maxSkew } from './reach'
import type { Session, Sessions } from './sessions'
import type { TokenActs } from './token-acts'
import { couldBeOwn } from './token-rows'

/** What the person typed and pasted. */
export interface ConnectRequest {
  readonly url: string
  readonly token: string
  readonly name: string
  readonly deviceUrl: string
  readonly orgId?: string | undefined
  readonly plainAccepted: boolean
  /** PEM text of a private authority; a server remembered with one keeps it. */
  readonly ca?: string | undefined
  /** The token's time, by the server's clock: after it, the server is not even shown the token. `laptop.taken`. */
  readonly until?: number
  /** What is still to be done with the token, by its owner's ID; kept with the connection from the first moment on. */
  readonly errand?: (owner: string) => Errand
  /** ID of a connection: only a token of its server and organization is taken, and which one is in use stays as it is. */
  readonly replaces?: string | undefined
}

/** A kept connection, or the organizations to choose from. */
export type Connected =
  | { readonly kind: 'connected'; readonly session: Session }
  | { readonly kind: 'choose-org'; readonly orgs: readonly { readonly id: string; readonly name: string }[] }

/** Tries a server and a token; only when both answered is anything stored. */
export type Connect = (request: ConnectRequest, signal: AbortSignal) => Promise<Result<Connected>>

interface Organization {
  readonly id: string
  readonly name: string
}

/** Makes the connect flow: recognise the server, try the token, read owner and organization, name missing rights, keep. */
export function createConnect(parts: {
  readonly network: InfluxNetwork
  readonly sessions: Sessions
  readonly ledger: Ledger
  readonly acts: TokenActs
  readonly crypto: Crypto
  readonly clock: Clock
  readonly emit: Emit
}): Connect {
  const { network, sessions, ledger, acts, crypto, clock } = parts
  const tell = (check: Check) => {
    parts.emit({ kind: 'check', check })
  }
  const passed = (name: Check['name']) => {
    tell({ name, result: 'passed' })
  }

  const recognise = async (server: ServerAddress, signal: AbortSignal): Promise<Result<ServerIdentity>> => {
    const found = await network.identify(server, signal)
    if (found.ok) {
      passed('server')
      tell({ name: 'influx', result: 'passed', version: found.value.version })
      if (found.value.skew !== undefined && Math.abs(found.value.skew) > maxSkew) {
        const n = Math.round(Math.abs(found.value.skew) / 60_000)
        tell({ name: 'server', result: 'unknown', failure: failure('clock.skew', { n }) })
      }
    } else tell({ name: 'server', result: 'failed', failure: found.failure })
    return found
  }

  /** Names what the token may do, as far as it can be known without changing anything on the server. */
  const nameRights = async (
    influx: Influx,
    me: Me,
    orgId: string,
    rows: readonly Authorization[],
    operator: boolean,
    cloud: boolean,
  ) => {
    const buckets = await influx.buckets(orgId)
    const own = ownRow(rows, { owner: me, operator }, buckets.ok ? buckets.value : [])
    const rights = own && !operator ? rightsOf(own.permissions, orgId, me.id) : undefined
    const verdict = (name: Check['name'], has: boolean | undefined, lack: Failure) => {
      if (has === false) tell({ name, result: 'failed', failure: lack })
      else tell({ name, result: has === undefined ? 'unknown' : 'passed' })
    }
    verdict('create', operator || rights?.mint, rights?.user === false ? failure('perm.user') : failure('perm.create'))
    verdict('list', rows.length > 0 || (rights?.list ?? undefined), failure('perm.list'))
    const count = buckets.ok ? buckets.value.length : 0
    verdict('buckets', count > 0 ? true : rights ? rights.writes.length > 0 : false, failure('perm.buckets'))
    const blind = buckets.ok && cloud ? await fluxMissing(influx, buckets.value[0]) : undefined
    verdict('read', blind ? false : count > 0 ? true : undefined, blind ?? failure('perm.read'))
    return { own, noFlux: blind !== undefined }
  }

  const replace = async (connection: Connection, token: string): Promise<Result<Session>> => {
    const kept = await sessions.keep(connection, token)
    return kept.ok ? sessions.of(connection.id) : kept
  }

  return async (request, signal) => {
    const address = parseServerUrl(request.url)
    if (!address.ok) return address
    const { url } = address.value
    if (url.startsWith('http:') && !isLoopback(url) && !request.plainAccepted) return failed(failure('tls.plain'))
    const devices = parseServerUrl(request.deviceUrl.trim() === '' ? url : request.deviceUrl)
    if (!devices.ok) return devices
    const token = request.token.trim()
    if (!/^[\x21-\x7e]{1,2048}$/.test(token)) return failed(failure('input.token'))
    const pem = request.ca ?? ledger.connections().find((one) => one.url === url && one.ca !== undefined)?.ca
    const ca = pem === undefined ? undefined : crypto.certificate(pem)
    if (ca && !ca.ok) return ca
    const server: ServerAddress = pem === undefined ? { url } : { url, ca: pem }

    const found = await recognise(server, signal)
    if (!found.ok) return found
    const { skew } = found.value
    if (skew !== undefined && clock.now() + skew >= (request.until ?? Infinity)) return failed(failure('laptop.taken'))
    const influx = network.client(server, token)
    const me = await influx.me(signal)
    if (!me.ok) {
      tell({ name: 'token', result: 'failed', failure: me.failure })
      return me
    }
    passed('token')
    const sees = await isOperator(influx)
    if (!sees.ok) return sees
    const operator = sees.value
    const rows = await influx.authorizations()
    if (!rows.ok) return rows
    const replaced = request.replaces === undefined ? undefined : byId(ledger, request.replaces)
    const org = await organizationOf(influx, me.value, rows.value, replaced?.orgId ?? request.orgId)
    if (!org.ok) return org
    const elsewhere = replaced && otherPlace(replaced, org.value)
    if (elsewhere) return failed(elsewhere)
    if (Array.isArray(org.value)) return ok({ kind: 'choose-org', orgs: org.value })
    const { id: orgId, name: orgName } = org.value as Organization
    const { own, noFlux } = await nameRights(
      influx,
      me.value,
      orgId,
      rows.value,
      operator,
      found.value.kind === 'cloud',
    )
    if (own && !operator && isDeviceToken(own.permissions)) return failed(failure('perm.create'))
    if (signal.aborted) return failed(failure('cancelled'))

    const known = ledger.connections().find((one) => one.url === url && one.orgId === orgId)
    const errands = [...(known?.errands ?? []), ...(request.errand ? [request.errand(me.value.id)] : [])]
    const connection: Connection = {
      // The same server and organization are the same connection again, with the history they had.
      id: known?.id ?? crypto.sha256(`${url} ${orgId}`).slice(0, 16),
      name: request.name.trim() || known?.name || new URL(url).hostname,
      url,
      deviceUrl: devices.value.url,
      ...(pem === undefined ? {} : { ca: pem }),
      ...(ca?.ok ? { caHash: ca.value.sha256 } : {}),
      kind: found.value.kind,
      version: found.value.version,
      orgId,
      org: orgName,
      owner: { id: me.value.id, name: me.value.name },
      ...(own ? { authId: own.id } : {}),
      operator,
      ...(noFlux ? { noFlux } : {}),
      createdAt: known?.createdAt ?? clock.now(),
      ...(errands.length > 0 ? { errands } : {}),
    }
    const session = replaced ? await replace(connection, token) : await sessions.adopt(connection, token)
    if (!session.ok) return session
    // Where several could be its own, nobody knows which one went.
    if (own) acts.stored(connection.id, own.id, known?.authId)
    sessions.noteSkew(connection.id, skew)
    return ok({ kind: 'connected', session: session.value })
  }
}

/** Whether the token sees every user's tokens; an outage leaves that open. */
export async function isOperator(influx: Influx): Promise<Result<boolean>> {
  const everyone = await influx.seesEveryone()
  return everyone.ok || isOutage(everyone.failure) ? everyone : ok(false)
}

/** InfluxDB Cloud Serverless has no Flux: asked for data that cannot be there, it says so. */
async function fluxMissing(influx: Influx, bucket: Bucket | undefined): Promise<Failure | undefined> {
  if (bucket === undefined) return undefined
  const { orgId, id } = bucket
  const since = '2099-12-31T00:00:00Z'
  const seen = await influx.firstData({ orgId, bucketId: id, tag: 'device', device: 'fieldkey', since })
  return !seen.ok && seen.failure.code === 'data.no-flux' ? seen.failure : undefined
}

const byId = (ledger: Ledger, id: string) => ledger.connections().find((one) => one.id === id)

/** A token of another organization, or of a server set up anew at the same address, is no replacement. */
function otherPlace({ orgId, org }: Connection, found: Organization | readonly Organization[]): Failure | undefined {
  const all = [found].flat() as readonly Organization[]
  if (all.length === 1 && all[0]?.id === orgId) return undefined
  return failure('auth.other', { org: all.map(({ name }) => name).join(', '), org2: org })
}

/**
 * The row that can only be the connection's own token: tokens are hashed, so with several candidates nobody can tell. Where
 * none of its owner's may write tokens, the only one that is no device's still tells what it lacks.
 */
function ownRow(
  rows: readonly Authorization[],
  connection: Pick<Connection, 'owner' | 'operator'>,
  listed: readonly Bucket[],
): Authorization | undefined {
  const active = rows.filter((row) => row.userId === connection.owner.id && row.status === 'active')
  // Laptops that share this owner, as all of InfluxDB Cloud's do, are none of them.
  const mine = active.filter((row) => !isDeviceToken(row.permissions) && !wouldMiss(row, listed))
  const able = mine.filter((row) => couldBeOwn(row, connection))
  const all = able.length > 0 || connection.operator ? able : mine
  return all.length === 1 ? all[0] : undefined
}

/** A restricted token sees no organization: then its owner's rows, or a bucket, name it. */
async function organizationOf(
  influx: Influx,
  me: Me,
  rows: readonly Authorization[],
  chosen: string | undefined,
): Promise<Result<Organization | readonly Organization[]>> {
  const listed = await influx.organizations()
  const seen = new Map<string, string>()
  for (const { id, name } of listed.ok ? listed.value : []) seen.set(id, name)
  if (seen.size === 0) for (const row of rows) if (row.userId === me.id) seen.set(row.orgId, row.org)
  if (seen.size === 0) {
    const buckets = await influx.buckets()
    for (const { orgId } of buckets.ok ? buckets.value : []) seen.set(orgId, orgId)
  }
  const all = [...seen].map(([id, name]) => ({ id, name }))
  const one = all.length === 1 ? all[0] : all.find(({ id }) => id === chosen)
  if (one) return ok(one)
  return all.length > 1 ? ok(all) : failed(failure('perm.list'))
}
