import { describe as suite, expect, it } from 'vitest'
import { describe } from '../../../main/domain/description'
import { fold, type HandoverEvent, type Intent } from '../../../main/domain/handover'
import { isAbandoned, repairs } from '../../../main/domain/settling'

const nonce = (n: number) => String(n).padStart(32, '0')
const install = 'aaaaaaaaaaaaaaaa'
const intent = (n: number): Intent => ({
  id: `h${n}`,
  connection: 'c',
  install,
  owner: 'owner',
  device: `pump-${n}`,
  bucket: { id: 'b', name: 'plant' },
  orgId: 'o',
  nonce: nonce(n),
  keepBoth: false,
  delivery: 'qr',
  settings: { url: 'http://influx.example' },
})
const story = (n: number, ...events: HandoverEvent[]) => ({
  intent: intent(n),
  now: fold([{ kind: 'asked' } as const, ...events].map((event, seq) => ({ seq, at: 0, event })))!,
})
const row = (n: number, id: string, by = install, owner = 'owner') => ({
  id,
  description: describe(`pump-${n}`, { nonce: nonce(n), install: by }),
  userId: owner,
  status: 'active' as const,
  updatedAt: '2026-11-12T14:01:08Z',
})
const minted = (authId: string): HandoverEvent => ({ kind: 'minted', authId, createdAt: '2026-11-12T14:01:08Z' })
const always = () => true
const never = () => false

suite('settling ledger against server', () => {
  it('removes a token whose answer was lost', () => {
    expect(repairs([story(1, { kind: 'unsure', code: 'net.cut' })], [row(1, 'x')], always)).toEqual([
      { kind: 'remove-orphan', handover: 'h1', authId: 'x' },
    ])
  })

  it('removes the twin of a doubled POST and keeps the ledger’s own', () => {
    expect(repairs([story(1, minted('x'))], [row(1, 'x'), row(1, 'y')], always)).toEqual([
      { kind: 'remove-orphan', handover: 'h1', authId: 'y' },
    ])
  })

  it('never touches what carries another nonce, whatever install it claims', () => {
    expect(
      repairs([story(1, minted('x'))], [row(1, 'x'), row(2, 'y'), row(3, 'z', 'bbbbbbbbbbbbbbbb')], always),
    ).toEqual([])
  })

  it('deletes again what came back with a restored server', () => {
    expect(
      repairs([story(1, minted('x'), { kind: 'revoking', why: 'w' }, { kind: 'revoked' })], [row(1, 'x')], always),
    ).toEqual([{ kind: 'revoke', handover: 'h1', authId: 'x' }])
  })

  const gone: HandoverEvent = { kind: 'gone' }
  const delivered: HandoverEvent = { kind: 'delivered', proof: 'hash' }
  const had: HandoverEvent[] = [minted('x'), { kind: 'activated' }, delivered]

  it.each([
    ['delivered', []],
    ['confirmed', [{ kind: 'confirmed', proof: 'data' }]],
  ] as const)('deletes nothing that a device has: %s and gone, it comes back as it is listed', (_state, more) => {
    const back = story(1, ...had, ...more, gone)
    const returned = { kind: 'returned', handover: 'h1' }
    expect(repairs([back], [row(1, 'x')], always)).toEqual([{ ...returned, status: 'active' }])
    const off = { ...row(1, 'x'), status: 'inactive' as const }
    expect(repairs([back], [off], always)).toEqual([{ ...returned, status: 'inactive' }])
    // A copy of it is still nobody's, and the same ID without the nonce is left alone.
    expect(repairs([back], [row(1, 'x'), row(1, 'y')], always)).toEqual([
      { ...returned, status: 'active' },
      { kind: 'remove-orphan', handover: 'h1', authId: 'y' },
    ])
    expect(repairs([back], [{ ...row(1, 'x'), description: 'pump-1' }], always)).toEqual([])
    expect(repairs([back], [], always)).toEqual([])
  })

  it('deletes what somebody else had ended before a device was known to have it, when it comes back', () => {
    const undelivered = [minted('x'), { kind: 'activated' }, { kind: 'shown' }] as const
    for (const steps of [[minted('x')], undelivered]) {
      expect(repairs([story(1, ...steps, gone)], [row(1, 'x')], always)).toEqual([
        { kind: 'revoke', handover: 'h1', authId: 'x' },
      ])
    }
  })

  it('deletes what was to be ended before somebody else did, when it comes back', () => {
    for (const end of [{ kind: 'revoking', why: 'w' } as const, { kind: 'revoked' } as const]) {
      const ended = story(1, ...had, end, ...(end.kind === 'revoking' ? [gone] : []))
      expect(repairs([ended], [row(1, 'x')], always)).toEqual([{ kind: 'revoke', handover: 'h1', authId: 'x' }])
    }
  })

  it('switches on what a device already has', () => {
    expect(repairs([story(1, minted('x'), { kind: 'delivered', proof: 'hash' })], [row(1, 'x')], always)).toEqual([
      { kind: 'activate', handover: 'h1' },
    ])
  })

  it('switches on what a technician vouched for before it was', () => {
    const vouched = story(
      1,
      minted('x'),
      { kind: 'delivered', proof: 'hash' },
      { kind: 'confirmed', proof: 'technician' },
    )
    expect(repairs([vouched], [row(1, 'x')], always)).toEqual([{ kind: 'activate', handover: 'h1' }])
  })

  it('activates nothing that is to be ended', () => {
    const ending = story(1, minted('x'), { kind: 'delivered', proof: 'hash' }, { kind: 'revoking', why: 'w' })
    expect(repairs([ending], [row(1, 'x')], always)).toEqual([{ kind: 'revoke', handover: 'h1', authId: 'x' }])
  })

  it('leaves a minted one to the technician', () => {
    expect(repairs([story(1, minted('x'))], [row(1, 'x')], always)).toEqual([])
  })

  it('notes that a token is off which the ledger calls on, and nothing of one that is off on purpose or to be ended', () => {
    const off = [{ ...row(1, 'x'), status: 'inactive' as const }]
    const on = [minted('x'), { kind: 'activated' }] as HandoverEvent[]
    const handed = [...on, { kind: 'delivered', proof: 'scanned' }] as HandoverEvent[]
    const told = [{ kind: 'off-elsewhere', handover: 'h1' }]
    for (const steps of [on, handed, [...handed, { kind: 'confirmed', proof: 'technician' }] as HandoverEvent[]])
      expect(repairs([story(1, ...steps)], off, always)).toEqual(told)
    expect(repairs([story(1, ...on)], off, never)).toEqual(told)
    for (const last of [{ kind: 'disabled' }, { kind: 'replaced' }] as HandoverEvent[])
      expect(repairs([story(1, ...handed, last)], off, always)).toEqual([])
    expect(repairs([story(1, minted('x'))], off, always)).toEqual([])
    expect(repairs([story(1, ...handed)], [row(1, 'x')], always)).toEqual([])
    const ending = story(1, ...on, { kind: 'revoking', why: 'w' })
    expect(repairs([ending], off, always)).toEqual([{ kind: 'revoke', handover: 'h1', authId: 'x' }])
  })

  it('believes absence only from a list that would show it', () => {
    expect(repairs([story(1)], [], never)).toEqual([])
    expect(repairs([story(1)], [], always)).toEqual([{ kind: 'absent', handover: 'h1' }])
    expect(repairs([story(1, minted('x'))], [], never)).toEqual([])
    expect(repairs([story(1, minted('x'))], [], always)).toEqual([{ kind: 'look-up', handover: 'h1', authId: 'x' }])
  })

  it('calls a handover abandoned after two looks in one run and one in a later run', () => {
    expect(isAbandoned([])).toBe(false)
    expect(isAbandoned(['a', 'a'])).toBe(false)
    expect(isAbandoned(['a', 'b', 'c'])).toBe(false)
    expect(isAbandoned(['a', 'a', 'b'])).toBe(true)
    expect(isAbandoned(['b', 'a', 'a'])).toBe(false)
  })
})

suite('settling the token that a handover replaces', () => {
  const offAt = '2026-11-12T15:00:00.5Z'
  const off: HandoverEvent = { kind: 'old-off', at: offAt, since: offAt }
  const replacing = (n: number, ...events: HandoverEvent[]) => {
    const steps = [minted('new'), { kind: 'activated' }, { kind: 'delivered', proof: 'scanned' }, ...events] as const
    const all = [{ kind: 'asked', replaces: true } as const, ...steps]
    return {
      intent: { ...intent(n), replaces: ['old'] },
      now: fold(all.map((event, seq) => ({ seq, at: 0, event })))!,
    }
  }
  const changed = (status: 'active' | 'inactive', updatedAt: string) => ({ ...row(2, 'old'), status, updatedAt })
  const settled = (events: HandoverEvent[], old: ReturnType<typeof changed>, serverTime?: number) =>
    repairs([replacing(1, ...events)], [row(1, 'new'), old], always, serverTime)
  const before = '2026-11-12T14:59:59.123456789Z'
  const after = '2026-11-12T15:00:00.501Z'

  it('on again since it was switched off, it is a person’s to keep; on as it was before, a backup’s to switch off', () => {
    expect(settled([off], changed('active', after))).toEqual([{ kind: 'keep-old', handover: 'h1' }])
    const again = [{ kind: 'off-again', handover: 'h1', authId: 'old' }]
    expect(settled([off], changed('active', before))).toEqual(again)
    expect(settled([off], changed('active', offAt))).toEqual(again)
    expect(settled([off], changed('inactive', offAt))).toEqual([])
    expect(settled([off], changed('inactive', after))).toEqual([])
  })

  it('kept by a person, it is left alone, whatever a backup makes of it', () => {
    expect(settled([off, { kind: 'old-kept' }], changed('active', before))).toEqual([])
  })

  it('switched off over and over, it still goes when its time is over', () => {
    expect(settled([off], changed('active', before), Date.parse(offAt) + 7 * 86_400_000)).toEqual([
      { kind: 'end-old', handover: 'h1' },
    ])
  })

  it('deleted, it is deleted again, on or off, and by one handover only', () => {
    const ended = [off, { kind: 'old-ending', why: 'due' }, { kind: 'old-gone' }] as HandoverEvent[]
    const again = [{ kind: 'end-again', handover: 'h1', authId: 'old' }]
    expect(settled(ended, changed('active', before))).toEqual(again)
    expect(settled(ended, changed('inactive', offAt))).toEqual(again)
    const own = story(2, minted('old'), { kind: 'revoking', why: 'w' }, { kind: 'revoked' })
    expect(repairs([replacing(1, ...ended), own], [row(1, 'new'), changed('active', before)], always)).toEqual([
      { kind: 'revoke', handover: 'h2', authId: 'old' },
    ])
  })

  it('deleted by somebody else and back, it is its device’s again unless the new one outlived it', () => {
    const own = story(2, minted('old'), { kind: 'delivered', proof: 'hash' }, { kind: 'replaced' }, { kind: 'gone' })
    const both = (events: HandoverEvent[], old: ReturnType<typeof changed>) =>
      repairs([replacing(1, ...events), own], [row(1, 'new'), old], always)
    const returned = { kind: 'returned', handover: 'h2' }
    expect(both([off], changed('inactive', offAt))).toEqual([{ ...returned, status: 'inactive' }])
    // It is known to be back before anything is done about it: one look is enough.
    expect(both([off], changed('active', before))).toEqual([
      { ...returned, status: 'active' },
      { kind: 'off-again', handover: 'h1', authId: 'old' },
    ])
    expect(both([off, { kind: 'old-ending', why: 'due' }, { kind: 'old-gone' }], changed('active', before))).toEqual([
      { kind: 'revoke', handover: 'h2', authId: 'old' },
    ])
  })

  it('is switched off when the new one comes back that was to take its place', () => {
    const lost = replacing(1, { kind: 'gone' })
    expect(repairs([lost], [row(1, 'new'), changed('active', before)], always)).toEqual([
      { kind: 'returned', handover: 'h1', status: 'active' },
      { kind: 'retire-old', handover: 'h1' },
    ])
    // … and the new one goes where it was decided that the old one takes its place again.
    const given = replacing(1, off, { kind: 'old-back' }, { kind: 'gone' }, { kind: 'old-on' })
    expect(repairs([given], [row(1, 'new'), changed('active', after)], always)).toEqual([
      { kind: 'revoke', handover: 'h1', authId: 'new' },
    ])
  })

  it('never touches what it does not replace', () => {
    expect(repairs([replacing(1, off)], [row(1, 'new'), { ...changed('active', before), id: 'else' }], always)).toEqual(
      [],
    )
  })
})
