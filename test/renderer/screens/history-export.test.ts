import { screen } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'
import { ok } from '../../../main/contract/result'
import { createFakeBridge, sampleApp, sampleHandover } from '../../support/fake-bridge'
import { openWindow, type OpenWindow } from '../open-window'
import { pressKey } from '../token-lists'

const press = async (window: OpenWindow, name: string) => {
  screen.getByRole('button', { name }).click()
  await window.settle()
}

describe('History', () => {
  it('leaves as CSV and on paper, what is shown and in that order', async () => {
    const at = (id: string, askedAt: number, state: 'delivered' | 'confirmed', attention = false) =>
      sampleHandover({ id: id.repeat(16), askedAt, state, attention })
    const handovers = [at('1', 5, 'confirmed'), at('2', 9, 'confirmed'), at('3', 1, 'delivered', true)]
    const window = await openWindow(createFakeBridge({ 'app.view': () => ok(sampleApp({ handovers })) }))
    window.session.go('history')
    await window.settle()
    await press(window, 'Export as CSV')
    expect(window.requests('report.export-history')).toEqual([
      { format: 'csv', ids: ['3', '2', '1'].map((id) => id.repeat(16)) },
    ])
    window.session.history.filter = 'data'
    await window.settle()
    await press(window, 'Print list')
    await pressKey(window, 'p', { ctrlKey: true })
    const printed = { format: 'print', ids: ['2', '1'].map((id) => id.repeat(16)) }
    expect(window.requests('report.export-history').slice(1)).toEqual([printed, printed])
    window.session.history.search = 'nothing like it'
    await window.settle()
    await press(window, 'Print list')
    expect(window.requests('report.export-history')).toHaveLength(3)
  })
})
