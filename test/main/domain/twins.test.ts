import { describe as suite, expect, it } from 'vitest'
import { describe } from '../../../main/domain/description'
import { isOffElsewhere, liveTwin, pendingTwin, winningTwin } from '../../../main/domain/twins'

const row = (id: string, change: Partial<Parameters<typeof winningTwin>[1]> = {}) => ({
  id,
  status: 'inactive' as const,
  description: describe('dev1', { nonce: id.padStart(32, '0'), install: 'aaaaaaaaaaaaaaaa' }),
  userId: 'owner',
  createdAt: '2026-11-12T14:00:00Z',
  updatedAt: '2026-11-12T14:00:00Z',
  ...change,
})

suite('two laptops with one owner', () => {
  const own = row('0b')

  it('the higher authorization ID withdraws, the lower stays', () => {
    expect(winningTwin([row('0a'), own], own)?.id).toBe('0a')
    expect(winningTwin([row('0a'), own], row('0a'))).toBeUndefined()
  })

  it('another device, another owner or no marker is no twin', () => {
    const other = describe('dev10', { nonce: '1'.repeat(32), install: 'aaaaaaaaaaaaaaaa' })
    expect(winningTwin([row('0a', { description: other })], own)).toBeUndefined()
    expect(winningTwin([row('0a', { userId: 'else' })], own)).toBeUndefined()
    expect(winningTwin([row('0a', { description: 'dev1' })], own)).toBeUndefined()
  })

  it('an old inactive token is no rival, an old active one is', () => {
    expect(winningTwin([row('0a', { createdAt: '2026-11-12T13:00:00Z' })], own)).toBeUndefined()
    expect(winningTwin([row('0a', { createdAt: '2026-11-12T13:00:00Z', status: 'active' })], own)?.id).toBe('0a')
  })

  it('one that was switched off is no rival, however fresh', () => {
    const off = row('0a', { updatedAt: '2026-11-12T14:00:03Z' })
    expect(winningTwin([off], own)).toBeUndefined()
    expect(winningTwin([{ ...off, status: 'active' }], own)?.id).toBe('0a')
  })

  it('one that was neither switched on nor off may be on the next moment: it is looked at again', () => {
    const old = { createdAt: '2026-11-12T13:00:00Z', updatedAt: '2026-11-12T13:00:00Z' }
    expect([row('0a', old), row('0c')].map((one) => pendingTwin([one], own)?.id)).toEqual(['0a', '0c'])
    expect(pendingTwin([row('0a', { ...old, status: 'active' }), row('0c', { userId: 'else' }), own], own)).toBe(
      undefined,
    )
    expect(pendingTwin([row('0a', { ...old, updatedAt: '2026-11-12T13:00:03Z' })], own)).toBeUndefined()
  })

  it('whoever comes back to an old one withdraws it for what was switched on since', () => {
    const since = { createdAt: '2026-11-12T14:02:00Z', status: 'active' as const }
    expect(winningTwin([row('0c', since)], own)?.id).toBe('0c')
    expect(winningTwin([row('0c', { ...since, createdAt: '2026-11-12T14:01:59Z' })], own)).toBeUndefined()
    expect(winningTwin([row('0c', { ...since, status: 'inactive' })], own)).toBeUndefined()
    expect(winningTwin([row('0c', { ...since, userId: 'else' })], own)).toBeUndefined()
  })

  it('of any two at most one stays, whatever their ages and states', () => {
    for (const minutes of [-5, -2, -1, 0, 1, 2, 5]) {
      for (const status of ['active', 'inactive'] as const) {
        const createdAt = new Date(Date.parse(own.createdAt) + minutes * 60_000).toISOString()
        const other = row('0c', { createdAt, status })
        const active = { ...own, status: 'active' as const }
        const stays = [winningTwin([other], active), winningTwin([active], other)].filter((twin) => twin === undefined)
        expect([minutes, status, stays.length <= 1]).toEqual([minutes, status, true])
      }
    }
  })
})

suite('a token that somebody switched off', () => {
  const fresh = row('0b')
  const later = row('0b', { updatedAt: '2026-11-12T14:00:03Z' })

  it('is told by a ledger that knows it to be on', () => {
    expect(isOffElsewhere(fresh, { active: true, disabled: false })).toBe(true)
    expect(isOffElsewhere({ ...fresh, status: 'active' }, { active: true, disabled: false })).toBe(false)
    expect(isOffElsewhere(later, { active: true, disabled: true })).toBe(false)
  })

  it('is told by a change since it was made, where the answer to our own PATCH was lost', () => {
    const known = { active: false, disabled: false }
    expect([fresh, later].map((one) => isOffElsewhere(one, known))).toEqual([false, true])
    expect(isOffElsewhere({ ...later, status: 'active' }, known)).toBe(false)
  })

  it('meets any token of its device that works, older or newer', () => {
    const own = row('0b')
    const twin = (id: string, change = {}) => liveTwin([row(id, { status: 'active', ...change }), own], own)?.id
    expect([twin('0a'), twin('0c')]).toEqual(['0a', '0c'])
    expect(liveTwin([row('0a'), own], own)).toBeUndefined()
    expect(twin('0c', { userId: 'else' })).toBeUndefined()
    expect(twin('0c', { description: 'dev1' })).toBeUndefined()
  })
})
