import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRequest } from '../../../main/contract/channels'
import { reworded, type Reword } from '../../../main/contract/reword'
import { describe as described, readDescription } from '../../../main/domain/description'
import { bucketScope, deviceScope } from '../../../main/domain/permissions'
import { redescribed } from '../../../main/domain/redescribe'
import type { Authorization } from '../../../main/ports/influx'
import { previewReword } from '../../../main/services/token-rewording'
import { createTokenTables } from '../../../main/services/token-table'

const org = '0'.repeat(16)
const bucket = 'b'.repeat(16)
const replace = (find: string, by: string): Reword => ({ kind: 'replace', find, by })
const add = (before: string, after: string): Reword => ({ kind: 'add', before, after })
const mark = () => ({ nonce: randomBytes(16).toString('hex'), install: '1'.repeat(16), review: '2027-01-31' })

function token(description: string, change: Partial<Authorization> = {}): Authorization {
  return {
    id: randomBytes(8).toString('hex'),
    status: 'active',
    description,
    orgId: org,
    org: 'depot',
    userId: 'a'.repeat(16),
    user: 'anna',
    permissions: deviceScope(org, bucket),
    createdAt: '2026-11-12T13:01:08Z',
    updatedAt: '2026-11-12T13:01:08Z',
    ...change,
  }
}
const ofDevice = (device: string, change?: Partial<Authorization>) => token(described(device, mark()), change)
const byHand = (text: string) => token(text, { permissions: bucketScope(org, bucket) })

function preview(rows: readonly Authorization[], how: Reword, chosen = rows) {
  const table = createTokenTables()({ connection: 'c', rows, asOf: 0, asked: 0 })
  const ids = chosen.map(({ id }) => id)
  return previewReword(table, ids, how, '')
}

describe('a description edited with others', () => {
  it('has every occurrence replaced, as plain text', () => {
    expect(reworded('PUMP-1 PUMP-2', replace('PUMP-', 'N-'))).toBe('N-1 N-2')
    expect(reworded('a.c abc', replace('a.c', '$& $1 \\d'))).toBe('$& $1 \\d abc')
    expect(reworded('pump', replace('PUMP', 'N'))).toBe('pump')
    expect(reworded('north pump', replace('pump', ''))).toBe('north')
  })

  it('gets text before and after, and stays as it is where nothing changes', () => {
    expect(reworded('PUMP-1', add('N-', '-old'))).toBe('N-PUMP-1-old')
    expect(reworded(' by hand ', replace('x', 'y'))).toBe(' by hand ')
    expect(reworded(' by hand ', add('', '!'))).toBe('by hand !')
  })

  it('keeps Fieldkey’s mark, whatever is found and put in', () => {
    const marker = mark()
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
    const piece = fc.oneof(
      text,
      fc.constantFrom(' | fieldkey:', ' | fieldkey:1 n=', '$&', '.*', '\n', '\u0000', '\ud800'),
    )
    fc.assert(
      fc.property(text, piece, piece, fc.boolean(), (before, one, other, replaces) => {
        const to = reworded(before, replaces ? replace(one, other) : add(one, other))
        const whole = redescribed(token(described(before, marker), { permissions: bucketScope(org, bucket) }), to, '')
        if (!whole.ok) return
        expect(readDescription(whole.value)).toEqual({ text: to.trim(), marker })
        expect(whole.value).toBe(described(to.trim(), marker))
      }),
    )
  })

  it('cannot be half a character', () => {
    expect(redescribed(byHand('x'), reworded('💧', replace('\udca7', '')), '')).toMatchObject({
      failure: { code: 'input.description' },
    })
  })
})

describe('what is told before descriptions are edited', () => {
  it('counts what changes, what stays and what cannot, with the first of them', () => {
    const rows = [ofDevice('PUMP-1'), ofDevice('PUMP-2'), ofDevice('FAN-1'), byHand('PUMP house')]
    const found = preview(rows, replace('PUMP-', 'north pump '))
    expect(found).toMatchObject({ changed: 0, unchanged: 2, refused: 2, doubled: 0, gone: 0 })
    expect(found.rows.map(({ from, to, refused }) => [from, to, refused]).sort()).toEqual([
      ['PUMP-1', 'north pump 1', 'input.device'],
      ['PUMP-2', 'north pump 2', 'input.device'],
    ])
    const emptied = preview(rows, replace('PUMP house', ''))
    expect(emptied.rows).toMatchObject([{ from: 'PUMP house', to: '', refused: 'input.description' }])
    expect(preview(rows, add('N-', ''), rows.slice(0, 2))).toMatchObject({ changed: 2, unchanged: 0, refused: 0 })
    expect(preview(rows.slice(1), add('N-', ''), rows)).toMatchObject({ changed: 3, gone: 1 })
  })

  it('shows few rows, and of long texts the beginning', () => {
    const rows = Array.from({ length: 20 }, (_, index) => byHand(`${'long '.repeat(1000)}${String(index)}`))
    const found = preview(rows, replace('long long', 'x'))
    expect([found.refused, found.rows.length]).toEqual([20, 4])
    expect(Math.max(...found.rows.map(({ from, to }) => Math.max(from.length, to.length)))).toBe(300)
  })

  it('tells of devices that would have two working tokens, by name, and of no others', () => {
    const off = { status: 'inactive' } as const
    const rows = [ofDevice('A-1'), ofDevice('B-1'), ofDevice('A-2'), ofDevice('B-2', off), ofDevice('A-3')]
    expect(preview(rows, replace('A-', 'B-'))).toMatchObject({ doubled: 1, doubledNames: ['B-1'] })
    // Two devices that become one; and one that has two tokens already, which are renamed together.
    expect(preview(rows, replace('A-1', 'A-2'))).toMatchObject({ doubled: 1, doubledNames: ['A-2'] })
    expect(preview([ofDevice('A-1'), ofDevice('A-1')], add('N-', ''))).toMatchObject({ doubled: 0, doubledNames: [] })
    // A token that keeps its place cannot be met by one that leaves it.
    expect(preview([ofDevice('A-1'), ofDevice('A-1x')], add('', 'x'))).toMatchObject({ doubled: 0 })
  })
})

describe('the requests', () => {
  const id = '1'.repeat(16)
  it('take what other programs wrote, however long, and no find that is empty or too long', () => {
    const long = 'x'.repeat(100_000)
    expect(readRequest('tokens.describe-all', { rows: [{ id, from: long, to: `${long}y` }] }).ok).toBe(true)
    const asks = (how: unknown) => readRequest('tokens.preview-describe', { ids: [id], how }).ok
    expect([asks(replace('a', '')), asks(replace('', 'a')), asks(replace('a'.repeat(201), ''))]).toEqual([
      true,
      false,
      false,
    ])
    expect([
      asks(add('', '')),
      asks({ ...add('', ''), find: 'a' }),
      asks({ kind: 'regex', find: '.', by: '' }),
    ]).toEqual([true, false, false])
  })
})
