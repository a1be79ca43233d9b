import { screen } from '@testing-library/svelte'
import { expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
import { practicePort } from '../../../main/contract/practice-port'
import { ok } from '../../../main/contract/result'
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
