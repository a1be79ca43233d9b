import { describe, expect, it } from 'vitest'
import { deviceBucket, deviceScope, sameScope, type Permission } from '../../../main/domain/permissions'
import { rightsOf } from '../../../main/domain/rights'

const org = '0123456789abcdef'
const bucket = 'fedcba9876543210'
const asked = deviceScope(org, bucket)
const write = (resource: Permission['resource']): Permission => ({ action: 'write', resource })

describe('the scope check', () => {
  it('accepts exactly what was asked, with the name the server adds', () => {
    expect(sameScope(asked, [write({ type: 'buckets', id: bucket, orgId: org, name: 'plant' })])).toBe(true)
  })

  it.each([
    ['every bucket of the organization', [write({ type: 'buckets', orgId: org })]],
    ['the whole instance', [write({ type: 'buckets' })]],
    ['another bucket', [write({ type: 'buckets', id: '1111111111111111', orgId: org })]],
    ['another organization', [write({ type: 'buckets', id: bucket, orgId: '1111111111111111' })]],
    ['another type', [write({ type: 'tasks', id: bucket, orgId: org })]],
    ['read instead', [{ action: 'read', resource: { type: 'buckets', id: bucket, orgId: org } }] as const],
    ['read as well', [...asked, { action: 'read', resource: { type: 'buckets', id: bucket, orgId: org } }] as const],
    ['twice the same', [...asked, ...asked]],
    ['nothing', []],
  ])('refuses %s', (_, granted) => {
    expect(sameScope(asked, granted)).toBe(false)
  })

  it('tells a device token by its one permission', () => {
    expect(deviceBucket(asked)?.id).toBe(bucket)
    expect(deviceBucket([...asked, ...asked])).toBeUndefined()
    expect(deviceBucket([write({ type: 'buckets', orgId: org })])).toBeUndefined()
  })
})

describe('the rights of a pasted token', () => {
  const owner = '00000000000000aa'
  it('needs its own user to mint', () => {
    const tutorial: Permission[] = [
      write({ type: 'authorizations', orgId: org }),
      { action: 'read', resource: { type: 'authorizations', orgId: org } },
      write({ type: 'buckets', orgId: org }),
    ]
    expect(rightsOf(tutorial, org, owner)).toMatchObject({ mint: false, user: false, list: false, writes: ['*'] })
    const able: Permission[] = [
      ...tutorial,
      write({ type: 'users', id: owner }),
      { action: 'read', resource: { type: 'users', id: owner } },
    ]
    expect(rightsOf(able, org, owner)).toMatchObject({ mint: true, list: true })
    expect(rightsOf(able, '1111111111111111', owner).mint).toBe(false)
    const usersOfOrg: Permission[] = [...tutorial, write({ type: 'users', orgId: org })]
    expect(rightsOf(usersOfOrg, org, owner)).toMatchObject({ mint: false, user: false })
  })
})
