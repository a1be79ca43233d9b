import { screen, within } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
import { failed, ok } from '../../../main/contract/result'
import {
  createFakeBridge,
  firstStart,
  sampleApp,
  sampleHandover,
  sampleDetails,
  samplePage,
  sampleToken,
} from '../../support/fake-bridge'
import { openWindow, type OpenWindow } from '../open-window'

const has = (role: string, ...names: readonly string[]) => {
  for (const name of names) expect(screen.getAllByRole(role, { name }), `${role} ${name}`).toHaveLength(1)
}
const startWith = (change: Parameters<typeof sampleApp>[0]) =>
  openWindow(createFakeBridge({ 'app.view': () => ok(sampleApp(change)) }))
const handOver = async (window: OpenWindow) => {
  window.session.form.device = 'PUMP-0042'
  void window.session.running.create()
  await window.settle()
}

describe('names that people read, screen readers say and tests ask for', () => {
  it('frame', async () => {
    await startWith({ handovers: [sampleHandover({ attention: true, state: 'delivered' })] })
    has('navigation', 'Main')
    has('region', 'Server', 'Notices')
    has('link', 'Hand over', 'Tokens', 'History', 'Settings')
    has('button', 'Sunlight', 'Server: North depot')
    expect(screen.getByRole('link', { name: 'Hand over' }).getAttribute('aria-current')).toBe('page')
    expect(document.title).toBe('Fieldkey')
  })

  it('Connect', async () => {
    await openWindow(createFakeBridge({ 'app.view': () => ok({ ...firstStart(), saved: sampleApp().saved }) }))
    has('heading', 'Connect to a server', 'Checks', 'Saved servers')
    has('textbox', 'Server address', 'Name for this server', 'Address for devices')
    expect(screen.getByLabelText('Admin token').getAttribute('type')).toBe('password')
    has('button', 'Connect', 'Show admin token', 'Practise without a server', 'Choose certificate file')
    has('button', 'Use a prepared token', 'Use North depot', 'Forget North depot')
  })

  it('Hand over, ready', async () => {
    const { session, settle } = await openWindow()
    has('heading', 'Hand over', 'Device', 'Latest handovers', 'Ready for the next device')
    has('combobox', 'Bucket')
    has('textbox', 'Device ID')
    has('radiogroup', 'Hand over by')
    has('radio', 'QR code', 'USB cable')
    has('button', 'Create token')
    session.form.chooseDelivery('usb')
    await settle()
    has('combobox', 'USB port')
    has('button', 'Look for devices again')
  })

  it('Hand over, code shown and hidden', async () => {
    const window = await openWindow()
    await handOver(window)
    has('heading', 'Show this code to PUMP-0042')
    has('img', 'QR code with the settings for PUMP-0042')
    has('progressbar', 'Time until the code hides')
    has('button', 'Scanned, next device', 'Full screen', 'Hide code', 'Cancel handover')
    window.session.code.setFullScreen(true)
    await window.settle()
    has('button', 'Leave full screen')
    window.session.code.hide('blur')
    await window.settle()
    expect(screen.queryByRole('img')).toBeNull()
    has('heading', 'Code hidden')
    has('button', 'Show code again', 'Scanned, next device', 'Cancel handover')
  })

  it('Hand over, creating', async () => {
    const window = await openWindow(createFakeBridge({ 'handover.start': () => new Promise(() => {}) }))
    await handOver(window)
    has('heading', 'Creating a token for PUMP-0042')
  })

  it.each([
    ['Sending to PUMP-0042', sampleHandover({ delivery: 'usb', activity: 'sending', progress: 0.5 })],
    ['PUMP-0042 is sending data', sampleHandover({ state: 'confirmed', firstDataAt: '2026-11-12T14:02:00Z' })],
  ])('Hand over, %s', async (heading, handover) => {
    const window = await openWindow(createFakeBridge({ 'handover.start': () => ok({ kind: 'started', handover }) }))
    await handOver(window)
    has('heading', heading)
    if (handover.firstDataAt) has('button', 'Next device')
  })

  it('Hand over, failure', async () => {
    const busy = failed(failure('serial.busy', { port: '/dev/ttyACM0' }))
    const window = await openWindow(createFakeBridge({ 'handover.start': () => busy }))
    await handOver(window)
    has('heading', 'USB port is in use')
    has('button', 'Try again', 'Show a QR code instead', 'Copy details')
    expect(screen.getByText('Code serial.busy')).toBeTruthy()
    expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'USB port is in use' }))
  })

  it('Duplicate', async () => {
    const duplicate = ok({ kind: 'duplicate' as const, tokens: [] })
    const window = await openWindow(createFakeBridge({ 'handover.start': () => duplicate }))
    await handOver(window)
    has('dialog', 'PUMP-0042 already has a working token')
    has('button', 'Keep both tokens')
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Cancel' }))
  })

  it('Cancel', async () => {
    const { session, settle } = await openWindow()
    session.dialogs.open({ kind: 'cancel', handover: sampleHandover() })
    await settle()
    has('dialog', 'Cancel the handover of PUMP-0042?')
    has('button', 'Revoke token and cancel')
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Go back' }))
  })

  it('Unfinished, at start', async () => {
    await startWith({ handovers: [sampleHandover({ attention: true })] })
    has('dialog', 'Unfinished handovers')
    has('button', 'Continue PUMP-0042', 'Discard PUMP-0042')
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Decide later' }))
  })

  it('Keychain', async () => {
    await startWith({ trouble: failure('keychain.locked') })
    const dialog = within(screen.getByRole('dialog', { name: 'Unlock the keychain' }))
    expect(dialog.getByRole('button', { name: 'Unlock and try again' })).toBeTruthy()
    expect(dialog.getByRole('button', { name: 'Not now' })).toBeTruthy()
  })

  it('Tokens and Revoke', async () => {
    const { session, settle } = await openWindow()
    session.go('tokens')
    await settle()
    has('heading', 'Tokens')
    has('searchbox', 'Search tokens')
    has('grid', 'Tokens')
    has('combobox', 'Bucket filter', 'Status filter', 'Kind filter', 'Made by filter', 'Risk filter')
    has('checkbox', 'Select PUMP-0042', 'Select all matching tokens')
    has('button', 'Refresh list', 'New token', 'Risk report')
    expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('2')
    screen.getByRole('checkbox', { name: 'Select PUMP-0042' }).click()
    await settle()
    has('button', 'Disable selected', 'Enable selected', 'Revoke selected', 'Clear selection')
    has('button', 'Set review dates', 'Edit descriptions')
    screen.getAllByRole('row')[1]?.click()
    await settle()
    has('heading', 'Token details')
    has('button', 'Copy token ID', 'Close details', 'Disable token', 'Edit description')
    has('button', 'Set review date')
    screen.getByRole('button', { name: 'Revoke token' }).click()
    await settle()
    has('dialog', 'Revoke 1 token?')
    has('button', 'Revoke 1 token')
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Keep them' }))
  })

  it('Review date', async () => {
    const { session, settle } = await openWindow()
    session.dialogs.open({ kind: 'review', rows: [sampleToken(), sampleToken({ id: '1'.repeat(16) })] })
    await settle()
    has('dialog', 'Review date of 2 tokens')
    has('combobox', 'Review after')
    has('button', 'Save review date')
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Cancel' }))
    screen.getByRole('combobox', { name: 'Review after' }).click()
    await settle()
    has('option', '3 months', '6 months', '1 year', '2 years', 'On a date', 'No review date')
    screen.getByRole('option', { name: 'On a date' }).click()
    await settle()
    expect(screen.getByLabelText('Review date')).toBeTruthy()
  })

  it('Risk report', async () => {
    const { session, settle } = await openWindow()
    session.go('risks')
    await settle()
    has('heading', 'Risk report', 'Review overdue: 1')
    has('button', 'Check again', 'Back to tokens', 'Export as CSV', 'Export as HTML', 'Export as PDF', 'Print report')
    has('button', 'Show in Tokens: Review overdue', 'Disable overdue')
    has('button', 'Show details of PUMP-0042: Review overdue', 'Disable PUMP-0042: Review overdue')
    expect(screen.getByRole('link', { name: 'Tokens' }).getAttribute('aria-current')).toBe('page')
  })

  it('History', async () => {
    const { session, settle } = await startWith({
      handovers: [sampleHandover({ attention: true, state: 'delivered' })],
    })
    session.go('history')
    await settle()
    has('heading', 'History', 'Needs attention', 'Handover details')
    has('searchbox', 'Search history')
    has('combobox', 'Result filter')
    has('button', 'Export as CSV', 'Print list')
    has('button', 'Show details of PUMP-0042', 'Continue handover', 'Discard handover')
  })

  it('Settings', async () => {
    const { session, settle } = await openWindow()
    session.go('settings')
    await settle()
    has('heading', 'Settings', 'Handover', 'Display', 'USB', 'Safety', 'About')
    has('radiogroup', 'Hide code after', 'Theme')
    has('textbox', 'Data tag with the device ID')
    has('combobox', 'USB speed', 'Code content', 'Review device tokens after')
    has('switch', 'Small camera: show several simpler codes', 'Reduce motion', 'Sound when data arrives')
    has('button', 'Forget this server', 'Limit this laptop', 'Prepare another laptop', 'Lost laptop')
  })

  it('Practice', async () => {
    await startWith({ practice: true })
    expect(within(screen.getByRole('banner')).getByText('Practice: nothing here is real')).toBeTruthy()
    has('heading', 'Practice device')
    has('combobox', 'Practice fault')
    has('button', 'Scan the code with the practice device', 'Plug in the practice device', 'Leave practice')
    expect(document.title).toBe('Fieldkey - Practice')
  })

  it('a token that may be ours says why it is locked', async () => {
    const { session, settle } = await openWindow(
      createFakeBridge({
        'tokens.query': () => ok(samplePage([sampleToken({ own: true })])),
        'tokens.find': () => ok(sampleDetails({ own: true })),
      }),
    )
    session.go('tokens')
    await settle()
    screen.getAllByRole('row')[1]?.click()
    await settle()
    expect(screen.getByRole('button', { name: 'Revoke token' }).getAttribute('aria-disabled')).toBe('true')
    expect(screen.getByText(/Fieldkey may be working with this token/)).toBeTruthy()
  })
})
