import { fireEvent, screen } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
import { failed } from '../../../main/contract/result'
import { darkModules } from '../../support/fake-bridge'
import { openWindow, type OpenWindow } from '../open-window'
import { cellAt, focusedPlace, openTokens, tokenList } from '../token-lists'

const press = (key: string, change: KeyboardEventInit = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, ...change })
const field = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Device ID' })

async function scan(window: OpenWindow, id: string) {
  await fireEvent.input(field(), { target: { value: id } })
  await press('Enter')
  await window.settle()
}

describe('a scanner that ends in Enter', () => {
  it('submits the Device ID', async () => {
    const window = await openWindow()
    window.timers.pass(500)
    expect(document.activeElement).toBe(field())
    await scan(window, 'PUMP-0042')
    expect(window.requests('handover.start')).toHaveLength(1)
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Scanned, next device' }))
  })

  it('cannot press what just appeared with its second Enter', async () => {
    const window = await openWindow()
    window.timers.pass(500)
    await scan(window, 'PUMP-0042')
    expect(await press('Enter')).toBe(false)
    window.timers.pass(500)
    expect(await press('Enter')).toBe(true)
  })

  it('is told apart from a key that is held', async () => {
    const window = await openWindow()
    window.timers.pass(500)
    expect(await press('Enter', { repeat: true })).toBe(false)
    expect(window.requests('handover.start')).toHaveLength(0)
  })
})

describe('Escape', () => {
  it('empties the Device ID when ready', async () => {
    const window = await openWindow()
    await fireEvent.input(field(), { target: { value: 'PUMP' } })
    await press('Escape')
    await window.settle()
    expect(field().value).toBe('')
  })

  it('hides a code and never cancels', async () => {
    const window = await openWindow()
    window.timers.pass(500)
    await scan(window, 'PUMP-0042')
    await press('Escape')
    await window.settle()
    expect(screen.getByRole('heading', { name: 'Code hidden' })).toBeTruthy()
    expect(window.requests('handover.cancel')).toHaveLength(0)
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Show code again' }))
  })

  it('leaves a failure with the Device ID kept', async () => {
    const window = await openWindow()
    window.answer('handover.start', () => failed(failure('net.offline')))
    window.timers.pass(500)
    await scan(window, 'PUMP-0042')
    await press('Escape')
    await window.settle()
    expect(screen.getByRole('heading', { name: 'Ready for the next device' })).toBeTruthy()
    expect([field().value, document.activeElement]).toEqual(['PUMP-0042', field()])
  })
})

describe('shortcuts', () => {
  it('lead to each place', async () => {
    const window = await openWindow()
    for (const [key, heading] of [
      ['2', 'Tokens'],
      ['3', 'History'],
      ['4', 'Settings'],
      ['1', 'Hand over'],
    ] as const) {
      await press(key, { ctrlKey: true })
      await window.settle()
      expect(screen.getByRole('heading', { name: heading, level: 1 })).toBeTruthy()
    }
  })

  it('F8 is Sunlight, and back to the theme before', async () => {
    const window = await openWindow()
    await press('F8')
    await window.settle()
    expect(document.documentElement.dataset['theme']).toBe('sunlight')
    await press('F8')
    await window.settle()
    expect(document.documentElement.dataset['theme']).toBe('light')
    expect(window.requests('settings.change')).toEqual([{ theme: 'sunlight' }, { theme: 'light' }])
  })

  it('a single letter is never one', async () => {
    const window = await openWindow()
    for (const key of ['n', 'f', '1', ',']) await press(key)
    await window.settle()
    expect(screen.getByRole('heading', { name: 'Hand over', level: 1 })).toBeTruthy()
  })

  it('Enter on a failure title is its button', async () => {
    const window = await openWindow()
    window.answer('handover.start', () => failed(failure('net.offline')))
    window.timers.pass(500)
    await scan(window, 'PUMP-0042')
    window.timers.pass(500)
    await press('Enter')
    await window.settle()
    expect(window.requests('handover.start')).toHaveLength(2)
  })
})

const ways: Readonly<Record<string, () => unknown>> = {
  'the window loses the front': () => fireEvent.blur(window),
  'another page opens': () => fireEvent.click(screen.getByRole('link', { name: 'History' })),
}

describe('the code goes at once', () => {
  it.each(Object.keys(ways))('when %s', async (way) => {
    const open = await openWindow()
    open.timers.pass(500)
    await scan(open, 'PUMP-0042')
    const canvas = screen.getByRole<HTMLCanvasElement>('img')
    const shown = open.session.code.shown!
    expect(darkModules(shown)).toBeGreaterThan(0)
    ways[way]?.()
    await open.settle()
    expect(darkModules(shown)).toBe(0)
    expect([canvas.isConnected, canvas.width]).toEqual([false, 0])
    expect(open.requests('handover.hide')).toHaveLength(1)
  })
})

describe('in the list of tokens', () => {
  it('the focus has moved before a second key of the same frame comes', async () => {
    await openTokens(tokenList(1000))
    document.querySelector<HTMLElement>(cellAt(0, 1))?.focus()
    const presses = (...keys: readonly string[]) =>
      keys.map((key) => {
        const press = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })
        document.activeElement?.dispatchEvent(press)
        return focusedPlace()
      })
    expect(presses('ArrowDown', 'PageDown', 'ArrowRight', 'ArrowLeft')).toEqual(['1:1', '2:1', '2:2', '2:1'])
    expect(presses('ArrowUp', 'ArrowUp', 'ArrowUp')).toEqual(['1:1', '0:1', '-1:1'])
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Device' }))
  })
})
