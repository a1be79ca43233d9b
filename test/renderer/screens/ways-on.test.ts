import { screen } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
import { failed, ok } from '../../../main/contract/result'
import type { AppView, HandoverView } from '../../../main/contract/views'
import { createFakeBridge, firstStart, sampleApp, sampleConnection, sampleHandover } from '../../support/fake-bridge'
import { openWindow } from '../open-window'

const openWith = async (change: Partial<AppView> = {}, kept?: Map<string, string>) => {
  const window = await openWindow(createFakeBridge({ 'app.view': () => ok(sampleApp(change)) }), kept)
  const press = async (name: string) => {
    screen.getByRole('button', { name }).click()
    await window.settle()
  }
  const stage = async (change: Partial<HandoverView>) => {
    const { authId: _none, ...asked } = sampleHandover(change)
    const handover = change.state === 'asked' ? asked : sampleHandover(change)
    window.answer('handover.start', () => ok({ kind: 'started', handover }))
    Object.assign(window.session.form, { device: 'PUMP-0042', delivery: handover.delivery, port: handover.port ?? '' })
    void window.session.running.create()
    await window.settle()
  }
  return { ...window, press, stage }
}
const twoPorts = ['/dev/ttyACM0', '/dev/ttyUSB1'].map((path) => ({ path, label: path }))

describe('sending by USB cable instead', () => {
  it('asks for the port when several are listed, and goes on with the chosen one', async () => {
    const { answer, press, stage, session, settle, requests } = await openWith()
    answer('ports.list', () => ok(twoPorts))
    await stage({ active: true })
    await press('Device cannot read it')
    await press('Send by USB cable instead')
    expect(screen.getByRole('heading', { name: 'Choose a USB port' })).toBeTruthy()
    expect(document.activeElement).toBe(screen.getByRole('combobox', { name: 'USB port' }))
    expect(screen.getByText('Choose a USB port, or type its path.')).toBeTruthy()
    expect(screen.getByRole('combobox', { name: 'USB port' }).hasAttribute('readonly')).toBe(false)
    session.form.port = '/dev/ttyUSB1'
    await settle()
    await press('Continue')
    expect(requests('handover.continue')).toEqual([{ id: sampleHandover().id, delivery: 'usb', port: '/dev/ttyUSB1' }])
  })

  it('takes the only port that is no port of the mainboard', async () => {
    const { answer, press, stage, requests } = await openWith()
    answer('ports.list', () => ok(['/dev/ttyS0', '/dev/ttyS1', '/dev/ttyACM3'].map((path) => ({ path, label: path }))))
    await stage({ active: true })
    await press('Device cannot read it')
    await press('Send by USB cable instead')
    expect(requests('handover.continue')[0]?.port).toBe('/dev/ttyACM3')
  })

  it('takes the port used last where it is listed', async () => {
    const settings = { ...sampleApp().settings, lastPort: '/dev/ttyUSB1' }
    const { answer, session, requests } = await openWith({ settings })
    answer('ports.list', () => ok(twoPorts))
    await session.running.continue(sampleHandover({ delivery: 'usb' }))
    expect(requests('handover.continue')[0]?.port).toBe('/dev/ttyUSB1')
  })

  it('says that nothing is plugged in only when nothing is listed', async () => {
    const { answer, session, settle, requests } = await openWith()
    answer('ports.list', () => ok([]))
    await session.running.continue(sampleHandover({ delivery: 'usb' }))
    await settle()
    expect(screen.getByRole('heading', { name: 'No device on USB' })).toBeTruthy()
    expect(requests('handover.continue')).toHaveLength(0)
  })

  it('can be stopped, and then goes on by cable or code', async () => {
    const { press, stage, emit, settle, requests } = await openWith()
    const sending = { delivery: 'usb', port: '/dev/ttyACM0', activity: 'sending' } as const
    await stage(sending)
    await press('Stop sending')
    expect(requests('handover.stop')).toEqual([{ id: sampleHandover().id }])
    expect(requests('handover.cancel')).toHaveLength(0)
    emit({
      kind: 'handover',
      handover: sampleHandover({ ...sending, activity: 'idle', failure: failure('cancelled') }),
    })
    await settle()
    expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy()
    await press('Show a QR code instead')
    expect(requests('handover.continue')[0]?.delivery).toBe('qr')
  })
})

describe('a token that may or may not exist', () => {
  it('can be discarded, with nothing claimed about it', async () => {
    const { press, stage, requests } = await openWith()
    await stage({ state: 'asked', unsure: true, failure: failure('token.unsure') })
    await press('Discard handover')
    expect(screen.getByText(/It is not known whether a token exists/)).toBeTruthy()
    screen.getAllByRole('button', { name: 'Discard handover' }).at(-1)?.click()
    expect(requests('handover.cancel')).toEqual([{ id: sampleHandover().id }])
  })
})

describe('discarding a handover whose code was shown', () => {
  const shown = sampleHandover({ attention: true, timesShown: 1, active: true })

  it('is asked once more among the unfinished ones, which come back after it', async () => {
    const { press, requests } = await openWith({ handovers: [shown] })
    expect(screen.getByText(/Code was shown; the device may have it/)).toBeTruthy()
    await press('Discard PUMP-0042')
    expect(requests('handover.cancel')).toHaveLength(0)
    expect(screen.getByText(/so the device may have the token/)).toBeTruthy()
    await press('Go back')
    await press('Discard PUMP-0042')
    await press('Revoke token and cancel')
    expect(requests('handover.cancel')).toHaveLength(1)
  })

  it('is asked once more in the history', async () => {
    const { press, session, settle, requests } = await openWith({ handovers: [shown] })
    session.dialogs.close()
    session.go('history')
    await settle()
    expect(screen.getByText('Code was shown; the device may have it')).toBeTruthy()
    await press('Discard handover')
    expect(requests('handover.cancel')).toHaveLength(0)
    expect(screen.getByRole('dialog', { name: 'Cancel the handover of PUMP-0042?' })).toBeTruthy()
  })
})

describe('the address devices are told', () => {
  const told = (deviceUrl: string, practice = false) => ({
    connection: { ...sampleConnection, deviceUrl, practice },
    practice,
  })

  it.each([
    ['http://127.0.0.1:8086', 'Devices are told 127.0.0.1:8086, which only this computer can reach'],
    ['https://localhost', 'Devices are told localhost, which only this computer can reach'],
    ['http://[::1]:8086', 'Devices are told [::1]:8086, which only this computer can reach'],
    ['http://influx.example', 'Devices will send their token unencrypted (http)'],
  ])('%s gets a word, to be dismissed, and again beside the code', async (deviceUrl, words) => {
    const { press, stage } = await openWith(told(deviceUrl))
    expect(screen.getByText(`${words}.`)).toBeTruthy()
    await press(`Dismiss: ${words}.`)
    expect(screen.queryByText(`${words}.`)).toBeNull()
    await stage({ active: true })
    expect(screen.getByText(words)).toBeTruthy()
  })

  it('gets a word while it is sent over USB', async () => {
    const { stage } = await openWith(told('http://influx.example'))
    await stage({ delivery: 'usb', port: '/dev/ttyACM0', activity: 'sending' })
    expect(screen.getByText('Devices will send their token unencrypted (http)')).toBeTruthy()
  })

  it.each([
    ['https://influx.example', false],
    ['http://127.0.0.1:8086', true],
  ])('%s gets none, practice %s', async (deviceUrl, practice) => {
    await openWith(told(deviceUrl, practice))
    expect(screen.queryByText(/Devices (are told|will send)/)).toBeNull()
  })
})

describe('clearing the clipboard', () => {
  it.each([
    [true, 'Clipboard cleared.'],
    [false, 'The clipboard holds something else now.'],
  ])('says what came of it: cleared %s', async (cleared, words) => {
    const { answer, press, session } = await openWith({}, new Map([['after-connect', '']]))
    answer('clipboard.clear', () => ok({ cleared }))
    await press('Clear clipboard')
    expect(session.announcer.status).toBe(words)
  })
})

describe('forgetting the server from the settings', () => {
  const toSettings = async (change: Partial<AppView> = {}) => {
    const window = await openWith(change)
    window.session.go('settings')
    await window.settle()
    return window
  }

  it('says why it cannot be, and leads to the open handovers', async () => {
    const { answer, press, session } = await toSettings()
    answer('connection.forget', () => failed(failure('busy.open-handovers', { n: 1 })))
    await press('Forget this server')
    expect(screen.getByText(/1 handover of this server is not finished/)).toBeTruthy()
    expect(session.connect.failure).toBeUndefined()
    await press('Show them')
    expect(session.app.screen).toBe('history')
  })

  it('does not repeat what went wrong on the Connect screen', async () => {
    const { press, session } = await toSettings()
    session.connect.failure = failure('net.dns')
    await press('Forget this server')
    expect(session.notices.list.map(({ key }) => key)).toEqual(['forgotten'])
  })

  it('is not offered in practice', async () => {
    await toSettings({ practice: true, connection: { ...sampleConnection, practice: true } })
    expect(screen.queryByRole('button', { name: 'Forget this server' })).toBeNull()
  })
})

describe('what needs attention', () => {
  it('includes what this run left behind, but not what is on the stage or under way', async () => {
    const { session, stage, settle } = await openWith()
    await stage({ active: true })
    expect(session.app.attention).toEqual([])
    session.running.next()
    expect(session.app.attention).toHaveLength(1)
    session.go('history')
    await settle()
    expect(screen.getByRole('heading', { name: 'Needs attention' })).toBeTruthy()
    session.app.upsert(sampleHandover({ activity: 'activating' }))
    expect(session.app.attention).toEqual([])
  })
})

describe('the rest', () => {
  it('starts Fieldkey again after something broke', async () => {
    const { answer, press, session, settle, requests } = await openWith()
    answer('handover.start', () => failed(failure('internal')))
    session.form.device = 'PUMP-0042'
    void session.running.create()
    await settle()
    await press('Restart Fieldkey')
    expect(requests('app.restart')).toHaveLength(1)
  })

  it('has one thing named Search history', async () => {
    const { session, settle } = await openWith()
    session.go('history')
    await settle()
    expect(screen.getByLabelText('Search history').tagName).toBe('INPUT')
  })

  it('leaves the bucket to the person on a laptop that never used one', async () => {
    const { settings } = firstStart()
    const { session, settle, requests } = await openWith({ settings })
    session.form.device = 'PUMP-0042'
    void session.running.create()
    await settle()
    expect(session.form.bucketId).toBe('')
    expect([requests('handover.start').length, session.form.focus.field]).toEqual([0, 'bucket'])
  })
})
