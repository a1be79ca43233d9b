import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createAttention } from '../../../main/adapters/attention'

const electron = vi.hoisted(() => ({
  supported: true,
  shown: [] as { options: unknown; emit: (name: string) => boolean }[],
  badges: [] as number[],
}))
vi.mock('electron', async () => {
  const { EventEmitter } = await import('node:events')
  class Notification extends EventEmitter {
    static isSupported = () => electron.supported
    readonly options: unknown
    constructor(options: unknown) {
      super()
      this.options = options
    }
    show() {
      electron.shown.push(this)
    }
  }
  return { app: { setBadgeCount: (count: number) => electron.badges.push(count) }, Notification }
})
beforeEach(() => {
  electron.supported = true
  electron.shown.length = 0
})

function open({ destroyed = false } = {}) {
  const bars: number[] = []
  const window = { setProgressBar: (share: number) => void bars.push(share), isDestroyed: () => destroyed }
  return { bars, attention: createAttention(window) }
}

describe('attention outside the window', () => {
  it('is a number on the icon', () => {
    open().attention.badge(3)
    expect(electron.badges).toEqual([3])
  })

  it('is a bar that goes away, and none for a window that is gone', () => {
    const { attention, bars } = open()
    attention.progress(0.5)
    attention.progress('moving')
    attention.progress(undefined)
    expect(bars).toEqual([0.5, 2, -1])
    const gone = open({ destroyed: true })
    gone.attention.progress(1)
    expect(gone.bars).toEqual([])
  })

  it('is a notification with no more than it was given, pressed once or closed', () => {
    const pressed = vi.fn()
    open().attention.notify('First data arrived', 'PUMP-0042', pressed)
    expect(electron.shown.map(({ options }) => options)).toEqual([{ title: 'First data arrived', body: 'PUMP-0042' }])
    electron.shown[0]?.emit('click')
    electron.shown[0]?.emit('close')
    expect(pressed).toHaveBeenCalledTimes(1)
  })

  it('is nothing where the desktop has no notifications', () => {
    electron.supported = false
    open().attention.notify('First data arrived', 'PUMP-0042', () => undefined)
    expect(electron.shown).toEqual([])
  })
})
