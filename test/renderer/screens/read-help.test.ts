import { fireEvent, screen, within } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
import { failed, ok } from '../../../main/contract/result'
import type { SettingsChange } from '../../../main/contract/settings'
import { createFakeBridge, darkModules, sampleApp, sampleCode, sampleParts } from '../../support/fake-bridge'
import { openWindow } from '../open-window'

/** The window with a code on the screen; main shows it in parts once a small camera was chosen. */
async function shownCode(settings: SettingsChange = {}) {
  let small = settings.smallCamera ?? false
  const app = sampleApp()
  const fake = createFakeBridge({
    'app.view': () => ok({ ...app, settings: { ...app.settings, ...settings } }),
    'settings.change': ({ smallCamera }) => {
      small = smallCamera ?? small
      return { ok: true, value: undefined }
    },
    'handover.show': ({ id }) => ok(small ? sampleParts(id) : sampleCode(id)),
  })
  const window = await openWindow(fake)
  window.session.form.device = 'PUMP-0042'
  void window.session.running.create()
  await window.settle()
  window.timers.pass(600)
  return window
}

const openHelp = async (window: Awaited<ReturnType<typeof shownCode>>) => {
  screen.getByRole('button', { name: 'Device cannot read it' }).click()
  await window.settle()
  return within(screen.getByRole('dialog', { name: 'Help the device read the code' }))
}

describe('help for a device that cannot read the code', () => {
  it('offers three contents and simpler codes; the focus is on the content in use', async () => {
    const dialog = await openHelp(await shownCode())
    const contents = within(dialog.getByRole('radiogroup', { name: 'Code content' }))
    const names = ['All settings (JSON)', 'Connection string', 'Token only']
    expect(contents.getAllByRole('radio')).toEqual(names.map((name) => contents.getByRole('radio', { name })))
    expect(document.activeElement).toBe(contents.getByRole('radio', { name: 'All settings (JSON)', checked: true }))
    dialog.getByRole('checkbox', { name: 'Small camera: show several simpler codes' })
    dialog.getByRole('button', { name: 'Send by USB cable instead' })
    dialog.getByRole('button', { name: 'Back to the code' })
  })

  it('shows another content, keeps it for the next codes, and says what the device has to do then', async () => {
    const window = await shownCode()
    const before = window.session.code.shown!
    const dialog = await openHelp(window)
    await fireEvent.click(dialog.getByRole('radio', { name: 'Connection string' }))
    expect(dialog.getByRole('radio', { name: 'Connection string' }).getAttribute('aria-describedby')).toBe(
      dialog.getByText(/^Without the device ID/).id,
    )
    expect(window.requests('settings.change')).toEqual([])
    dialog.getByRole('button', { name: 'Back to the code' }).click()
    await window.settle()
    expect(window.requests('settings.change')).toEqual([{ codeContent: 'connection', smallCamera: false }])
    expect(window.requests('handover.show')).toHaveLength(2)
    expect(darkModules(before)).toBe(0)
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('draws nothing anew when nothing was changed', async () => {
    const window = await shownCode()
    const dialog = await openHelp(window)
    dialog.getByRole('button', { name: 'Back to the code' }).click()
    await window.settle()
    expect([window.requests('settings.change'), window.requests('handover.show').length]).toEqual([[], 1])
  })

  it('brings a code back that went meanwhile, but not by Escape', async () => {
    const window = await shownCode()
    await openHelp(window)
    window.timers.pass(60_000)
    await fireEvent(screen.getByRole('dialog'), new Event('cancel'))
    await window.settle()
    expect(screen.getByRole('heading', { name: 'Code hidden' })).toBeTruthy()
    await window.session.running.show()
    await window.settle()
    const dialog = await openHelp(window)
    window.session.code.hide('blur')
    await window.settle()
    dialog.getByRole('button', { name: 'Back to the code' }).click()
    await window.settle()
    expect(screen.getByRole('heading', { name: 'Show this code to PUMP-0042' })).toBeTruthy()
  })

  it.each([
    [{ codeContent: 'toml' }, 'settings.toml'],
    [{ codeContent: 'type:acme' }, 'acme.json'],
  ])('has the content in use among the choices: %j', async (settings, name) => {
    const dialog = await openHelp(await shownCode(settings))
    expect(dialog.getAllByRole('radio')).toHaveLength(4)
    dialog.getByRole('radio', { name, checked: true })
  })
})

describe('a code in parts', () => {
  it('turns by buttons and arrow keys, and pauses with that', async () => {
    const window = await shownCode({ smallCamera: true })
    const group = within(screen.getByRole('group', { name: 'Code part' }))
    group.getByText('Part 1 of 4')
    group.getByRole('button', { name: 'Pause parts', pressed: false })
    window.timers.pass(1500)
    await window.settle()
    group.getByText('Part 2 of 4')
    await fireEvent.keyDown(document.activeElement ?? document.body, { key: 'ArrowLeft' })
    group.getByText('Part 1 of 4')
    group.getByRole('button', { name: 'Pause parts', pressed: true })
    group.getByRole('button', { name: 'Next part' }).click()
    group.getByRole('button', { name: 'Next part' }).click()
    window.timers.pass(5000)
    await window.settle()
    group.getByText('Part 3 of 4')
    await fireEvent.keyDown(screen.getByRole('link', { name: 'Tokens' }), { key: 'ArrowRight' })
    group.getByText('Part 3 of 4')
  })

  it('leaves nothing of any part when it is hidden', async () => {
    const window = await shownCode({ smallCamera: true })
    const shown = window.session.code.shown!
    expect(darkModules(shown)).toBeGreaterThan(0)
    await fireEvent.blur(globalThis.window)
    expect(darkModules(shown)).toBe(0)
    await window.settle()
    expect([screen.queryByRole('group', { name: 'Code part' }), document.querySelector('canvas')]).toEqual([null, null])
  })

  it('waits for Next part where motion is reduced', async () => {
    const window = await shownCode({ smallCamera: true, reduceMotion: true })
    const group = within(screen.getByRole('group', { name: 'Code part' }))
    window.timers.pass(5000)
    await window.settle()
    group.getByText('Part 1 of 4')
    expect(group.queryByRole('button', { name: 'Pause parts' })).toBeNull()
    await fireEvent.click(group.getByRole('button', { name: 'Next part' }))
    group.getByText('Part 2 of 4')
  })
})

describe('a code that cannot be shown', () => {
  it('because the screen is too small: simpler codes, or the cable', async () => {
    const window = await shownCode()
    window.session.code.hide('display')
    window.session.running.failure = failure('qr.screen-small')
    await window.settle()
    screen.getByRole('button', { name: 'Send by USB cable instead' })
    screen.getByRole('button', { name: 'Use simpler codes' }).click()
    await window.settle()
    expect(window.requests('settings.change')).toEqual([{ smallCamera: true }])
    screen.getByRole('group', { name: 'Code part' })
  })

  it('because its device type is gone: to the settings', async () => {
    const window = await shownCode()
    window.session.code.hide('asked')
    window.answer('handover.show', () => failed(failure('qr.type-missing', { file: 'acme.json' })))
    await window.session.running.show()
    await window.settle()
    screen.getByText(/The file acme.json in the folder device-types cannot be used/)
    screen.getByRole('button', { name: 'Open Settings' }).click()
    await window.settle()
    screen.getByRole('combobox', { name: 'Code content' })
  })
})

describe('Code content in the settings', () => {
  it('offers the device types of this laptop, and names files that are none', async () => {
    const types = [{ id: 'acme', name: 'Acme logger' }]
    const window = await openWindow(createFakeBridge({ 'codes.types': () => ok({ types, refused: ['bad.json'] }) }))
    window.session.go('settings')
    await window.settle()
    screen.getByText(/bad\.json/)
    const box = screen.getByRole('combobox', { name: 'Code content' })
    await fireEvent.click(box)
    await fireEvent.input(box, { target: { value: 'Acme' } })
    await fireEvent.click(screen.getByRole('option', { name: 'Acme logger' }))
    expect(window.requests('settings.change')).toEqual([{ codeContent: 'type:acme' }])
  })
})
