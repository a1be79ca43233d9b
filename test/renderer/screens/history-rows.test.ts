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

async function openHistory(count: number) {
  const window = await openWindow(createFakeBridge({ 'app.view': () => ok(sampleApp({ handovers: many(count) })) }))
  window.session.dialogs.close()
  window.session.go('history')
  await window.settle()
  return window
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

  it('that is short has nothing more to show', async () => {
    await openHistory(200)
    expect(rows()).toHaveLength(200)
    expect(more()).toBeNull()
  })
})
