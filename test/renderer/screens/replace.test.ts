import { screen } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
import { ok } from '../../../main/contract/result'
import type { HandoverView } from '../../../main/contract/views'
import {
  createFakeBridge,
  sampleApp,
  sampleDetails,
  sampleHandover,
  samplePage,
  sampleToken,
} from '../../support/fake-bridge'
import { openWindow, type OpenWindow } from '../open-window'

const authId = '0a7c91f2e6b43000'

/** The form is filled in for the device; pressing Create token asks to replace `authId`. */
async function replacesFromTheForm(window: OpenWindow) {
  await window.settle()
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Device ID' }).value).toBe('PUMP-0042')
  screen.getByRole('button', { name: 'Create token' }).click()
  await window.settle()
  expect(window.requests('handover.start')).toMatchObject([
    { device: 'PUMP-0042', replaces: [authId], keepBoth: false },
  ])
}

describe('a token is replaced', () => {
  it('from its details in Tokens', async () => {
    const window = await openWindow(
      createFakeBridge({
        'tokens.query': () => ok(samplePage([sampleToken()])),
        'tokens.find': () => ok(sampleDetails()),
      }),
    )
    window.session.go('tokens')
    await window.settle()
    void window.session.tokens.record.open(sampleToken())
    await window.settle()
    screen.getByRole('button', { name: 'Replace token' }).click()
    await replacesFromTheForm(window)
  })

  const inHistory = async (change: Partial<HandoverView>) => {
    const handovers = [sampleHandover({ active: true, ...change })]
    const window = await openWindow(createFakeBridge({ 'app.view': () => ok(sampleApp({ handovers })) }))
    window.session.go('history')
    await window.session.history.open(handovers[0]?.id ?? '')
    await window.settle()
    return window
  }

  it.each([
    ['that cannot be shown again', { state: 'delivered', sealed: false, attention: true }],
    ['that was handed over', { state: 'delivered' }],
    ['that works for good', { state: 'confirmed', sealed: false }],
  ] as const)('from History, where the device has one %s', async (_, change) => {
    const window = await inHistory(change)
    screen.getByRole('button', { name: 'Replace token' }).click()
    await replacesFromTheForm(window)
  })

  it.each([
    ['no device has', { state: 'minted' }],
    ['is disabled', { state: 'delivered', active: false }],
    ['was replaced', { state: 'confirmed', sealed: false, active: false, replaced: true }],
    ['is to be revoked', { state: 'delivered', revoking: true }],
    ['gives way to the old one', { state: 'delivered', old: 'returning' }],
    ['was revoked', { state: 'revoked', active: false }],
  ] as const)('not from History, where the token %s', async (_, change) => {
    await inHistory(change)
    expect(screen.getByRole('heading', { name: 'Handover details' })).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Replace token' })).toBeNull()
  })

  it('on the stage, when a device stored something else for the second time', async () => {
    const handover = sampleHandover({ delivery: 'usb', port: '/dev/ttyACM0', failure: failure('device.wrong-again') })
    const window = await openWindow(
      createFakeBridge({
        'handover.start': () => ok({ kind: 'started', handover }),
        'handover.cancel': () => ok({ ...handover, state: 'revoked' }),
      }),
    )
    window.session.form.device = 'PUMP-0042'
    window.session.form.chooseDelivery('usb')
    window.session.form.port = '/dev/ttyACM0'
    void window.session.running.create()
    await window.settle()
    screen.getByRole('button', { name: /^Replace token/ }).click()
    await window.settle()
    // No device can work with the first one yet: it is revoked, and another is made.
    expect(window.requests('handover.cancel')).toEqual([{ id: handover.id }])
    expect(window.requests('handover.start')).toHaveLength(2)
  })
})
