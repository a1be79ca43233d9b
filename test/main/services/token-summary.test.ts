import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { readRequest } from '../../../main/contract/channels'
import { allAccessScope, bucketScope, deviceScope, type Permission } from '../../../main/domain/permissions'
import type { Connection } from '../../../main/ports/ledger'
import { createTokenTables } from '../../../main/services/token-table'
import { summarise } from '../../../main/services/token-summary'
import type { Authorization } from '../../../main/ports/influx'

const org = '0'.repeat(16)
const bucket = 'b'.repeat(16)
const anna = 'a'.repeat(16)
const gone = 'd'.repeat(16)
const connection: Connection = {
  id: 'c'.repeat(16),
  name: 'North depot',
  url: 'https://influx.example',
  deviceUrl: 'https://influx.example',
  kind: 'oss2',
  version: '2.9.1',
  orgId: org,
  org: 'depot',
  owner: { id: anna, name: 'anna' },
  authId: '00000000000000ff',
  operator: false,
  createdAt: 0,
}

const operator = ['authorizations', 'buckets'].flatMap((type) =>
  (['read', 'write'] as const).map((action) => ({ action, resource: { type } })),
)

function token(change: Partial<Authorization> & { readonly device?: string } = {}): Authorization {
  const { device, permissions = deviceScope(org, bucket), ...rest } = change
  const mark = ` | fieldkey:1 n=${randomBytes(16).toString('hex')} i=${'1'.repeat(16)}`
  const named = (one: Permission): Permission =>
    one.resource.id === bucket ? { ...one, resource: { ...one.resource, name: 'north' } } : one
  return {
    id: randomBytes(8).toString('hex'),
    status: 'active',
    description: device === undefined ? 'by hand' : device + mark,
    orgId: org,
    org: 'depot',
    userId: anna,
    user: 'anna',
    createdAt: '2026-11-12T13:01:08Z',
    updatedAt: '2026-11-12T13:01:08Z',
    ...rest,
    permissions: permissions.map(named),
  }
}

/** What is told of those of `rows` that are chosen: all of them, if nothing else is said. */
function told(rows: readonly Authorization[], chosen = rows, inactiveOwners: ReadonlySet<string> = new Set()) {
  const table = createTokenTables()({ connection: connection.id, rows, asOf: 0, asked: 0 })
  const ids = chosen.map(({ id }) => id)
  return summarise(table, ids, { connection, inactiveOwners })
}

describe('what becomes of selected tokens', () => {
  it('counts a device as cut off when its last working token is selected', () => {
    const [one, two, third] = [token({ device: 'p-1' }), token({ device: 'p-1' }), token({ device: 'p-2' })]
    expect(told([one, two, third]).off).toEqual({ tokens: 3, devices: 2, keeping: 0, others: 0 })
    expect(told([one, two, third], [one, third]).off).toEqual({ tokens: 2, devices: 1, keeping: 1, others: 0 })
    const spare = token({ device: 'p-2', status: 'inactive' })
    expect(told([third, spare], [third]).off).toEqual({ tokens: 1, devices: 1, keeping: 0, others: 0 })
    expect(told([token({ device: 'p-1' }), token({ device: 'p-10' })]).off.devices).toBe(2)
  })

  it('tells which devices can send again, and which would have more than one working token', () => {
    const off = (device: string) => token({ device, status: 'inactive' })
    const rows = [off('p-1'), off('p-2'), off('p-2'), off('p-3'), token({ device: 'p-3' })]
    expect(told(rows, rows.slice(0, 4)).on).toEqual({ tokens: 4, devices: 2, doubled: 2, others: 0 })
    expect(told(rows, rows.slice(0, 4))).toMatchObject({ off: { tokens: 0, devices: 0 } })
  })

  it('counts tokens that are no device’s beside them', () => {
    const reads = token({ permissions: bucketScope(org, bucket) })
    const dead = token({ permissions: bucketScope(org, gone) })
    const sleeping = token({ status: 'inactive' })
    const found = told([reads, dead, sleeping, token()])
    expect(found).toMatchObject({ off: { tokens: 0, others: 2 }, on: { tokens: 0, others: 1 }, useless: 1 })
  })

  it('tells of tokens that change nothing: bucket deleted, owner disabled, locked, no longer there', () => {
    const bob = 'f'.repeat(16)
    const rows = [
      token({ device: 'p-1', permissions: deviceScope(org, gone) }),
      token({ device: 'p-1' }),
      token({ device: 'p-2', userId: bob }),
      token({ id: '00000000000000ff', permissions: allAccessScope(org, anna) }),
      token({ permissions: operator }),
    ]
    const found = told(rows, [...rows, token()], new Set([bob]))
    expect(found).toMatchObject({ off: { devices: 1, others: 0 }, useless: 2, locked: 2, gone: 1 })
    // A dead token keeps no device sending.
    expect(told(rows, rows.slice(1, 2)).off).toEqual({ tokens: 1, devices: 1, keeping: 0, others: 0 })
  })
})

describe('the numbers of tokens', () => {
  it('add up to the selection, also where one device has several and some are dead, disabled, locked or gone', () => {
    const rows = [
      ...Array.from({ length: 3 }, () => token({ device: 'p-1' })),
      ...Array.from({ length: 2 }, () => token({ device: 'p-1', status: 'inactive' })),
      token({ device: 'p-2' }),
      token({ device: 'p-3', permissions: deviceScope(org, gone) }),
      token({ device: 'p-3', permissions: deviceScope(org, gone), status: 'inactive' }),
      token({ id: '00000000000000ff', permissions: allAccessScope(org, anna) }),
      token(),
      token({ status: 'inactive' }),
    ]
    const chosen = [...rows, token()]
    const { off, on, useless, locked, gone: missing } = told(rows, chosen)
    expect({ off, on }).toEqual({
      off: { tokens: 4, devices: 2, keeping: 0, others: 1 },
      on: { tokens: 2, devices: 0, doubled: 1, others: 1 },
    })
    expect(off.tokens + off.others + on.tokens + on.others + useless + locked + missing).toBe(chosen.length)
  })
})

describe('the request', () => {
  it('carries a selection of 100,000, and refuses what is no token', () => {
    const ids = Array.from({ length: 100_000 }, (_, index) => index.toString(16).padStart(16, '0'))
    expect(readRequest('tokens.summary', { ids }).ok).toBe(true)
    for (const wrong of [[], ['x'], [...ids.slice(1), `${ids[0] ?? ''}0`]]) {
      expect(readRequest('tokens.summary', { ids: wrong }).ok).toBe(false)
    }
  })
})
