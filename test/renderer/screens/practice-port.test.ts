import { screen } from '@testing-library/svelte'
import { expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
import { practicePort } from '../../../main/contract/practice-port'
import { ok } from '../../../main/contract/result'
import type { HandoverView } from '../../../main/contract/views'
import { sampleHandover } from '../../support/fake-bridge'
import { openWindow } from '../open-window'

it('the practice device is named as people do while it is sent to, and when it fails', async () => {
  const window = await openWindow()
  const sending = sampleHandover({ delivery: 'usb', port: practicePort, activity: 'sending' })
  window.answer('handover.start', () => ok({ kind: 'started', handover: sending }))
  Object.assign(window.session.form, { device: sending.device, delivery: 'usb', port: practicePort })
  void window.session.running.create()
  await window.settle()
  expect(screen.getByRole('heading', { name: `Sending to ${sending.device}` })).toBeTruthy()
  expect(screen.getByText('Practice device')).toBeTruthy()
  expect(document.body.textContent).not.toContain(practicePort)
  const trouble = failure('device.no-answer', { port: practicePort })
  window.emit({ kind: 'handover', handover: { ...sending, activity: 'idle', failure: trouble } })
  await window.settle()
  expect(screen.getByText(/^The practice device is open, but nothing came back/)).toBeTruthy()
  expect(document.body.textContent).not.toContain(practicePort)
})

it('a device is found under the name it had, until it has stored another', async () => {
  const window = await openWindow()
  const device = { firmware: '1.0.0', hardware: 'practice', echo: false }
  const sending = sampleHandover({
    delivery: 'usb',
    port: practicePort,
    activity: 'sending',
    found: { device: 'ESP32-7F3K', ...device },
  })
  const show = async (change: Partial<HandoverView>) => {
    window.emit({ kind: 'handover', handover: { ...sending, ...change } })
    await window.settle()
  }
  window.answer('handover.start', () => ok({ kind: 'started', handover: sending }))
  Object.assign(window.session.form, { device: sending.device, delivery: 'usb', port: practicePort })
  void window.session.running.create()
  await window.settle()
  expect(screen.getByText('Device found: ESP32-7F3K, firmware 1.0.0')).toBeTruthy()
  await show({ activity: 'storing' })
  expect(screen.getByText('Device found: ESP32-7F3K, firmware 1.0.0')).toBeTruthy()
  await show({ activity: 'activating', state: 'delivered' })
  expect(screen.getByText('Device found')).toBeTruthy()
  expect(document.body.textContent).not.toContain('ESP32-7F3K')
  await show({ activity: 'activating', state: 'delivered', found: { device: sending.device, ...device } })
  expect(screen.getByText(`Device found: ${sending.device}, firmware 1.0.0`)).toBeTruthy()
})
