import { fireEvent, screen } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'
import { sortKeys } from '../../../main/contract/token-query'
import type { OpenWindow } from '../open-window'
import { cellAt, chosenDevices, focusedPlace, idOf, openTokens, pressKey, tokenList } from '../token-lists'

const grid = () => screen.getByRole('grid', { name: 'Tokens' })
const stops = () => grid().querySelectorAll('[tabindex="0"]')
const start = (column = 1) => {
  const cell = grid().querySelector<HTMLElement>(cellAt(0, column))
  ;(cell?.querySelector('input') ?? cell)?.focus()
}

describe('the grid of tokens', () => {
  it('tells its size, its order and what can be sorted', async () => {
    const window = await openTokens(tokenList(1000))
    expect(['aria-rowcount', 'aria-colcount', 'aria-multiselectable'].map((name) => grid().getAttribute(name))).toEqual(
      ['1001', '10', 'true'],
    )
    const none = ['none', 'none', 'none', 'none']
    const headers = () => screen.getAllByRole('columnheader').map((header) => header.getAttribute('aria-sort'))
    expect(headers()).toEqual([null, ...none, 'descending', 'none', 'none', 'none', 'none'])
    screen.getByRole('button', { name: 'Owner' }).click()
    await window.settle()
    expect(headers()).toEqual([null, ...none.slice(1), 'ascending', 'none', 'none', 'none', 'none', 'none'])
    expect(
      screen
        .getAllByRole('gridcell')
        .slice(0, 10)
        .map((cell) => cell.getAttribute('aria-colindex')),
    ).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'])
    expect(
      screen
        .getAllByRole('row')
        .map((row) => row.getAttribute('aria-rowindex'))
        .slice(0, 3),
    ).toEqual(['1', '2', '3'])
    expect(screen.getAllByRole('row').length).toBeLessThan(45)
  })

  it('has one tab stop that the keys move, and the row with the focus stays', async () => {
    const window = await openTokens(tokenList(1000))
    expect(stops()).toHaveLength(1)
    start()
    await pressKey(window, 'ArrowDown')
    await pressKey(window, 'ArrowRight')
    expect([focusedPlace(), stops().length]).toEqual(['1:2', 1])
    await pressKey(window, 'End', { ctrlKey: true })
    expect([focusedPlace(), document.activeElement?.closest('[role=row]')?.getAttribute('aria-rowindex')]).toEqual([
      '999:9',
      '1001',
    ])
    expect(window.requests('tokens.query').map(({ from }) => from)).toContain(950)
    window.session.tokens.top = 0
    await window.settle()
    expect(focusedPlace()).toBe('999:9')
    await pressKey(window, 'Home', { ctrlKey: true })
    await pressKey(window, 'ArrowUp')
    await pressKey(window, 'ArrowRight')
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Device' }))
  }, 20_000)

  it('selects with Space, ranges with Shift, all with Ctrl+A', async () => {
    const window = await openTokens(tokenList(450))
    start(0)
    expect(document.activeElement).toBe(screen.getByRole('checkbox', { name: 'Select dev-0' }))
    await pressKey(window, ' ')
    await pressKey(window, 'ArrowDown')
    await pressKey(window, 'ArrowDown', { shiftKey: true })
    await pressKey(window, 'ArrowDown', { shiftKey: true })
    expect(chosenDevices(window)).toEqual(['dev-0', 'dev-1', 'dev-2', 'dev-3'])
    await pressKey(window, 'ArrowUp', { shiftKey: true })
    expect(chosenDevices(window)).toEqual(['dev-0', 'dev-1', 'dev-2'])
    expect(screen.getAllByRole('row')[2]?.getAttribute('aria-selected')).toBe('true')
    await pressKey(window, 'a', { ctrlKey: true })
    expect(chosenDevices(window)).toHaveLength(450)
    expect(screen.getByText('450 selected')).toBeTruthy()
    expect(screen.getByRole<HTMLInputElement>('checkbox', { name: 'Select all matching tokens' }).checked).toBe(true)
  })

  it('Shift+Space selects from the row before', async () => {
    const window = await openTokens(tokenList(10))
    start()
    await pressKey(window, ' ')
    for (const _ of [1, 2, 3]) await pressKey(window, 'ArrowDown')
    await pressKey(window, ' ', { shiftKey: true })
    expect(chosenDevices(window)).toEqual(['dev-0', 'dev-1', 'dev-2', 'dev-3'])
  })

  it('opens details with Enter, copies the ID with Ctrl+C, revokes with Del', async () => {
    const window = await openTokens(tokenList(3))
    start()
    await pressKey(window, 'Enter')
    expect(screen.getByRole('heading', { name: 'Token details' })).toBeTruthy()
    await pressKey(window, 'c', { ctrlKey: true })
    expect(window.requests('tokens.copy-id')).toEqual([{ id: idOf(0) }])
    await pressKey(window, 'F5')
    expect(window.requests('tokens.refresh')).toHaveLength(1)
    start()
    await pressKey(window, 'Delete')
    expect(screen.getByRole('dialog', { name: 'Revoke 1 token?' })).toBeTruthy()
  })

  it('Escape closes details, then lets the selection go, then the search', async () => {
    const window = await openTokens(tokenList(3))
    const { tokens } = window.session
    tokens.filter.search = 'dev'
    tokens.toggle(tokens.row(0)!)
    void tokens.record.open(tokens.row(1)!)
    await window.settle()
    start()
    const left = () => [tokens.record.row !== undefined, tokens.selection.size, tokens.filter.search]
    await pressKey(window, 'Escape')
    expect(left()).toEqual([false, 1, 'dev'])
    await pressKey(window, 'Escape')
    expect(left()).toEqual([false, 0, 'dev'])
    await pressKey(window, 'Escape')
    expect(left()).toEqual([false, 0, ''])
  })

  it('a locked row cannot be selected by key, click or Ctrl+A, and says why', async () => {
    const window = await openTokens(tokenList(3, (index) => ({ own: index === 0, lastOperator: index === 1 })))
    start(0)
    await pressKey(window, ' ')
    const box = screen.getByRole<HTMLInputElement>('checkbox', { name: 'Select dev-1' })
    await fireEvent.click(box)
    await pressKey(window, 'a', { ctrlKey: true })
    expect([chosenDevices(window), box.checked, box.getAttribute('aria-disabled')]).toEqual([['dev-2'], false, 'true'])
    expect(screen.getAllByRole('row').map((row) => row.title.slice(0, 30))).toEqual([
      '',
      'Fieldkey may be working with t',
      'This is the last operator toke',
      '',
    ])
    window.session.tokens.selection.clear()
    await pressKey(window, 'Delete')
    expect(screen.queryByRole('dialog')).toBeNull()
  })
})

describe('Sort by', () => {
  const pick = async (window: OpenWindow, name: string, option: string) => {
    screen.getByRole('combobox', { name }).click()
    await window.settle()
    screen.getByRole('option', { name: option }).click()
    await window.settle()
  }
  const offered = {
    ...{ Device: 'device', Access: 'bucket', Status: 'status', Owner: 'owner', Created: 'created' },
    ...{ 'First data': 'first-data', 'Last change': 'updated', Review: 'review', 'Token ID': 'id' },
  }

  it('offers every order there is, either way, and tells the columns', async () => {
    const window = await openTokens(tokenList(3))
    const asked = () => window.requests('tokens.query').at(-1)?.sort
    await pick(window, 'Sort order', 'Ascending')
    expect(asked()).toEqual({ by: 'created', descending: false })
    const seen: unknown[] = []
    for (const name of Object.keys(offered)) {
      await pick(window, 'Sort by', name)
      seen.push(asked()?.by)
      expect(screen.getByRole('columnheader', { name }).getAttribute('aria-sort')).toBe('ascending')
    }
    expect(seen).toEqual(Object.values(offered))
    expect(seen).toHaveLength(sortKeys.length)
    await pick(window, 'Sort order', 'Descending')
    expect(asked()).toEqual({ by: 'id', descending: true })
  }, 20_000)

  it('begins at the start of the list, and stays when the filters go', async () => {
    const window = await openTokens(tokenList(1000))
    window.session.tokens.top = 9000
    await pick(window, 'Sort by', 'Token ID')
    expect(window.session.tokens.top).toBe(0)
    await fireEvent.input(screen.getByRole('searchbox'), { target: { value: 'dev' } })
    await window.settle()
    screen.getByRole('button', { name: 'Clear filters' }).click()
    await window.settle()
    expect(window.requests('tokens.query').at(-1)?.sort).toEqual({ by: 'id', descending: true })
  })
})

describe('the first data of a token', () => {
  it('is its day, a word where it is awaited, and nothing where nobody can know', async () => {
    await openTokens(
      tokenList(3, (index) => [{ firstDataAt: '2026-11-12T14:02:00Z' }, { awaitsData: true }, {}][index] ?? {}),
    )
    const cells = [0, 1, 2].map((row) => grid().querySelector(cellAt(row, 6))?.textContent.trim())
    expect(cells).toEqual(['12 Nov 2026', 'None yet', ''])
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
    const window = await openTokens(tokenList(3))
    for (const [name, option] of [
      ['Bucket filter', 'north-pumps'],
      ['Status filter', 'Duplicate device'],
      ['Kind filter', 'Operator'],
      ['Made by filter', 'This laptop'],
      ['Risk filter', 'Disabled for over 30 days'],
    ] as const) {
      screen.getByRole('combobox', { name }).click()
      await window.settle()
      screen.getByRole('option', { name: option }).click()
      await window.settle()
    }
    const asked = { bucket: 'north-pumps', status: 'duplicate', kind: 'operator', made: 'here', risk: 'inactive-long' }
    expect(window.requests('tokens.query').at(-1)).toMatchObject(asked)
    window.session.go('history')
    await window.settle()
    window.session.go('tokens')
    await window.settle()
    expect(window.requests('tokens.query').at(-1)).toMatchObject(asked)
    screen.getByRole('button', { name: 'Clear filters' }).click()
    await window.settle()
    expect(window.requests('tokens.query').at(-1)).toMatchObject({
      bucket: '',
      status: 'all',
      kind: 'all',
      made: 'all',
      risk: 'all',
    })
  })
})
