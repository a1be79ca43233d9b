import { done, ok, type Result } from '../contract/result'
import type { TokenOwner } from '../contract/views'
import type { Me } from '../ports/influx'
import type { Session } from './sessions'

/** Whether the users that tokens belong to are active. Only an operator's token may see users beside its own. */
export interface Owners {
  /** Users known to be disabled. The same set until the server says otherwise. */
  inactive(connectionId: string): ReadonlySet<string>
  /** Asks the server; without an operator's token there is nothing to ask. */
  look(session: Session): Promise<Result<void>>
  /** Every user an operator's token may see, asked for now; which of them are disabled is known from then on. */
  users(session: Session): Promise<Result<readonly Me[]>>
  /** Whose a new token may be: the connection's own user first, then, for an operator, every active one by name. */
  choice(session: Session): Promise<Result<readonly TokenOwner[]>>
}

const nobody: ReadonlySet<string> = new Set()

/** Makes the record. */
export function createOwners(): Owners {
  const known = new Map<string, ReadonlySet<string>>()
  const owners: Owners = {
    inactive: (connection) => known.get(connection) ?? nobody,
    async look(session) {
      if (!session.connection.operator) return done
      const users = await owners.users(session)
      return users.ok ? done : users
    },
    async users({ connection, influx }) {
      const users = await influx.users()
      if (!users.ok) return users
      const before = known.get(connection.id) ?? nobody
      const now = new Set(users.value.filter(({ status }) => status === 'inactive').map(({ id }) => id))
      const same = now.size === before.size && [...now].every((id) => before.has(id))
      if (!same) known.set(connection.id, now)
      return users
    },
    async choice(session) {
      const { owner, operator } = session.connection
      if (!operator) return ok([owner])
      const users = await owners.users(session)
      if (!users.ok) return users
      const others = users.value.filter(({ id, status }) => id !== owner.id && status === 'active')
      const byName = others.map(({ id, name }) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name))
      return ok([owner, ...byName])
    },
  }
  return owners
}
