import { describe as suite, expect, it } from 'vitest'
import { describe } from '../../../main/domain/description'
import { winningTwin } from '../../../main/domain/twins'

const row = (id: string, change: Partial<Parameters<typeof winningTwin>[1]> = {}) => ({
  id,
  status: 'inactive' as const,
  description: describe('dev1', { nonce: id.padStart(32, '0'), install: 'aaaaaaaaaaaaaaaa' }),
  userId: 'owner',
  createdAt: '2026-11-12T14:00:00Z',
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
})
