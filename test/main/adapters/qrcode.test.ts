import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { createQr } from '../../../main/adapters/qrcode'
import { qrPayload } from '../../../main/domain/qr-payload'
import { joinParts, partVersion, splitCode } from '../../../main/domain/split-code'
import type { QrMatrix } from '../../../main/ports/qr'
import { hashing } from '../../support/push-job'
import { sampleVectors } from '../../support/qr-vectors'
import { temporaryFolder } from '../../support/temporary-folder'

const qr = createQr()
const { sha256 } = hashing
const usual = qrPayload(sampleVectors()[0]!.settings)

/** A grey image of a symbol, `scale` pixels a module, quiet zone of 4 modules. */
function image({ size, modules }: QrMatrix, scale = 4): Buffer {
  const side = (size + 8) * scale
  const pixels = Buffer.alloc(side * side, 255)
  for (let y = 0; y < size * scale; y++)
    for (let x = 0; x < size * scale; x++)
      if (modules[Math.floor(y / scale) * size + Math.floor(x / scale)])
        pixels[(y + 4 * scale) * side + x + 4 * scale] = 0
  return Buffer.concat([Buffer.from(`P5 ${side} ${side} 255\n`), pixels])
}

describe('the QR symbol', () => {
  it('of a usual payload is version 10 at level M, 57 modules', () => {
    const { size, version, level, modules } = qr.draw(usual)
    expect([size, version, level, modules.length]).toEqual([57, 10, 'M', 57 * 57])
    expect(new Set(modules)).toEqual(new Set([0, 1]))
  })

  it('has its three finders', () => {
    const { size, modules } = qr.draw('x')
    const at = (x: number, y: number) => modules[y * size + x]
    for (const [x, y] of [
      [0, 0],
      [size - 7, 0],
      [0, size - 7],
    ] as const) {
      const finder = [0, 1, 2, 3, 4, 5, 6].map((i) => [at(x + i, y + 3), at(x + 3, y + i)].join(''))
      expect(finder).toEqual(['11', '00', '11', '11', '11', '00', '11'])
    }
    expect(at(size - 1, size - 1 - 7)).toBeDefined()
  })

  it('is L only where that is asked for', () => {
    expect(qr.draw(usual, { level: 'L' })).toMatchObject({ level: 'L', version: 9 })
    expect(qr.draw(usual)).toMatchObject({ level: 'M', version: 10 })
  })

  it('of each part of a split code has one size, the short last one too', () => {
    const parts = splitCode(usual, sha256) ?? []
    expect(parts.map((part) => part.length)).toEqual([62, 62, 62, expect.any(Number)])
    for (const part of [...parts, 'FK11abcd!'])
      expect(qr.draw(part, { leastVersion: partVersion })).toMatchObject({ version: 4, size: 33, level: 'M' })
  })

  it('gives each caller modules of its own to overwrite', () => {
    const first = qr.draw(usual)
    first.modules.fill(0)
    expect(qr.draw(usual).modules.some((module) => module === 1)).toBe(true)
  })
})

const decoder = spawnSync('zbarimg', ['--version']).status === 0
if (!decoder && process.env['CI']) throw new Error('zbarimg is missing')
describe.skipIf(!decoder)('a real decoder (zbarimg) reads back', () => {
  it.each([
    ...sampleVectors().map(({ settings }) => qrPayload(settings)),
    qrPayload({
      ...sampleVectors()[0]!.settings,
      url: `https://${'long-name.'.repeat(20)}example:8086`,
      device: 'd'.repeat(64),
    }),
  ])('%s', (payload) => {
    for (const level of ['M', 'L'] as const) {
      const file = path.join(temporaryFolder(), 'code.pgm')
      writeFileSync(file, image(qr.draw(payload, { level })))
      const { stdout } = spawnSync('zbarimg', ['--quiet', '--raw', '--oneshot', '-Sbinary', file], { encoding: 'utf8' })
      expect(stdout, readFileSync(file).subarray(0, 20).toString('latin1')).toBe(payload)
    }
  })

  it('a split code, part by part', () => {
    const read = (splitCode(usual, sha256) ?? []).map((part) => {
      const file = path.join(temporaryFolder(), 'part.pgm')
      writeFileSync(file, image(qr.draw(part, { leastVersion: partVersion })))
      return spawnSync('zbarimg', ['--quiet', '--raw', '--oneshot', '-Sbinary', file], { encoding: 'utf8' }).stdout
    })
    expect(joinParts(read.reverse(), sha256)).toBe(usual)
  })
})
