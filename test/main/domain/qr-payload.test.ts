import { describe, expect, it } from 'vitest'
import { builtInContents, type BuiltInContent } from '../../../main/contract/code-content'
import { payloadFormats, qrPayload } from '../../../main/domain/qr-payload'
import { joinParts, splitCode } from '../../../main/domain/split-code'
import { readScanned } from '../../../main/practice/device-scan'
import { hashing } from '../../support/push-job'
import { sampleVectors } from '../../support/qr-vectors'

const documented = sampleVectors().flatMap(({ settings, texts }) =>
  (Object.entries(texts) as [BuiltInContent, string][]).map(([content, text]) => ({ settings, content, text })),
)
const strange = {
  url: 'https://ü\u007f\u0080\u2028\uffff😀/a b$(x)`\'"',
  org: 'o',
  bucket: 'b',
  token: 't"\\\n\t\ud800',
  device: 'd',
}

describe('the QR payload', () => {
  it('has its vectors in the document, each content among them', () => {
    expect(sampleVectors()).toHaveLength(3)
    expect(Object.keys(payloadFormats)).toEqual(builtInContents)
    expect(new Set(documented.map(({ content }) => content))).toEqual(new Set(builtInContents))
    expect(sampleVectors().filter(({ parts }) => parts)).toHaveLength(1)
  })

  it.each(documented)('is the documented text: $content $text', ({ settings, content, text }) => {
    expect(qrPayload(settings, content)).toBe(text)
  })

  it.each(sampleVectors().filter(({ parts }) => parts))('is split as documented: $parts', ({ settings, parts }) => {
    expect(splitCode(qrPayload(settings), hashing.sha256)).toEqual(parts)
  })

  it('is printable ASCII and reads back as what went in', () => {
    const payload = qrPayload(strange)
    expect(payload).toMatch(/^[ -~]+$/)
    expect(JSON.parse(payload)).toEqual({ v: 1, ...strange })
  })

  it('keeps an address that nobody can take for something else', () => {
    const address = `https://%C3%BC%7F%C2%80%E2%80%A8%EF%BF%BF%F0%9F%98%80/a%20b%24%28x%29%60%27%22`
    expect(qrPayload({ ...strange, token: 'a+/&=#' }, 'connection')).toBe(
      `${address}?org=o&bucket=b&token=a%2B%2F%26%3D%23`,
    )
    expect(qrPayload(strange, 'env').split('\n')[0]).toBe(`INFLUX_HOST=${address}`)
    expect(qrPayload(strange, 'toml')).toMatch(/^([ -~]+\n){5}$/)
    expect(qrPayload(strange, 'toml')).toContain('INFLUXDB_TOKEN = "t\\"\\\\\\u000a\\u0009\\ufffd"')
  })

  it.each(builtInContents)('%s is understood by the practice device, which knows the rest of itself', (content) => {
    const { settings } = sampleVectors()[0]!
    const { token: _token, ...known } = settings
    expect(readScanned(qrPayload(settings, content), known)).toEqual({ ok: true, value: settings })
  })
})

describe('a code in parts', () => {
  const { sha256 } = hashing

  it.each([1, 54, 55, 205, 284, 810])(
    'of %i bytes comes together in any order, however often a part is seen',
    (length) => {
      const whole = Array.from({ length }, (_, index) => String.fromCharCode(32 + ((index * 31) % 95))).join('')
      const parts = splitCode(whole, sha256)!
      expect(parts).toHaveLength(Math.ceil(length / 54))
      expect(parts.every((part) => part.length <= 62 && /^FK[1-f][1-f][0-9a-f]{4}/.test(part))).toBe(true)
      expect(joinParts([...parts, ...parts].reverse(), sha256)).toBe(whole)
    },
  )

  it('does not come together of too few parts, of two codes, or with a letter changed', () => {
    const [parts, others] = ['a', 'b'].map((letter) => splitCode(letter.repeat(205), sha256)!)
    expect(joinParts(parts!.slice(1), sha256)).toBeUndefined()
    expect(joinParts([parts![0]!, ...others!.slice(1)], sha256)).toBeUndefined()
    expect(joinParts([parts![0]!.replace('aa', 'ab'), ...parts!.slice(1)], sha256)).toBeUndefined()
    expect(joinParts(['x', ...parts!], sha256)).toBeUndefined()
    expect(joinParts([], sha256)).toBeUndefined()
  })

  it('has at most 15 parts', () => {
    expect(splitCode('a'.repeat(15 * 54), sha256)).toHaveLength(15)
    expect(splitCode('a'.repeat(15 * 54 + 1), sha256)).toBeUndefined()
  })
})
