import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeFrame, lineEnd } from '../../../main/domain/frames'
import { request, splitSettings } from '../../../main/domain/settings-parts'
import type { SettingsRecord } from '../../../main/domain/settings-record'
import { sampleNonce, sampleSettings } from '../../support/sample-settings'

const length = (part: Parameters<typeof request>[2], id = 65_535) =>
  (encodeFrame(request(id, 'provision', part)) + lineEnd).length

describe('splitting settings into parts', () => {
  it('fills frames of the smallest size there is, and one large one', () => {
    const small = splitSettings(sampleSettings, sampleNonce, 212)
    expect(small.ok && small.value.map((part) => Object.keys(part).slice(3))).toEqual([
      ['url', 'org'],
      ['bucket', 'device'],
      ['token'],
    ])
    const large = splitSettings(sampleSettings, sampleNonce, 1024)
    expect(large.ok && large.value.length).toBe(1)
  })

  it('never exceeds the limit, loses nothing, repeats itself exactly', () => {
    const text = (max: number) =>
      fc.string({ unit: fc.constantFrom('a', '$', '*', '"', '\\', 'é', '€'), minLength: 1, maxLength: max })
    const settings = fc.record({
      url: text(30),
      org: text(9),
      bucket: text(9),
      token: text(30),
      device: text(9),
      psk: text(9),
    })
    fc.assert(
      fc.property(settings, fc.integer({ min: 212, max: 1024 }), (record, max) => {
        const split = splitSettings(record, sampleNonce, max)
        if (!split.ok) {
          expect(split.failure.code).toBe('device.too-small')
          return
        }
        for (const part of split.value) expect(length(part)).toBeLessThanOrEqual(max)
        expect(split.value.map(({ i }) => i)).toEqual(split.value.map((_, index) => index + 1))
        const { n, i, of, ...fields } = Object.assign({}, ...split.value) as SettingsRecord &
          Record<'n' | 'i' | 'of', unknown>
        expect({ n, of, i }).toEqual({ n: sampleNonce, of: split.value.length, i: split.value.length })
        expect(fields).toEqual(record)
        expect(splitSettings(record, sampleNonce, max)).toEqual(split)
      }),
    )
  })

  it('carries a token of 88 characters at the smallest size and refuses one more', () => {
    const token = (characters: number) =>
      splitSettings({ ...sampleSettings, token: 'x'.repeat(characters) }, sampleNonce, 212)
    expect(token(88).ok).toBe(true)
    expect(token(89).ok).toBe(true)
    expect(token(90)).toEqual({
      ok: false,
      failure: { code: 'device.too-small', params: { max: 212, field: 'token' } },
    })
  })

  it('refuses what no device may get', () => {
    const refused = (change: Partial<SettingsRecord>) => {
      const split = splitSettings({ ...sampleSettings, ...change }, sampleNonce, 1024)
      return split.ok ? undefined : split.failure
    }
    expect(refused({ ssid: 'a\nb' })).toEqual({ code: 'device.refused', params: { reason: 'unusable ssid' } })
    expect(refused({ psk: 'a\u007fb' })).toEqual({ code: 'device.refused', params: { reason: 'unusable psk' } })
    expect(refused({ ssid: '\ud800' })).toEqual({ code: 'device.refused', params: { reason: 'unusable ssid' } })
    expect(refused({ ssid: '€'.repeat(11) })).toEqual({ code: 'device.refused', params: { reason: 'unusable ssid' } })
    expect(refused({ ssid: '😀'.repeat(8) })).toBe(undefined)
    expect(refused({ url: 'h'.repeat(129) })).toEqual({ code: 'device.refused', params: { reason: 'unusable url' } })
  })
})
