import { fireEvent, screen, within } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
import { done, failed, ok } from '../../../main/contract/result'
import { chosenDevices, idOf, openTokens, tokenList } from '../token-lists'

describe('revoking several', () => {
  it('asks for their number', async () => {
    const window = await openTokens(tokenList(12))
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

  it('writes a large number as everywhere else, and takes it typed so or in digits alone', async () => {
    const window = await openTokens(tokenList(1000))
    await window.session.tokens.selectAll()
    await window.settle()
    screen.getByRole('button', { name: 'Revoke selected' }).click()
    await window.settle()
    expect(screen.getByRole('dialog', { name: 'Revoke 1,000 tokens?' })).toBeTruthy()
    const revoke = screen.getByRole('button', { name: 'Revoke 1,000 tokens' })
    const field = screen.getByRole('textbox', { name: 'Type 1,000 to confirm' })
    const off = async (value: string) => {
      await fireEvent.input(field, { target: { value } })
      return revoke.getAttribute('aria-disabled') === 'true'
    }
    expect([await off('1'), await off('1,000'), await off('10,00'), await off('1000')]).toEqual([
      true,
      false,
      true,
      false,
    ])
  })

  it('shows how far it is, stops, lists what failed and tries that again', async () => {
    const window = await openTokens(tokenList(3))
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
    expect(chosenDevices(window)).toEqual(['dev-2'])
    failures.getByRole('button', { name: 'Try failed again' }).click()
    await window.settle()
    expect(window.requests('tokens.revoke').at(-1)).toEqual({ ids: [idOf(2)] })
  })
})

describe('details', () => {
  it('hold the whole record and change the token', async () => {
    const window = await openTokens(tokenList(1))
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

  it('give the focus back to the list when they close', async () => {
    const window = await openTokens(tokenList(3))
    window.session.tokens.place = { row: 1, column: 1 }
    void window.session.tokens.record.open(window.session.tokens.row(1)!)
    await window.settle()
    const close = screen.getByRole('button', { name: 'Close details' })
    close.focus()
    close.click()
    await window.settle()
    expect(document.activeElement?.closest('[role=row]')?.getAttribute('aria-rowindex')).toBe('3')
  })

  it('keep a description that was refused, and say why', async () => {
    const window = await openTokens(tokenList(1))
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
