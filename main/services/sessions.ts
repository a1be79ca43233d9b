import { failure, type Failure } from '../contract/failure'
import { done, failed, ok, type Result } from '../contract/result'
import type { Health } from '../contract/views'
import type { Clock } from '../ports/clock'
import type { Influx, InfluxNetwork } from '../ports/influx'
import type { Connection, Ledger } from '../ports/ledger'
import type { SettingsStore } from '../ports/settings'
import type { Emit } from './board'
import type { Secrets } from './secrets'

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
  /** Keeps a tried connection: first the ledger's row, then the keychain; neither stays without the other. */
  adopt(connection: Connection, token: string): Promise<Result<Session>>
  forget(connectionId: string): Promise<Result<void>>
  /** Drops what is known of the token in memory, so that the keychain is asked again. */
  reopen(): void
  health(): Health
  /** Notes what an answer says about the server's reach, and passes it on. */
  heed<T>(result: Result<T>): Result<T>
}

/** Whether a failure says that the server could not be reached or is not itself. */
export function isOutage({ code }: Failure): boolean {
  return code.startsWith('net.') || code.startsWith('tls.') || code.startsWith('server.')
}

/** Whether a failure is the server's own word: it was reached, whatever it said. */
function isAnswer({ code }: Failure): boolean {
  return ['auth.', 'perm.', 'bucket.', 'token.gone'].some((said) => code.startsWith(said))
}

/** Makes the sessions. */
export function createSessions(parts: {
  readonly ledger: Ledger
  readonly secrets: Secrets
  readonly network: InfluxNetwork
  readonly settings: SettingsStore
  readonly clock: Clock
  readonly emit: Emit
  /** Called when the server answers again after it did not. */
  readonly onBack: () => void
  /** Called when another connection is chosen, or one is forgotten. */
  readonly onSwitch: () => void
}): Sessions {
  const { ledger, secrets, network, settings, clock, emit } = parts
  const open = new Map<string, Session>()
  let health: Health = { kind: 'unknown' }

  const find = (id: string) => ledger.connections().find((one) => one.id === id)
  const chosen = () => find(settings.read().currentConnection) ?? ledger.connections()[0]
  const noConnection = () => failed(failure('auth.rejected'))

  const sessions: Sessions = {
    chosen,
    async current() {
      const connection = chosen()
      return connection ? sessions.of(connection.id) : noConnection()
    },
    async of(id) {
      const known = open.get(id)
      if (known) return ok(known)
      const connection = find(id)
      if (!connection) return noConnection()
      const token = await secrets.token(id)
      if (!token.ok) return token
      if (token.value === undefined) return noConnection()
      const session = { connection, influx: network.client(connection, token.value) }
      open.set(id, session)
      return ok(session)
    },
    async use(id) {
      const session = await sessions.of(id)
      if (session.ok && chosen()?.id !== id) parts.onSwitch()
      if (session.ok) settings.update({ currentConnection: id })
      return session
    },
    async adopt(connection, token) {
      const known = find(connection.id)
      const row = ledger.saveConnection(connection)
      if (!row.ok) return row
      const kept = await secrets.keepToken(connection.id, token)
      if (!kept.ok) {
        if (known) ledger.saveConnection(known)
        else {
          ledger.forgetConnection(connection.id)
          await secrets.forgetToken(connection.id)
        }
        return kept
      }
      open.delete(connection.id)
      health = { kind: 'ok', at: clock.now() }
      return sessions.use(connection.id)
    },
    async forget(id) {
      const known = find(id)
      // A token that works is on its way, or something that must not stay is on the server: nobody else would end it.
      const ends = (kind: string) => kind === 'carried' || kind === 'swap' || kind === 'undo'
      if (known?.errands?.some(({ kind }) => ends(kind))) return failed(failure('laptop.pending'))
      const row = ledger.forgetConnection(id)
      if (!row.ok) return row
      const removed = await secrets.forgetToken(id)
      if (!removed.ok) {
        // Nobody would look for that token any more.
        if (known) ledger.saveConnection(known)
        return removed
      }
      open.delete(id)
      parts.onSwitch()
      health = { kind: 'unknown' }
      return done
    },
    reopen: () => {
      open.clear()
    },
    health: () => health,
    heed(result) {
      const before = health
      if (!result.ok && isOutage(result.failure)) {
        const since = before.kind === 'failing' ? before.since : clock.now()
        health = { kind: 'failing', since, failure: result.failure }
      } else if (result.ok || isAnswer(result.failure)) health = { kind: 'ok', at: clock.now() }
      if (before.kind !== health.kind) {
        emit({ kind: 'health', health })
        if (before.kind === 'failing') parts.onBack()
      }
      return result
    },
  }
  return sessions
}
