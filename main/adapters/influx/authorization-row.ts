import type { Permission } from '../../domain/permissions'
import type { Authorization } from '../../ports/influx'

/** An authorization as InfluxDB writes it, without its token. */
export interface AuthorizationRow {
  readonly id: string
  readonly status: 'active' | 'inactive'
  readonly description?: string
  readonly orgID: string
  readonly org?: string
  readonly userID: string
  readonly user?: string
  readonly permissions: readonly PermissionRow[]
  readonly createdAt: string
  readonly updatedAt: string
}

interface PermissionRow {
  readonly action: Permission['action']
  readonly resource: { readonly type: string; readonly id?: string; readonly orgID?: string; readonly name?: string }
}

const idPattern = /^[0-9a-f]{16}$/
const timePattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/

/**
 * Whether `value` is an authorization. By hand, because a list has 10,000 of them and the schema library takes three
 * times as long for them as `JSON.parse`: the list must cost hardly more than its transfer.
 */
export function isAuthorizationRow(value: unknown): value is AuthorizationRow {
  return (
    isRecord(value) &&
    isId(value['id']) &&
    (value['status'] === 'active' || value['status'] === 'inactive') &&
    isId(value['orgID']) &&
    isId(value['userID']) &&
    isText(value['description']) &&
    isText(value['org']) &&
    isText(value['user']) &&
    isTime(value['createdAt']) &&
    isTime(value['updatedAt']) &&
    Array.isArray(value['permissions']) &&
    value['permissions'].every(isPermissionRow)
  )
}

/** Only what is named here is taken over: the token, in clear from servers that do not hash it, is not. */
export function toAuthorization(row: AuthorizationRow): Authorization {
  return {
    id: row.id,
    status: row.status,
    description: row.description ?? '',
    orgId: row.orgID,
    org: row.org ?? '',
    userId: row.userID,
    user: row.user ?? '',
    permissions: row.permissions.map(toPermission),
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  }
}

function toPermission({ action, resource: { type, id, orgID, name } }: PermissionRow): Permission {
  return {
    action,
    resource: {
      type,
      ...(id === undefined ? {} : { id }),
      ...(orgID === undefined ? {} : { orgId: orgID }),
      ...(name === undefined ? {} : { name }),
    },
  }
}

function isPermissionRow(value: unknown): value is PermissionRow {
  if (!isRecord(value) || (value['action'] !== 'read' && value['action'] !== 'write')) return false
  const { resource } = value
  if (!isRecord(resource) || typeof resource['type'] !== 'string') return false
  const { id, orgID, name } = resource
  return (id === undefined || isId(id)) && (orgID === undefined || isId(orgID)) && isText(name)
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null
const isId = (value: unknown): value is string => typeof value === 'string' && idPattern.test(value)
const isTime = (value: unknown): value is string => typeof value === 'string' && timePattern.test(value)
const isText = (value: unknown): value is string | undefined => value === undefined || typeof value === 'string'
