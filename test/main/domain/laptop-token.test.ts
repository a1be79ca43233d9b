import { describe as suite, expect, it } from 'vitest'
import { describe, readDescription, withReview, withText } from '../../../main/domain/description'
import { bucketsOf, isMadeForFieldkey, laptopScope, laptopsOf, laptopUser } from '../../../main/domain/laptop-token'
import { allAccessScope, deviceScope } from '../../../main/domain/permissions'

const [org, user, bucket] = ['0'.repeat(16), '1'.repeat(16), '2'.repeat(16)]
const marker = { nonce: 'a'.repeat(32), install: 'b'.repeat(16) }

suite('a laptop token', () => {
  it('reaches its own tokens, its own user and its buckets, each by ID', () => {
    const scope = laptopScope({ orgId: org, buckets: [bucket], read: false }, user)
    const told = scope.map(({ action, resource }) => [action, resource.type, resource.id, resource.orgId])
    expect(told).toEqual([
      ['read', 'authorizations', undefined, org],
      ['write', 'authorizations', undefined, org],
      ['read', 'users', user, undefined],
      ['write', 'users', user, undefined],
      ['write', 'buckets', bucket, org],
    ])
    const reading = laptopScope({ orgId: org, buckets: [bucket, user], read: true }, user)
    expect(reading.filter(({ resource }) => resource.type === 'buckets')).toHaveLength(4)
    expect(bucketsOf(reading)).toEqual([bucket, user])
  })

  it('says in its description what it is, beside what every token of Fieldkey says, and keeps that when it is edited', () => {
    const text = describe('Anna’s laptop', { ...marker, role: 'laptop' })
    expect(text).toBe(`Anna’s laptop | fieldkey:1 n=${marker.nonce} i=${marker.install} k=laptop`)
    expect(readDescription(text)).toEqual({ text: 'Anna’s laptop', marker: { ...marker, role: 'laptop' } })
    expect(readDescription(withText(text, 'Van'))).toMatchObject({ text: 'Van', marker: { role: 'laptop' } })
    const dated = withReview(text, '2027-01-31') ?? ''
    expect(readDescription(dated).marker).toEqual({ ...marker, review: '2027-01-31', role: 'laptop' })
    expect(readDescription(`${text}x`).marker).toBeUndefined()
    expect(readDescription(text.replace('k=laptop', 'k=king')).marker).toBeUndefined()
  })

  it('has a user whose name nobody else has, and which can be found again', () => {
    expect(laptopUser('Van', marker.nonce)).toBe('Van (fieldkey aaaaaaaaaaaaaaaa)')
  })
})

suite('an admin token', () => {
  it.each([
    ['Fieldkey', true],
    ['set up FIELDKEY, Anna', true],
    [describe('Fieldkey setup', marker), true],
    [describe('Grafana', marker), false],
    ['fieldkeyboard', false],
    ['', false],
  ])('described as %j was made for Fieldkey: %s', (description, made) => {
    expect(isMadeForFieldkey(description)).toBe(made)
  })
})

suite('laptops in a list', () => {
  const row = (id: string, description: string, userId: string, permissions = laptop(userId)) => ({
    ...{ id, description, userId, permissions },
  })
  const laptop = (userId: string) => laptopScope({ orgId: org, buckets: [bucket], read: false }, userId)
  const user = (id: string, name = `user ${id}`) => ({ id, name })
  const named = (text: string) => `${text} (fieldkey 0123456789abcdef)`
  const list = (rows: readonly ReturnType<typeof row>[], users: readonly ReturnType<typeof user>[], kept = '') =>
    laptopsOf(rows, users, {
      here: 'd',
      keeps: ({ id }) => kept.includes(id),
      going: ({ id }) => rows.filter((one) => one.userId === id && !kept.includes(one.id)).length,
    })

  it('are the owners of tokens that say so; what Fieldkey works with itself is none', () => {
    const rows = [
      row('1', describe('Van', { ...marker, role: 'laptop' }), 'a'),
      row('2', describe('Van', { ...marker, role: 'carried' }), 'a'),
      row('4', describe('PUMP-1', marker), 'a', deviceScope(org, bucket)),
      row('5', describe('This', { ...marker, role: 'laptop' }), 'b'),
      row('6', 'Grafana', 'c', allAccessScope(org, 'c')),
      row('7', describe('Old', { ...marker, role: 'laptop' }), 'd'),
      row('8', 'admin', 'd'),
    ]
    expect(
      list(
        rows,
        ['a', 'b', 'c', 'd'].map((id) => user(id)),
        '58',
      ),
    ).toMatchObject([
      { userId: 'a', owner: 'user a', names: ['Van'], devices: 1, shared: false },
      { userId: 'd', owner: 'user d', names: ['Old'], tokens: 1, devices: 0, shared: true },
    ])
  })

  it('are found by their rights whatever a finder made of description and name', () => {
    const rows = [row('1', 'mine', 'a'), row('2', 'Grafana', 'b', allAccessScope(org, 'b'))]
    expect(list(rows, [user('a', 'grafana'), user('b')])).toMatchObject([
      { userId: 'a', names: ['grafana'], tokens: 1 },
    ])
  })

  it('are found by their name when no token of theirs is left, or only devices’', () => {
    const rows = [row('1', describe('PUMP-1', marker), 'a', deviceScope(org, bucket))]
    expect(list(rows, [user('a', named('Van\n3')), user('b', named('Bob')), user('c', 'Bob (fieldkey 0123)')])).toEqual(
      [
        { userId: 'a', owner: named('Van\n3'), names: ['Van\n3'], tokens: 1, devices: 1, shared: false },
        { userId: 'b', owner: named('Bob'), names: ['Bob'], tokens: 0, devices: 0, shared: false },
      ],
    )
    expect(list([], [user('d', named('This one'))])).toEqual([])
  })
})
