import { describe, expect, it } from 'vitest'
import type { Permission } from '../../../main/domain/permissions'
import { isDeviceToken, rightsOf } from '../../../main/domain/rights'

const org = '0123456789abcdef'
const owner = '00000000000000aa'
const bucket = 'fedcba9876543210'
const both = (resource: Permission['resource']): Permission[] => [
  { action: 'read', resource },
  { action: 'write', resource },
]
const smallest = [
  ...both({ type: 'authorizations', orgId: org }),
  ...both({ type: 'users', id: owner }),
  { action: 'write' as const, resource: { type: 'buckets', orgId: org, id: bucket } },
]

describe('the rights of a token', () => {
  it('the smallest laptop token may all that minting needs, for its bucket', () => {
    expect(rightsOf(smallest, org, owner)).toEqual({ mint: true, user: true, list: true, writes: [bucket] })
  })

  it.each(smallest.map((_, n) => n))(
    'without its permission %i something is missing, and nothing else is said',
    (n) => {
      const rights = rightsOf(
        smallest.filter((_, i) => i !== n),
        org,
        owner,
      )
      const whole = rights.mint && rights.user && rights.list && rights.writes.length > 0
      expect(whole).toBe(false)
      expect(isDeviceToken(smallest)).toBe(false)
    },
  )

  it('another user’s or another organization’s rights are no rights', () => {
    expect(rightsOf(smallest, org, '00000000000000bb')).toMatchObject({ mint: false, user: false, list: false })
    expect(rightsOf(smallest, '1111111111111111', owner)).toMatchObject({ mint: false, list: false, writes: [] })
  })

  it('a right over everything covers one', () => {
    const all = ['authorizations', 'users', 'buckets'].flatMap((type) => both({ type }))
    expect(rightsOf(all, org, owner)).toEqual({ mint: true, user: true, list: true, writes: ['*'] })
  })
})
