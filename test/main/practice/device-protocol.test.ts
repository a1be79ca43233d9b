import { describe, expect, it } from 'vitest'
import { canonicalSettings } from '../../../main/domain/canonical-settings'
import { asciiBytes, decodeLine, encodeFrame, lineEnd, type Message } from '../../../main/domain/frames'
import { splitSettings } from '../../../main/domain/settings-parts'
import { createDeviceProtocol, type StoredSet } from '../../../main/practice/device-protocol'
import { createFakeClock } from '../../support/fake-clock'
import { hashing } from '../../support/push-job'
import { sampleNonce, sampleSettings } from '../../support/sample-settings'

function bench() {
  const clock = createFakeClock()
  let stored: StoredSet | undefined
  const protocol = createDeviceProtocol({
    clock,
    crypto: hashing,
    stored: () => stored,
    store: (set) => {
      stored = set
    },
    mistaken: () => false,
  })
  const say = (text: string) => protocol.take(asciiBytes(text))
  const ask = (method: string, params?: Message, id: unknown = 7): unknown => {
    const answer = say(encodeFrame({ jsonrpc: '2.0', id, method, ...(params ? { params } : {}) }) + lineEnd)
    const line = decodeLine(asciiBytes(answer.trimEnd()))
    if (line.kind !== 'frame') return undefined
    const { result, error } = line.message
    return result ?? (error as Message)['code']
  }
  return { clock, say, ask, stored: () => stored }
}

const split = splitSettings(sampleSettings, sampleNonce, 256)
const [first, second] = split.ok ? split.value : []
const digest = hashing.sha256(canonicalSettings(sampleSettings, sampleNonce))
const confirm = { n: sampleNonce, head: digest.slice(0, 16) }

describe('the device\u2019s side of the protocol', () => {
  it('stores a complete set and answers for it again, also while another one is coming in', () => {
    const { ask, stored } = bench()
    expect(ask('provision', first)).toEqual({ n: sampleNonce, have: [1] })
    expect(ask('provision', second)).toEqual({ n: sampleNonce, have: [1, 2] })
    expect(stored()).toBe(undefined)
    const answer = { n: sampleNonce, stored: true, sha256: digest, reboot: false }
    expect(ask('confirm', confirm)).toEqual(answer)
    expect(stored()).toEqual({ n: sampleNonce, settings: sampleSettings })
    expect(ask('confirm', confirm)).toEqual(answer)
    expect(ask('provision', { ...first, n: '0'.repeat(16) })).toEqual({ n: '0'.repeat(16), have: [1] })
    expect(ask('confirm', confirm)).toEqual(answer)
    expect(ask('identify')).toMatchObject({ state: 'stored', n: sampleNonce })
  })

  it('refuses to confirm what it does not have whole', () => {
    const { ask } = bench()
    expect(ask('confirm', confirm)).toBe(-32004)
    ask('provision', second)
    expect(ask('confirm', confirm)).toBe(-32005)
    ask('provision', first)
    expect(ask('confirm', { ...confirm, head: '0'.repeat(16) })).toBe(-32006)
    expect(ask('confirm', confirm)).toMatchObject({ stored: true })
  })

  it('forgets parts of another nonce, and of another split', () => {
    const { ask } = bench()
    ask('provision', first)
    expect(ask('provision', { ...second, n: '1'.repeat(16) })).toEqual({ n: '1'.repeat(16), have: [2] })
    expect(ask('provision', { ...first, n: '1'.repeat(16), of: 3 })).toEqual({ n: '1'.repeat(16), have: [1] })
  })

  it('forgets after a minute of silence, not before', async () => {
    const { ask, clock } = bench()
    ask('provision', first)
    await clock.advance(59_000)
    expect(ask('provision', second)).toEqual({ n: sampleNonce, have: [1, 2] })
    await clock.advance(61_000)
    expect(ask('confirm', confirm)).toBe(-32004)
  })

  it.each([
    ['a method it does not know', 'erase', undefined, -32601],
    ['an inherited name', 'constructor', undefined, -32601],
    ['part 3 of 2', 'provision', { ...first, i: 3 }, -32602],
    ['33 parts', 'provision', { ...first, of: 33 }, -32602],
    ['a short nonce', 'provision', { ...first, n: '12' }, -32602],
    ['an unknown field', 'provision', { ...first, colour: 'red' }, -32008],
    ['a field that is no text', 'provision', { ...first, url: 5 }, -32008],
    ['a control character', 'provision', { ...first, ssid: 'a\nb' }, -32008],
    ['a field over its limit', 'provision', { n: sampleNonce, i: 1, of: 1, ssid: 'x'.repeat(33) }, -32008],
    ['a head of the wrong length', 'confirm', { ...confirm, head: digest }, -32602],
  ])('refuses %s', (_, method, params, code) => {
    expect(bench().ask(method, params)).toBe(code)
  })

  it('refuses a set without the fields every device needs', () => {
    const { ask } = bench()
    const part = { n: sampleNonce, i: 1, of: 1, url: 'https://x' }
    ask('provision', part)
    expect(ask('confirm', confirm)).toBe(-32602)
  })

  it('stays silent on log lines and answers damage with id null', () => {
    const { say } = bench()
    expect(say('boot ok\r\n\r\nAT\r\n')).toBe('')
    const damaged = encodeFrame({ id: 1 }).replace('1', '2')
    expect(say(damaged + lineEnd)).toBe(
      '$FK{"jsonrpc":"2.0","id":null,"error":{"code":-32003,"message":"crc"}}*59EAB042\r\n',
    )
    expect(say('x'.repeat(300) + lineEnd)).toContain('"id":null,"error":{"code":-32002')
    expect(say(encodeFrame({ id: 1, method: 'identify' }) + lineEnd)).toContain('-32600')
  })
})
