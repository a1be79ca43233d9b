import fc from 'fast-check'
import { crc32 as zlibCrc32 } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { crc32, crc32Hex } from '../../../main/domain/crc32'
import { asciiBytes } from '../../../main/domain/frames'

describe('CRC-32', () => {
  it('has the published check value', () => {
    expect(crc32Hex(asciiBytes('123456789'))).toBe('CBF43926')
  })

  it('keeps leading zeros', () => {
    expect(crc32Hex(new Uint8Array())).toBe('00000000')
  })

  it('agrees with zlib on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        expect(crc32(bytes)).toBe(zlibCrc32(bytes))
      }),
    )
  })
})
