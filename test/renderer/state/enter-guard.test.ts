import { describe, expect, it } from 'vitest'
import { createEnterGuard } from '../../../renderer/state/enter-guard'
import { createManualTimers } from '../../support/manual-timers'

const press = { repeat: false }

describe('Enter guard', () => {
  it('lets Enter through when nothing changed', () => {
    expect(createEnterGuard(createManualTimers(), () => false).refuses(press)).toBe(false)
  })

  it('drops Enter for 500 ms after a change, and no longer', () => {
    const timers = createManualTimers()
    const guard = createEnterGuard(timers, () => false)
    guard.changed()
    expect(guard.refuses(press)).toBe(true)
    timers.pass(499)
    expect(guard.refuses(press)).toBe(true)
    timers.pass(1)
    expect(guard.refuses(press)).toBe(false)
  })

  it('drops key repeat', () => {
    expect(createEnterGuard(createManualTimers(), () => false).refuses({ repeat: true })).toBe(true)
  })

  it('drops Enter while a token is being made', () => {
    expect(createEnterGuard(createManualTimers(), () => true).refuses(press)).toBe(true)
  })
})
