import { describe, expect, it } from 'vitest'
import { createBurst, type Scan } from '../../../renderer/state/burst'
import { createManualTimers } from '../../support/manual-timers'

const plain = { ctrlKey: false, altKey: false, metaKey: false, repeat: false }

function typist() {
  const timers = createManualTimers()
  const burst = createBurst(timers)
  const press = (key: string, change = {}) => burst.press({ key, ...plain, ...change })
  /** Types `keys` with `gap` milliseconds between them, and before the last key. */
  const type = (words: string, gap: number, end: string): Scan | undefined => {
    for (const key of words) {
      press(key)
      timers.pass(gap)
    }
    return press(end)
  }
  return { timers, press, type }
}

describe('a burst', () => {
  it.each(['Enter', 'Tab'])('of a scanner ends with %s', (end) => {
    expect(typist().type('PUMP-0042', 20, end)).toEqual({ id: 'PUMP-0042', end })
  })

  it('may be as slow as 35 ms a key, and no slower', () => {
    expect(typist().type('PUMP', 35, 'Enter')?.id).toBe('PUMP')
    expect(typist().type('PUMP', 36, 'Enter')).toBeUndefined()
  })

  it('has at least four characters', () => {
    expect(typist().type('PUM', 1, 'Enter')).toBeUndefined()
    expect(typist().type('PUMP', 1, 'Enter')?.id).toBe('PUMP')
  })

  it('leaves out what a person typed before it', () => {
    const { timers, press, type } = typist()
    press('x')
    timers.pass(201)
    expect(type('PUMP-0042', 5, 'Enter')?.id).toBe('PUMP-0042')
  })

  it('may hold Shift, but no other key', () => {
    const { press, type } = typist()
    press('P')
    press('Shift')
    expect(type('UMP', 5, 'Enter')?.id).toBe('PUMP')
    press('a')
    press('ArrowLeft')
    expect(type('bcd', 5, 'Enter')).toBeUndefined()
    press('a')
    press('a', { ctrlKey: true })
    expect(type('bcd', 5, 'Enter')).toBeUndefined()
    press('a', { repeat: true })
    expect(type('bcd', 5, 'Enter')).toBeUndefined()
  })

  it('is handed over once', () => {
    const { press, type } = typist()
    expect(type('PUMP-0042', 5, 'Enter')).toBeDefined()
    expect(press('Enter')).toBeUndefined()
  })
})
