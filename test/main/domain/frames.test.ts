import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asciiBytes, decodeLine, encodeFrame } from '../../../main/domain/frames'

const line = (text: string) => decodeLine(asciiBytes(text))
const good = encodeFrame({ id: 1 })

describe('frames', () => {
  it('come back as they were sent, in printable ASCII', () => {
    const text = fc.string({ unit: 'binary', maxLength: 60 })
    fc.assert(
      fc.property(fc.record({ id: fc.nat(65_535), text, list: fc.array(fc.nat(32)) }), (message) => {
        const frame = encodeFrame(message)
        expect(frame).toMatch(/^\$FK\{[\x20-\x7e]*\}\*[0-9A-F]{8}$/)
        expect(frame.slice(1)).not.toContain('$')
        expect(frame.split('*')).toHaveLength(2)
        expect(line(frame)).toEqual({ kind: 'frame', message })
      }),
    )
  })

  it('are found behind a log line without an end, and behind a frame whose end was lost', () => {
    expect(line(`I (12) wifi $FK{ ${good}`).kind).toBe('frame')
    expect(line(encodeFrame({ id: 2 }) + good)).toEqual({ kind: 'frame', message: { id: 1 } })
  })

  it('may carry their checksum in lower case', () => {
    expect(line(good.slice(0, -8) + good.slice(-8).toLowerCase()).kind).toBe('frame')
  })

  it('are told from log output', () => {
    for (const text of ['', 'boot', '$FK', '*12345678', '$FK{}', `${good} `, good.slice(0, -1), '$FK{no end']) {
      expect(line(text), text).toEqual({ kind: 'log' })
    }
  })

  it('are refused when damaged', () => {
    expect(line(good.replace('"id":1', '"id":2'))).toEqual({ kind: 'bad-crc' })
    expect(line(`${good.slice(0, -8)}0000000G`)).toEqual({ kind: 'bad-crc' })
    expect(line(`${good.slice(0, -8)}00000000`)).toEqual({ kind: 'bad-crc' })
    expect(line(`$FK{"id":1} *${encodeRaw('{"id":1} ')}`)).toEqual({ kind: 'bad-crc' })
  })

  it('are refused when intact but no object in printable ASCII', () => {
    const sealed = (body: string) => `$FK${body}*${encodeRaw(body)}`
    expect(line(sealed('{"id":1}'))).toEqual({ kind: 'frame', message: { id: 1 } })
    for (const body of ['{id:1}', '{"id":1}}', '{"a":"\u00e9"}', '{"a":"\u0007"}', '{"a":"\u007f"}']) {
      expect(line(sealed(body)), body).toEqual({ kind: 'bad-json' })
    }
  })

  it('do not let a member named __proto__ through as a prototype', () => {
    const body = '{"__proto__":{"id":7}}'
    const read = line(`$FK${body}*${encodeRaw(body)}`)
    expect(read.kind === 'frame' && read.message['id']).toBe(undefined)
  })
})

/** Checksum over a body that `encodeFrame` would never write. */
function encodeRaw(body: string): string {
  let crc = 0xffffffff
  for (const byte of asciiBytes(`FK${body}`)) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return (~crc >>> 0).toString(16).padStart(8, '0')
}
