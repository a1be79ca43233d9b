import { fireEvent, screen } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
import { failed, ok } from '../../../main/contract/result'
import { createFakeBridge, firstStart, sampleApp, sampleConnection } from '../../support/fake-bridge'
import { openWindow } from '../open-window'

const address = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Server address' })
const token = () => screen.getByLabelText<HTMLInputElement>('Admin token')
const type = (input: HTMLElement, value: string) => fireEvent.input(input, { target: { value } })

async function fill(url = 'https://influx.example', secret = 'tok') {
  const window = await openWindow(createFakeBridge({ 'app.view': () => ok(firstStart()) }))
  await type(address(), url)
  await type(token(), secret)
  await window.settle()
  const press = async (name: string) => {
    screen.getByRole('button', { name }).click()
    await window.settle()
  }
  return { ...window, press }
}

describe('connecting', () => {
  it('starts in the address; Enter goes to the next empty field, then connects', async () => {
    const window = await openWindow(createFakeBridge({ 'app.view': () => ok(firstStart()) }))
    expect(document.activeElement).toBe(address())
    window.timers.pass(500)
    await type(address(), 'influx.example:8086')
    await fireEvent.keyDown(address(), { key: 'Enter' })
    await window.settle()
    expect(document.activeElement).toBe(token())
    await type(token(), 'tok')
    await fireEvent.keyDown(token(), { key: 'Enter' })
    await window.settle()
    expect(window.requests('connect.try')).toEqual([
      { url: 'https://influx.example:8086', token: 'tok', name: '', deviceUrl: '', plainAccepted: false },
    ])
    expect(screen.getByRole('heading', { name: 'Hand over' })).toBeTruthy()
  })

  it('removes spaces and line breaks from a pasted token, and says so', async () => {
    const { press, requests } = await fill('https://influx.example', '  to\nk en\t')
    expect(screen.getByText('Spaces or line breaks were removed from the token.')).toBeTruthy()
    await press('Connect')
    expect(requests('connect.try')[0]?.token).toBe('token')
  })

  it('keeps no token once connected, and offers to clear the clipboard', async () => {
    const { press, session, requests, kept } = await fill()
    await press('Connect')
    expect([session.connect.token, kept.get('after-connect')]).toEqual(['', ''])
    expect([...kept.values()].join()).not.toContain('tok')
    await press('Clear clipboard')
    expect(requests('clipboard.clear')).toHaveLength(1)
  })

  it('makes that offer on the page that takes this one over', async () => {
    await openWindow(undefined, new Map([['after-connect', 'read nonsense']]))
    expect(screen.getByRole('button', { name: 'Clear clipboard' })).toBeTruthy()
    expect(screen.getByText('Connected, but something is missing: Can see whether data arrives')).toBeTruthy()
  })

  it('asks before it sends a token in the clear', async () => {
    const { press, answer, requests } = await fill('http://influx.example:8086')
    answer('connect.try', () => failed(failure('tls.plain')))
    await press('Connect')
    expect(screen.getByRole('button', { name: 'Use https' })).toBeTruthy()
    await press('Connect without encryption')
    expect(requests('connect.try').map(({ plainAccepted }) => plainAccepted)).toEqual([false, true])
    await press('Use https')
    expect(requests('connect.try')[2]).toMatchObject({ url: 'https://influx.example:8086', plainAccepted: false })
  })

  it('lets the person choose the organisation', async () => {
    const { press, answer, requests, session } = await fill()
    answer('connect.try', () => ok({ kind: 'choose-org', orgs: [{ id: '7'.repeat(16), name: 'depot' }] }))
    await press('Connect')
    expect(document.activeElement).toBe(screen.getByRole('combobox', { name: 'Organisation' }))
    session.connect.organisation = '7'.repeat(16)
    await press('Connect')
    expect(requests('connect.try')[1]).toMatchObject({ orgId: '7'.repeat(16) })
  })

  it('shows the checks one by one, the first failed one with its sentence', async () => {
    const { emit, settle, answer, press } = await fill()
    answer('connect.try', () => new Promise(() => {}))
    await press('Connect')
    expect(screen.getByRole('button', { name: 'Checking...' }).getAttribute('aria-disabled')).toBe('true')
    emit({ kind: 'check', check: { name: 'influx', result: 'passed', version: '2.9.1' } })
    emit({ kind: 'check', check: { name: 'create', result: 'failed', failure: failure('perm.create') } })
    await settle()
    expect(screen.getByText('It is InfluxDB 2.9.1')).toBeTruthy()
    expect(screen.getByText('The admin token lacks: write authorizations.')).toBeTruthy()
    await press('How to fix')
    expect(screen.getByText('read buckets')).toBeTruthy()
  })

  it('drops the answer to checks that were stopped', async () => {
    const { press, answer, session, settle, requests } = await fill()
    let reply: (value: never) => void = () => {}
    answer('connect.try', () => new Promise((resolve) => (reply = resolve as never)))
    await press('Connect')
    await press('Stop checking')
    reply(ok({ kind: 'connected', connection: sampleConnection }) as never)
    await settle()
    expect([session.app.screen, requests('connect.cancel').length]).toEqual(['connect', 1])
  })

  it('trusts a chosen certificate and tries again', async () => {
    const { press, answer, requests } = await fill()
    answer('connect.try', () => failed(failure('tls.unknown', { issuer: 'Depot CA' })))
    answer('connect.certificate', () => ok({ certificate: 'c'.repeat(16), subject: 'Depot CA' }))
    await press('Connect')
    await press('Choose certificate file')
    expect(requests('connect.try')[1]).toMatchObject({ certificate: 'c'.repeat(16) })
  })

  it('practises with one click', async () => {
    const { press, session } = await fill()
    await press('Practise without a server')
    expect(session.app.screen).toBe('hand-over')
  })

  it('forgets a server', async () => {
    const { session, requests, settle } = await openWindow()
    session.go('connect')
    await settle()
    screen.getByRole('button', { name: 'Forget North depot' }).click()
    await settle()
    expect(requests('connection.forget')).toEqual([{ id: sampleApp().connection?.id }])
    expect(session.app.connection).toBeUndefined()
  })
})

describe('a pasted admin token', () => {
  const paste = async (text: string) => {
    const { session, settle } = await openWindow(createFakeBridge({ 'app.view': () => ok(firstStart()) }))
    const clipboardData = { getData: () => text }
    const event = new Event('paste', { bubbles: true, cancelable: true })
    Object.assign(event, { clipboardData })
    await fireEvent(screen.getByLabelText('Admin token'), event)
    await settle()
    return { prevented: event.defaultPrevented, token: session.connect.token }
  }

  it('loses a line break at its end, and that is said', async () => {
    expect(await paste('tok\r\nen\n')).toEqual({ prevented: true, token: 'token' })
    expect(screen.getByText('Spaces or line breaks were removed from the token.')).toBeTruthy()
  })

  it('is left to the field where there is nothing to remove', async () => {
    expect((await paste('token')).prevented).toBe(false)
    expect(screen.queryByText('Spaces or line breaks were removed from the token.')).toBeNull()
  })
})
