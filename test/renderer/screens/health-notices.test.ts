import { screen, within } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
import { failureText } from '../../../main/contract/text/failures'
import { formatTime } from '../../../main/contract/text/format'
import type { Health } from '../../../main/contract/views'
import { openWindow } from '../open-window'
import { createFakeBridge, sampleApp } from '../../support/fake-bridge'

const since = 1_794_000_000_000
const openWith = (health: Health) =>
  openWindow(createFakeBridge({ 'app.view': () => ({ ok: true, value: sampleApp({ health }) }) }))
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
})
