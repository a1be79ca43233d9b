import { fireEvent, screen } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
import { failed } from '../../../main/contract/result'
import { acts, create, press } from '../new-token-dialog'

describe('a new token that was neither shown nor copied', () => {
  const escape = () => fireEvent(screen.getByRole('dialog'), new Event('cancel', { cancelable: true }))

  it.each(['Done', 'Escape'])('is asked about once by %s, and Go back leaves it as it was', async (way) => {
    const window = await create()
    await (way === 'Done' ? press(window, 'Done') : escape())
    await window.settle()
    expect(screen.getByRole('dialog', { name: 'Revoke the new token?' })).toBeTruthy()
    expect(document.activeElement?.textContent).toBe('Nobody has the token for PUMP-0042')
    await (way === 'Done' ? press(window, 'Go back') : escape())
    await window.settle()
    expect([acts(window), screen.queryByRole('dialog', { name: 'New token' }) !== null]).toEqual([[], true])
    await press(window, 'Copy token')
    await press(window, 'Done')
    expect([acts(window), screen.queryByRole('dialog')]).toEqual([['copy', 'let go'], null])
  })

  it('is revoked by name, and said to be once it is', async () => {
    const window = await create()
    await press(window, 'Done')
    await press(window, 'Revoke it')
    expect([acts(window), screen.queryByRole('dialog')]).toEqual([['revoke'], null])
    expect(window.session.announcer.status).toBe('Token revoked')
  })

  it('that cannot be revoked is told', async () => {
    const window = await create()
    window.answer('tokens.let-go', () => failed(failure('token.left', { id: '7'.repeat(16), name: 'PUMP-0042' })))
    await press(window, 'Done')
    await press(window, 'Revoke it')
    expect(screen.getByText(/not revoked yet.*Token ID 7{16}/)).toBeTruthy()
    expect(window.session.announcer.status).not.toBe('Token revoked')
  })

  it('is revoked unasked by another dialog', async () => {
    const window = await create()
    window.session.dialogs.close()
    await window.settle()
    expect(acts(window)).toEqual(['let go'])
  })

  it('is not asked about when main has let it go', async () => {
    const window = await create()
    window.answer('tokens.secret', () => failed(failure('token.forgotten')))
    await press(window, 'Show token')
    await press(window, 'Done')
    expect(screen.queryByRole('dialog')).toBeNull()
  })
})
