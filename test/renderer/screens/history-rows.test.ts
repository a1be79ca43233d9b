import { screen, within } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'
import { ok } from '../../../main/contract/result'
import { createFakeBridge, sampleApp, sampleHandover } from '../../support/fake-bridge'
import { openWindow } from '../open-window'

const day = 86_400_000
const at = 1_794_000_000_000
const many = (count: number) =>
  Array.from({ length: count }, (_, n) =>
    sampleHandover({
      id: n.toString(16).padStart(16, '0'),
      device: `PUMP-${String(n)}`,
      state: 'confirmed',
      askedAt: at - Math.floor(n / 50) * day,
    }),
  )

async function openHistory(count: number, handovers = many(count)) {
  const window = await openWindow(createFakeBridge({ 'app.view': () => ok(sampleApp({ handovers })) }))
  const asked = screen.queryAllByRole('button', { name: /^Continue PUMP-/ }).length
  window.session.dialogs.close()
  window.session.go('history')
  await window.settle()
  return { ...window, asked }
}
const rows = () => within(screen.getByRole('main')).getAllByRole('button', { name: /^Show details of/ })
const more = () => screen.queryByRole('button', { name: 'Show older handovers' })

describe('a long history', () => {
  it('is drawn in parts, the newest first, each with its days; the next part takes the focus', async () => {
    const window = await openHistory(10_000)
    expect(rows()).toHaveLength(200)
    expect(screen.getByText('9,800 older handovers not shown.')).toBeTruthy()
    more()?.click()
    await window.settle()
    expect(rows()).toHaveLength(400)
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Show details of PUMP-200')
    expect(within(screen.getByRole('main')).getAllByRole('heading', { level: 2 })).toHaveLength(8)
  })

  it('is searched and exported whole', async () => {
    const window = await openHistory(10_000)
    window.session.history.search = 'PUMP-9999'
    await window.settle()
    expect(rows().map((row) => row.textContent.trim())).toEqual(['PUMP-9999'])
    expect(more()).toBeNull()
    window.session.history.clear()
    await window.settle()
    screen.getByRole('button', { name: 'Export as CSV' }).click()
    await window.settle()
    expect(window.requests('report.export-history')).toMatchObject([{ ids: { length: 10_000 } }])
  })

  it('of handovers that need attention is drawn in parts as well', async () => {
    const unfinished = many(10_000).map((handover) => ({ ...handover, state: 'minted' as const }))
    const window = await openHistory(0, unfinished)
    // The question at the start names the first of them.
    expect(window.asked).toBe(50)
    expect(rows()).toHaveLength(200)
    expect(screen.getByText('9,800 more need attention.')).toBeTruthy()
    screen.getByRole('button', { name: 'Show more that need attention' }).click()
    await window.settle()
    expect(rows()).toHaveLength(400)
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Show details of PUMP-200')
  })

  it('of decisions that wait for the server is drawn in parts too, oldest first', async () => {
    const waiting = many(2_000).map((handover, n) => {
      const waits = { what: 'activation', since: at - n, tries: 0 } as const
      return { ...handover, state: 'delivered' as const, attention: false, waits }
    })
    const window = await openHistory(0, waiting)
    const region = screen.getByRole('region', { name: 'Waiting for the server' })
    const drawn = () => [...region.querySelectorAll('li')]
    expect(drawn()).toHaveLength(200)
    expect(drawn()[0]?.textContent).toContain('PUMP-1999')
    expect(within(region).getByText('1,800 more wait for the server.')).toBeTruthy()
    within(region).getByText('Show more that wait').click()
    await window.settle()
    expect(drawn()).toHaveLength(400)
    // On the row, not on its button: that would decide something.
    expect(document.activeElement).toBe(drawn()[200])
  }, 20_000)

  it('that is short has nothing more to show', async () => {
    await openHistory(200)
    expect(rows()).toHaveLength(200)
    expect(more()).toBeNull()
  })
})
