import { describe, expect, it } from 'vitest'
import { en } from '../../../main/contract/text/en'
import { languageOf } from '../../../main/contract/text/languages'
import { accented, mirrored } from '../../../main/contract/text/pseudo'

type Writer = (...filling: readonly unknown[]) => unknown

/** Every sentence of a catalogue by its path, functions filled in with `filling`. */
function sentences(value: unknown, path: string, filling: readonly unknown[]): readonly (readonly [string, string])[] {
  if (typeof value === 'string') return [[path, value]]
  if (typeof value === 'function') return sentences((value as Writer)(...filling), path, filling)
  return Object.entries(value as object).flatMap(([key, inner]) => sentences(inner, `${path}.${key}`, filling))
}

const filling = ['PUMP-0042', 'PUMP-0042', 'PUMP-0042']
const written = new Map(sentences(en, 'text', filling))

describe('a language made from English', () => {
  it.each(['en-XA', 'ar-XB'] as const)('%s has every text, none of them English', (code) => {
    const made = sentences(languageOf(code).texts, 'text', filling)
    expect(made.map(([path]) => path)).toEqual([...written.keys()])
    const same = made.filter(
      ([path, words]) => words === written.get(path) && /[a-z]{2}/i.test(words.replaceAll('PUMP', '')),
    )
    expect(same).toEqual([])
  })

  it('en-XA is at least 40 % longer', () => {
    for (const [path, words] of sentences(languageOf('en-XA').texts, 'text', filling)) {
      const { length } = written.get(path) ?? ''
      expect(words.length, path).toBeGreaterThanOrEqual(length * 1.4)
    }
  })

  it('leaves what was filled in as it is', () => {
    expect(accented('Creating a token for PUMP-0042', ['PUMP-0042'])).toMatch(/^Çŕéåţîñĝ å ţöķéñ ƒöŕ PUMP-0042 /)
    expect(mirrored('Sending to PUMP-0042', ['PUMP-0042'])).toBe('\u202ESending to \u202CPUMP-0042')
    expect(languageOf('en-XA').texts.handOver.creating('PUMP-0042')).toContain('PUMP-0042')
  })

  it('ar-XB runs from right to left, and its marks are closed', () => {
    expect(languageOf('ar-XB').direction).toBe('rtl')
    for (const [path, words] of sentences(languageOf('ar-XB').texts, 'text', filling)) {
      expect(words.split('\u202E').length, path).toBe(words.split('\u202C').length)
    }
  })
})
