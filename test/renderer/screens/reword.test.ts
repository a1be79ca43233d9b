import { fireEvent, screen, within } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
import type { Reword } from '../../../main/contract/reword'
import { done, failed, ok } from '../../../main/contract/result'
import { samplePreview } from '../../support/sample-selection'
import type { OpenWindow } from '../open-window'
import { chosenDevices, idOf, openTokens, pressKey, tokenList } from '../token-lists'

const dialog = () => within(screen.getByRole('dialog'))
const field = (name: string) => dialog().getByRole('textbox', { name })
const button = (name: string) => dialog().getByRole('button', { name })
const type = (name: string, value: string) => fireEvent.input(field(name), { target: { value } })
const counted = async (window: OpenWindow) => {
  await window.settle()
  window.timers.pass(200)
  await window.settle()
}
const named = (index: number) => ({ description: `dev-${String(index)}` })

/** The dialog about three selected tokens, dev-0 to dev-2. */
async function open() {
  const window = await openTokens(tokenList(3, named))
  await window.session.tokens.selectAll()
  await window.settle()
  screen.getByRole('button', { name: 'Edit descriptions' }).click()
  await window.settle()
  return window
}
const wishes = (window: OpenWindow): readonly Reword[] =>
  window.requests('tokens.preview-describe').map(({ how }) => how)

describe('the dialog that edits descriptions', () => {
  it('begins in the first field, and Enter there changes nothing', async () => {
    const window = await open()
    screen.getByRole('dialog', { name: 'Edit 3 descriptions' })
    expect(document.activeElement).toBe(field('Find'))
    await type('Find', 'dev')
    await counted(window)
    window.timers.pass(500)
    await pressKey(window, 'Enter')
    expect([window.requests('tokens.describe-all'), screen.queryByRole('dialog') === null]).toEqual([[], false])
    button('Cancel').click()
    await window.settle()
    expect([window.requests('tokens.describe-all'), chosenDevices(window).length]).toEqual([[], 3])
  })

  it('tells what would come of what is typed, once it rests; only the newest answer counts', async () => {
    const window = await open()
    const answers: (() => void)[] = []
    window.answer('tokens.preview-describe', ({ how }) => {
      const changed = how.kind === 'replace' ? how.by.length : 0
      return new Promise((resolve) => answers.push(() => resolve(ok(samplePreview({ changed })))))
    })
    await type('Find', 'd')
    window.timers.pass(199)
    await type('Find', '$& .*')
    await counted(window)
    await type('Replace with', 'x\\1')
    await counted(window)
    expect(wishes(window)).toEqual([
      { kind: 'replace', find: '$& .*', by: '' },
      { kind: 'replace', find: '$& .*', by: 'x\\1' },
    ])
    expect(button('Change 0 descriptions').getAttribute('aria-disabled')).toBe('true')
    answers[1]?.()
    await window.settle()
    answers[0]?.()
    await window.settle()
    expect(dialog().getByRole('status').textContent).toBe('3 descriptions change.')
    expect(button('Change 3 descriptions').getAttribute('aria-disabled')).toBeNull()
    // What was told is about another wish now.
    await type('Find', 'e')
    await window.settle()
    expect([dialog().getByRole('status').textContent, wishes(window).length]).toEqual(['', 2])
  })

  it('shows what becomes what, what cannot, and devices that would have two working tokens', async () => {
    const window = await open()
    window.answer('tokens.preview-describe', () =>
      ok(
        samplePreview({
          ...{ changed: 1, unchanged: 2, refused: 1, gone: 1, doubled: 1, doubledNames: ['fan-1'] },
          rows: [
            { id: idOf(0), from: 'dev-0', to: 'fan-1' },
            { id: idOf(1), from: 'dev-1', to: 'fan 1', refused: 'input.device' },
          ],
        }),
      ),
    )
    await type('Find', 'dev')
    await counted(window)
    expect(dialog().getByRole('status').textContent).toBe(
      '1 description changes. 2 stay as they are. 1 cannot be changed so. 1 token no longer in the list.',
    )
    const rows = within(dialog().getByRole('list', { name: 'The first of them' })).getAllByRole('listitem')
    expect(rows.map(({ textContent }) => textContent.replace(/\s+/g, ' ').trim())).toEqual([
      'dev-0 becomes fan-1',
      'dev-1 becomes fan 1 no device ID',
    ])
    expect(dialog().getByText('1 device would then have more than one working token: fan-1.')).toBeTruthy()
  })

  it('asks nothing about a wish that changes nothing or is too long, and says so', async () => {
    const window = await open()
    await type('Replace with', 'x')
    await counted(window)
    await type('Find', 'x')
    await counted(window)
    await type('Find', 'y'.repeat(201))
    await counted(window)
    expect(wishes(window)).toEqual([])
    expect(dialog().getByText('Use at most 200 characters.')).toBeTruthy()
    dialog().getByRole('radio', { name: 'Add text' }).click()
    await window.settle()
    await type('At the end', '-old')
    await counted(window)
    expect(wishes(window)).toEqual([{ kind: 'add', before: '', after: '-old' }])
  })

  it('says why main could not tell', async () => {
    const window = await open()
    window.answer('tokens.preview-describe', () => failed(failure('internal')))
    await type('Find', 'dev')
    await counted(window)
    expect(dialog().getByText('Something in Fieldkey broke')).toBeTruthy()
  })
})

describe('descriptions of many tokens', () => {
  const change = async (window: OpenWindow, find: string, by: string) => {
    await type('Find', find)
    await type('Replace with', by)
    await counted(window)
    button('Change 3 descriptions').click()
    await window.settle()
  }

  it('are written from what was seen to what was told; those that stay are let go, and it can be undone', async () => {
    const window = await open()
    await change(window, 'dev-1', 'fan-1')
    expect(window.requests('tokens.describe-all')).toEqual([{ rows: [{ id: idOf(1), from: 'dev-1', to: 'fan-1' }] }])
    expect([chosenDevices(window), screen.queryByRole('dialog')]).toEqual([[], null])
    screen.getByRole('button', { name: 'Undo' }).click()
    await window.settle()
    expect(window.requests('tokens.describe-all').at(-1)).toEqual({
      rows: [{ id: idOf(1), from: 'fan-1', to: 'dev-1' }],
    })
  })

  it('that failed stay selected with their reason, and the same is tried again for them', async () => {
    const window = await open()
    const changed = failed(failure('input.description', { why: 'changed' }))
    window.answer('tokens.describe-all', ({ rows }) =>
      ok(rows.map(({ id }) => ({ id, result: id === idOf(2) ? changed : done }))),
    )
    await change(window, 'dev', 'fan')
    const result = within(screen.getByRole('region', { name: 'Description of 1 token not changed' }))
    expect(result.getByText('Description of 2 tokens changed, 1 failed.')).toBeTruthy()
    expect(result.getByRole('listitem').textContent).toMatch(/^dev-2\s*Description was changed elsewhere\./)
    expect(chosenDevices(window)).toEqual(['dev-2'])
    result.getByRole('button', { name: 'Show each changed token' }).click()
    await window.settle()
    const each = within(screen.getByRole('list', { name: 'Changed tokens' })).getAllByRole('listitem')
    expect(each.map(({ textContent }) => textContent)).toEqual(['dev-0fan-0', 'dev-1fan-1'])
    result.getByRole('button', { name: 'Try failed again' }).click()
    await window.settle()
    expect(window.requests('tokens.describe-all').at(-1)).toEqual({
      rows: [{ id: idOf(2), from: 'dev-2', to: 'fan-2' }],
    })
  })

  it('are edited from what the list says now, where it was read anew since they were selected', async () => {
    const window = await open()
    window.answer('tokens.query', () =>
      ok({
        rows: tokenList(3, (index) => ({ description: `fan-${String(index)}` })),
        total: 3,
        all: 3,
        asOf: 1,
        incomplete: false,
        buckets: [],
      }),
    )
    await window.session.tokens.load()
    button('Cancel').click()
    await window.settle()
    screen.getByRole('button', { name: 'Edit descriptions' }).click()
    await window.settle()
    await change(window, 'fan', 'dev')
    expect(window.requests('tokens.describe-all')[0]?.rows.map(({ from }) => from)).toEqual(['fan-0', 'fan-1', 'fan-2'])
  })
})
