import { screen } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'
import { failure, type Failure } from '../../../main/contract/failure'
import { failed, ok } from '../../../main/contract/result'
import { createFakeBridge, sampleApp, sampleConnection, sampleHandover } from '../../support/fake-bridge'
import { openWindow, type OpenWindow } from '../open-window'

const south = 'c'.repeat(16)

/** A window whose handover of PUMP-0042 for south-pumps was stopped by `problem` before a token was asked for. */
async function stopped(problem: Failure): Promise<OpenWindow & { press(name: string | RegExp): Promise<void> }> {
  const window = await openWindow(createFakeBridge({ 'handover.start': () => failed(problem) }))
  const press = async (name: string | RegExp) => {
    screen.getByRole('button', { name }).click()
    await window.settle()
  }
  Object.assign(window.session.form, { device: 'PUMP-0042', bucketId: south })
  await press(/^Create token/)
  return { ...window, press }
}

/** The page that follows, and what of the form came over to it. */
async function nextPage(kept: Map<string, string>, change = {}) {
  document.body.replaceChildren()
  const window = await openWindow(createFakeBridge({ 'app.view': () => ok(sampleApp(change)) }), kept)
  const { device, bucketId } = window.session.form
  return { ...window, device, bucketId }
}

describe('an admin token that is no longer accepted', () => {
  it('is entered anew for the address that is filled in, and the stage goes on where it was', async () => {
    const { press, session, settle, requests, kept } = await stopped(failure('auth.rejected'))
    await press(/^Enter a new token/)
    expect(session.app.screen).toBe('connect')
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Server address' }).value).toBe(sampleConnection.url)
    expect(document.activeElement).toBe(screen.getByLabelText('Admin token'))
    session.connect.token = 'the-new-one'
    await settle()
    await press(/^Connect/)
    expect(requests('connect.try')).toMatchObject([{ url: sampleConnection.url, token: 'the-new-one' }])
    expect(session.app.screen).toBe('hand-over')
    expect([...kept.values()].join()).not.toContain('the-new-one')
    const after = await nextPage(kept)
    expect([after.device, after.bucketId]).toEqual(['PUMP-0042', south])
    expect(kept.has('way-back')).toBe(false)
  })

  it('takes a handover that waited for it up again', async () => {
    const handover = sampleHandover({ failure: failure('auth.inactive') })
    const { press, session, settle, answer, kept } = await stopped(failure('cancelled'))
    answer('handover.start', () => ok({ kind: 'started', handover }))
    await press(/^Create token/)
    await press(/^Enter a new token/)
    session.connect.token = 'the-new-one'
    await settle()
    await press(/^Connect/)
    const after = await nextPage(kept, { handovers: [handover] })
    expect(after.requests('handover.continue')).toEqual([{ id: handover.id, delivery: 'qr' }])
  })

  it('brings nothing over to another server', async () => {
    const { press, session, settle, answer, kept } = await stopped(failure('auth.rejected'))
    await press(/^Enter a new token/)
    answer('connect.try', () => ok({ kind: 'connected', connection: { ...sampleConnection, id: 'e'.repeat(16) } }))
    session.connect.token = 'of-another-server'
    await settle()
    await press(/^Connect/)
    expect((await nextPage(kept)).device).toBe('')
  })

  it('brings nothing over to another server that main tells of before it answers', async () => {
    const { press, session, settle, answer, emit, kept } = await stopped(failure('auth.rejected'))
    await press(/^Enter a new token/)
    const connection = { ...sampleConnection, id: 'e'.repeat(16) }
    answer('connect.try', () => {
      emit({ kind: 'app', app: sampleApp({ connection, handovers: [] }) })
      return ok({ kind: 'connected', connection })
    })
    session.connect.token = 'of-another-server'
    await settle()
    await press(/^Connect/)
    expect((await nextPage(kept)).device).toBe('')
  })
})

describe('a server that has another address', () => {
  const moved = failure('net.redirect', { host: 'influx.north-depot.example', host2: 'https://new.example' })

  it('gets its token anew at that address, with the form as it was', async () => {
    const { press, session, settle, answer, requests, kept } = await stopped(moved)
    await press(/^Use https:\/\/new\.example/)
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Server address' }).value).toBe('https://new.example')
    expect(document.activeElement).toBe(screen.getByLabelText('Admin token'))
    expect(requests('connect.try')).toEqual([])
    const connection = { ...sampleConnection, id: 'e'.repeat(16), url: 'https://new.example' }
    answer('connect.try', () => ok({ kind: 'connected', connection }))
    session.connect.token = 'for-the-new-address'
    await settle()
    await press(/^Connect/)
    const after = await nextPage(kept, { connection })
    expect([after.device, after.bucketId]).toEqual(['PUMP-0042', south])
    expect(after.requests('handover.continue')).toEqual([])
  })

  it('brings the form over though main tells of the new connection before it answers', async () => {
    const { press, session, settle, answer, emit, kept } = await stopped(moved)
    await press(/^Use https:\/\/new\.example/)
    const connection = { ...sampleConnection, id: 'e'.repeat(16), url: 'https://new.example' }
    answer('connect.try', () => {
      emit({ kind: 'app', app: sampleApp({ connection, handovers: [] }) })
      return ok({ kind: 'connected', connection })
    })
    session.connect.token = 'for-the-new-address'
    await settle()
    await press(/^Connect/)
    const after = await nextPage(kept, { connection })
    expect([after.device, after.bucketId]).toEqual(['PUMP-0042', south])
  })
})

describe('a certificate of an authority nobody knows', () => {
  const unknown = failure('tls.unknown', { issuer: 'Depot CA' })
  const pem = '-----BEGIN CERTIFICATE-----'

  it('is chosen from the stage, for the server in use, and the same handover is tried again', async () => {
    const { press, answer, requests, session } = await stopped(unknown)
    answer('connect.certificate', () => ok({ certificate: pem, subject: 'Depot CA' }))
    answer('handover.start', ({ device }) =>
      ok({ kind: 'started', handover: sampleHandover({ device, active: true }) }),
    )
    await press(/^Choose certificate file/)
    expect(requests('server.certificate')).toEqual([{ id: sampleConnection.id, certificate: pem }])
    expect(requests('handover.start')).toHaveLength(2)
    expect(requests('handover.start')[1]).toMatchObject({ device: 'PUMP-0042', bucketId: south })
    expect(session.app.screen).toBe('hand-over')
    expect(screen.getByRole('img', { name: 'QR code with the settings for PUMP-0042' })).toBeTruthy()
  })

  it('says what is wrong with one that does not fit, and can be chosen again', async () => {
    const { press, answer, requests, session } = await stopped(unknown)
    answer('connect.certificate', () => ok({ certificate: pem, subject: 'Other CA' }))
    answer('server.certificate', () => failed(failure('tls.name', { name: 'x', host: 'y' })))
    await press(/^Choose certificate file/)
    expect(screen.getByRole('heading', { name: 'Certificate belongs to another server' })).toBeTruthy()
    expect(requests('handover.start')).toHaveLength(1)
    expect(session.form.device).toBe('PUMP-0042')
  })

  it('that was not chosen after all leaves everything as it was', async () => {
    const { press, requests } = await stopped(unknown)
    await press(/^Choose certificate file/)
    expect(screen.getByRole('heading', { name: 'Server certificate is not known' })).toBeTruthy()
    expect(requests('handover.start')).toHaveLength(1)
    expect(requests('server.certificate')).toEqual([])
  })
})
