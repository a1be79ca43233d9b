import { fireEvent, screen, within } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
import { failed, ok } from '../../../main/contract/result'
import type { SavedServerView } from '../../../main/contract/views'
import { createFakeBridge, sampleApp, sampleConnection, sampleServer } from '../../support/fake-bridge'
import { openWindow } from '../open-window'

const { id, url } = sampleConnection

/** The Connect screen with the settings of North depot open, as somebody has clicked there. */
async function openDialog(change: Partial<SavedServerView> = {}) {
  const saved = [sampleServer(change)]
  const window = await openWindow(createFakeBridge({ 'app.view': () => ok(sampleApp({ saved })) }))
  window.session.go('connect')
  await window.settle()
  screen.getByRole('button', { name: 'Change North depot' }).click()
  await window.settle()
  const dialog = within(screen.getByRole('dialog', { name: 'Settings for North depot' }))
  const field = (name: string) => dialog.getByRole<HTMLInputElement>('textbox', { name })
  /** Types into a field and leaves it. */
  const write = async (name: string, words: string) => {
    await fireEvent.input(field(name), { target: { value: words } })
    await fireEvent.change(field(name))
    await window.settle()
  }
  const press = async (name: string) => {
    dialog.getByRole('button', { name }).click()
    await window.settle()
  }
  /** Main tells the server as it is now; with `deviceUrl` it is the one in use. */
  const told = async (now: Partial<SavedServerView>) => {
    const { name = sampleConnection.name, deviceUrl = sampleConnection.deviceUrl } = now
    const connection = { ...sampleConnection, name, deviceUrl }
    window.emit({ kind: 'app', app: sampleApp({ connection, saved: [sampleServer({ ...change, ...now })] }) })
    await window.settle()
  }
  const said = () => screen.getAllByRole('status').map(({ textContent }) => textContent.trim())
  return { ...window, dialog, field, write, press, told, said }
}

describe('the settings of a server', () => {
  it('open with how it is now, looked at anew, and can be looked at again', async () => {
    const { dialog, press, requests, told } = await openDialog()
    expect(requests('server.check')).toEqual([{ id }])
    expect(dialog.getByText('InfluxDB 2.9.1, signed in as anna in depot')).toBeTruthy()
    expect(dialog.getByText('Answers and takes the token')).toBeTruthy()
    await press('Check server')
    expect(requests('server.check')).toHaveLength(2)
    await told({ health: { kind: 'refused', failure: failure('auth.inactive') } })
    expect(dialog.getByText('Admin token is disabled')).toBeTruthy()
    expect(dialog.getByText('It exists, but someone switched it off.')).toBeTruthy()
  })

  it('rename it when the field is left, and only when the name is another; the heading stays', async () => {
    const { dialog, field, write, requests, told, said, timers, settle } = await openDialog()
    await write('Name for this server', ' North depot ')
    expect(requests('server.rename')).toEqual([])
    await write('Name for this server', 'Northern depot')
    expect(requests('server.rename')).toEqual([{ id, name: 'Northern depot' }])
    expect(said()).toContain('Saved.')
    await told({ name: 'Northern depot' })
    expect(dialog.getByRole('heading', { name: 'Settings for North depot' })).toBeTruthy()
    timers.pass(500)
    await fireEvent.input(field('Name for this server'), { target: { value: 'N'.repeat(80) } })
    await fireEvent.keyDown(field('Name for this server'), { key: 'Enter' })
    await settle()
    expect(requests('server.rename')[1]).toEqual({ id, name: 'N'.repeat(64) })
  })

  it('take an address for devices as it is typed in a browser; empty is the server’s own', async () => {
    const { field, write, requests, told } = await openDialog()
    expect(field('Address for devices').value).toBe('')
    await write('Address for devices', 'field.example:8086/influx')
    expect(requests('server.device-address')).toEqual([{ id, url: 'https://field.example:8086/influx' }])
    await told({ deviceUrl: 'https://field.example:8086/influx' })
    await write('Address for devices', '')
    expect(requests('server.device-address')[1]).toEqual({ id, url: '' })
  })

  it('say why an address cannot be used, and leave what was typed', async () => {
    const { dialog, field, write, answer } = await openDialog()
    answer('server.device-address', () => failed(failure('input.url')))
    await write('Address for devices', 'nonsense nonsense')
    expect(dialog.getByRole('alert').textContent).toContain('Code input.url')
    expect(field('Address for devices').value).toBe('nonsense nonsense')
  })

  it('warn of an address that devices would send their token to in clear, and no more once it is another', async () => {
    const { told } = await openDialog()
    const warned = () => screen.queryByText('Devices will send their token unencrypted (http).')
    expect(warned()).toBeNull()
    await told({ deviceUrl: 'http://field.example:8086' })
    expect(warned()).toBeTruthy()
    await told({ deviceUrl: url })
    expect(warned()).toBeNull()
  })

  it('trust a chosen authority, name it, and let it go', async () => {
    const { dialog, press, answer, requests, told } = await openDialog()
    expect(dialog.getByText('Trusts the authorities that are known everywhere.')).toBeTruthy()
    expect(dialog.queryByRole('button', { name: 'Remove certificate' })).toBeNull()
    await press('Choose certificate file')
    expect(requests('server.certificate')).toEqual([])
    const pem = '-----BEGIN CERTIFICATE-----'
    answer('connect.certificate', () => ok({ certificate: pem, subject: 'CN=site' }))
    await press('Choose certificate file')
    expect(requests('server.certificate')).toEqual([{ id, certificate: pem }])
    await told({ certificate: 'CN=site' })
    expect(dialog.getByText('Trusts certificate: CN=site')).toBeTruthy()
    answer('server.certificate', () => failed(failure('tls.unknown', { issuer: 'site' })))
    await press('Remove certificate')
    expect(requests('server.certificate')[1]).toEqual({ id })
    expect(dialog.getByRole('alert').textContent).toContain('It was issued by site, which Fieldkey does not trust.')
  })

  it('have nothing of certificates for a server that is reached by http', async () => {
    const { dialog } = await openDialog({ url: 'http://127.0.0.1:8086' })
    expect(dialog.queryByText(/^Trusts/)).toBeNull()
    expect(dialog.queryByRole('button', { name: 'Choose certificate file' })).toBeNull()
  })

  it('take another admin token, which is nowhere once the dialog is closed', async () => {
    const { dialog, session, press, answer, requests, settle } = await openDialog()
    const token = dialog.getByLabelText<HTMLInputElement>('New admin token')
    expect(token.type).toBe('password')
    await fireEvent.input(token, { target: { value: 'not the\nright one' } })
    await settle()
    expect(dialog.getByText('Spaces or line breaks were removed from the token.')).toBeTruthy()
    answer('server.token', () => failed(failure('auth.rejected')))
    await press('Replace token')
    expect(requests('server.token')).toEqual([{ id, token: 'nottherightone' }])
    expect(dialog.getByRole('alert').textContent).toContain('Admin token not accepted')
    await press('Close')
    expect(session.servers.token).toBe('')
    expect(screen.queryByRole('dialog')).toBeNull()
  })
})

describe('a saved server', () => {
  it('with open handovers is not forgotten: it says so, and leads to them', async () => {
    const { press: _inDialog, dialog, ...window } = await openDialog()
    dialog.getByRole('button', { name: 'Close' }).click()
    await window.settle()
    const press = async (name: string) => {
      screen.getByRole('button', { name }).click()
      await window.settle()
    }
    window.answer('connection.forget', () => failed(failure('busy.open-handovers', { n: 2 })))
    await press('Forget North depot')
    expect(screen.getByRole('heading', { name: 'Handovers are still open' })).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Change North depot' })).toBeTruthy()
    await press('Show them')
    expect(window.requests('connection.use')).toEqual([{ id }])
    expect(window.session.app.screen).toBe('history')
  })
})
