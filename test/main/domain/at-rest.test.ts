import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isAtRest } from '../../../main/domain/at-rest'
import {
  apply,
  fold,
  isOpen,
  isOver,
  type Handover,
  type HandoverEvent,
  type Recorded,
} from '../../../main/domain/handover'
import { provesByData } from '../../../main/domain/old-token'
import { waitingFor } from '../../../main/domain/waiting'
import { anIntent } from '../../contract/ledger'
import { everyStep, minted } from '../../support/every-step'

/** A story of those of `events` that have a place, after `asked`. */
function storyOf(events: readonly HandoverEvent[], replaces = false, keepBoth = false) {
  const told: Recorded[] = []
  let now: Handover | undefined
  for (const event of [
    replaces ? ({ kind: 'asked', replaces: true } as const) : ({ kind: 'asked' } as const),
    ...events,
  ]) {
    const recorded = { seq: told.length, at: 1000 + told.length, event }
    const next = apply(now, recorded)
    if (next === undefined) continue
    now = next
    told.push(recorded)
  }
  if (now === undefined) throw new Error('no story')
  expect(fold(told)).toEqual(now)
  return { intent: anIntent(1, { keepBoth }), now, events: told }
}

describe('a handover at rest', () => {
  it('waits for nothing, and keeps no other from being proved by its data', () => {
    let rest = 0
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...everyStep), { maxLength: 40 }),
        fc.boolean(),
        fc.boolean(),
        (events, replaces, keepBoth) => {
          const story = storyOf(events, replaces, keepBoth)
          if (!isAtRest(story)) return
          rest += 1
          const { now } = story
          expect(['confirmed', 'revoked', 'abandoned', 'gone']).toContain(now.state)
          expect([isOpen(now), waitingFor(story), now.old === 'off']).toEqual([false, undefined, false])
          if (!isOver(now)) expect([story.intent.keepBoth, provesByData(now)]).toEqual([false, true])
        },
      ),
      { numRuns: 1000 },
    )
    expect(rest).toBeGreaterThan(50)
  })

  it('is what most become: confirmed, or over', () => {
    const delivered: HandoverEvent[] = [minted, { kind: 'activated' }, { kind: 'delivered', proof: 'scanned' }]
    const confirmed: HandoverEvent[] = [...delivered, { kind: 'confirmed', proof: 'technician' }]
    const off: HandoverEvent = { kind: 'old-off', at: '2026-11-12T14:02:00Z', since: '2026-11-12T14:02:00Z' }
    const rests = (events: readonly HandoverEvent[], ...how: [boolean?, boolean?]) => isAtRest(storyOf(events, ...how))
    expect([rests([]), rests([minted]), rests(delivered), rests(confirmed)]).toEqual([false, false, false, true])
    expect(rests([minted, { kind: 'revoking', why: 'asked' }])).toBe(false)
    expect(rests([minted, { kind: 'revoked' }])).toBe(true)
    expect(rests([{ kind: 'refused', code: 'perm.create' }])).toBe(true)
    expect(rests([...confirmed, { kind: 'revoking', why: 'asked' }])).toBe(false)
    expect(rests(confirmed, false, true)).toBe(false)
    expect([rests(confirmed, true), rests([...confirmed, off], true)]).toEqual([false, false])
    expect(rests([...delivered, off, { kind: 'revoked' }], true)).toBe(false)
    expect(rests([...confirmed, off, { kind: 'old-gone' }], true)).toBe(true)
  })
})
