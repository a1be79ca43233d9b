import { screen } from '@testing-library/svelte'
import { expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
import { failed, ok } from '../../../main/contract/result'
import { createFakeBridge, sampleApp } from '../../support/fake-bridge'
import { openWindow } from '../open-window'

it('offers copying beside the code only where it is allowed', async () => {
  const app = sampleApp()
  for (const allowCopying of [false, true]) {
    const answers = { 'app.view': () => ok({ ...app, settings: { ...app.settings, allowCopying } }) }
    const window = await openWindow(createFakeBridge(answers))
    window.session.form.device = 'PUMP-0042'
    void window.session.running.create()
    await window.settle()
    const buttons = screen.queryAllByRole('button', { name: 'Copy settings for 30 seconds' })
    expect(buttons).toHaveLength(allowCopying ? 1 : 0)
    buttons[0]?.click()
    await window.settle()
    expect(window.requests('code.copy')).toHaveLength(allowCopying ? 1 : 0)
    expect(screen.queryAllByRole('button', { name: 'Settings copied' })).toHaveLength(allowCopying ? 1 : 0)
    window.session.code.hide('asked')
    await window.settle()
  }
})

it('is allowed in Settings, where the report for support is saved', async () => {
  const window = await openWindow()
  window.session.go('settings')
  await window.settle()
  const allow = screen.getByRole('switch', { name: 'Allow copying settings' })
  expect(allow.getAttribute('aria-checked')).toBe('false')
  allow.click()
  expect(window.requests('settings.change')).toEqual([{ allowCopying: true }])
  window.answer('support.save', () => failed(failure('disk.export', { file: '/x' })))
  const save = screen.getByRole('button', { name: 'Save a report for support' })
  save.click()
  await window.settle()
  expect(window.requests('support.save')).toHaveLength(1)
  expect(window.session.notices.list).toHaveLength(1)
  window.answer('support.save', () => ok({ written: true }))
  save.click()
  await window.settle()
  expect(window.session.notices.list).toHaveLength(0)
})
