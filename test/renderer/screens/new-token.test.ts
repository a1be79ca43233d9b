import { fireEvent, screen } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
import { failed, ok } from '../../../main/contract/result'
import { sampleToken } from '../../support/fake-bridge'
import { acts, canary, create, fill, held, openDialog, press, secret } from '../new-token-dialog'
import { openWindow, type OpenWindow } from '../open-window'

describe('a new token', () => {
  it('of each kind asks for what that kind needs', async () => {
    const window = await openDialog()
    expect(screen.getByRole('radiogroup', { name: 'Kind of token' })).toBeTruthy()
    await fill('Device ID', ' PUMP-0042 ')
    await press(window, 'Create')
    await press(window, 'Copy token')
    await press(window, 'Done')
    await press(window, 'New token')
    screen.getByRole('radio', { name: 'Bucket (read and write)' }).click()
    await window.settle()
    screen.getByRole('combobox', { name: 'Bucket' }).click()
    await window.settle()
    screen.getByRole('option', { name: 'south-pumps' }).click()
    await fill('Description', 'dashboard')
    await press(window, 'Create')
    await press(window, 'Copy token')
    await press(window, 'Done')
    await press(window, 'New token')
    screen.getByRole('radio', { name: 'All access' }).click()
    await window.settle()
    expect(screen.queryByRole('combobox', { name: 'Bucket' })).toBeNull()
    expect(screen.getByText(/can make new tokens/)).toBeTruthy()
    await fill('Description', 'office')
    await press(window, 'Create')
    expect(window.requests('tokens.create')).toEqual([
      { kind: 'device', bucketId: 'b'.repeat(16), description: 'PUMP-0042' },
      { kind: 'bucket', bucketId: 'c'.repeat(16), description: 'dashboard' },
      { kind: 'all-access', description: 'office' },
    ])
  })

  it('belongs to whom the person chooses, where there is a choice, and says to whom', async () => {
    const window = await openWindow()
    const [own, ann] = [
      { id: '0'.repeat(16), name: 'field' },
      { id: 'a'.repeat(16), name: 'ann' },
    ]
    window.answer('tokens.owners', () => ok([own, ann]))
    window.answer('tokens.create', () =>
      ok({ kind: 'created', row: sampleToken({ owner: 'ann' }), secret: 'e'.repeat(16) }),
    )
    window.session.go('tokens')
    await window.settle()
    await press(window, 'New token')
    await fill('Device ID', 'PUMP-0042')
    const owner = screen.getByRole<HTMLInputElement>('combobox', { name: 'Owner' })
    expect(owner.value).toBe('field')
    await fireEvent.input(owner, { target: { value: 'ann' } })
    await window.settle()
    await fireEvent.blur(owner)
    await window.settle()
    await press(window, 'Create')
    expect(window.requests('tokens.create')).toMatchObject([{ ownerId: ann.id }])
    expect(screen.getByText('Belongs to ann.')).toBeTruthy()
  })

  it('has no owner to choose where the token sees its own user only', async () => {
    await openDialog()
    expect(screen.queryByRole('combobox', { name: 'Owner' })).toBeNull()
  })

  it('is not asked for without a description', async () => {
    const window = await openDialog()
    await press(window, 'Create')
    expect(screen.getByText('Type the ID of the device.')).toBeTruthy()
    expect(window.requests('tokens.create')).toHaveLength(0)
  })

  it('is not made twice by a second press', async () => {
    const window = await openDialog()
    window.answer('tokens.create', () => new Promise(() => {}))
    await fill('Device ID', 'PUMP-0042')
    await press(window, 'Create')
    await press(window, 'Creating')
    expect(window.requests('tokens.create')).toHaveLength(1)
  })

  it('for a device that has one is refused with what there is', async () => {
    const window = await openDialog()
    const token = { authId: '5'.repeat(16), createdAt: '2026-11-12T09:00:00Z', bucket: 'north-pumps' }
    window.answer('tokens.create', () => ok({ kind: 'duplicate', tokens: [token] }))
    await fill('Device ID', 'PUMP-0042')
    await press(window, 'Create')
    expect(screen.getByText(/PUMP-0042 already has a working token/)).toBeTruthy()
    expect(screen.getByText(/Made 12 Nov 2026 for the bucket north-pumps/)).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Show token' })).toBeNull()
  })

  it.each([
    ['input.device', /Use 1 to 64 letters/],
    ['perm.create', /Not allowed to create tokens/],
  ] as const)('that fails with %s says so and keeps the form', async (code, words) => {
    const window = await openDialog()
    window.answer('tokens.create', () => failed(failure(code)))
    await fill('Device ID', 'PUMP-0042')
    await press(window, 'Create')
    expect(screen.getByText(words)).toBeTruthy()
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Device ID' }).value).toBe('PUMP-0042')
  })
})

describe('the text of a new token', () => {
  it('is fetched only when it is shown, and leaves the page when it is hidden', async () => {
    const window = await create()
    expect([acts(window), held()]).toEqual([[], false])
    await press(window, 'Show token')
    expect([acts(window), held()]).toEqual([['show'], true])
    expect(screen.getByRole('button', { name: 'Show token' }).getAttribute('aria-pressed')).toBe('true')
    await press(window, 'Show token')
    expect([acts(window), held()]).toEqual([['show', 'hide'], false])
  })

  it.each(['time', 'lock', 'display', 'minimise'] as const)('leaves the page when main says so: %s', async (reason) => {
    const window = await create()
    await press(window, 'Show token')
    window.emit({ kind: 'text-hidden', reason })
    // At once, not with the next turn.
    expect([held(), acts(window)]).toEqual([false, ['show']])
    await press(window, 'Show token')
    expect(held()).toBe(true)
  })

  it('is not shown while another window is in front', async () => {
    const window = await create()
    window.answer('tokens.secret', () => failed(failure('cancelled')))
    await press(window, 'Show token')
    expect([held(), screen.queryByText('Stopped')]).toEqual([false, null])
    window.answer('tokens.secret', () => ok({ text: canary }))
    await press(window, 'Show token')
    expect(held()).toBe(true)
  })

  const ways: Readonly<Record<string, (window: OpenWindow) => unknown>> = {
    Done: (window) => press(window, 'Done'),
    Escape: () => fireEvent(screen.getByRole('dialog'), new Event('cancel', { cancelable: true })),
    'another dialog': ({ session }) => session.dialogs.close(),
  }
  it.each(Object.keys(ways))('is forgotten once and for all by %s', async (way) => {
    const window = await create()
    await press(window, 'Show token')
    await ways[way]?.(window)
    await window.settle()
    expect([acts(window), held(), screen.queryByRole('dialog')]).toEqual([['show', 'let go'], false, null])
    expect(window.requests('tokens.secret').every((request) => request.secret === secret)).toBe(true)
  })

  it('goes at once when another window comes to the front; nothing is lost that was not copied', async () => {
    const window = await create()
    await press(window, 'Show token')
    void fireEvent.blur(globalThis.window)
    expect([held(), acts(window)]).toEqual([false, ['show', 'hide']])
    await press(window, 'Copy token')
    expect(screen.getByText(/cleared after 30 seconds/)).toBeTruthy()
    void fireEvent.blur(globalThis.window)
    await window.settle()
    expect(acts(window)).toEqual(['show', 'hide', 'copy', 'let go'])
    await press(window, 'Show token')
    expect([acts(window).length, held()]).toEqual([4, false])
  })

  it('that arrives after it was hidden is dropped', async () => {
    const window = await create()
    let answer = () => {}
    window.answer('tokens.secret', () => new Promise((resolve) => (answer = () => resolve(ok({ text: canary })))))
    await press(window, 'Show token')
    void fireEvent.blur(globalThis.window)
    answer()
    await window.settle()
    expect([held(), acts(window)]).toEqual([false, ['show', 'hide']])
  })

  it.each(['Cancel', 'Escape', 'another dialog'])('is let go when %s came before the answer', async (way) => {
    const window = await openDialog()
    window.answer('tokens.let-go', () => failed(failure('token.left', { id: '7'.repeat(16), name: 'PUMP-0042' })))
    let answer = () => {}
    const made = window.session.tokens.row(0)!
    window.answer('tokens.create', () => {
      return new Promise((resolve) => (answer = () => resolve(ok({ kind: 'created', row: made, secret }))))
    })
    await fill('Device ID', 'PUMP-0042')
    await press(window, 'Create')
    await (way === 'Cancel' ? press(window, 'Cancel') : ways[way]?.(window))
    await window.settle()
    answer()
    await window.settle()
    expect(acts(window)).toEqual(['let go'])
    // What is still there is named, so that it can be revoked by hand.
    expect(screen.getByText(/not revoked yet.*Token ID 7{16}/)).toBeTruthy()
  })

  it('whose answer was lost after Cancel is told', async () => {
    const window = await openDialog()
    let answer = () => {}
    window.answer(
      'tokens.create',
      () => new Promise((resolve) => (answer = () => resolve(failed(failure('token.unsure'))))),
    )
    await fill('Device ID', 'PUMP-0042')
    await press(window, 'Create')
    await press(window, 'Cancel')
    answer()
    await window.settle()
    expect(screen.getByText(/The answer was lost/)).toBeTruthy()
  })

  it('that main no longer has is said to be gone', async () => {
    const window = await create()
    window.answer('tokens.secret', () => failed(failure('token.forgotten')))
    await press(window, 'Show token')
    expect(screen.getByText(/Token text is no longer here/)).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Copy token' }).getAttribute('aria-disabled')).toBe('true')
  })
})
