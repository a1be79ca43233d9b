import { screen, within } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
import { failed, ok } from '../../../main/contract/result'
import type { AppView, SavedServerView, ServerWork } from '../../../main/contract/views'
import { createFakeBridge, sampleApp, sampleConnection, sampleHandover, sampleServer } from '../../support/fake-bridge'
import { openWindow } from '../open-window'

const none: ServerWork = { unfinished: 0, waiting: 0, silent: 0 }
const server = (n: number, name: string, work: Partial<ServerWork>): SavedServerView =>
  sampleServer({ id: String(n).repeat(16), name, work: { ...none, ...work } })
const south = server(2, 'South depot', { unfinished: 2, waiting: 1 })
const east = server(3, 'East depot', { silent: 1 })
const idle = server(4, 'West depot', {})
const left = sampleHandover({ device: 'PUMP-7', attention: true })

async function open(change: Partial<AppView> = {}, kept?: Map<string, string>) {
  const saved = [sampleServer({ work: { ...none, unfinished: 1 } }), south, east, idle]
  const fake = createFakeBridge({ 'app.view': () => ok(sampleApp({ saved, ...change })) })
  const window = await openWindow(fake, kept)
  /** Main answers a switch to the South depot: first with the whole view, then with its reply. */
  const answerSwitch = (handovers: AppView['handovers']) => {
    const connection = { ...sampleConnection, id: south.id, name: south.name }
    fake.answer('connection.use', () => {
      fake.emit({ kind: 'app', app: sampleApp({ saved, connection, handovers }) })
      return ok(connection)
    })
  }
  const press = async (name: string) => {
    screen.getByRole('button', { name }).click()
    await window.settle()
  }
  return { ...window, answerSwitch, press }
}
const dialog = () => screen.queryByRole('dialog', { name: 'Unfinished handovers' })
const rows = (within_: HTMLElement) =>
  within(within(within_).getByRole('region', { name: 'On other servers' }))
    .getAllByRole('listitem')
    .map((row) => row.textContent.replace(/\s+/g, ' ').trim())
const badge = () => screen.getByRole('link', { name: 'History' })

describe('work left on servers that the window does not show', () => {
  it('has a row for each below what is unfinished here, none for a server on which all is done', async () => {
    await open({ handovers: [left] })
    const shown = dialog()!
    expect(within(shown).getByRole('button', { name: 'Continue PUMP-7' })).toBeTruthy()
    expect(rows(shown)).toEqual([
      'South depot 2 unfinished, 1 waiting for the server Switch',
      'East depot 1 without data Switch',
    ])
  })

  it('is counted by the badge and told in words; main tells when it changes', async () => {
    const window = await open({ handovers: [left] })
    expect(badge().textContent).toMatch(/\b5\b/)
    expect(document.getElementById('attention')?.textContent).toBe('4 need attention, 1 waits for the server')
    expect(window.requests('window.attention').at(-1)).toEqual({ count: 5 })
    window.emit({ kind: 'work', work: { [south.id]: { ...none, waiting: 2 } } })
    await window.settle()
    expect(document.getElementById('attention')?.textContent).toBe('1 needs attention, 2 wait for the server')
    expect(rows(dialog()!)).toEqual(['South depot 2 waiting for the server Switch'])
    window.emit({ kind: 'work', work: {} })
    await window.settle()
    expect(within(dialog()!).queryByRole('region', { name: 'On other servers' })).toBeNull()
    expect(window.requests('window.attention').at(-1)).toEqual({ count: 1 })
  })

  it('what waits here counts too, but not what is on the stage', async () => {
    const waits = { what: 'revocation', since: 1, tries: 1 } as const
    const waiting = sampleHandover({ state: 'minted', revoking: true, waits })
    const { session, settle } = await open({ saved: [sampleServer()], handovers: [waiting] })
    expect(document.getElementById('attention')?.textContent).toBe('1 waits for the server')
    session.app.staged = () => waiting.id
    session.app.upsert(waiting)
    await settle()
    expect(document.getElementById('attention')).toBeNull()
  })

  it('Switch changes to the server; the dialog stays with what is unfinished there, and the focus in it', async () => {
    const { answerSwitch, press, requests } = await open({ handovers: [left] })
    answerSwitch([sampleHandover({ id: '9'.repeat(16), device: 'PUMP-9', attention: true })])
    await press('Switch to South depot')
    expect(requests('connection.use')).toEqual([{ id: south.id }])
    const shown = within(dialog()!)
    expect(shown.getByRole('button', { name: 'Continue PUMP-9' })).toBeTruthy()
    expect(shown.queryByRole('button', { name: 'Continue PUMP-7' })).toBeNull()
    expect(rows(dialog()!)).toEqual(['North depot 1 unfinished Switch', 'East depot 1 without data Switch'])
    expect(document.activeElement).toBe(shown.getByRole('button', { name: 'Decide later' }))
    expect(screen.getAllByRole('status').some((one) => one.textContent.includes('Connected to South depot'))).toBe(true)
  })

  it('a server with nothing to decide leads to History, which has the rows as well', async () => {
    const { answerSwitch, press, session } = await open()
    expect(session.app.screen).toBe('hand-over')
    answerSwitch([])
    await press('Switch to South depot')
    expect([dialog(), session.app.screen]).toEqual([null, 'history'])
    expect(rows(screen.getByRole('main'))[0]).toBe('North depot 1 unfinished Switch')
  })

  it('History switches in place, and opens what needs attention there', async () => {
    const { answerSwitch, press, session, settle } = await open({ saved: [sampleServer(), east, south] })
    session.dialogs.close()
    session.go('history')
    await settle()
    answerSwitch([sampleHandover({ id: '9'.repeat(16), device: 'PUMP-9', attention: true })])
    await press('Switch to South depot')
    expect(session.app.screen).toBe('history')
    expect(screen.getByRole('heading', { name: 'Handover details' })).toBeTruthy()
    expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'History' }))
  })

  it('a switch that fails says why, not behind a dialog', async () => {
    const { answer, press, session } = await open()
    answer('connection.use', () => failed(failure('keychain.locked')))
    await press('Switch to South depot')
    expect(dialog()).toBeNull()
    expect(session.notices.list.map(({ key }) => key)).toContain('switch')
    expect(session.app.connection?.name).toBe('North depot')
  })

  it('is asked about once a run: the page that follows another one does not ask again', async () => {
    const kept = new Map<string, string>()
    const first = await open({}, kept)
    expect(dialog()).not.toBeNull()
    first.session.dialogs.close()
    await first.settle()
    document.body.replaceChildren()
    await open({}, kept)
    expect(dialog()).toBeNull()
  })

  it.each([
    ['only waits or is silent', [server(2, 'South depot', { waiting: 1 }), east]],
    ['is nothing', [idle]],
  ])('what %s is not asked about at the start', async (_name, saved) => {
    await open({ saved })
    expect(dialog()).toBeNull()
  })

  it('practice knows of none of it, but Saved servers has the counts', async () => {
    const { session, settle } = await open({ practice: true, connection: { ...sampleConnection, practice: true } })
    expect([dialog(), document.getElementById('attention')]).toEqual([null, null])
    session.go('history')
    await settle()
    expect(screen.queryByRole('region', { name: 'On other servers' })).toBeNull()
    session.go('connect')
    await settle()
    const saved = within(screen.getByRole('region', { name: 'Saved servers' })).getAllByRole('listitem')
    expect(saved.map((row) => /[\d,]+ (unfinished|without)[\w\s,]*?(?=Use)/.exec(row.textContent)?.[0].trim())).toEqual(
      ['1 unfinished', '2 unfinished, 1 waiting for the server', '1 without data', undefined],
    )
  })
})
