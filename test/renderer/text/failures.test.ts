import { describe, expect, it } from 'vitest'
import { failure, failureCodes } from '../../../main/contract/failure'
import { failureText } from '../../../main/contract/text/failures'
import { actionsOf } from '../../../renderer/state/next-action'

const params = {
  host: 'influx.example',
  host2: 'other.example',
  port: '8086',
  n: 30,
  date: '2026-11-12T00:00:00Z',
  name: 'other.example',
  issuer: 'Depot CA',
  v: '1.8',
  user: 'anna',
  bucket: 'north-pumps',
  id: 'PUMP-0042',
  found: 'PUMP-0043',
  reason: 'parts missing',
  report: '7F3K',
  max: 256,
  chip: 'CH340',
  group: 'dialout',
}

describe.each(failureCodes)('%s', (code) => {
  const bare = failureText(failure(code))
  const full = failureText(failure(code, params))

  it('has a title, a sentence and a button, with and without its parameters', () => {
    for (const { title, sentence, button } of [bare, full]) {
      for (const words of [title, sentence, button]) {
        expect(words.trim().length).toBeGreaterThan(3)
        expect(words).not.toMatch(/undefined|null|NaN|\[object|[{}]|\s{2}|\s[,;]|\s\.$/)
      }
      expect(sentence).toMatch(/\.$/)
    }
  })

  it('has a second button exactly where there is a second action', () => {
    expect(full.second !== undefined).toBe(actionsOf(code).second !== undefined)
  })
})

describe('parameters', () => {
  it('fill the sentence', () => {
    expect(failureText(failure('net.refused', { host: 'influx.example', port: 8086 })).sentence).toBe(
      'influx.example was found, but nothing answers on port 8086.',
    )
    expect(failureText(failure('tls.expired', { date: '2026-11-12T12:00:00Z' })).sentence).toContain('12 Nov 2026')
  })

  it('from outside cannot turn the sentence around or flood it', () => {
    const { sentence } = failureText(failure('device.refused', { reason: `\u202e\n${'x'.repeat(5000)}` }))
    expect(sentence).not.toMatch(/[\u202e\n]/)
    expect(sentence.length).toBeLessThan(300)
  })

  it('are not looked for in what every object has', () => {
    expect(failureText(failure('perm.owner', { constructor: 'x' })).sentence).not.toContain('function')
  })
})
