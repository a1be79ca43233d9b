import { fireEvent, screen, within } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
import { done, failed, ok } from '../../../main/contract/result'
import type { TokenRow } from '../../../main/contract/views'
import { createFakeBridge, sampleApp, samplePage, sampleToken } from '../../support/fake-bridge'
import { openWindow, type OpenWindow } from '../open-window'

const idOf = (index: number) => (index + 1).toString(16).padStart(16, '0')
const list = (total: number, change: (index: number) => Partial<TokenRow> = () => ({})) =>
  Array.from({ length: total }, (_, index) => sampleToken({ id: idOf(index), device: `dev-${index}`, ...change(index) }))

async function openTokens(rows: readonly TokenRow[]): Promise<OpenWindow> {
  const window = await openWindow(
    createFakeBridge({
      'app.view': () => ok(sampleApp()),
      'tokens.query': ({ from, count }) =>
        ok({ ...samplePage(rows), rows: rows.slice(from, from + count), asOf: 1_794_000_000_000 }),
    }),
  )
  window.session.go('tokens')
  await window.settle()
  window.timers.pass(500)
  return window
}
const press = async (window: OpenWindow, key: string, held: KeyboardEventInit = {}) => {
  await fireEvent.keyDown(document.activeElement ?? document.body, { key, ...held })
  await window.settle()
}
const at = () => document.activeElement?.closest<HTMLElement>('[data-place]')?.dataset['place']
const grid = () => screen.getByRole('grid', { name: 'Tokens' })
const stops = () => grid().querySelectorAll('[tabindex="0"]')
const start = (column = 1) => {
  const cell = grid().querySelector<HTMLElement>(`[data-place="0:${column}"]`)
  ;(cell?.querySelector('input') ?? cell)?.focus()
}
const chosen = (window: OpenWindow) => window.session.tokens.selection.list.map(({ device }) => device)

describe('the grid of tokens', () => {
  it('tells its size, its order and what can be sorted', async () => {
    const window = await openTokens(list(1000))
    expect(['aria-rowcount', 'aria-colcount', 'aria-multiselectable'].map((name) => grid().getAttribute(name))).toEqual(
      ['1001', '8', 'true'],
    )
    const headers = () =>
      screen.getAllByRole('columnheader').map((header) => header.getAttribute('aria-sort'))
    expect(headers()).toEqual([null, 'none', 'none', 'none', 'none', 'descending', 'none', null])
    screen.getByRole('button', { name: 'Owner' }).click()
    await window.settle()
    expect(headers()).toEqual([null, 'none', 'none', 'none', 'ascending', 'none', 'none', null])
    expect(screen.getAllByRole('row').map((row) => row.getAttribute('aria-rowindex')).slice(0, 3)).toEqual(['1', '2', '3'])
    expect(screen.getAllByRole('row').length).toBeLessThan(45)
  })

  it('has one tab stop that the keys move, and the row with the focus stays', async () => {
    const window = await openTokens(list(1000))
    expect(stops()).toHaveLength(1)
    start()
    await press(window, 'ArrowDown')
    await press(window, 'ArrowRight')
    expect([at(), stops().length]).toEqual(['1:2', 1])
    await press(window, 'End', { ctrlKey: true })
    expect([at(), document.activeElement?.closest('[role=row]')?.getAttribute('aria-rowindex')]).toEqual(['999:7', '1001'])
    expect(window.requests('tokens.query').map(({ from }) => from)).toContain(800)
    window.session.tokens.top = 0
    await window.settle()
    expect(at()).toBe('999:7')
    await press(window, 'Home', { ctrlKey: true })
    await press(window, 'ArrowUp')
    await press(window, 'ArrowRight')
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Device' }))
  })

  it('selects with Space, ranges with Shift, all with Ctrl+A', async () => {
    const window = await openTokens(list(450))
    start(0)
    expect(document.activeElement).toBe(screen.getByRole('checkbox', { name: 'Select dev-0' }))
    await press(window, ' ')
    await press(window, 'ArrowDown')
    await press(window, 'ArrowDown', { shiftKey: true })
    await press(window, 'ArrowDown', { shiftKey: true })
    expect(chosen(window)).toEqual(['dev-0', 'dev-1', 'dev-2', 'dev-3'])
    await press(window, 'ArrowUp', { shiftKey: true })
    expect(chosen(window)).toEqual(['dev-0', 'dev-1', 'dev-2'])
    expect(screen.getAllByRole('row')[2]?.getAttribute('aria-selected')).toBe('true')
    await press(window, 'a', { ctrlKey: true })
    expect(chosen(window)).toHaveLength(450)
    expect(screen.getByText('450 selected')).toBeTruthy()
    expect(screen.getByRole<HTMLInputElement>('checkbox', { name: 'Select all matching tokens' }).checked).toBe(true)
  })

  it('Shift+Space selects from the row before', async () => {
    const window = await openTokens(list(10))
    start()
    await press(window, ' ')
    for (const _ of [1, 2, 3]) await press(window, 'ArrowDown')
    await press(window, ' ', { shiftKey: true })
    expect(chosen(window)).toEqual(['dev-0', 'dev-1', 'dev-2', 'dev-3'])
  })

  it('opens details with Enter, copies the ID with Ctrl+C, revokes with Del', async () => {
    const window = await openTokens(list(3))
    start()
    await press(window, 'Enter')
    expect(screen.getByRole('heading', { name: 'Token details' })).toBeTruthy()
    await press(window, 'c', { ctrlKey: true })
    expect(window.requests('tokens.copy-id')).toEqual([{ id: idOf(0) }])
    await press(window, 'F5')
    expect(window.requests('tokens.refresh')).toHaveLength(1)
    start()
    await press(window, 'Delete')
    expect(screen.getByRole('dialog', { name: 'Revoke 1 token?' })).toBeTruthy()
  })

  it('Escape closes details, then lets the selection go, then the search', async () => {
    const window = await openTokens(list(3))
    const { tokens } = window.session
    tokens.filter.search = 'dev'
    tokens.toggle(tokens.row(0)!)
    tokens.record.open(tokens.row(1)!)
    await window.settle()
    start()
    const left = () => [tokens.record.row !== undefined, tokens.selection.size, tokens.filter.search]
    await press(window, 'Escape')
    expect(left()).toEqual([false, 1, 'dev'])
    await press(window, 'Escape')
    expect(left()).toEqual([false, 0, 'dev'])
    await press(window, 'Escape')
    expect(left()).toEqual([false, 0, ''])
  })

  it('a locked row cannot be selected by key, click or Ctrl+A, and says why', async () => {
    const window = await openTokens(list(3, (index) => ({ own: index === 0, lastOperator: index === 1 })))
    start(0)
    await press(window, ' ')
    const box = screen.getByRole<HTMLInputElement>('checkbox', { name: 'Select dev-1' })
    await fireEvent.click(box)
    await press(window, 'a', { ctrlKey: true })
    expect([chosen(window), box.checked, box.getAttribute('aria-disabled')]).toEqual([['dev-2'], false, 'true'])
    expect(screen.getAllByRole('row').map((row) => row.title.slice(0, 30))).toEqual([
      '',
      'Fieldkey may be working with t',
      'This is the last operator toke',
      '',
    ])
    window.session.tokens.selection.clear()
    await press(window, 'Delete')
    expect(screen.queryByRole('dialog')).toBeNull()
  })
})

describe('an empty list', () => {
  it.each([
    ['No device tokens yet', ''],
    ['Nothing matches', 'x'],
  ])('says %j', async (words, search) => {
    const window = await openTokens([])
    await fireEvent.input(screen.getByRole('searchbox'), { target: { value: search } })
    await window.settle()
    expect(screen.getByText(words)).toBeTruthy()
    if (search === '') return
    screen.getByRole('button', { name: 'Clear filters' }).click()
    await window.settle()
    expect(screen.getByText('No device tokens yet')).toBeTruthy()
  })
})

describe('filters', () => {
  it('are chosen from comboboxes and cleared by one button', async () => {
    const window = await openTokens(list(3))
    for (const [name, option] of [
      ['Bucket filter', 'north-pumps'],
      ['Status filter', 'Duplicate device'],
      ['Kind filter', 'Operator'],
      ['Made by filter', 'This laptop'],
    ] as const) {
      screen.getByRole('combobox', { name }).click()
      await window.settle()
      screen.getByRole('option', { name: option }).click()
      await window.settle()
    }
    const asked = { bucket: 'north-pumps', status: 'duplicate', kind: 'operator', made: 'here' }
    expect(window.requests('tokens.query').at(-1)).toMatchObject(asked)
    window.session.go('history')
    await window.settle()
    window.session.go('tokens')
    await window.settle()
    expect(window.requests('tokens.query').at(-1)).toMatchObject(asked)
    screen.getByRole('button', { name: 'Clear filters' }).click()
    await window.settle()
    expect(window.requests('tokens.query').at(-1)).toMatchObject({ bucket: '', status: 'all', kind: 'all', made: 'all' })
  })
})

describe('revoking several', () => {
  it('asks for their number', async () => {
    const window = await openTokens(list(12))
    await window.session.tokens.selectAll()
    await window.settle()
    screen.getByRole('button', { name: 'Revoke selected' }).click()
    await window.settle()
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Keep them' }))
    const revoke = screen.getByRole('button', { name: 'Revoke 12 tokens' })
    const field = screen.getByRole('textbox', { name: 'Type 12 to confirm' })
    revoke.click()
    await fireEvent.input(field, { target: { value: '1' } })
    revoke.click()
    expect([window.requests('tokens.revoke'), revoke.getAttribute('aria-disabled')]).toEqual([[], 'true'])
    await fireEvent.input(field, { target: { value: '12' } })
    revoke.click()
    await window.settle()
    expect(window.requests('tokens.revoke').map(({ ids }) => ids.length)).toEqual([12])
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('shows how far it is, stops, lists what failed and tries that again', async () => {
    const window = await openTokens(list(3))
    let answer = () => {}
    window.answer('tokens.revoke', ({ ids }) => {
      const stopped = failed(failure('cancelled'))
      const outcomes = ids.map((id) => ({ id, result: id === idOf(2) ? stopped : done }))
      return new Promise((resolve) => (answer = () => resolve(ok(outcomes))))
    })
    await window.session.tokens.selectAll()
    void window.session.tokens.bulk.run('revoke', window.session.tokens.selection.list)
    window.emit({ kind: 'bulk', done: 2, total: 3 })
    await window.settle()
    expect(screen.getByText('2 of 3')).toBeTruthy()
    screen.getByRole('button', { name: 'Stop' }).click()
    answer()
    await window.settle()
    expect(window.requests('tokens.stop')).toHaveLength(1)
    const failures = within(screen.getByRole('region', { name: '1 token not revoked' }))
    expect(failures.getByRole('listitem').textContent).toMatch(/^dev-2\s*Stopped\./)
    expect(chosen(window)).toEqual(['dev-2'])
    failures.getByRole('button', { name: 'Try failed again' }).click()
    await window.settle()
    expect(window.requests('tokens.revoke').at(-1)).toEqual({ ids: [idOf(2)] })
  })
})

describe('details', () => {
  it('hold the whole record and change the token', async () => {
    const window = await openTokens(list(1))
    screen.getAllByRole('row')[1]?.click()
    await window.settle()
    const details = within(screen.getByRole('region', { name: 'Token details' }))
    for (const words of ['write · north-pumps', 'depot', 'anna', 'Started']) {
      expect(details.getByText(words)).toBeTruthy()
    }
    details.getByRole('button', { name: 'Edit description' }).click()
    await window.settle()
    await fireEvent.input(details.getByRole('textbox', { name: 'Description' }), { target: { value: 'dev-9' } })
    details.getByRole('button', { name: 'Save description' }).click()
    await window.settle()
    expect(window.requests('tokens.describe')).toEqual([{ id: idOf(0), text: 'dev-9' }])
    details.getByRole('button', { name: 'Disable token' }).click()
    await window.settle()
    expect(window.requests('tokens.set-status')).toEqual([{ ids: [idOf(0)], status: 'inactive' }])
  })

  it('keep a description that was refused, and say why', async () => {
    const window = await openTokens(list(1))
    window.answer('tokens.describe', () => failed(failure('input.description')))
    screen.getAllByRole('row')[1]?.click()
    await window.settle()
    screen.getByRole('button', { name: 'Edit description' }).click()
    await window.settle()
    await fireEvent.input(screen.getByRole('textbox', { name: 'Description' }), { target: { value: '' } })
    screen.getByRole('button', { name: 'Save description' }).click()
    await window.settle()
    expect(screen.getByText(/Description cannot be used/)).toBeTruthy()
    expect(screen.getByRole('textbox', { name: 'Description' }).getAttribute('aria-invalid')).toBe('true')
  })
})
