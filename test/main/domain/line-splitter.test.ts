import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLineSplitter, type SplitLine } from '../../../main/domain/line-splitter'

const bytes = (text: string) => new TextEncoder().encode(text)
const shown = (lines: readonly SplitLine[]) =>
  lines.map((line) => (line.kind === 'line' ? new TextDecoder().decode(line.bytes) : '(too long)'))

describe('line splitter', () => {
  it('takes LF and CR LF', () => {
    expect(shown(createLineSplitter(64).push(bytes('one\ntwo\r\n\r\nthree')))).toEqual(['one', 'two', ''])
  })

  it('drops a line over the cap up to its end and is in step again', () => {
    const splitter = createLineSplitter(8)
    expect(shown(splitter.push(bytes('0123456789abcdef')))).toEqual([])
    expect(shown(splitter.push(bytes('more\nok\n')))).toEqual(['(too long)', 'ok'])
  })

  it('counts the line end into the cap', () => {
    expect(shown(createLineSplitter(8).push(bytes('012345\r\n')))).toEqual(['012345'])
    expect(shown(createLineSplitter(8).push(bytes('0123456\r\n')))).toEqual(['(too long)'])
    expect(shown(createLineSplitter(8).push(bytes('01234567\n')))).toEqual(['(too long)'])
  })

  it('does not care how the stream is cut', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '\r', '\n', '$') }), fc.array(fc.nat(5)), (text, cuts) => {
        const whole = shown(createLineSplitter(6).push(bytes(text)))
        const splitter = createLineSplitter(6)
        const pieces: string[] = []
        let from = 0
        for (const cut of [...cuts, text.length]) {
          pieces.push(...shown(splitter.push(bytes(text.slice(from, from + cut)))))
          from += cut
        }
        expect(pieces).toEqual(whole)
      }),
    )
  })
})
