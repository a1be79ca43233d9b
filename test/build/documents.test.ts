import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { changeOld, type OldTokenEvent } from '../../main/domain/old-token'
import { apply, fold, type Handover, type HandoverEvent, type Recorded } from '../../main/domain/handover'

const root = path.resolve(import.meta.dirname, '../..')
const pages = ['README.md', ...readdirSync(path.join(root, 'docs')).filter((name) => name.endsWith('.md'))]
const read = (page: string) => readFileSync(path.join(root, page === 'README.md' ? page : `docs/${page}`), 'utf8')

const step = (event: HandoverEvent, seq = 9): Recorded => ({ seq, at: seq, event })
const events: readonly HandoverEvent[] = [
  { kind: 'unsure', code: 'net.cut' },
  { kind: 'refused', code: 'perm.create' },
  { kind: 'minted', authId: '1', createdAt: '' },
  { kind: 'too-wide', authId: '1' },
  { kind: 'activated' },
  { kind: 'probed' },
  { kind: 'shown' },
  { kind: 'disabled' },
  { kind: 'enabled' },
  { kind: 'replaced' },
  { kind: 'delivered', proof: 'hash' },
  { kind: 'confirmed', proof: 'data' },
  { kind: 'revoking', why: '' },
  { kind: 'called-back' },
  { kind: 'revoked' },
  { kind: 'gone' },
  { kind: 'returned', status: 'active' },
  { kind: 'absent', run: '1' },
  { kind: 'abandoned' },
]
const onTheWay: readonly HandoverEvent[] = [
  { kind: 'asked' },
  { kind: 'minted', authId: '1', createdAt: '' },
  { kind: 'activated' },
  { kind: 'delivered', proof: 'hash' },
  { kind: 'confirmed', proof: 'data' },
]

const olds = ['live', 'off', 'returning', 'on', 'ending', 'gone', 'kept'] as const
const oldEvents: readonly OldTokenEvent[] = [
  { kind: 'old-off', at: '', since: '' },
  { kind: 'old-back' },
  { kind: 'old-on' },
  { kind: 'old-ending', why: 'asked' },
  { kind: 'old-gone' },
  { kind: 'old-kept' },
]

/** One handover in every state. */
function everyState(): readonly Handover[] {
  const whole = onTheWay.map((event, index) => step(event, index))
  const along = whole.map((_, index) => fold(whole.slice(0, index + 1))).filter((now) => now !== undefined)
  const ends = along.flatMap((now) => events.map((event) => apply(now, step(event)))).filter((now) => now !== undefined)
  return [...along, ...ends]
}

describe('the documents', () => {
  it.each(pages)('%s names only files that exist', (page) => {
    const named = [...read(page).matchAll(/[`(]((?:main|renderer|test|docs|build)\/[\w./-]+)[`)]/g)].map(
      ([, file]) => file ?? '',
    )
    const linked = [...read(page).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, file]) =>
      path.join(page === 'README.md' ? '' : 'docs', file ?? ''),
    )
    expect([...named, ...linked].filter((file) => !existsSync(path.join(root, file)))).toEqual([])
  })

  it('draw the states of a handover as they are', () => {
    const drawn = [...read('reliability.md').matchAll(/^ +(\w+) --> (\w+): (.+)$/gm)].flatMap(([, from, to, kinds]) =>
      (kinds ?? '').split(', ').map((kind) => `${from ?? ''} ${kind} ${to ?? ''}`),
    )
    const real = everyState().flatMap((now) =>
      events.flatMap((event) => {
        const next = apply(now, step(event))
        return next ? [`${now.state} ${event.kind} ${next.state}`] : []
      }),
    )
    expect(new Set(drawn.filter((arrow) => !arrow.includes(' old-')))).toEqual(new Set(real))
  })

  it('draw what becomes of a replaced token as it is', () => {
    const drawn = [...read('reliability.md').matchAll(/^ +(\w+) --> (\w+): (old-.+)$/gm)].flatMap(
      ([, from, to, kinds]) => (kinds ?? '').split(', ').map((kind) => `${from ?? ''} ${kind} ${to ?? ''}`),
    )
    const real = olds.flatMap((old) =>
      oldEvents.flatMap((event) => {
        const next = changeOld({ old }, event)
        return next?.old ? [`${old} ${event.kind} ${next.old}`] : []
      }),
    )
    expect(new Set(drawn)).toEqual(new Set(real))
  })
})
