import { screen, within } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
import { failed, ok } from '../../../main/contract/result'
import { failureText } from '../../../main/contract/text/failures'
import { formatTime } from '../../../main/contract/text/format'
import type { Health } from '../../../main/contract/views'
import { openWindow, type OpenWindow } from '../open-window'
import { createFakeBridge, sampleApp, sampleConnection } from '../../support/fake-bridge'

const since = 1_794_000_000_000
const named = (name: string) => screen.queryAllByRole('button', { name })
const openWith = (health: Health) => openWindow(createFakeBridge({ 'app.view': () => ok(sampleApp({ health })) }))
const notices = () => within(screen.getByRole('region', { name: 'Notices' }))
const server = () => within(screen.getByRole('region', { name: 'Server' }))

describe('what the frame says of the server', () => {
  it('no connection, since when, and a way to ask again', async () => {
    const why = failure('net.refused', { host: 'x', port: 8086 })
    const window = await openWith({ kind: 'failing', since, failure: why })
    expect(notices().getByText(`No connection to North depot since ${formatTime(since)}`)).toBeTruthy()
    expect(server().getByText('No connection')).toBeTruthy()
    notices().getByRole('button', { name: 'Check connection' }).click()
    expect(window.requests('connection.check')).toHaveLength(1)
  })

  it.each(['server.busy', 'server.error', 'server.starting'] as const)(
    'a server that answers %s is not told to be out of reach',
    async (code) => {
      const { title } = failureText(failure(code))
      await openWith({ kind: 'failing', since, failure: failure(code) })
      expect(notices().getByText(`North depot: ${title} (since ${formatTime(since)})`)).toBeTruthy()
      expect(server().getByText(title)).toBeTruthy()
      expect(screen.queryByText(/No connection/)).toBeNull()
    },
  )

  it('a token that is no longer accepted leads to the Connect screen with the address filled in', async () => {
    const window = await openWith({ kind: 'refused', failure: failure('auth.inactive') })
    expect(notices().getByText('North depot: Admin token is disabled.')).toBeTruthy()
    expect(server().getByText('Token not accepted')).toBeTruthy()
    notices().getByRole('button', { name: 'Enter a new token' }).click()
    await window.settle()
    expect(window.session.app.screen).toBe('connect')
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Server address' }).value).toBe(sampleConnection.url)
    expect(document.activeElement).toBe(screen.getByLabelText('Admin token'))
    // There is nothing to lead to any more.
    expect(notices().queryByText(/Admin token is disabled/)).toBeNull()
  })

  it.each([
    [
      'the stage',
      async ({ session, answer, settle }: OpenWindow) => {
        answer('handover.start', () => failed(failure('auth.rejected')))
        session.form.device = 'PUMP-0042'
        await session.running.create()
        await settle()
      },
    ],
    [
      'the list of tokens',
      async ({ session, answer, settle }: OpenWindow) => {
        answer('tokens.refresh', () => failed(failure('auth.rejected')))
        session.go('tokens')
        await settle()
        await session.tokens.refresh()
        await settle()
      },
    ],
    [
      'the risk report',
      async ({ session, answer, settle }: OpenWindow) => {
        answer('report.risks', () => failed(failure('auth.rejected')))
        session.go('risks')
        await settle()
      },
    ],
  ] as const)('%s that shows it has the one button for a new token', async (_where, show) => {
    const window = await openWith({ kind: 'refused', failure: failure('auth.rejected') })
    expect(named('Enter a new token')).toHaveLength(1)
    await show(window)
    expect(screen.getByRole('heading', { name: 'Admin token not accepted' })).toBeTruthy()
    expect(named('Enter a new token')).toHaveLength(1)
    expect(notices().queryByRole('button', { name: 'Enter a new token' })).toBeNull()
    expect(notices().getByText('North depot: Admin token not accepted.')).toBeTruthy()
  })

  it('a clock that is off is said with how much, and looked at again; two minutes are not', async () => {
    const window = await openWith({ kind: 'ok', at: since, skew: 185_000 })
    const told = 'North depot: This laptop and the server differ by 3 minutes; times and certificates will not fit.'
    expect(notices().getByText(told)).toBeTruthy()
    notices().getByRole('button', { name: 'Check server' }).click()
    expect(window.requests('server.check')).toEqual([{ id: sampleConnection.id }])
    window.emit({ kind: 'health', health: { kind: 'ok', at: since, skew: -119_000 } })
    await window.settle()
    expect(notices().queryByText(/differ by/)).toBeNull()
  })

  it('nothing of the clock is said in practice, where both are one', async () => {
    const app = sampleApp({ health: { kind: 'ok', at: since, skew: 185_000 }, practice: true })
    await openWindow(createFakeBridge({ 'app.view': () => ok(app) }))
    expect(notices().queryByText(/differ by/)).toBeNull()
  })
})
