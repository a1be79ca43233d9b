import { describe, expect, it } from 'vitest'
import { failure, failureCodes } from '../../../main/contract/failure'
import { practicePort } from '../../../main/contract/practice-port'
import { failureText, whereOf } from '../../../main/contract/text/failures'
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

describe('sentences that depend on what happened', () => {
  const of = (...failed: Parameters<typeof failure>) => failureText(failure(...failed)).sentence

  it('name the practice device as people do, and every other port as the system does', () => {
    const codes = ['serial.permission', 'serial.busy', 'serial.missing', 'device.no-answer'] as const
    for (const code of codes) {
      expect(of(code, { port: practicePort }), code).toMatch(/[Tt]he practice device\b/)
      expect(of(code, { port: practicePort }), code).not.toContain(practicePort)
      expect(of(code, { port: '/dev/ttyUSB0' }), code).toContain('/dev/ttyUSB0')
    }
    expect(of('serial.missing', { port: practicePort })).toMatch(/^The practice device is not there/)
    expect(of('serial.missing')).toMatch(/^The port is not there/)
  })

  it('tell the ways a keychain can be missing apart', () => {
    const told = ['library', 'service', 'collection'].map((what) => of('keychain.absent', { what }))
    expect(new Set(told).size).toBe(3)
  })

  it('tell what happened to the history file, and of a copy only where there is one', () => {
    const reasons = ['broken', 'missing', 'newer', 'unreadable', 'replaced']
    expect(new Set(reasons.map((why) => of('ledger.damaged', { why }))).size).toBe(5)
    const copy = '/data/ledger.damaged-2026-11-12.db'
    expect(of('ledger.damaged', { why: 'broken', path: copy })).toContain(`A copy was kept: ${copy}.`)
    expect(of('ledger.damaged', { why: 'newer', path: '/data/ledger.db' })).not.toContain('copy')
    expect(of('ledger.damaged', { why: 'newer', path: '/data/ledger.db' })).toContain('/data/ledger.db')
  })

  it('count in hours from two hours on', () => {
    expect(of('data.none', { n: 119 })).toMatch(/^119 minutes/)
    expect(of('data.none', { n: 1440 })).toMatch(/^24 hours/)
    expect(of('data.none', { n: 1 })).toMatch(/^1 minute /)
  })

  it('claim nothing that is not known', () => {
    expect(of('disk.full', { n: 10 })).toBe(
      'Fieldkey could not note the next step; free 10 MB. What is already made is not lost.',
    )
    expect(of('auth.rejected', { missing: 1 })).toBe('No admin token is stored for this server.')
    expect(of('auth.rejected')).not.toContain('stored')
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

describe('where a failure happened', () => {
  it('is said for every one, and each hop is told from the others', () => {
    for (const code of failureCodes) expect(whereOf(code), code).toMatch(/^Where: [a-zF][^{}]+$/)
    const field = ['net.offline', 'net.timeout', 'net.proxy', 'net.captive', 'server.error', 'perm.bucket'] as const
    const more = ['bucket.deleted', 'serial.unplugged', 'device.no-answer', 'disk.full', 'auth.rejected'] as const
    expect(new Set([...field, ...more].map(whereOf)).size).toBe(11)
  })
})
