import { screen } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'
import { ok } from '../../../main/contract/result'
import { createFakeBridge, sampleApp, sampleHandover } from '../../support/fake-bridge'
import { openWindow } from '../open-window'

const withSettings = (change: object) => {
  const app = sampleApp()
  return openWindow(createFakeBridge({ 'app.view': () => ok({ ...app, settings: { ...app.settings, ...change } }) }))
}

describe('Settings, Display', () => {
  it('makes everything larger for gloves, rows of the list too', async () => {
    const window = await openWindow()
    window.session.go('settings')
    await window.settle()
    screen.getByRole('switch', { name: 'Large buttons for gloves' }).click()
    await window.settle()
    expect(window.requests('settings.change')).toEqual([{ gloves: true }])
    expect(document.documentElement.hasAttribute('data-gloves')).toBe(true)
    window.session.go('tokens')
    await window.settle()
    const rows = screen.getByRole('grid').querySelector<HTMLElement>('.rows')
    expect(rows?.style.height).toBe('64px')
  })

  it('offers text sizes', async () => {
    const window = await openWindow()
    window.session.go('settings')
    await window.settle()
    screen.getByRole('radio', { name: '150 %' }).click()
    expect(window.requests('settings.change')).toEqual([{ textSize: 150 }])
  })

  it.each([
    [{}, ['English']],
    [{ testLanguages: true }, ['English', 'Long words (test)', 'Right to left (test)']],
    [{ language: 'ar-XB' }, ['English', 'Right to left (test)']],
  ])('with %j offers the languages %j', async (change, names) => {
    const window = await withSettings(change)
    window.session.go('settings')
    await window.settle()
    screen.getByRole('combobox', { name: 'Language' }).click()
    await window.settle()
    expect(screen.getAllByRole('option').map((option) => option.textContent.trim())).toEqual(names)
  })
})

describe('Settings, Handover', () => {
  it('chooses the default bucket at the start, before the one used last', async () => {
    const window = await withSettings({ defaultBucket: 'c'.repeat(16) })
    expect(screen.getByRole<HTMLInputElement>('combobox', { name: 'Bucket' }).value).toBe('south-pumps')
    window.session.go('settings')
    await window.settle()
    screen.getByRole('combobox', { name: 'Default bucket' }).click()
    await window.settle()
    screen.getByRole('option', { name: 'The one used last' }).click()
    expect(window.requests('settings.change')).toEqual([{ defaultBucket: '' }])
  })

  it('falls back to the bucket used last where the default one is not known', async () => {
    await withSettings({ defaultBucket: 'd'.repeat(16) })
    expect(screen.getByRole<HTMLInputElement>('combobox', { name: 'Bucket' }).value).toBe('north-pumps')
  })
})

describe('what main is told and tells of the window', () => {
  it('is how many handovers need somebody', async () => {
    const window = await openWindow()
    window.emit({ kind: 'handover', handover: sampleHandover({ attention: true }) })
    await window.settle()
    expect(window.requests('window.attention')).toEqual([{ count: 0 }, { count: 1 }])
  })

  it('is the handover whose notification was pressed', async () => {
    const window = await openWindow()
    window.emit({ kind: 'handover', handover: sampleHandover({ state: 'confirmed' }) })
    window.emit({ kind: 'open-handover', handover: '1'.repeat(16) })
    await window.settle()
    expect(screen.getByRole('heading', { name: 'Handover details' })).toBeTruthy()
  })
})

describe('F1', () => {
  it('explains the screen in view and its keys', async () => {
    const window = await openWindow()
    window.emit({ kind: 'command', command: 'help' })
    await window.settle()
    expect(screen.getByRole('dialog', { name: 'Help: Hand over' })).toBeTruthy()
    expect(screen.getByText('Ctrl+N')).toBeTruthy()
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Close' }))
  })

  it('explains the failure on the stage', async () => {
    const failed = { ok: false as const, failure: { code: 'perm.create' as const, params: {} } }
    const window = await openWindow(createFakeBridge({ 'handover.start': () => failed }))
    window.session.form.device = 'PUMP-0042'
    void window.session.running.create()
    await window.settle()
    window.emit({ kind: 'command', command: 'help' })
    await window.settle()
    expect(screen.getByRole('dialog', { name: 'Help: Not allowed to create tokens' })).toBeTruthy()
    expect(screen.getAllByText('read and write authorizations').length).toBeGreaterThan(0)
  })
})
