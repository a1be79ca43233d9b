import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { riskKinds, type RiskKind } from '../../../main/contract/token-query'
import { laptopScope } from '../../../main/domain/laptop-token'
import { allAccessScope, bucketScope, deviceScope, type Permission } from '../../../main/domain/permissions'
import { kindOf } from '../../../main/domain/rights'
import { doubledDevices, risksOf, type Suspect, type Surroundings } from '../../../main/domain/risks'

const org = '1'.repeat(16)
const [here, there] = ['a'.repeat(16), 'b'.repeat(16)]
const day = 86_400_000
const now = Date.parse('2026-11-24T12:00:00Z')

const named = (permissions: readonly Permission[]) =>
  permissions.map((one) => ({ ...one, resource: { ...one.resource, name: 'plant' } }))
const scopes = {
  device: named(deviceScope(org, '2'.repeat(16))),
  other: named(deviceScope(org, '3'.repeat(16))),
  bucket: named(bucketScope(org, '2'.repeat(16))),
  gone: deviceScope(org, '4'.repeat(16)),
  allAccess: allAccessScope(org, 'anna'),
  operator: ['authorizations', 'buckets', 'users'].flatMap((type) =>
    (['read', 'write'] as const).map((action) => ({ action, resource: { type } })),
  ),
  laptop: laptopScope({ orgId: org, buckets: ['2'.repeat(16), '3'.repeat(16)], read: true }, 'anna').map((one) =>
    one.resource.type === 'buckets' ? { ...one, resource: { ...one.resource, name: 'plant' } } : one,
  ),
  halfLaptop: laptopScope({ orgId: org, buckets: ['2'.repeat(16), '4'.repeat(16)], read: true }, 'anna').map((one) =>
    one.resource.id === '2'.repeat(16) ? { ...one, resource: { ...one.resource, name: 'plant' } } : one,
  ),
  every: [{ action: 'read' as const, resource: { type: 'buckets', orgId: org } }],
}

const healthy: Suspect = {
  permissions: scopes.device,
  kind: 'device',
  own: false,
  active: true,
  device: 'pump-1',
  owner: 'anna',
  install: here,
  review: undefined,
  created: now - 400 * day,
  updated: now - 300 * day,
}
const around = (tokens: readonly Suspect[], change: Partial<Surroundings> = {}): Surroundings => ({
  now,
  install: here,
  doubled: doubledDevices(tokens),
  inactiveOwners: new Set(),
  ...change,
})
const alone = (change: Partial<Suspect>, surroundings: Partial<Surroundings> = {}) => {
  const token = { ...healthy, ...change, kind: kindOf(change.permissions ?? healthy.permissions) }
  return risksOf(token, around([token], surroundings))
}

describe('risks', () => {
  it('are none for a device token that is in use, however old, and for what administers tokens', () => {
    expect(alone({})).toEqual([])
    expect(alone({ permissions: scopes.operator, device: undefined })).toEqual([])
    expect(alone({ permissions: scopes.laptop, device: undefined })).toEqual([])
    expect(alone({ permissions: scopes.allAccess, device: undefined, own: true })).toEqual([])
    expect(alone({ install: there })).toEqual([])
  })

  it.each<[RiskKind, Partial<Suspect>]>([
    ['bucket-deleted', { permissions: scopes.gone }],
    [
      'bucket-deleted',
      { permissions: [...scopes.gone, ...deviceScope(org, '5'.repeat(16))], active: false, updated: now },
    ],
    ['bucket-missing', { permissions: scopes.halfLaptop, device: undefined }],
    ['too-wide', { permissions: [...scopes.device, ...scopes.other] }],
    ['too-wide', { permissions: scopes.every }],
    ['too-wide', { permissions: scopes.allAccess, device: undefined }],
    ['reads-too', { permissions: scopes.bucket, device: undefined }],
    ['inactive-long', { active: false, updated: now - 30 * day - 1 }],
    ['review-overdue', { review: '2026-11-23' }],
    ['left-behind', { active: false, install: there, created: now - day - 2, updated: now - day - 1 }],
  ])('%s for %j', (kind, change) => {
    expect(alone(change)).toEqual([kind])
  })

  it.each<[string, Partial<Suspect>]>([
    ['disabled for 30 days to the millisecond', { active: false, updated: now - 30 * day }],
    ['to be reviewed today', { review: '2026-11-24' }],
    ['overdue and disabled', { review: '2026-11-23', active: false, updated: now }],
    ['too wide, but disabled', { permissions: scopes.every, active: false, updated: now }],
    ['without one of its buckets, but disabled', { permissions: scopes.halfLaptop, active: false, updated: now }],
    ['inactive since yesterday, by this laptop', { active: false, created: now - 2 * day, updated: now - 2 * day }],
    [
      'inactive for a day, by another laptop',
      { active: false, install: there, created: now - day, updated: now - day },
    ],
    [
      'switched off hours after its making',
      { active: false, install: there, created: now - 2 * day, updated: now - 1.9 * day },
    ],
    ['switched off a year after its making', { active: false, install: there, updated: now - 3 * day }],
    ['inactive, made by nobody of ours', { active: false, install: undefined, created: 0, updated: now - 2 * day }],
  ])('are none for a token that is %s', (_name, change) => {
    expect(alone(change)).toEqual([])
  })

  it('of a token that does something still are not that it does nothing', () => {
    const both = [...scopes.device, ...scopes.gone]
    expect(alone({ permissions: both, device: undefined })).toEqual(['too-wide', 'bucket-missing'])
    expect(alone({ permissions: [...scopes.every, ...scopes.gone] })).toEqual(['too-wide', 'bucket-missing'])
  })

  it('of one device tell several tokens of one owner from those of several owners', () => {
    const second = { ...healthy, created: now }
    expect(risksOf(healthy, around([healthy, second]))).toEqual(['duplicate'])
    const bobs = { ...second, owner: 'bob' }
    expect(risksOf(healthy, around([healthy, bobs]))).toEqual(['other-owner'])
    expect(risksOf(healthy, around([healthy, second, bobs]))).toEqual(['other-owner', 'duplicate'])
    expect(risksOf(bobs, around([healthy, second, bobs]))).toEqual(['other-owner'])
    expect(risksOf(healthy, around([healthy, { ...second, active: false }]))).toEqual([])
    expect(risksOf(healthy, around([healthy, { ...second, device: 'pump-10' }]))).toEqual([])
  })

  it('of a disabled owner hold for all of the tokens', () => {
    const inactiveOwners = new Set(['anna'])
    expect(alone({}, { inactiveOwners })).toEqual(['owner-inactive'])
    expect(alone({ permissions: scopes.operator, device: undefined }, { inactiveOwners })).toEqual(['owner-inactive'])
    expect(alone({ owner: 'bob' }, { inactiveOwners })).toEqual([])
  })
})

const times = fc.integer({ min: now - 90 * day, max: now })
const suspects: fc.Arbitrary<Suspect> = fc
  .record({
    permissions: fc.constantFrom(
      ...Object.values(scopes),
      [...scopes.device, ...scopes.other],
      [...scopes.device, ...scopes.gone],
    ),
    own: fc.boolean(),
    active: fc.boolean(),
    device: fc.constantFrom(undefined, 'pump-1', 'pump-2', 'pump-10'),
    owner: fc.constantFrom('anna', 'bob', 'carl'),
    install: fc.constantFrom(undefined, here, there),
    review: fc.constantFrom(undefined, '2026-10-01', '2026-11-23', '2026-11-24', '2027-01-01'),
    created: times,
    updated: times,
  })
  .map((one) => ({ ...one, kind: kindOf(one.permissions), updated: Math.max(one.created, one.updated) }))

describe('whatever the tokens', () => {
  const lists = fc.array(suspects, { maxLength: 12 })

  it('several live tokens of a device are each one’s risk, and nobody else’s', () => {
    fc.assert(
      fc.property(lists, (tokens) => {
        for (const token of tokens) {
          const others = tokens.filter((one) => one !== token && one.active && one.device === token.device)
          const live = token.active && token.device !== undefined
          const found = risksOf(token, around(tokens))
          expect(found.includes('other-owner')).toBe(live && others.some(({ owner }) => owner !== token.owner))
          expect(found.includes('duplicate')).toBe(live && others.some(({ owner }) => owner === token.owner))
        }
      }),
    )
  })

  it('each risk is said once, the gravest first', () => {
    fc.assert(
      fc.property(lists, (tokens) => {
        for (const token of tokens) {
          const found = risksOf(token, around(tokens, { inactiveOwners: new Set(['carl']) }))
          expect(found).toEqual(riskKinds.filter((kind) => found.includes(kind)))
        }
      }),
    )
  })

  it('time alone adds risks and takes none away', () => {
    fc.assert(
      fc.property(lists, fc.integer({ min: 0, max: 800 * day }), (tokens, later) => {
        for (const token of tokens) {
          const before = risksOf(token, around(tokens))
          const after = risksOf(token, around(tokens, { now: now + later }))
          expect(after).toEqual(expect.arrayContaining([...before]))
        }
      }),
    )
  })

  it('disabling settles what disabling is the remedy for', () => {
    fc.assert(
      fc.property(lists, (tokens) => {
        const off = tokens.map((token) => ({ ...token, active: false, updated: now }))
        const settled: readonly RiskKind[] = [
          'review-overdue',
          'other-owner',
          'duplicate',
          'too-wide',
          'reads-too',
          'bucket-missing',
        ]
        for (const token of off) {
          expect(risksOf(token, around(off)).filter((kind) => settled.includes(kind))).toEqual([])
        }
      }),
    )
  })
})
