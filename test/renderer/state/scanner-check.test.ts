import { describe, expect, it } from 'vitest'
import { scannerText } from '../../../main/contract/scanner-text'
import { judgeScan } from '../../../renderer/state/scanner-check'
import { ScannerCheck } from '../../../renderer/state/scanner-check.svelte'
import { createFakeBridge } from '../../support/fake-bridge'
import { createManualTimers } from '../../support/manual-timers'

const swap = (words: string, pairs: Readonly<Record<string, string>>) =>
  words.replace(/./g, (sign) => pairs[sign] ?? sign)
const german = { y: 'z', z: 'y', Y: 'Z', Z: 'Y', '-': 'ß', _: '?', ':': 'Ö' }

describe('what arrived says of the scanner', () => {
  it.each([
    [scannerText, 'enter', 'good'],
    [scannerText, 'tab', 'tab'],
    [scannerText, 'none', 'no-end'],
    [swap(scannerText, german), 'enter', 'keyboard'],
    [swap(scannerText, { y: 'z', z: 'y', Y: 'Z', Z: 'Y' }), 'enter', 'keyboard'],
    [swap(scannerText, { '-': '/', _: '?' }), 'enter', 'keyboard'],
    ['fIELDkEY-yZ_42:Zy.7', 'enter', 'case'],
    [`]C1${scannerText}`, 'enter', 'extra'],
    [`${scannerText}+`, 'none', 'extra'],
    [scannerText.replace('_', ''), 'enter', 'missing'],
    ['PUMP-0042', 'enter', 'different'],
    ['4006381333931', 'enter', 'different'],
  ] as const)('%s, then %s: %s', (arrived, end, verdict) => {
    expect(judgeScan(arrived, end)).toBe(verdict)
  })
})

describe('the check of a scanner', () => {
  const open = () => {
    const timers = createManualTimers()
    const check = new ScannerCheck(createFakeBridge().bridge, timers)
    const hear = (words: string) => {
      for (const sign of words) {
        check.typed += sign
        check.heard()
        timers.pass(10)
      }
    }
    return { timers, check, hear }
  }

  it('waits a second for Enter, and takes one that comes late', () => {
    const { timers, check, hear } = open()
    hear(scannerText)
    expect(check.verdict).toBeUndefined()
    timers.pass(1000)
    expect(check.verdict).toBe('no-end')
    check.ended('enter')
    expect(check.verdict).toBe('good')
  })

  it('empties the field for the next scan', () => {
    const { check, hear } = open()
    hear('PUMP')
    expect(check.ended('enter')).toBe(true)
    expect([check.typed, check.arrived, check.verdict]).toEqual(['', 'PUMP', 'different'])
    hear(scannerText)
    check.ended('enter')
    expect(check.verdict).toBe('good')
  })

  it('leaves no timer behind', () => {
    const { timers, check, hear } = open()
    hear(scannerText)
    check.reset()
    timers.pass(2000)
    expect(check.verdict).toBeUndefined()
  })
})
