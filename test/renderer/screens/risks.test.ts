import { screen, within } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
import { done, failed, ok } from '../../../main/contract/result'
import { samplePage, sampleReport } from '../../support/fake-bridge'
import { openWindow, type OpenWindow } from '../open-window'
import { idOf, openReport, pressKey, tokenList } from '../token-lists'

const press = async (window: OpenWindow, name: string) => {
  screen.getByRole('button', { name }).click()
  await window.settle()
}

const choose = async (window: OpenWindow, name: string, option: string) => {
  screen.getByRole('combobox', { name }).click()
  await window.settle()
  screen.getByRole('option', { name: option }).click()
  await window.settle()
}

describe('the risk report', () => {
  it('opens from Tokens, looks at the server, counts, and says why it matters', async () => {
    const window = await openReport(tokenList(3), 'duplicate')
    expect(window.requests('report.risks')).toEqual([{ fresh: true }])
    expect(screen.getAllByText(/^3 of 12 tokens with a risk/).length).toBeGreaterThan(0)
    const group = within(screen.getByRole('region', { name: 'One device, several tokens: 3' }))
    expect(group.getByText(/Only one of them is in use/)).toBeTruthy()
    expect(group.getAllByRole('listitem')).toHaveLength(3)
    expect(group.queryByRole('button', { name: /all|overdue$/ })).toBeNull()
    await press(window, 'Back to tokens')
    expect(screen.getByRole('heading', { level: 1, name: 'Tokens' })).toBeTruthy()
  })

  it('disables one with one click, which can be undone, and looks again when the list changed', async () => {
    const window = await openReport(tokenList(2), 'too-wide')
    await press(window, 'Disable dev-1: Wider than one bucket')
    expect(window.requests('tokens.set-status')).toEqual([{ ids: [idOf(1)], status: 'inactive' }])
    window.emit({ kind: 'tokens-changed' })
    await window.settle()
    expect(window.requests('report.risks').at(-1)).toEqual({ fresh: false })
    await press(window, 'Undo')
    expect(window.requests('tokens.set-status').at(-1)).toEqual({ ids: [idOf(1)], status: 'active' })
  })

  it('disables all that are overdue, those beyond the report too, and never what Fieldkey works with', async () => {
    const rows = tokenList(450, (index) => ({ own: index === 7 }))
    const window = await openReport(rows, 'review-overdue')
    await press(window, 'Disable overdue')
    for (let turn = 0; turn < 3; turn += 1) await window.settle()
    expect(window.requests('tokens.set-status')).toEqual([])
    expect(window.requests('tokens.summary').map(({ ids }) => ids.length)).toEqual([449])
    expect(screen.getByText(/^449 device tokens are refused\. 449 devices can no longer send\./)).toBeTruthy()
    window.timers.pass(600)
    await press(window, 'Disable 449 tokens')
    const asked = window.requests('tokens.query').filter(({ risk }) => risk === 'review-overdue')
    expect(asked.map(({ from }) => from)).toEqual([0, 200, 400])
    const [change] = window.requests('tokens.set-status')
    expect([change?.ids.length, change?.status, change?.ids.includes(idOf(7))]).toEqual([449, 'inactive', false])
    expect(screen.getByText('Fieldkey works with it')).toBeTruthy()
  })

  it('revokes only after the question that revoking always asks', async () => {
    const window = await openReport(tokenList(2), 'left-behind')
    await press(window, 'Revoke dev-0: Handover left behind')
    expect(screen.getByRole('dialog', { name: 'Revoke 1 token?' })).toBeTruthy()
    expect(window.requests('tokens.revoke')).toEqual([])
    window.timers.pass(600)
    await press(window, 'Keep them')
    await press(window, 'Revoke all: Handover left behind')
    expect(screen.getByRole('textbox', { name: 'Type 2 to confirm' })).toBeTruthy()
  })

  it('leads to the tokens of a risk, and to one of them', async () => {
    const window = await openReport(tokenList(2), 'reads-too')
    await press(window, 'Show in Tokens: Reads and writes')
    expect(window.requests('tokens.query').at(-1)).toMatchObject({ risk: 'reads-too', status: 'all', search: '' })
    expect(screen.getByRole('combobox', { name: 'Risk filter' })).toBeTruthy()
    await press(window, 'Risk report')
    await press(window, 'Show details of dev-1: Reads and writes')
    expect(screen.getByRole('region', { name: 'Token details' })).toBeTruthy()
  })

  it('leaves as a file or on paper, and says when it did not', async () => {
    const window = await openReport(tokenList(1), 'duplicate')
    for (const name of ['Export as CSV', 'Export as HTML', 'Export as PDF', 'Print report']) await press(window, name)
    await pressKey(window, 'p', { ctrlKey: true })
    const formats = window.requests('report.export-risks').map(({ format }) => format)
    expect(formats).toEqual(['csv', 'html', 'pdf', 'print', 'print'])
    window.answer('report.export-risks', () => failed(failure('disk.export', { file: '/x/report.csv' })))
    await press(window, 'Export as CSV')
    expect(within(screen.getByRole('region', { name: 'Notices' })).getByText(/File could not be written/)).toBeTruthy()
  })

  it('shows what is known beside why it is not newer', async () => {
    const window = await openReport(tokenList(1), 'duplicate')
    window.answer('report.risks', () =>
      ok({
        ...sampleReport(tokenList(1)),
        failure: failure('net.refused', { host: 'x', port: 1 }),
        incomplete: 'cloud',
      }),
    )
    await press(window, 'Check again')
    expect(screen.getByRole('heading', { name: 'Nothing answers there' })).toBeTruthy()
    expect(screen.getByText(/This list may be incomplete: InfluxDB Cloud leaves out/)).toBeTruthy()
    expect(screen.getByRole('region', { name: 'Review overdue: 1' })).toBeTruthy()
    window.answer('report.risks', () => ok({ ...sampleReport([]), groups: [] }))
    await press(window, 'Check again')
    expect(screen.getByText('No risks found')).toBeTruthy()
  })
})

describe('review dates', () => {
  async function select(window: OpenWindow) {
    await window.session.tokens.selectAll()
    await window.settle()
  }
  const open = async () => {
    const rows = tokenList(2, () => ({ review: '2026-01-31', overdue: true, risks: ['review-overdue'] }))
    const window = await openReport(rows, 'review-overdue')
    await press(window, 'Back to tokens')
    return window
  }

  it('are shown, and set for many at once after some months, on a day, or not at all', async () => {
    const window = await open()
    expect(screen.getAllByText('31 Jan 2026')).toHaveLength(2)
    expect(within(screen.getByRole('grid')).getAllByText('Review overdue')).toHaveLength(2)
    const ids = [idOf(0), idOf(1)]
    for (const [choice, review] of [
      ['3 months', '2027-02-06'],
      ['No review date', null],
      ['On a date', '2027-11-06'],
    ] as const) {
      await select(window)
      await press(window, 'Set review dates')
      await choose(window, 'Review after', choice)
      await press(window, 'Save review date')
      expect(window.requests('tokens.set-review').at(-1)).toEqual({ ids, review })
      expect(screen.queryByRole('dialog')).toBeNull()
    }
  })

  it('in the past are refused', async () => {
    const window = await open()
    await select(window)
    await press(window, 'Set review dates')
    await choose(window, 'Review after', 'On a date')
    const field = screen.getByLabelText<HTMLInputElement>('Review date')
    field.value = '2020-01-01'
    field.dispatchEvent(new Event('input', { bubbles: true }))
    await press(window, 'Save review date')
    expect(screen.getByText('Choose a day from today on.')).toBeTruthy()
    expect(window.requests('tokens.set-review')).toEqual([])
  })

  it('that failed stay selected with their reason and are tried again with the same day', async () => {
    const window = await open()
    window.answer('tokens.set-review', ({ ids }) =>
      ok(ids.map((id, at) => ({ id, result: at === 0 ? done : failed(failure('input.review', { why: 'foreign' })) }))),
    )
    await select(window)
    await window.session.tokens.bulk.run('review', window.session.tokens.selection.list, { review: '2028-02-29' })
    await window.settle()
    expect(screen.getByRole('region', { name: 'Review date of 1 token not set' })).toBeTruthy()
    await press(window, 'Try failed again')
    expect(window.requests('tokens.set-review').at(-1)).toEqual({ ids: [idOf(1)], review: '2028-02-29' })
    expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull()
  })

  it('that are over can be filtered and disabled where the list is', async () => {
    const window = await open()
    expect(screen.queryByRole('button', { name: 'Disable overdue' })).toBeNull()
    await window.session.tokens.change({ status: 'overdue' })
    await window.settle()
    await press(window, 'Disable overdue')
    expect(window.requests('tokens.set-status')).toEqual([])
    window.timers.pass(600)
    await press(window, 'Disable 2 tokens')
    expect(window.requests('tokens.set-status')).toEqual([{ ids: [idOf(0), idOf(1)], status: 'inactive' }])
  })

  it('that are over are disabled as far as the filters on screen show them, and what it does is told before', async () => {
    const window = await open()
    const rows = tokenList(5, (index) => ({
      bucket: index === 3 ? 'north' : 'south',
      review: '2026-01-31',
      overdue: true,
    }))
    window.answer('tokens.query', ({ status, bucket, from, count }) => {
      const found = rows.filter(
        (row) => (status !== 'overdue' || row.overdue) && (bucket === '' || row.bucket === bucket),
      )
      return ok({ ...samplePage(found), all: 900, rows: found.slice(from, from + count) })
    })
    await window.session.tokens.change({ status: 'overdue', bucket: 'north' })
    await window.settle()
    expect(screen.getByText(/^1 of 900 tokens/)).toBeTruthy()
    await press(window, 'Disable overdue')
    const question = within(screen.getByRole('dialog', { name: 'Disable 1 token?' }))
    const listed = within(question.getByRole('list', { name: 'Tokens to disable' })).getAllByRole('listitem')
    expect(listed.map((one) => one.textContent.trim())).toEqual(['dev-3'])
    const told = '1 device token is refused. 1 device can no longer send. It can be enabled again.'
    expect(question.getByText(told)).toBeTruthy()
    window.timers.pass(600)
    await press(window, 'Leave them on')
    expect(window.requests('tokens.set-status')).toEqual([])
    await press(window, 'Disable overdue')
    window.timers.pass(600)
    await press(window, 'Disable 1 token')
    expect(window.requests('tokens.set-status')).toEqual([{ ids: [idOf(3)], status: 'inactive' }])
  })

  it.each(['Tokens', 'Risk report'])('%s says why those that are over could not be had', async (where) => {
    const rows = tokenList(1, () => ({ review: '2026-01-31', overdue: true, risks: ['review-overdue'] }))
    const window = await openReport(rows, 'review-overdue')
    if (where === 'Tokens') {
      await press(window, 'Back to tokens')
      await window.session.tokens.change({ status: 'overdue' })
      await window.settle()
    }
    window.answer('tokens.query', () => failed(failure('net.refused', { host: 'x', port: 1 })))
    await press(window, 'Disable overdue')
    expect(screen.getByRole('heading', { name: 'Nothing answers there' })).toBeTruthy()
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('come from a setting for new tokens', async () => {
    const window = await openWindow()
    window.session.go('settings')
    await window.settle()
    await choose(window, 'Review device tokens after', '1 year')
    expect(window.requests('settings.change')).toEqual([{ reviewMonths: 12 }])
  })
})
