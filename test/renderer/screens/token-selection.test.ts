import { screen, within } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
import { done, failed, ok } from '../../../main/contract/result'
import { sampleSummary } from '../../support/sample-selection'
import type { OpenWindow } from '../open-window'
import { chosenDevices, idOf, openTokens, tokenList } from '../token-lists'

const button = (name: string) => screen.getByRole('button', { name })
/** What a screen reader adds to a button's name. */
const described = (name: string) =>
  (button(name).getAttribute('aria-describedby') ?? '')
    .split(' ')
    .map((id) => document.getElementById(id)?.textContent ?? '')
    .join(' ')
    .trim()
const counted = async (window: OpenWindow) => {
  await window.settle()
  window.timers.pass(150)
  await window.settle()
}

describe('before anything is done to selected tokens', () => {
  it('the bar says what each button will do, and the buttons are described by it', async () => {
    const window = await openTokens(tokenList(4))
    window.answer('tokens.summary', () =>
      ok({
        ...sampleSummary(0, { useless: 2, locked: 1, gone: 1 }),
        off: { tokens: 1010, devices: 9, keeping: 1, others: 2 },
        on: { tokens: 4, devices: 3, doubled: 1, others: 0 },
      }),
    )
    await window.session.tokens.selectAll()
    await counted(window)
    const rest =
      '2 tokens without a bucket or an active owner: nothing changes. ' +
      '1 token that Fieldkey may be working with: left alone. 1 token no longer in the list.'
    const refused = '1,010 device tokens are refused. 2 other tokens are refused.'
    const devices = '9 devices can no longer send. 1 device keeps another working token.'
    const off = `${refused} ${devices}`
    expect(described('Disable selected')).toBe(`Disable or revoke: ${off} ${rest}`)
    expect(described('Enable selected')).toBe(
      'Enable: 4 device tokens work again. 3 devices can send again. ' +
        `1 device then has more than one working token. ${rest}`,
    )
    expect(described('Revoke selected')).toBe(`Disable or revoke: ${off} ${rest}`)
    button('Revoke selected').click()
    await window.settle()
    const dialog = within(screen.getByRole('dialog', { name: 'Revoke 4 tokens?' }))
    const words = `${refused} 4 tokens are disabled already. ${rest} ${devices} It cannot be undone.`
    expect(dialog.getByText(words)).toBeTruthy()
  })

  it('it is counted once the selection rests, anew with every change, and only the newest answer counts', async () => {
    const window = await openTokens(tokenList(3))
    const { selection } = window.session.tokens
    const answers: (() => void)[] = []
    window.answer('tokens.summary', ({ ids }) => {
      const summary = ok(sampleSummary(ids.length))
      return new Promise((resolve) => answers.push(() => resolve(summary)))
    })
    const row = (index: number) => window.session.tokens.row(index)!
    selection.toggle(row(0))
    await window.settle()
    window.timers.pass(149)
    selection.toggle(row(1))
    await window.settle()
    window.timers.pass(149)
    expect(window.requests('tokens.summary')).toEqual([])
    window.timers.pass(1)
    selection.toggle(row(2))
    await counted(window)
    expect(window.requests('tokens.summary').map(({ ids }) => ids.length)).toEqual([2, 3])
    answers[1]?.()
    await window.settle()
    answers[0]?.()
    await window.settle()
    expect(described('Disable selected')).toBe(
      'Disable or revoke: 3 device tokens are refused. 3 devices can no longer send.',
    )
    // One goes and another comes: as many, and others.
    selection.toggle(row(0))
    await counted(window)
    window.emit({ kind: 'tokens-changed' })
    await counted(window)
    expect(window.requests('tokens.summary').slice(2)).toEqual([
      { ids: [idOf(1), idOf(2)] },
      { ids: [idOf(1), idOf(2)] },
    ])
  })

  it('tells of the locked ones that selecting all left out', async () => {
    const window = await openTokens(tokenList(3, (index) => ({ own: index === 1 })))
    await window.session.tokens.selectAll()
    await counted(window)
    expect(described('Disable selected')).toBe(
      'Disable or revoke: 2 device tokens are refused. 2 devices can no longer send. 1 token locked, so not selected.',
    )
  })
})

describe('after a run', () => {
  const outcomes = async () => {
    const window = await openTokens(tokenList(5))
    const results = [done, failed(failure('token.own')), failed(failure('server.error', { host: 'north' })), done, done]
    window.answer('tokens.set-status', ({ ids }) =>
      ok(ids.map((id) => ({ id, result: results[parseInt(id, 16) - 1] ?? done }))),
    )
    await window.session.tokens.selectAll()
    await window.settle()
    button('Disable selected').click()
    await window.settle()
    return window
  }

  it('says how many were changed, failed and were skipped, names each, and tries only the failed again', async () => {
    const window = await outcomes()
    expect(screen.getAllByText('3 tokens disabled, 1 failed, 1 skipped.').length).toBeGreaterThan(0)
    const result = within(screen.getByRole('region', { name: '2 tokens not disabled' }))
    expect(result.getAllByRole('listitem').map(({ textContent }) => textContent.replace(/\s+/g, ' '))).toEqual([
      expect.stringMatching(/^dev-1 ?This token is locked\./),
      expect.stringMatching(/^dev-2 ?Server has a problem\./),
    ])
    expect(chosenDevices(window)).toEqual(['dev-1', 'dev-2'])
    result.getByRole('button', { name: 'Try failed again' }).click()
    await window.settle()
    expect(window.requests('tokens.set-status').at(-1)).toEqual({ ids: [idOf(2)], status: 'inactive' })
  })

  it('lists each that was changed, and stays until it is dismissed', async () => {
    const window = await outcomes()
    window.timers.pass(10_000)
    await window.settle()
    expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull()
    button('Show each changed token').click()
    await window.settle()
    const rows = within(screen.getByRole('list', { name: 'Changed tokens' })).getAllByRole('listitem')
    expect(rows.map(({ textContent }) => textContent)).toEqual(['dev-0Disabled.', 'dev-3Disabled.', 'dev-4Disabled.'])
    button('Dismiss: 3 tokens disabled, 1 failed, 1 skipped.').click()
    await window.settle()
    expect(screen.queryByText('3 tokens disabled, 1 failed, 1 skipped.', { selector: 'p' })).toBeNull()
  })

  it('promises nothing where no answer came: it may be done, and nobody does it again by itself', async () => {
    const window = await openTokens(tokenList(3))
    const lost = ['net.cut', 'token.unsure', 'net.timeout'] as const
    window.answer('tokens.set-status', ({ ids }) =>
      ok(ids.map((id, n) => ({ id, result: failed(failure(lost[n] ?? 'internal')) }))),
    )
    await window.session.tokens.bulk.run('disable', tokenList(3))
    await window.settle()
    const result = within(screen.getByRole('region', { name: '3 tokens not disabled' }))
    expect(result.getAllByRole('listitem').map(({ textContent }) => textContent.replace(/\s+/g, ' '))).toEqual([
      expect.stringMatching(/^dev-0 ?The answer was lost\. It may have been done or not\.$/),
      expect.stringMatching(/^dev-1 ?The answer was lost\. It may have been done or not\.$/),
      expect.stringMatching(/^dev-2 ?Server did not answer\./),
    ])
    const hint = /^Without an answer it may have been done or not\. .* Fieldkey does not do it again by itself/
    expect(result.getByText(hint)).toBeTruthy()
    expect(result.queryByText(/look.*up/)).toBeNull()
    window.answer('tokens.revoke', ({ ids }) => ok(ids.map((id) => ({ id, result: failed(failure('token.ending')) }))))
    await window.session.tokens.bulk.run('revoke', tokenList(3))
    await window.settle()
    expect(screen.queryByText(hint)).toBeNull()
  })

  it('offers no second try where every one left is locked', async () => {
    const window = await openTokens(tokenList(2))
    window.answer('tokens.revoke', ({ ids }) => ok(ids.map((id) => ({ id, result: failed(failure('token.own')) }))))
    await window.session.tokens.bulk.run('revoke', tokenList(2))
    await window.settle()
    expect(screen.getByRole('region', { name: '2 tokens not revoked' })).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Try failed again' })).toBeNull()
  })
})
