import type { RiskKind } from '../../main/contract/token-query'
import type { TokenRow } from '../../main/contract/views'
import { describe as describeToken } from '../../main/domain/description'
import { bucketScope, deviceScope, type Permission } from '../../main/domain/permissions'
import type { Authorization } from '../../main/ports/influx'
import type { Connection } from '../../main/ports/ledger'
import { createTokenRisks } from '../../main/services/token-risks'
import { rowOf } from '../../main/services/token-rows'
import { createTokenTables } from '../../main/services/token-table'
import { createFakeClock } from './fake-clock'

const org = '1'.repeat(16)
/** The bucket that the fake bridge lists, another one, and one that was deleted. */
const [here, there, gone] = ['b'.repeat(16), 'c'.repeat(16), 'e'.repeat(16)]
const [anna, bob, disabled] = ['a1', 'b2', 'd3'].map((end) => end.padStart(16, '0')) as [string, string, string]
const [install, other] = ['a'.repeat(16), 'b'.repeat(16)]
const now = Date.parse('2026-11-12T13:00:00Z')
const old = '2026-01-05T08:00:00Z'

const named = (permissions: readonly Permission[]) =>
  permissions.map((one) => ({ ...one, resource: { ...one.resource, name: 'north-pumps' } }))
const device = named(deviceScope(org, here))
const nonce = '7'.repeat(32)
const made = (more: { readonly install?: string; readonly review?: string } = {}) =>
  describeToken('dev-0', { nonce, install, ...more })
const live: Omit<Authorization, 'id'> = {
  status: 'active',
  description: made(),
  orgId: org,
  org: 'depot',
  userId: anna,
  user: 'anna',
  permissions: device,
  createdAt: old,
  updatedAt: old,
}

/** What the server would have to say for each risk; Fieldkey made all of it under the name dev-0. */
const risky: Readonly<Record<RiskKind, readonly Partial<Authorization>[]>> = {
  'owner-inactive': [{ userId: disabled }],
  'review-overdue': [{ description: made({ review: '2026-01-31' }) }],
  'other-owner': [{}, { userId: bob }],
  duplicate: [{}, {}],
  'too-wide': [{ permissions: [...device, ...named(deviceScope(org, there))] }],
  'reads-too': [{ permissions: named(bucketScope(org, here)) }],
  'bucket-deleted': [{ permissions: deviceScope(org, gone) }],
  'bucket-missing': [{ permissions: [...device, ...deviceScope(org, gone)] }],
  'left-behind': [{ status: 'inactive', description: made({ install: other }) }],
  'inactive-long': [{ status: 'inactive' }],
}

const connection: Connection = {
  id: 'c',
  name: 'north',
  url: 'https://influx.example',
  deviceUrl: 'https://influx.example',
  kind: 'oss2',
  version: '2.9.1',
  orgId: org,
  org: 'depot',
  owner: { id: anna, name: 'anna' },
  authId: 'f'.repeat(16),
  operator: true,
  createdAt: 0,
}

/** Tokens that share a risk, as main reads them off what the server says. */
export function riskyRows(kind: RiskKind): readonly TokenRow[] {
  const rows = risky[kind].map((change, n) => ({ ...live, ...change, id: (n + 1).toString(16).padStart(16, '0') }))
  const inactiveOwners = new Set([disabled])
  const table = createTokenTables()({ connection: connection.id, rows, asOf: now, asked: 0 })
  const risks = createTokenRisks({ clock: createFakeClock(now), install, owners: { inactive: () => inactiveOwners } })
  const look = risks(table, connection.id, () => false)
  const first = { at: () => undefined, words: () => undefined, awaits: () => false }
  return table.entries.map((entry) => rowOf(entry, { table, connection, install, look, first, inactiveOwners }))
}
