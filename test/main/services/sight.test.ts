import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { HandoverEvent } from '../../../main/domain/handover'
import { createSight } from '../../../main/services/sight'
import { anIntent, value } from '../../contract/ledger'
import { openIn } from '../../support/open-test-ledger'
import { temporaryFolder } from '../../support/temporary-folder'

function open() {
  const ledger = value(openIn(path.join(temporaryFolder(), 'user data')))
  const sight = createSight(ledger)
  const step = (n: number, ...events: readonly HandoverEvent[]) => {
    for (const event of events) value(ledger.append(anIntent(n).id, 1, event))
  }
  const sees = (n: number) => {
    const story = ledger.story(anIntent(n).id)
    return story && sight.sees(story)
  }
  const begin = (n: number, change: Parameters<typeof anIntent>[1] = {}) =>
    void value(ledger.begin(anIntent(n, { device: 'pump', ...change }), 1))
  return { ledger, begin, step, sees }
}

const authId = '0a1b2c3d4e5f6071'
const minted = { kind: 'minted', authId, createdAt: '2026-03-01T10:00:00.5Z' } as const

describe('whose first data can be seen', () => {
  it('is looked at again after every step: a second token hides the first until it has ended', () => {
    const { ledger, begin, step, sees } = open()
    begin(1)
    step(1, minted, { kind: 'activated' })
    expect(sees(1)).toBe(true)
    begin(2, { keepBoth: true })
    begin(3, { device: 'other' })
    begin(4, { bucket: { id: '5014950eab641e61', name: 'attic' } })
    expect([1, 2, 3, 4].map(sees)).toEqual([false, false, true, true])
    step(2, { ...minted, authId: '0a1b2c3d4e5f6072' }, { kind: 'revoking', why: 'asked' }, { kind: 'revoked' })
    expect(sees(1)).toBe(true)
    ledger.close()
  })

  it('is looked at again when a token is to be replaced, in its own connection only', () => {
    const { ledger, begin, step, sees } = open()
    begin(1)
    step(1, minted, { kind: 'activated' })
    expect(sees(1)).toBe(true)
    begin(2, { connection: 'c2', replaces: [authId] })
    expect(sees(1)).toBe(true)
    begin(3, { replaces: [authId] })
    expect(sees(1)).toBe(false)
    step(3, { ...minted, authId: '0a1b2c3d4e5f6073' }, { kind: 'revoking', why: 'asked' }, { kind: 'revoked' })
    expect(sees(1)).toBe(true)
    ledger.close()
  })
})
