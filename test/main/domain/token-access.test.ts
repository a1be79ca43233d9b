import { describe, expect, it } from 'vitest'
import { asDescription, withText } from '../../../main/domain/description'
import { laptopScope } from '../../../main/domain/laptop-token'
import { accessOf, allAccessScope, bucketScope, deviceScope, type Permission } from '../../../main/domain/permissions'
import { isTooWide, kindOf, rightsOf } from '../../../main/domain/rights'

const org = '0'.repeat(15) + '1'
const bucket = 'b'.repeat(16)
const other = 'c'.repeat(16)
const owner = 'd'.repeat(16)
const both = (resource: Permission['resource']): readonly Permission[] => [
  { action: 'read', resource },
  { action: 'write', resource },
]
const operator = ['authorizations', 'buckets', 'users', 'orgs'].flatMap((type) => both({ type }))

describe('access', () => {
  it('puts reading and writing of one thing together, in the server’s order', () => {
    const named = { type: 'buckets', id: bucket, orgId: org, name: 'plant' }
    expect(accessOf([...both(named), ...both({ type: 'users', id: owner })])).toEqual([
      { actions: 'read-write', what: 'plant', reach: 'one', type: 'buckets', id: bucket },
      { actions: 'read-write', what: owner, reach: 'one', type: 'users', id: owner },
    ])
  })
  it('tells how far it reaches, and a bucket that is gone', () => {
    expect(accessOf(deviceScope(org, bucket))).toEqual([
      { actions: 'write', what: bucket, reach: 'one', type: 'buckets', id: bucket, deleted: true },
    ])
    const [organization, instance] = [{ type: 'buckets', orgId: org }, { type: 'buckets' }].map((resource) => ({
      action: 'read' as const,
      resource,
    }))
    expect(accessOf([organization, instance, instance].filter((one) => one !== undefined))).toEqual([
      { actions: 'read', what: 'buckets', reach: 'organization', type: 'buckets' },
      { actions: 'read', what: 'buckets', reach: 'instance', type: 'buckets' },
    ])
  })
})

describe('the kind of a token', () => {
  it.each([
    ['device', deviceScope(org, bucket)],
    ['bucket', bucketScope(org, bucket)],
    ['bucket', [...bucketScope(org, bucket), ...bucketScope(org, other)]],
    ['all-access', allAccessScope(org, owner)],
    ['all-access', allAccessScope(org, owner).slice(0, 4)],
    ['operator', operator],
    ['other', []],
    ['other', [...bucketScope(org, bucket), ...deviceScope(org, other)]],
    ['other', bucketScope(org, bucket).slice(0, 1)],
    ['other', both({ type: 'buckets', orgId: org })],
    ['other', [...allAccessScope(org, owner).slice(0, 3)]],
    ['other', both({ type: 'tasks', id: bucket, orgId: org })],
  ] as const)('%s', (kind, permissions) => {
    expect(kindOf(permissions)).toBe(kind)
  })
})

describe('a token is too wide', () => {
  const isWide = (permissions: readonly Permission[], own = false) =>
    isTooWide({ permissions, kind: kindOf(permissions), own })
  const laptop = laptopScope({ orgId: org, buckets: [bucket, other], read: true }, owner)
  const managing = both({ type: 'authorizations', orgId: org })

  it('beyond one bucket', () => {
    expect(isWide(bucketScope(org, bucket))).toBe(false)
    expect(isWide([...bucketScope(org, bucket), ...deviceScope(org, other)])).toBe(true)
    expect(isWide(both({ type: 'buckets', orgId: org }))).toBe(true)
    expect(isWide(both({ type: 'buckets' }))).toBe(true)
    expect(isWide([])).toBe(false)
  })

  it('that manages tokens, where it does not name each bucket', () => {
    expect(isWide(laptop)).toBe(false)
    expect(isWide([...laptop, { action: 'write', resource: { type: 'buckets', orgId: org } }])).toBe(true)
    expect(isWide([...managing, { action: 'read', resource: { type: 'buckets', orgId: org } }])).toBe(true)
    expect(isWide(allAccessScope(org, owner))).toBe(true)
    expect(isWide([...managing.slice(0, 1), ...laptop.slice(4)])).toBe(true)
  })

  it('beyond what it names of anything else', () => {
    const device = deviceScope(org, bucket)
    expect(isWide([...device, { action: 'read', resource: { type: 'telegrafs', id: other, orgId: org } }])).toBe(false)
    expect(isWide([{ action: 'write', resource: { type: 'users' } }])).toBe(true)
    expect(isWide([...device, { action: 'write', resource: { type: 'users' } }])).toBe(true)
    expect(isWide([...device, { action: 'write', resource: { type: 'secrets', orgId: org } }])).toBe(true)
    expect(isWide([...laptop, ...both({ type: 'users' })])).toBe(true)
    expect(isWide([...laptop, { action: 'write', resource: { type: 'authorizations' } }])).toBe(true)
  })

  it('unless it is an operator’s, or the connection’s own and manages tokens', () => {
    expect(isWide([...both({ type: 'authorizations' }), ...both({ type: 'buckets' })])).toBe(false)
    expect(isWide(allAccessScope(org, owner), true)).toBe(false)
    expect(isWide(both({ type: 'buckets', orgId: org }), true)).toBe(true)
  })
})

it('an all-access token of ours can mint, the tutorial’s cannot', () => {
  expect(rightsOf(allAccessScope(org, owner), org, owner).mint).toBe(true)
  expect(rightsOf(allAccessScope(org, owner).slice(0, 4), org, owner).mint).toBe(false)
})

describe('a description', () => {
  const mark = ` | fieldkey:1 n=${'0'.repeat(32)} i=${'a'.repeat(16)}`
  it('is one line of 1 to 200 characters that is no mark', () => {
    expect(asDescription('  Überwachung "Nord" ')).toBe('Überwachung "Nord"')
    for (const text of ['', ' ', 'a\nb', 'a\u0000', '\u0085x\u0085y', 'x'.repeat(201), `x${mark}`]) {
      expect(asDescription(text)).toBeUndefined()
    }
  })
  it('changes before the mark only', () => {
    expect(withText(`pump-1${mark}`, 'pump-2')).toBe(`pump-2${mark}`)
    expect(withText('by hand', 'other')).toBe('other')
    expect(withText(`a${mark} and more`, 'b')).toBe('b')
  })
})
