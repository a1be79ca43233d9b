import { describe, expect, it } from 'vitest'
import { canonicalSettings } from '../../../main/domain/canonical-settings'
import { crc32Hex } from '../../../main/domain/crc32'
import { sampleNonce, sampleSettings } from '../../support/sample-settings'
import { identity, resultOf } from '../../support/scripted-link'
import {
  codeOf as code,
  runPush as run,
  sampleHash as sha256,
  scriptedDevice as device,
  stored,
} from '../../support/scripted-push'

describe('answers that may not be believed', () => {
  it('another hash', async () => {
    const wrong = { ...stored, sha256: sha256.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')) }
    const done = await run(device(({ id, method }) => (method === 'confirm' ? resultOf(id, wrong) : undefined)))
    expect(done.result).toEqual({ ok: false, failure: { code: 'device.wrong-hash', params: { id: 'greenhouse-07' } } })
  })

  it.each([
    ['of another nonce', { ...stored, n: '0000000000000000' }],
    [
      'with the head alone',
      { n: sampleNonce, stored: true, sha256: sha256.slice(0, 16).padEnd(64, '0'), reboot: false },
    ],
    ['with no check value', { n: sampleNonce, stored: true, reboot: false }],
    ['with a weaker check value than announced', { n: sampleNonce, stored: true, crc32: weakCrc(), reboot: false }],
  ])('a confirmation %s', async (_, answer) => {
    const done = await run(device(({ id, method }) => (method === 'confirm' ? resultOf(id, answer) : undefined)))
    expect(code(done)).toBe('device.wrong-hash')
  })

  it('one that is not "stored"', async () => {
    const done = await run(
      device(({ id, method }) => (method === 'confirm' ? resultOf(id, { ...stored, stored: false }) : undefined)),
    )
    expect(done.result).toEqual({
      ok: false,
      failure: { code: 'device.refused', params: { reason: 'unreadable answer' } },
    })
  })

  it('an answer to an earlier request', async () => {
    const link = device(({ id, method }) => (method === 'confirm' ? resultOf(id - 1, stored) : undefined))
    expect(code(await run(link))).toBe('device.no-answer')
  })

  it('but CRC-32 from a device that announced it, as a weak proof', async () => {
    const link = device(({ id, method }) => {
      if (method === 'identify') return resultOf(id, { ...identity, proof: 'crc32' })
      return method === 'confirm'
        ? resultOf(id, { n: sampleNonce, stored: true, crc32: weakCrc(), reboot: true })
        : undefined
    })
    expect((await run(link)).result).toEqual({ ok: true, value: { proof: 'weak', reboot: true } })
    expect(link.received.at(-1)?.params['head']).toBe(weakCrc().slice(0, 4).toLowerCase())
  })
})

function weakCrc() {
  return crc32Hex(new TextEncoder().encode(canonicalSettings(sampleSettings, sampleNonce)))
}
