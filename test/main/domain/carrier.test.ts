import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  carriedAddress,
  carrierBond,
  readCarried,
  readCarrier,
  writeCarried,
  writeCarrier,
} from '../../../main/domain/carrier'
import { phraseBytes, phraseLength, phraseOf, readPhrase } from '../../../main/domain/phrase'
import { phraseWords } from '../../../main/domain/phrase-words'

const carrier = { url: 'https://influx.example:8086/pre', orgId: '0a'.repeat(8), sealed: `${'Ab+/'.repeat(30)}AA==` }

describe('the text a token is carried in', () => {
  it('is read back, however it was wrapped', () => {
    const text = writeCarrier(carrier)
    expect(readCarrier(text)).toEqual({ ok: true, value: carrier })
    expect(readCarrier(`\u200b ${text.replace(/(.{33})/g, '$1\r\n\t')} `)).toEqual({ ok: true, value: carrier })
  })

  it.each([
    ['nothing', ''],
    ['half of it', writeCarrier(carrier).slice(0, 60)],
    ['another version', writeCarrier(carrier).replace(':1:', ':2:')],
    ['an address with a name in it', writeCarrier({ ...carrier, url: 'https://a@influx.example' })],
    ['an address that a parser rewrites', writeCarrier({ ...carrier, url: 'https://0x7f.1' })],
    ['another scheme', writeCarrier({ ...carrier, url: 'file:///etc' })],
  ])('is refused as %s', (_what, text) => {
    expect(readCarrier(text)).toEqual({ ok: false, failure: { code: 'laptop.text', params: {} } })
  })

  it('never crashes and leads nowhere it does not say', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl()), (end) => {
        const read = readCarrier(`fieldkey-laptop:1:${carrier.orgId}:${carrier.sealed}:${end}`)
        if (read.ok) expect(end.replace(/[\s\p{Cf}]+/gu, '')).toBe(read.value.url)
      }),
    )
  })

  it.each([
    ['https://influx.example', 'http://10.0.0.1:8086', 'https://influx.example', false],
    ['http://localhost:8086', 'http://192.168.1.5:8086', 'http://192.168.1.5:8086', false],
    ['http://[::1]:8086', 'http://192.168.1.5:8086', 'http://192.168.1.5:8086', false],
    ['http://192.168.1.5:8086', 'http://localhost:8086', 'http://192.168.1.5:8086', false],
    ['http://localhost:8086', 'http://localhost:8086', 'http://localhost:8086', true],
    ['http://127.0.0.1:8086', 'http://localhost:9999', 'http://127.0.0.1:8086', true],
  ])('names of %s and, for devices, %s the one that leads there from elsewhere', (url, deviceUrl, to, onlyHere) => {
    expect(carriedAddress({ url, deviceUrl })).toEqual({ url: to, onlyHere })
  })

  it('is bound to its address and organization, and holds token, ID, time and the address for devices', () => {
    expect(carrierBond(carrier)).not.toBe(carrierBond({ ...carrier, url: 'https://other.example' }))
    expect(carrierBond(carrier)).not.toBe(carrierBond({ ...carrier, orgId: '0b'.repeat(8) }))
    for (const deviceUrl of ['', 'http://10.0.0.1:8086']) {
      const carried = { token: `${'x'.repeat(86)}==`, authId: '0c'.repeat(8), until: 1_794_000_900_000, deviceUrl }
      expect(readCarried(writeCarried(carried))).toEqual({ ok: true, value: carried })
    }
    expect(readCarried('something else').ok).toBe(false)
    // An earlier version sealed no time.
    for (const end of ['', 'http://10.0.0.1:8086']) expect(readCarried(`${'0c'.repeat(8)} x ${end}`).ok).toBe(false)
  })
})

describe('the phrase', () => {
  it('comes from 2,048 words that differ in their first four letters', () => {
    expect(phraseWords).toHaveLength(2048)
    expect(new Set(phraseWords.map((word) => word.slice(0, 4))).size).toBe(2048)
    expect(phraseWords.every((word) => /^[a-z]{3,8}$/.test(word))).toBe(true)
  })

  it('takes each word from 16 random bits of its own, all words alike', () => {
    const hex = (numbers: readonly number[]) => numbers.map((n) => n.toString(16).padStart(4, '0')).join('')
    expect(phraseBytes).toBe(12)
    expect(phraseOf(hex([0, 1, 2047, 2048, 65_535, 4096]))).toEqual(
      [0, 1, 2047, 0, 2047, 0].map((place) => phraseWords[place]),
    )
  })

  it('is read as it was made, and as people type it', () => {
    const word = fc.constantFrom(...phraseWords)
    fc.assert(
      fc.property(fc.array(word, { minLength: phraseLength, maxLength: phraseLength }), (words) => {
        const typed = words.map((one) => one.slice(0, 4).toUpperCase()).join(' - ')
        expect([readPhrase(words.join(' ')), readPhrase(`  ${typed}\n`)]).toEqual(
          Array(2).fill({ ok: true, value: words.join(' ') }),
        )
      }),
    )
  })

  it('says what is wrong with it', () => {
    const refuse = (typed: string) => readPhrase(typed) as unknown
    expect(refuse('abandon ability xylem able above absent')).toMatchObject({ failure: { params: { word: 'xylem' } } })
    expect(refuse('aba ability able about above absent')).toMatchObject({ failure: { params: { word: 'aba' } } })
    expect(refuse('abandon')).toMatchObject({ failure: { params: { n: 1 } } })
    expect(refuse('')).toMatchObject({ failure: { params: { n: 0 } } })
  })
})
