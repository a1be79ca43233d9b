import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { createQr } from '../../../main/adapters/qrcode'
import { qrPayload } from '../../../main/domain/qr-payload'
import type { QrMatrix } from '../../../main/ports/qr'
import { sampleVectors } from '../../support/qr-vectors'
import { temporaryFolder } from '../../support/temporary-folder'

const qr = createQr()
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

  it('is L only where that is asked for and makes it smaller', () => {
    expect(qr.draw(usual, { compact: true })).toMatchObject({ level: 'L', version: 9 })
    expect(qr.draw(usual, { compact: false })).toMatchObject({ level: 'M' })
    expect(qr.draw('short', { compact: true })).toMatchObject({ level: 'M', version: 1 })
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
    for (const compact of [false, true]) {
      const file = path.join(temporaryFolder(), 'code.pgm')
      writeFileSync(file, image(qr.draw(payload, { compact })))
      const { stdout } = spawnSync('zbarimg', ['--quiet', '--raw', '--oneshot', '-Sbinary', file], { encoding: 'utf8' })
      expect(stdout, readFileSync(file).subarray(0, 20).toString('latin1')).toBe(payload)
    }
  })
})
