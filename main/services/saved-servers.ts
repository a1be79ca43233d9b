import { failure } from '../contract/failure'
import { done, failed, type Result } from '../contract/result'
import type { SavedServerView, ServerWork } from '../contract/views'
import { parseServerUrl } from '../domain/server-url'
import type { Crypto } from '../ports/crypto'
import type { InfluxNetwork } from '../ports/influx'
import type { Connection, Ledger } from '../ports/ledger'
import type { Board } from './board'
import { isOperator, type Connect } from './connect'
import { noWork, workByServer } from './server-work'
import type { Sessions } from './sessions'

/** The remembered servers and what can be changed of them. Open handovers keep the settings they began with. */
export interface SavedServers {
  views(): readonly SavedServerView[]
  /** What a person calls it. */
  nameOf(id: string): string
  /** Left empty: its host name. */
  rename(id: string, name: string): Result<void>
  /** Where devices find the server from now on; left empty: its own address. `input.url`. */
  setDeviceAddress(id: string, url: string): Result<void>
  /** Trusts another private authority, or none; kept only if the server answers under it. `input.certificate`, `tls.*`. */
  setCertificate(id: string, pem: string | undefined): Promise<Result<void>>
  /** Takes another token of the same server and organization; `auth.other` for any other. */
  replaceToken(id: string, token: string, signal: AbortSignal): Promise<Result<void>>
  /** Looks whether the server answers, what its clock says, and whether it takes the stored token. */
  check(id: string): Promise<Result<void>>
  /** At start: asks whose a token is whose replacement was cut short, and looks at the connection in use. */
  recover(): Promise<void>
}

/** Makes them. */
export function createSavedServers(parts: {
  readonly board: Board
  readonly ledger: Ledger
  readonly sessions: Sessions
  readonly network: InfluxNetwork
  readonly crypto: Crypto
  readonly connect: Connect
}): SavedServers {
  const { board, ledger, sessions, network, crypto, connect } = parts
  const find = (id: string) => ledger.connections().find((one) => one.id === id)
  const unknown = () => failed(failure('auth.rejected', { missing: 1 }))

  const change = (id: string, what: Partial<Connection>): Result<void> => {
    const connection = find(id)
    return connection ? sessions.change({ ...connection, ...what }) : unknown()
  }

  const toView = (connection: Connection, work: ServerWork = noWork): SavedServerView => {
    const { id, name, url, deviceUrl, org, owner, version, ca } = connection
    const certificate = ca === undefined ? undefined : crypto.certificate(ca)
    return {
      ...{ id, name, host: new URL(url).host, url, deviceUrl, org, owner: owner.name, version },
      ...(certificate?.ok ? { certificate: certificate.value.subject } : {}),
      health: sessions.health(id),
      work,
    }
  }

  /** Whose the stored token is, once more: the server says, and the ledger follows. */
  const settleOwner = async (id: string): Promise<Result<void>> => {
    const session = await sessions.of(id)
    if (!session.ok) return session
    const { connection, influx } = session.value
    const me = await influx.me()
    if (!me.ok) return me
    if (connection.replacing !== true) return done
    const operator = await isOperator(influx)
    if (!operator.ok) return operator
    const { replacing: _settled, ...rest } = find(id) ?? connection
    return sessions.change({ ...rest, owner: { id: me.value.id, name: me.value.name }, operator: operator.value })
  }

  const servers: SavedServers = {
    views() {
      const work = workByServer(board)
      return ledger.connections().map((connection) => toView(connection, work.get(connection.id)))
    },
    nameOf: (id) => find(id)?.name ?? id,
    rename(id, name) {
      const connection = find(id)
      return connection ? change(id, { name: name.trim() || new URL(connection.url).hostname }) : unknown()
    },
    setDeviceAddress(id, url) {
      const connection = find(id)
      if (!connection) return unknown()
      const devices = parseServerUrl(url.trim() === '' ? connection.url : url)
      return devices.ok ? change(id, { deviceUrl: devices.value.url }) : devices
    },
    async setCertificate(id, pem) {
      const connection = find(id)
      if (!connection) return unknown()
      const ca = pem === undefined ? undefined : crypto.certificate(pem)
      if (ca && !ca.ok) return ca
      const found = await network.identify({ url: connection.url, ...(pem === undefined ? {} : { ca: pem }) })
      if (!found.ok) return found
      const { ca: _before, caHash: _hash, ...rest } = find(id) ?? connection
      return sessions.change({
        ...rest,
        ...(pem === undefined || !ca?.ok ? {} : { ca: pem, caHash: ca.value.sha256 }),
      })
    },
    async replaceToken(id, token, signal) {
      const connection = find(id)
      if (!connection) return unknown()
      const { url, name, deviceUrl, ca } = connection
      const request = { url, name, deviceUrl, ca, token, plainAccepted: true, replaces: id }
      const tried = await connect(request, signal)
      return tried.ok ? done : tried
    },
    async check(id) {
      const connection = find(id)
      if (!connection) return unknown()
      const found = await network.identify(connection)
      // A server that answers says nothing yet of the token: that shows in what is asked with it.
      if (!found.ok) {
        sessions.noteReach(id, found)
        return found
      }
      sessions.noteSkew(id, found.value.skew)
      const { version } = found.value
      if (version !== connection.version) change(id, { version })
      const settled = await settleOwner(id)
      if (!settled.ok) sessions.noteReach(id, settled)
      return settled
    },
    async recover() {
      for (const { id, replacing } of ledger.connections()) if (replacing) await settleOwner(id)
      const inUse = sessions.chosen()
      if (inUse) await servers.check(inUse.id)
    },
  }
  return servers
}
