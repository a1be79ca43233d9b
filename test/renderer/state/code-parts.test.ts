import { describe, expect, it } from 'vitest'
import { CodeParts } from '../../../renderer/state/code-parts.svelte'
import { createManualTimers } from '../../support/manual-timers'

function parts(count: number, calm = false) {
  const timers = createManualTimers()
  const code = new CodeParts(timers, () => calm)
  code.begin(count)
  return { code, timers }
}

describe('the parts of a code', () => {
  it('follow each other every 1.5 s, round and round', () => {
    const { code, timers } = parts(3)
    timers.pass(1499)
    expect(code.index).toBe(0)
    timers.pass(1)
    expect(code.index).toBe(1)
    timers.pass(3000)
    expect(code.index).toBe(0)
  })

  it('stay when one was turned, until they are let go', () => {
    const { code, timers } = parts(3)
    code.turn(-1)
    expect([code.index, code.paused]).toEqual([2, true])
    timers.pass(10_000)
    expect(code.index).toBe(2)
    code.togglePause()
    timers.pass(1500)
    expect([code.index, code.paused]).toEqual([0, false])
    code.togglePause()
    timers.pass(10_000)
    expect(code.index).toBe(0)
  })

  it('wait to be turned where motion is reduced', () => {
    const { code, timers } = parts(3, true)
    timers.pass(10_000)
    expect(code.index).toBe(0)
    code.turn(1)
    expect(code.index).toBe(1)
  })

  it('are not there for a whole code, nor after it went', () => {
    const { code, timers } = parts(1)
    code.turn(1)
    timers.pass(10_000)
    expect([code.index, code.paused]).toEqual([0, false])
    code.begin(4)
    code.end()
    timers.pass(10_000)
    expect([code.index, code.count]).toEqual([0, 1])
  })
})
