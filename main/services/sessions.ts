import type { Errand } from '../contract/errand'
import { failure, type Failure } from '../contract/failure'
import { done, failed, ok, type Result } from '../contract/result'
import type { Health } from '../contract/views'
import type { Clock } from '../ports/clock'
import type { Influx, InfluxNetwork } from '../ports/influx'
import type { Connection, Ledger } from '../ports/ledger'
import type { SettingsStore } from '../ports/settings'
import type { Emit } from './board'
import { createReach } from './reach'
import type { Secrets } from './secrets'
import type { TokenActs } from './token-acts'

export { isOutage } from './reach'

/** A connection with a client that carries its token. */
export interface Session {
  readonly connection: Connection
  readonly influx: Influx
}

/** The remembered servers and which one is in use. Tokens come from the keychain, once a run. */
export interface Sessions {
  current(): Promise<Result<Session>>
  of(connectionId: string): Promise<Result<Session>>
  /** The connection in use, known without the keychain. */
  chosen(): Connection | undefined
  use(connectionId: string): Promise<Result<Session>>
  /** Keeps a tried connection and uses it. */
  adopt(connection: Connection, token: string): Promise<Result<Session>>
  /** Keeps a tried connection: first the ledger's row, then the keychain; neither stays without the other. */
  keep(connection: Connection, token: string): Promise<Result<void>>
  /** Keeps other settings of a connection whose token stays the same. */
  change(connection: Connection): Result<void>
  forget(connectionId: string): Promise<Result<void>>
  /** Another token was put into the keychain for a connection: what was known through the one before is dropped. */
  swapped(connectionId: string): void
  /** Drops what is known of the token in memory, so that the keychain is asked again. */
  reopen(): void
  /** What is known of a connection's server; of the one in use when none is named. */
  health(connectionId?: string): Health
  /** Notes what a look without a token says of the server's reach. */
  noteReach(connectionId: string, result: Result<unknown>): void
  /** Server's clock minus ours, milliseconds, as such a look told it. */
  noteSkew(connectionId: string, skew: number | undefined): void
}

/** Whether the connection's token may end what belongs to `owner`, as far as is known without asking the server. */
export function mayEnd({ connection }: Session, owner: string): boolean {
  const { operator, replacing, kind } = connection
  // On InfluxDB Cloud it is the server that tells; so it is while it is not sure which token is stored.
  return operator || replacing === true || kind === 'cloud' || connection.owner.id === owner
}

/** Errands that only this connection's token can see through. */
const mustEnd: readonly Errand['kind'][] = ['carried', 'swap', 'undo', 'lost', 'new']

/** Makes the sessions. */
export function createSessions(parts: {
  readonly ledger: Ledger
  readonly secrets: Secrets
  readonly acts: Pick<TokenActs, 'stored'>
  readonly network: InfluxNetwork
  readonly settings: SettingsStore
  readonly clock: Clock
  readonly emit: Emit
  /** Called when a server is out of reach that was not, with what says so. */
  readonly onLost: (connectionId: string, why: Failure) => void
  /** Called when a server answers again after it did not. */
  readonly onBack: () => void
  /** Called when another connection is chosen, or one is forgotten. */
  readonly onSwitch: () => void
  /** Called when a connection has another token: what the one before could see is void. */
  readonly onToken: (connectionId: string) => void
}): Sessions {
  const { ledger, secrets, acts, network, settings, clock, emit } = parts
  const open = new Map<string, Session>()

  const find = (id: string) => ledger.connections().find((one) => one.id === id)
  /** Settings can get lost; which of several servers was in use is then for the person to say. */
  const chosen = () => {
    const all = ledger.connections()
    return find(settings.read().currentConnection) ?? (all.length === 1 ? all[0] : undefined)
  }
  const noToken = () => failed(failure('auth.rejected', { missing: 1 }))
  const reach = createReach({ clock, emit, chosen: () => chosen()?.id, onLost: parts.onLost, onBack: parts.onBack })
  const enter = (connection: Connection, token: string): Session => {
    const influx = reach.watch(connection.id, network.client(connection, token))
    const session = { connection, influx }
    open.set(connection.id, session)
    return session
  }

  /** Writes the token over the one before. What could not be written is put back; unsure, the row goes on saying so. */
  const replace = async (known: Connection, connection: Connection, token: string): Promise<Result<void>> => {
    const before = await secrets.token(known.id)
    const { authId: _unsure, ...rest } = known
    const isIn = (list: Connection['errands'], one: Errand) => list?.some(({ nonce }) => nonce === one.nonce) === true
    const added = (connection.errands ?? []).filter((one) => !isIn(known.errands, one))
    // Meanwhile errands were noted, and others were done: a list from before would bring those back.
    const errandsNow = () => find(known.id)?.errands ?? []
    const errands = [...errandsNow(), ...added]
    // While the keychain changes, the row claims nothing that only one of the two tokens may do.
    const marked = ledger.saveConnection(withErrands({ ...rest, operator: false, replacing: true }, errands))
    if (!marked.ok) return marked
    const kept = await secrets.keepToken(known.id, token)
    if (kept.ok) return ledger.saveConnection(withErrands(connection, errandsNow()))
    const now = await secrets.token(known.id)
    const asBefore = before.ok && now.ok && before.value === now.value
    const others = errandsNow().filter((one) => !isIn(added, one))
    if (asBefore) ledger.saveConnection(withErrands(known, others))
    return kept
  }

  const sessions: Sessions = {
    chosen,
    async current() {
      const connection = chosen()
      return connection ? sessions.of(connection.id) : noToken()
    },
    async of(id) {
      const known = open.get(id)
      if (known) return ok(known)
      if (!find(id)) return noToken()
      const token = await secrets.token(id)
      if (!token.ok) return token
      // The keychain may take its time: somebody else was quicker, or the settings are others now.
      const connection = find(id)
      if (token.value === undefined || !connection) return noToken()
      return ok(open.get(id) ?? enter(connection, token.value))
    },
    async use(id) {
      const session = await sessions.of(id)
      if (session.ok && chosen()?.id !== id) parts.onSwitch()
      if (session.ok) settings.update({ currentConnection: id })
      return session
    },
    async adopt(connection, token) {
      const kept = await sessions.keep(connection, token)
      return kept.ok ? sessions.use(connection.id) : kept
    },
    async keep(connection, token) {
      const { id } = connection
      const known = find(id)
      if (known) {
        const replaced = await replace(known, connection, token)
        open.delete(id)
        if (!replaced.ok) return replaced
      } else {
        const row = ledger.saveConnection(connection)
        if (!row.ok) return row
        const kept = await secrets.keepToken(id, token)
        if (!kept.ok) {
          ledger.forgetConnection(id)
          await secrets.forgetToken(id)
          return kept
        }
      }
      open.delete(id)
      reach.forget(id)
      reach.note(id, done, true)
      parts.onToken(id)
      return done
    },
    change(connection) {
      const { id } = connection
      const written = ledger.saveConnection(connection)
      if (!written.ok) return written
      const session = open.get(id)
      if (session?.connection.ca !== connection.ca) open.delete(id)
      else if (session) open.set(id, { ...session, connection })
      return done
    },
    async forget(id) {
      const known = find(id)
      // A token that works is on its way, or something that must not stay is on the server: nobody else would end it.
      const due = known?.errands?.find(({ kind }) => mustEnd.includes(kind))
      if (due) return failed(failure('laptop.pending', { what: due.kind }))
      const inUse = chosen()?.id === id
      const row = ledger.forgetConnection(id)
      if (!row.ok) return row
      const removed = await secrets.forgetToken(id)
      if (!removed.ok) {
        // Nobody would look for that token any more.
        if (known) ledger.saveConnection(known)
        return removed
      }
      acts.stored(id, undefined, known?.authId)
      open.delete(id)
      reach.forget(id)
      parts.onToken(id)
      if (inUse) parts.onSwitch()
      return done
    },
    swapped(id) {
      open.delete(id)
      parts.onToken(id)
    },
    reopen: () => {
      open.clear()
    },
    health(id = chosen()?.id) {
      return id === undefined ? { kind: 'unknown' } : reach.of(id)
    },
    noteReach: (id, result) => {
      reach.note(id, result, false)
    },
    noteSkew: reach.noteSkew,
  }
  return sessions
}

function withErrands({ errands: _before, ...rest }: Connection, errands: readonly Errand[]): Connection {
  return errands.length > 0 ? { ...rest, errands } : rest
}
