import { describe, expect, it } from 'vitest'
import { formatCount, formatDateTime, formatSpan } from '../../../main/contract/text/format'
import { text } from '../../../main/contract/text/text'

type Writer = (...filling: readonly unknown[]) => unknown

const leaves = (value: unknown, path: string): readonly (readonly [string, string])[] => {
  if (typeof value === 'string') return [[path, value]]
  if (typeof value === 'function') return leaves((value as Writer)(3, 3, 3), `${path}()`)
  return Object.entries(value as object).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`))
}

describe('every text', () => {
  it('is a whole sentence with nothing left open', () => {
    const all = leaves(text, 'text')
    expect(all.length).toBeGreaterThan(250)
    for (const [path, words] of all) {
      expect(words, path).not.toMatch(/undefined|NaN|\[object|[{}]/)
      if (!path.startsWith('text.handOver.because')) expect(words.trim(), path).not.toBe('')
    }
  })
})

describe('formats', () => {
  it('write a span as minutes and seconds', () => {
    expect([formatSpan(42), formatSpan(60), formatSpan(0), formatSpan(-3)]).toEqual(['0:42', '1:00', '0:00', '0:00'])
  })

  it('write absolute local times, and leave what is no time as it is', () => {
    expect(formatDateTime(new Date(2026, 10, 12, 14, 2).getTime())).toBe('12 Nov 2026, 14:02')
    expect(formatDateTime('not a time')).toBe('not a time')
  })

  it('group digits', () => {
    expect(formatCount(1204)).toBe('1,204')
  })

  it('count', () => {
    expect([text.tokens.match(1), text.tokens.match(1204)]).toEqual(['1 token matches.', '1,204 tokens match.'])
  })
})
