import { EventEmitter } from 'node:events'
import { describe, expect, it, vi } from 'vitest'
import { createClipboard } from '../../../main/adapters/clipboard'
import { createClock } from '../../../main/adapters/clock'
import { createPower } from '../../../main/adapters/power'
import { createRandom } from '../../../main/adapters/random'

const electron = vi.hoisted(() => ({
  clipboard: { text: '', readText: () => '', writeText: (_: string) => undefined, clear: () => undefined },
  powerMonitor: undefined,
  powerSaveBlocker: { start: vi.fn((_type: string) => 7), stop: vi.fn((_id: number) => true) },
}))
vi.mock('electron', () => electron)

describe('the clipboard', () => {
  it.each([
    ['at once, as Electron 25 does', (text: string) => text],
    ['by a promise, as Electron 45 does', (text: string) => Promise.resolve(text)],
  ])('is read %s', async (_how, given) => {
    let held = ''
    Object.assign(electron.clipboard, {
      readText: () => given(held),
      writeText: (text: string) => given((held = text)),
      clear: () => void (held = ''),
    })
    const clipboard = createClipboard()
    clipboard.write('copied')
    expect(await clipboard.read()).toBe('copied')
    clipboard.clear()
    expect(await clipboard.read()).toBe('')
  })
})

describe('power', () => {
  it('tells when the laptop goes away and comes back', () => {
    const monitor = new EventEmitter()
    Object.assign(electron, { powerMonitor: monitor })
    const told: string[] = []
    const power = createPower()
    power.onAway(() => told.push('away'))
    power.onBack(() => told.push('back'))
    for (const event of ['suspend', 'resume', 'lock-screen', 'unlock-screen', 'shutdown']) monitor.emit(event)
    expect(told).toEqual(['away', 'back', 'away', 'back'])
  })

  it('keeps the display on until it is released, once', () => {
    const release = createPower().keepDisplayOn()
    expect(electron.powerSaveBlocker.start).toHaveBeenCalledWith('prevent-display-sleep')
    release()
    release()
    expect(electron.powerSaveBlocker.stop.mock.calls).toEqual([[7]])
  })
})

describe('clock and randomness', () => {
  it('run on, and a timer can be cancelled', async () => {
    const clock = createClock()
    const before = clock.monotonic()
    const cancelled = vi.fn()
    clock.after(1, cancelled)()
    await new Promise<void>((resolve) => clock.after(5, resolve))
    expect(cancelled).not.toHaveBeenCalled()
    expect(clock.monotonic()).toBeGreaterThan(before)
    expect(Math.abs(clock.now() - Date.now())).toBeLessThan(1000)
  })

  it('gives as many bytes as asked, never the same', () => {
    const { hex } = createRandom()
    expect(hex(16)).toMatch(/^[0-9a-f]{32}$/)
    expect(new Set(Array.from({ length: 100 }, () => hex(8))).size).toBe(100)
  })
})
