import { describe, expect, it } from 'vitest'
import { payloadFormats, qrPayload } from '../../../main/domain/qr-payload'
import { sampleVectors } from '../../support/qr-vectors'

describe('the QR payload', () => {
  it('has its vectors in the document', () => {
    expect(sampleVectors().length).toBe(3)
    expect(Object.keys(payloadFormats)).toEqual(['json'])
  })

  it.each(sampleVectors())('is the documented text: $payload', ({ settings, payload }) => {
    expect(qrPayload(settings)).toBe(payload)
  })

  it('is printable ASCII and reads back as what went in', () => {
    const settings = {
      url: 'https://ü\u007f\u0080\u2028\uffff😀',
      org: 'o',
      bucket: 'b',
      token: 't"\\\n\t',
      device: 'd',
    }
    const payload = qrPayload(settings)
    expect(payload).toMatch(/^[ -~]+$/)
    expect(JSON.parse(payload)).toEqual({ v: 1, ...settings })
  })
})
