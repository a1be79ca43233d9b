import fc from 'fast-check'
import { describe as suite, expect, it } from 'vitest'
import { describe, deviceOf, readDescription, withReview, withText } from '../../../main/domain/description'
import { isDeviceId } from '../../../main/domain/device-id'

const marker = { nonce: '0123456789abcdef0123456789abcdef', install: 'fedcba9876543210' }

suite('descriptions', () => {
  it('carry device, nonce, install and review date, and give them back', () => {
    const text = describe('PUMP-0042', { ...marker, review: '2027-01-31' })
    expect(text).toBe('PUMP-0042 | fieldkey:1 n=0123456789abcdef0123456789abcdef i=fedcba9876543210 r=2027-01-31')
    expect(readDescription(text)).toEqual({ text: 'PUMP-0042', marker: { ...marker, review: '2027-01-31' } })
  })

  it('take another review date, or none, and keep the rest', () => {
    const text = describe('PUMP-0042', marker)
    const dated = withReview(text, '2027-01-31')
    expect(dated).toBe(describe('PUMP-0042', { ...marker, review: '2027-01-31' }))
    expect(withReview(dated ?? '', '2028-02-29')).toBe(describe('PUMP-0042', { ...marker, review: '2028-02-29' }))
    expect(withReview(dated ?? '', undefined)).toBe(text)
    expect(readDescription(withText(dated ?? '', 'PUMP-7')).marker).toEqual({ ...marker, review: '2027-01-31' })
  })

  it('without our mark never get one: a nonce nobody asked for would look like a lost answer', () => {
    for (const text of ['', 'my token', `${describe('dev1', marker)}0`]) {
      expect(withReview(text, '2027-01-31')).toBeUndefined()
    }
  })

  it('with a day that does not exist have no review date, and can be mended', () => {
    const text = describe('PUMP-0042', { ...marker, review: '2027-02-30' })
    expect(readDescription(text)).toEqual({ text: 'PUMP-0042', marker })
    expect(withReview(text, '2027-02-28')).toBe(describe('PUMP-0042', { ...marker, review: '2027-02-28' }))
  })

  it('are anchored: dev1 never matches dev10', () => {
    expect(deviceOf(describe('dev10', marker))).toBe('dev10')
    expect(deviceOf(`${describe('dev1', marker)}0`)).toBeUndefined()
    expect(deviceOf(`${describe('dev1', marker)} | and more`)).toBeUndefined()
  })

  it('of other people name no device', () => {
    for (const text of ['', 'my token', 'PUMP-0042', 'x | fieldkey:1', 'a b | fieldkey:1 n=00 i=00']) {
      expect(deviceOf(text)).toBeUndefined()
    }
    expect(deviceOf(describe('not a device id', marker))).toBeUndefined()
  })

  it('are read without a crash, whatever they hold', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 400 }),
        (text) => readDescription(text).text.length <= text.length,
      ),
    )
  })
})

suite('device IDs', () => {
  it.each(['a', 'PUMP-0042', 'a.b_c:d-e', '0'.repeat(64)])('accept %s', (id) => {
    expect(isDeviceId(id)).toBe(true)
  })
  it.each(['', '-a', '.a', 'a b', 'ä', 'a\n', '0'.repeat(65), 'a|b', 'a"b', 'a\u0000'])('refuse %j', (id) => {
    expect(isDeviceId(id)).toBe(false)
  })
})
