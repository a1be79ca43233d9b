import * as v from 'valibot'
import type { Clock } from '../../ports/clock'
import { conflict, error, forbidden, idFlaw, invalid, json, notFound, nothing, type Answer } from './answer'
import { parse } from './authorizations'
import { may, missing, right, type Call } from './rights'
import { newId, type State, type StoredUser } from './state'

const nameSchema = v.object({ name: v.optional(v.string(), '') })
const statusSchema = v.object({ status: v.optional(v.picklist(['active', 'inactive'])), name: v.optional(v.string()) })
const passwordSchema = v.object({ password: v.string() })

const shown = ({ id, name, status }: StoredUser) => ({ links: { self: `/api/v2/users/${id}` }, id, name, status })

/** Answers `/api/v2/me`: needs `read` on the caller's own user. */
export function createMe({ users }: State): (call: Call) => Answer {
  return (call) => {
    if (call.method !== 'GET') return { status: 405 }
    const user = users.get(call.caller.userID)
    return (
      missing(call, right('read', 'users', call.caller.userID)) ??
      (user ? json(200, shown(user)) : notFound('user not found'))
    )
  }
}

/** Answers `/api/v2/orgs`: a restricted token sees none. */
export function createOrgs({ org }: State): (call: Call) => Answer {
  const row = {
    links: { self: `/api/v2/orgs/${org.id}` },
    id: org.id,
    name: org.name,
    description: '',
    createdAt: org.createdAt,
    updatedAt: org.createdAt,
  }
  return (call) => {
    const [id] = call.rest
    if (call.method !== 'GET') return { status: 405 }
    if (id === undefined) {
      const name = call.query.get('org')
      if (name !== null && name !== org.name) return notFound(`organization name "${name}" not found`)
      return json(200, { links: { self: '/api/v2/orgs' }, orgs: may(call, right('read', 'orgs', org.id)) ? [row] : [] })
    }
    const flaw = idFlaw(id)
    if (flaw) return invalid(flaw)
    const lacking = missing(call, right('read', 'orgs', id.toLowerCase()))
    return lacking ?? (id.toLowerCase() === org.id ? json(200, row) : notFound('organization not found'))
  }
}

/** Answers `/api/v2/users` and `/api/v2/users/{id}/password`. Nobody signs in here, so passwords are only checked. */
export function createUsers({ users, authorizations }: State, clock: Clock): (call: Call) => Answer {
  const create = (call: Call): Answer => {
    const lacking = missing(call, right('write', 'users'))
    if (lacking) return lacking
    const read = v.safeParse(nameSchema, parse(call.body))
    if (!read.success || read.output.name === '') return error(400, 'empty value', 'key required')
    const { name } = read.output
    if ([...users.values()].some((one) => one.name === name)) return conflict(`user with name ${name} already exists`)
    const id = newId(clock, [...users.keys(), ...authorizations.keys()])
    const user: StoredUser = { id, name, status: 'active' }
    users.set(id, user)
    return json(201, shown(user), true)
  }
  const password = (call: Call, id: string): Answer => {
    const lacking = missing(call, right('write', 'users', id))
    if (lacking) return lacking
    const read = v.safeParse(passwordSchema, parse(call.body))
    if (!users.has(id)) return forbidden('your userID is incorrect')
    const length = read.success ? read.output.password.length : 0
    return length < 8 || length > 72 ? invalid('passwords must be between 8 and 72 characters long') : nothing()
  }
  const change = (call: Call, user: StoredUser): Answer => {
    const read = v.safeParse(statusSchema, parse(call.body))
    if (!read.success) return invalid('invalid json structure')
    const next = { ...user, name: read.output.name ?? user.name, status: read.output.status ?? user.status }
    users.set(user.id, next)
    return json(200, shown(next), true)
  }

  return (call) => {
    const [given, what] = call.rest
    if (given === undefined) {
      if (call.method === 'POST') return create(call)
      if (call.method !== 'GET') return { status: 405 }
      const name = call.query.get('name')
      if (name !== null && ![...users.values()].some((one) => one.name === name)) return notFound('user not found')
      const page = pageOf(call.query)
      if (page === undefined) return invalid('limit must be between 1 and 100')
      const byId = [...users.values()]
        .filter((one) => (name ?? one.name) === one.name)
        .sort((a, b) => (a.id < b.id ? -1 : 1))
        .slice(page.from, page.from + page.limit)
      const seen = byId.filter(({ id }) => may(call, right('read', 'users', id)))
      return json(200, { links: { self: '/api/v2/users' }, users: seen.map(shown) })
    }
    const flaw = idFlaw(given)
    if (flaw) return invalid(flaw)
    const id = given.toLowerCase()
    if (what === 'password') return call.method === 'POST' ? password(call, id) : { status: 405 }
    if (what !== undefined) return notFound('path not found')
    if (!['GET', 'PATCH', 'DELETE'].includes(call.method)) return { status: 405 }
    const lacking = missing(call, right(call.method === 'GET' ? 'read' : 'write', 'users', id))
    if (lacking) return lacking
    const user = users.get(id)
    if (!user) return notFound('user not found')
    if (call.method === 'GET') return json(200, shown(user))
    if (call.method === 'PATCH') return change(call, user)
    users.delete(id)
    return nothing(true)
  }
}

/** The page that is asked for; undefined when it is larger than the server gives. */
function pageOf(query: URLSearchParams): { readonly from: number; readonly limit: number } | undefined {
  const limit = Number(query.get('limit') ?? 20)
  const from = Number(query.get('offset') ?? 0)
  return limit >= 1 && limit <= 100 && from >= 0 ? { from, limit } : undefined
}
