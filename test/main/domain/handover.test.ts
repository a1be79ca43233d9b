import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { apply, fold, isOpen, isOver, mayErase, type HandoverEvent, type Recorded } from '../../../main/domain/handover'
import { everyStep, minted } from '../../support/every-step'

const told = (...events: HandoverEvent[]): Recorded[] => events.map((event, seq) => ({ seq, at: 1000 + seq, event }))
const asked: HandoverEvent = { kind: 'asked' }

describe('the fold of a handover', () => {
  it('goes asked, minted, delivered, confirmed on the QR path', () => {
    const states = told(
      asked,
      minted,
      { kind: 'activated' },
      { kind: 'shown' },
      { kind: 'delivered', proof: 'scanned' },
      {
        kind: 'confirmed',
        proof: 'technician',
      },
    )
    expect(states.map((_, i) => fold(states.slice(0, i + 1))?.state)).toEqual([
      'asked',
      'minted',
      'minted',
      'minted',
      'delivered',
      'confirmed',
    ])
    expect(fold(states)).toMatchObject({
      active: true,
      timesShown: 1,
      proof: 'scanned',
      confirmedBy: 'technician',
      steps: 6,
    })
  })

  it('delivers over USB before the token is active', () => {
    const now = fold(told(asked, minted, { kind: 'delivered', proof: 'hash' }))
    expect(now).toMatchObject({ state: 'delivered', active: false })
    expect(fold(told(asked, minted, { kind: 'delivered', proof: 'hash' }, { kind: 'activated' }))?.active).toBe(true)
  })

  it('refuses to show a code before the token is known to be active', () => {
    expect(fold(told(asked, minted, { kind: 'shown' }))).toBeUndefined()
  })

  it.each([
    ['nothing asked', told(minted)],
    ['minted twice', told(asked, minted, minted)],
    ['delivered before minted', told(asked, { kind: 'delivered', proof: 'scanned' })],
    ['confirmed before delivered', told(asked, minted, { kind: 'confirmed', proof: 'data' })],
    ['abandoned after minted', told(asked, minted, { kind: 'abandoned' })],
    ['alive again after revoked', told(asked, minted, { kind: 'revoked' }, { kind: 'activated' })],
  ])('refuses a story with %s', (_, story) => {
    expect(fold(story)).toBeUndefined()
  })

  it('keeps the sealed token until the technician is done with it', () => {
    expect(mayErase(fold(told(asked, minted, { kind: 'delivered', proof: 'scanned' }))!)).toBe(false)
    for (const end of [{ kind: 'revoked' } as const, { kind: 'gone' } as const]) {
      expect(mayErase(fold(told(asked, minted, end))!)).toBe(true)
    }
  })

  it('stays open while a deletion is not answered', () => {
    const wide = fold(told(asked, { kind: 'too-wide', authId: '0a7c91f2e6b43000' }))!
    expect([isOpen(wide), isOver(wide), wide.revoking]).toEqual([true, false, true])
    expect(isOpen(fold(told(asked, { kind: 'too-wide', authId: '0a7c91f2e6b43000' }, { kind: 'revoked' }))!)).toBe(
      false,
    )
  })

  it('goes on where it stood when the decision to revoke is called back, and only then', () => {
    const called = { kind: 'called-back' } as const
    const delivered = [asked, minted, { kind: 'activated' }, { kind: 'delivered', proof: 'scanned' }] as const
    const back = fold(told(...delivered, { kind: 'revoking', why: 'cancelled' }, called))
    expect(back).toMatchObject({ state: 'delivered', active: true, revoking: false })
    expect(fold(told(...delivered, called))).toBeUndefined()
    expect(fold(told(asked, { kind: 'too-wide', authId: '0a7c91f2e6b43000' }, called))).toBeUndefined()
  })

  it('goes on where it stood when a token that a device has is back, without its text; off, it stays off', () => {
    const gone = { kind: 'gone' } as const
    const delivered = [asked, minted, { kind: 'activated' }, { kind: 'delivered', proof: 'scanned' }] as const
    const confirmed = [...delivered, { kind: 'confirmed', proof: 'technician' }] as const
    const back = (status: 'active' | 'inactive') => ({ kind: 'returned', status }) as const
    const on = fold(told(...delivered, gone, back('active')))!
    expect(on).toMatchObject({ state: 'delivered', active: true, disabled: false, proof: 'scanned' })
    expect([isOver(on), isOpen(on), mayErase(on)]).toEqual([false, false, true])
    const off = fold(told(...confirmed, gone, back('inactive')))!
    expect(off).toMatchObject({ state: 'confirmed', active: false, disabled: true, confirmedBy: 'technician' })
    expect(isOpen(off)).toBe(false)
    expect(fold(told(...confirmed, gone, back('active'), gone, back('active')))).toMatchObject({ state: 'confirmed' })
  })

  it.each([
    ['no device was known to have', told(asked, minted, { kind: 'gone' })],
    [
      'was to be ended',
      told(asked, minted, { kind: 'delivered', proof: 'hash' }, { kind: 'revoking', why: 'w' }, { kind: 'gone' }),
    ],
    ['was revoked', told(asked, minted, { kind: 'delivered', proof: 'hash' }, { kind: 'revoked' })],
    ['is there', told(asked, minted, { kind: 'delivered', proof: 'hash' })],
  ])('does not come back with a token that %s', (_what, story) => {
    expect(fold(story)).toBeDefined()
    const event = { kind: 'returned', status: 'active' } as const
    expect(fold([...story, { seq: story.length, at: 2000, event }])).toBeUndefined()
  })

  it('stays open while a device waits for its token to be switched on', () => {
    const waiting = told(asked, minted, { kind: 'delivered', proof: 'hash' })
    expect(isOpen(fold(waiting)!)).toBe(true)
    expect(isOpen(fold([...waiting, ...told({ kind: 'activated' }).map((step) => ({ ...step, seq: 3 }))])!)).toBe(false)
    expect(isOpen(fold(told(asked, { kind: 'refused', code: 'perm.create' }))!)).toBe(false)
  })

  it('never leaves an end, whatever follows, but for a deletion that is repeated or a token that is back', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(asked, ...everyStep), { maxLength: 30 }), (events) => {
        let now = apply(undefined, { seq: 0, at: 0, event: asked })
        let over: string | undefined
        events.forEach((event, i) => {
          const next = now && apply(now, { seq: i + 1, at: i, event })
          if (next && event.kind === 'returned') {
            expect([over, now?.proof === undefined]).toEqual(['gone', false])
            over = undefined
          }
          if (next) now = next
          if (over !== undefined && now?.state !== over) expect(now?.state).toBe('revoked')
          if (now && isOver(now)) {
            over = now.state
            expect(now.active && now.state === 'revoked').toBe(false)
          }
        })
      }),
    )
  })
})
