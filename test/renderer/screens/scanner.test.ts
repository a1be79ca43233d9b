import { fireEvent, screen } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'
import { scannerText } from '../../../main/contract/scanner-text'
import { ok } from '../../../main/contract/result'
import { createFakeBridge, sampleApp } from '../../support/fake-bridge'
import { openWindow, type OpenWindow } from '../open-window'

const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key })
const field = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Device ID' })
const button = (name: string) => screen.getByRole('button', { name })

async function scan(window: OpenWindow, id: string, end = 'Enter') {
  for (const key of id) {
    await press(key)
    window.timers.pass(5)
  }
  const through = await press(end)
  await window.settle()
  return through
}
async function showing(id = 'PUMP-0042') {
  const window = await openWindow()
  window.timers.pass(500)
  button('Create token').focus()
  await scan(window, id)
  window.timers.pass(500)
  return window
}

describe('a scan while the focus is elsewhere', () => {
  it('goes to the form and creates the token', async () => {
    const window = await showing()
    expect(window.requests('handover.start')).toMatchObject([{ device: 'PUMP-0042' }])
    expect(screen.getByRole('heading', { name: 'Show this code to PUMP-0042' })).toBeTruthy()
  })

  it('that ends with Tab fills the field in', async () => {
    const window = await openWindow()
    screen.getByRole('link', { name: 'History' }).focus()
    expect(await scan(window, 'PUMP-0042', 'Tab')).toBe(false)
    expect([field().value, document.activeElement]).toEqual(['PUMP-0042', field()])
    expect(window.requests('handover.start')).toEqual([])
  })

  it('into a list is no choice', async () => {
    const window = await openWindow()
    window.timers.pass(500)
    screen.getByRole('combobox', { name: 'Bucket' }).focus()
    await scan(window, 'PUMP-0042')
    expect(window.requests('handover.start')).toMatchObject([{ device: 'PUMP-0042', bucketId: 'b'.repeat(16) }])
  })

  it('presses nothing elsewhere', async () => {
    const window = await openWindow()
    window.session.go('settings')
    await window.settle()
    button('Check your scanner').focus()
    expect(await scan(window, 'PUMP-0042')).toBe(false)
    expect(window.requests('handover.start')).toEqual([])
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('while a code is shown asks about the one on the stage', async () => {
    const window = await showing()
    await scan(window, 'PUMP-0043')
    expect(screen.getByText('PUMP-0043 was scanned. Has PUMP-0042 read its code?')).toBeTruthy()
    expect(document.activeElement).toBe(button('Yes, go on with PUMP-0043'))
    expect(await press('Enter')).toBe(false)
    window.timers.pass(500)
    button('Yes, go on with PUMP-0043').click()
    await window.settle()
    expect(window.requests('handover.scanned')).toHaveLength(1)
    expect(window.requests('handover.start').map(({ device }) => device)).toEqual(['PUMP-0042', 'PUMP-0043'])
  })

  it.each(['button', 'Escape'])('and is put aside by %s: the code stays', async (by) => {
    const window = await showing()
    await scan(window, 'PUMP-0043')
    if (by === 'Escape') await press('Escape')
    else button('Not yet').click()
    await window.settle()
    expect(screen.queryByText(/PUMP-0043/)).toBeNull()
    expect(document.activeElement).toBe(button('Scanned, next device'))
    expect(window.requests('handover.scanned')).toEqual([])
  })

  it('of the same device says so', async () => {
    const window = await showing()
    await scan(window, 'PUMP-0042')
    expect(screen.getAllByText('Already showing PUMP-0042.').length).toBeGreaterThan(0)
    expect(window.requests('handover.scanned')).toEqual([])
  })

  it('of the same device shows its hidden code again', async () => {
    const window = await showing()
    window.session.code.hide('time')
    await window.settle()
    await scan(window, 'PUMP-0042')
    expect(window.requests('handover.show')).toHaveLength(2)
  })

  it('waits until the one on the stage is finished', async () => {
    const window = await openWindow(createFakeBridge({ 'handover.start': () => new Promise(() => {}) }))
    window.timers.pass(500)
    button('Create token').focus()
    await scan(window, 'PUMP-0042')
    await scan(window, 'PUMP-0043')
    expect(screen.getAllByText(/PUMP-0043 was scanned. Finish or cancel/).length).toBeGreaterThan(0)
    expect(window.requests('handover.start')).toHaveLength(1)
  })
})

describe('the check of a scanner', () => {
  const open = async () => {
    const window = await openWindow()
    window.session.go('settings')
    await window.settle()
    button('Check your scanner').click()
    await window.settle()
    return window
  }
  const here = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Scan here' })

  it('has the test text beside its code, and the focus in the field', async () => {
    await open()
    expect(screen.getByRole('dialog', { name: 'Check your scanner' })).toBeTruthy()
    expect(screen.getByRole('img', { name: 'Test code for the scanner' })).toBeTruthy()
    expect(screen.getByText(scannerText)).toBeTruthy()
    expect(document.activeElement).toBe(here())
  })

  it('says what arrived and what that means', async () => {
    const window = await open()
    window.timers.pass(500)
    await fireEvent.input(here(), { target: { value: scannerText.replace(/[yz]/gi, 'q') } })
    await press('Enter')
    await window.settle()
    expect(screen.getAllByText(/is set to another keyboard/).length).toBeGreaterThan(0)
    await fireEvent.input(here(), { target: { value: scannerText } })
    await press('Enter')
    await window.settle()
    expect(screen.getAllByText(/The scanner works/).length).toBeGreaterThan(0)
  })
})

describe('the pattern of device IDs', () => {
  it('refuses an ID that does not fit, before anything is asked', async () => {
    const app = sampleApp()
    const settings = { ...app.settings, devicePattern: 'PUMP-####' }
    const window = await openWindow(createFakeBridge({ 'app.view': () => ok({ ...app, settings }) }))
    window.timers.pass(500)
    await fireEvent.input(field(), { target: { value: 'VALVE-1' } })
    await press('Enter')
    await window.settle()
    expect(screen.getByText(/does not fit the pattern PUMP-####/)).toBeTruthy()
    expect(window.requests('handover.start')).toEqual([])
    await fireEvent.input(field(), { target: { value: 'PUMP-0042' } })
    await press('Enter')
    await window.settle()
    expect(window.requests('handover.start')).toHaveLength(1)
  })

  it('is kept when it is one', async () => {
    const window = await openWindow()
    window.session.go('settings')
    await window.settle()
    const pattern = screen.getByRole('textbox', { name: 'Device ID pattern' })
    await fireEvent.input(pattern, { target: { value: '(a+)+$' } })
    await fireEvent.change(pattern)
    expect(screen.getByText(/Use letters, digits and/)).toBeTruthy()
    await fireEvent.input(pattern, { target: { value: ' PUMP-#### ' } })
    await fireEvent.change(pattern)
    expect(window.requests('settings.change')).toEqual([{ devicePattern: 'PUMP-####' }])
  })
})
