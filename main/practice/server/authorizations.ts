import * as v from 'valibot'
import type { Clock } from '../../ports/clock'
import type { Random } from '../../ports/random'
import { error, forbidden, idFlaw, invalid, json, notFound, nothing, type Answer } from './answer'
import { covers, describePermission, may, missing, right, type Call } from './rights'
import { hashToken, newId, newToken, resourceTypes, timestamp } from './state'
import type { State, StoredAuthorization, WirePermission } from './state'

const created = v.object({
  orgID: v.optional(v.string()),
  userID: v.optional(v.string()),
  description: v.optional(v.string(), ''),
  status: v.optional(v.string(), 'active'),
  permissions: v.optional(
    v.array(
      v.object({
        action: v.string(),
        // `name` is read by nobody, as on the real server: what it seems to narrow stays wide.
        resource: v.object({ type: v.string(), id: v.optional(v.string()), orgID: v.optional(v.string()) }),
      }),
    ),
    [],
  ),
})
const changed = v.object({ status: v.optional(v.string()), description: v.optional(v.string()) })

/** Answers `/api/v2/authorizations`. `hidden` stands in the place of every token but a new one's. */
export function createAuthorizations(state: State, clock: Clock, random: Random, hidden = ''): (call: Call) => Answer {
  const { org, users, authorizations, buckets } = state
  const visible = (call: Call, { id, userID }: StoredAuthorization) =>
    may(call, right('read', 'authorizations', id, org.id)) && may(call, right('read', 'users', userID))

  const shown = (row: StoredAuthorization, token = hidden) => ({
    id: row.id,
    token,
    status: row.status,
    description: row.description,
    orgID: org.id,
    org: org.name,
    userID: row.userID,
    user: users.get(row.userID)?.name ?? '',
    permissions: row.permissions.map(({ action, resource }) => ({
      action,
      resource: { ...resource, ...names(resource) },
    })),
    links: { self: `/api/v2/authorizations/${row.id}`, user: `/api/v2/users/${row.userID}` },
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  })
  const names = ({ type, id, orgID }: WirePermission['resource']) => {
    const name =
      type === 'buckets' ? buckets.get(id ?? '')?.name : type === 'users' ? users.get(id ?? '')?.name : undefined
    return { ...(name === undefined ? {} : { name }), ...(orgID === org.id ? { org: org.name } : {}) }
  }

  const list = (call: Call): Answer => {
    for (const key of ['orgID', 'userID']) {
      const flaw = call.query.has(key) ? idFlaw(call.query.get(key) ?? '') : undefined
      if (flaw) return invalid(flaw)
    }
    const [orgName, orgID, userID] = ['org', 'orgID', 'userID'].map((key) => call.query.get(key) ?? undefined)
    if (orgName !== undefined && orgName !== org.name) return notFound(`organization name "${orgName}" not found`)
    const rows = [...authorizations.values()]
      .filter((row) => (orgID ?? org.id) === org.id && (userID ?? row.userID) === row.userID)
      .filter((row) => users.has(row.userID) && visible(call, row))
    return json(200, { links: { self: '/api/v2/authorizations' }, authorizations: rows.map((row) => shown(row)) })
  }

  const create = (call: Call): Answer => {
    const read = v.safeParse(created, parse(call.body))
    if (!read.success) return invalid('invalid json structure: unexpected EOF')
    const { permissions, status, description } = read.output
    const orgID = read.output.orgID ?? ''
    const userID = read.output.userID ?? call.caller.userID
    const flaw = permissions.map(flawOf).find((one) => one !== undefined) ?? (orgID === '' ? undefined : idFlaw(orgID))
    if (flaw !== undefined)
      return invalid(/^(id must|invalid ID)/.test(flaw) ? `invalid json structure: ${flaw}` : flaw)
    if (permissions.length === 0) return invalid('authorization must include permissions')
    if (status !== 'active' && status !== 'inactive') return invalid('invalid status: must be active or inactive')
    const wanted = permissions.map(toPermission)
    const lacking = missing(call, right('write', 'authorizations', undefined, orgID), right('write', 'users', userID))
    if (lacking) return lacking
    const beyond = wanted.find((one) => !call.caller.permissions.some((held) => covers(held, one)))
    if (beyond) {
      const name = describePermission(beyond)
      return forbidden(`permission ${name} is not allowed: ${name} is unauthorized`)
    }
    const foreign = wanted.find(({ resource }) => resource.orgID !== undefined && resource.orgID !== orgID)
    if (foreign) return invalid(`permission ${describePermission(foreign)} is not for org id ${orgID}`)
    if (orgID !== org.id || !users.has(userID)) return invalid('unable to create token')

    const token = newToken(random)
    const at = timestamp(clock)
    const id = newId(clock, authorizations.keys())
    const row: StoredAuthorization = {
      id,
      hash: hashToken(token),
      status,
      description,
      userID,
      permissions: wanted,
      createdAt: at,
      updatedAt: at,
    }
    authorizations.set(id, row)
    return json(201, shown(row, token), true)
  }

  const change = (call: Call, row: StoredAuthorization): Answer => {
    const read = v.safeParse(changed, parse(call.body))
    if (!read.success) return error(500, 'internal error', 'unexpected EOF')
    const { status = row.status, description = row.description } = read.output
    if (status !== 'active' && status !== 'inactive')
      return invalid('encodeAuthorization: unknown authorization status')
    const next: StoredAuthorization = { ...row, status, description, updatedAt: timestamp(clock) }
    authorizations.set(row.id, next)
    return json(200, shown(next), true)
  }

  return (call) => {
    const [id, ...more] = call.rest
    if (id === undefined)
      return call.method === 'GET' ? list(call) : call.method === 'POST' ? create(call) : { status: 405 }
    if (more.length > 0) return notFound('path not found')
    const flaw = idFlaw(id)
    if (flaw) return invalid(flaw)
    const row = authorizations.get(id.toLowerCase())
    if (!row) return notFound('authorization not found')
    const rights = (action: 'read' | 'write') =>
      missing(call, right(action, 'authorizations', row.id, org.id), right(action, 'users', row.userID))
    if (call.method === 'DELETE') {
      const lacking = rights('write')
      if (lacking) return lacking
      authorizations.delete(row.id)
      return nothing(true)
    }
    if (call.method !== 'GET' && call.method !== 'PATCH') return { status: 405 }
    const lacking = rights('read') ?? (call.method === 'PATCH' ? rights('write') : undefined)
    if (lacking) return lacking
    if (!users.has(row.userID)) return notFound('user not found')
    return call.method === 'GET' ? json(200, shown(row)) : change(call, row)
  }
}

type Wanted = v.InferOutput<typeof created>['permissions'][number]

function flawOf({ action, resource: { type, id, orgID } }: Wanted): string | undefined {
  if (action !== 'read' && action !== 'write')
    return 'invalid action type for permission: unknown action for permission'
  if (!resourceTypes.includes(type)) return 'invalid resource type for permission: unknown resource type for permission'
  return (id === undefined ? undefined : idFlaw(id)) ?? (orgID === undefined ? undefined : idFlaw(orgID))
}

function toPermission({ action, resource: { type, id, orgID } }: Wanted): WirePermission {
  return right(action === 'read' ? 'read' : 'write', type, id?.toLowerCase(), orgID?.toLowerCase())
}

/** JSON of a request body; undefined when it is none. */
export function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
