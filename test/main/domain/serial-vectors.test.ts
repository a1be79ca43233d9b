import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { deviceAnswerSchema, echoSchema, readSerial } from '../../../main/contract/serial-messages'
import { canonicalSettings } from '../../../main/domain/canonical-settings'
import { asciiBytes, decodeLine, encodeFrame, lineEnd } from '../../../main/domain/frames'
import { proofFor } from '../../../main/services/push/proof'
import { hashing } from '../../support/push-job'
import { sampleNonce, sampleSettings } from '../../support/sample-settings'

const docs = join(import.meta.dirname, '../../../docs')
const text = readFileSync(join(docs, 'serial-protocol.md'), 'utf8')
const vectors = [...text.matchAll(/^(V\d) (\$FK.*)$/gm)].map(([, name = '', frame = '']) => ({ name, frame }))
const lengths = (/^Lengths with CR LF: ([\d, ]+)\.$/m.exec(text)?.[1] ?? '').split(', ').map(Number)
const canonical = /each line ended by LF:\n\n```\n([^`]*)```/.exec(text)?.[1] ?? ''

/** What `decodeLine` makes of the frame called `name`. */
function message(name: string) {
  const line = decodeLine(asciiBytes(vectors.find((vector) => vector.name === name)?.frame ?? ''))
  return line.kind === 'frame' ? line.message : undefined
}

describe('the test vectors in docs/serial-protocol.md', () => {
  it('are seven, as long as the document says', () => {
    expect(vectors.map(({ name }) => name)).toEqual(['V1', 'V2', 'V3', 'V4', 'V5', 'V6', 'V7'])
    expect(vectors.map(({ frame }) => (frame + lineEnd).length)).toEqual(lengths)
  })

  it.each(vectors)(
    '$name is read, written again byte for byte, and refused with any bit flipped',
    ({ name, frame }) => {
      const read = message(name)
      expect(read).toBeDefined()
      expect(encodeFrame(read ?? {})).toBe(frame)
      const bytes = asciiBytes(frame)
      for (let bit = 0; bit < bytes.length * 8; bit += 1) {
        const flipped = bytes.slice()
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        const line = decodeLine(flipped)
        // The one harmless flip: upper to lower case in the checksum's own digits.
        if (line.kind === 'frame') expect(String.fromCharCode(...flipped).toUpperCase()).toBe(frame.toUpperCase())
      }
    },
  )

  it('hold the values they are meant to', () => {
    expect(message('V7')).toMatchObject({ params: { ssid: 'Café $5*', psk: 'p€ss"\\word' } })
    for (const name of ['V1', 'V3', 'V4', 'V7']) expect(readSerial(echoSchema, message(name)), name).toBeDefined()
    for (const name of ['V2', 'V5', 'V6']) expect(readSerial(deviceAnswerSchema, message(name)), name).toBeDefined()
  })

  it('hash the canonical bytes', () => {
    expect(canonicalSettings(sampleSettings, sampleNonce)).toBe(canonical)
    expect(new TextEncoder().encode(canonical)).toHaveLength(237)
    const proof = proofFor(hashing, sampleSettings, sampleNonce, 'sha256')
    expect(message('V4')).toMatchObject({ params: { head: proof.head } })
    expect(message('V5')).toMatchObject({ result: { sha256: hashing.sha256(canonical) } })
  })

  it('are written the same way by the reference device, which shares no code with Fieldkey', () => {
    const script = [
      'import json, sys',
      'sys.dont_write_bytecode = True',
      `sys.path.insert(0, ${JSON.stringify(join(docs, 'reference-device'))})`,
      'import fk1',
      'for line in sys.stdin: sys.stdout.write(fk1.frame(json.loads(line)).decode())',
    ].join('\n')
    const input = vectors.map(({ name }) => JSON.stringify(message(name))).join('\n')
    const { stdout, stderr } = spawnSync('python3', ['-c', script], { input, encoding: 'utf8' })
    expect(stderr).toBe('')
    expect(stdout.split(lineEnd).slice(0, -1)).toEqual(vectors.map(({ frame }) => frame))
  })
})
