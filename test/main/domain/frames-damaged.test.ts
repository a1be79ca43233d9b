import { describe, expect, it } from 'vitest'
import { crc32 } from 'node:zlib'
import { asciiBytes, decodeLine, encodeFrame, lineEnd } from '../../../main/domain/frames'
import { createLineSplitter } from '../../../main/domain/line-splitter'
import { createSeeded } from '../../support/seeded'

const seeds = [20_261_112, Math.floor(Math.random() * 1e9)]
const rounds = 50_000

/** Whether a line ends in an intact frame, found another way than the code under test finds it. */
function isIntact(text: string): boolean {
  const found = /(FK\{[^$]*\})\*([0-9a-fA-F]{8})$/.exec(text.slice(text.lastIndexOf('$FK{') + 1))
  return found !== null && crc32(found[1] ?? '') === Number.parseInt(found[2] ?? '', 16)
}

describe.each(seeds)('a stream of damaged frames, seed %i', (seed) => {
  it('yields no frame that was not sent, and is in step again after at most one good frame', () => {
    const random = createSeeded(seed)
    const below = (limit: number) => Math.floor(random() * limit)
    const splitter = createLineSplitter(4096)
    const damage: ((bytes: number[]) => number[])[] = [
      (bytes) => bytes.map((byte, i) => (i === below(bytes.length) ? byte ^ (1 << below(8)) : byte)),
      (bytes) => {
        const at = below(bytes.length)
        return [...bytes.slice(0, at), ...bytes.slice(at + 1 + below(3))]
      },
      (bytes) => {
        const at = below(bytes.length)
        return [...bytes.slice(0, at), below(256), ...bytes.slice(at)]
      },
      (bytes) => {
        const at = below(bytes.length - 1)
        return [...bytes.slice(0, at), bytes[at + 1] ?? 0, bytes[at] ?? 0, ...bytes.slice(at + 2)]
      },
      (bytes) => bytes.slice(0, below(bytes.length)),
      (bytes) => bytes.slice(below(bytes.length)),
      (bytes) => [...bytes.slice(0, below(bytes.length)), ...Array.from({ length: below(8) }, () => below(256))],
    ]
    let wrong = 0
    let outOfStep = 0
    let longestOutOfStep = 0
    let damaged = 0
    for (let round = 0; round < rounds; round += 1) {
      const sent = new Set<string>()
      const bad = encodeFrame({ id: round, n: below(1e9), text: 'x'.repeat(below(20)) })
      const good = encodeFrame({ id: round, good: true, n: below(1e9) })
      const spoil = damage[round % damage.length]
      const spoilt = spoil?.([...asciiBytes(bad + lineEnd)]) ?? []
      if (Buffer.from(spoilt).toString('latin1') !== bad + lineEnd) damaged += 1
      sent.add(good)
      const heard = splitter.push(Uint8Array.from([...spoilt, ...asciiBytes(good + lineEnd)]))
      let found = false
      for (const line of heard) {
        if (line.kind !== 'line') continue
        const text = Buffer.from(line.bytes).toString('latin1')
        const decoded = decodeLine(line.bytes)
        if (decoded.kind === 'frame' && !isIntact(text)) wrong += 1
        if (decoded.kind === 'frame' && encodeFrame(decoded.message) === good) found = true
        else if (decoded.kind === 'frame' && encodeFrame(decoded.message) !== bad) wrong += 1
      }
      outOfStep = found ? 0 : outOfStep + 1
      longestOutOfStep = Math.max(longestOutOfStep, outOfStep)
    }
    expect(wrong).toBe(0)
    expect(longestOutOfStep).toBeLessThanOrEqual(1)
    expect(damaged).toBeGreaterThan(rounds * 0.85)
  })
})
