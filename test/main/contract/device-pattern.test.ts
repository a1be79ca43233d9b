import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitsPattern } from '../../../main/contract/device-pattern'

describe('the pattern of device IDs', () => {
  it.each([
    ['', 'anything', true],
    [' , ', 'anything', true],
    ['PUMP-####', 'PUMP-0042', true],
    ['PUMP-####', 'PUMP-042', false],
    ['PUMP-####', 'PUMP-00421', false],
    ['PUMP-####', 'pump-0042', false],
    ['PUMP-####', 'PUMP-00x2', false],
    ['@@-##', 'ab-12', true],
    ['@@-##', 'a1-12', false],
    ['*', 'x', true],
    ['PUMP*', 'PUMP', true],
    ['*-##', 'north-7-42', true],
    ['*-##', 'north-7-4', false],
    ['a*b*c', 'a-b-b-c', true],
    ['a*b*c', 'a-b-b-', false],
    ['PUMP-##, VALVE-#', 'VALVE-3', true],
    ['a.c', 'abc', false],
    ['(a+)+', 'aaaa', false],
  ])('%j and %j: %s', (pattern, id, fits) => {
    expect(fitsPattern(pattern, id)).toBe(fits)
  })

  it('agrees with the same pattern written as a regular expression', () => {
    const signs = fc.array(fc.constantFrom('a', 'B', '1', '-', '.', '#', '@', '*'), { maxLength: 6 })
    const ids = fc.array(fc.constantFrom('a', 'B', '1', '2', '-', '.'), { minLength: 1, maxLength: 8 })
    const classes: Readonly<Record<string, string>> = { '#': '[0-9]', '@': '[A-Za-z]', '*': '.*', '.': '\\.' }
    fc.assert(
      fc.property(signs, ids, (pattern, id) => {
        const same = new RegExp(`^${pattern.map((sign) => classes[sign] ?? sign).join('')}$`)
        const expected = pattern.length === 0 || same.test(id.join(''))
        expect(fitsPattern(pattern.join(''), id.join(''))).toBe(expected)
      }),
      { numRuns: 2000 },
    )
  })

  it('takes few steps for what makes a careless expression hang', () => {
    const pattern = `${'*a'.repeat(99)}b`
    let read = 0
    const id = { length: 64, charAt: () => ((read += 1), 'a') } as unknown as string
    expect(fitsPattern(pattern, id)).toBe(false)
    expect(read).toBeLessThan(64 * pattern.length)
  })
})
