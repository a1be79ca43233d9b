import { describe, expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
import { done, failed, ok } from '../../../main/contract/result'
import { rowKey, visibleRows } from '../../../renderer/screens/tokens/grid-rows'
import { byDay, fits } from '../../../renderer/state/history.svelte'
import { statusOf } from '../../../renderer/state/status'
import { sampleHandover, sampleToken } from '../../support/fake-bridge'
import { openSession } from '../open-window'

const noon = new Date(2026, 10, 12, 12).getTime()
const day = 86_400_000

describe('tokens', () => {
  it('are fetched in pages of 200, each once', async () => {
    const { session, answer, requests } = openSession()
    answer('tokens.query', ({ from }) =>
      ok({ rows: [sampleToken({ device: `at-${from}` })], total: 1000, all: 1000, asOf: 1, incomplete: false }),
    )
    await session.tokens.load()
    session.tokens.need(0, 250)
    session.tokens.need(190, 260)
    await Promise.resolve()
    await Promise.resolve()
    expect(requests('tokens.query').map(({ from, count }) => [from, count])).toEqual([
      [0, 200],
      [200, 200],
    ])
    expect([session.tokens.row(200)?.device, session.tokens.row(400)]).toEqual(['at-200', undefined])
  })

  it('drop the answer to the search before', async () => {
    const { session, answer } = openSession()
    const waiting: (() => void)[] = []
    answer('tokens.query', ({ search }) => {
      const page = ok({ rows: [sampleToken({ device: search })], total: 1, all: 1, asOf: 1, incomplete: false })
      return new Promise((resolve) => waiting.push(() => resolve(page)))
    })
    session.tokens.search = 'a'
    const first = session.tokens.searched()
    session.tokens.search = 'ab'
    const second = session.tokens.searched()
    waiting[1]?.()
    await second
    waiting[0]?.()
    await first
    expect(session.tokens.row(0)?.device).toBe('ab')
  })

  it('say how many match, half a second after the last key', async () => {
    const { session, timers } = openSession()
    await session.tokens.searched()
    timers.pass(499)
    expect(session.announcer.status).toBe('')
    timers.pass(1)
    expect(session.announcer.status).toBe('1 token matches.')
  })

  it('that could not be revoked are told, the others announced', async () => {
    const { session, answer } = openSession()
    const [kept, gone] = [sampleToken({ id: 'a'.repeat(16) }), sampleToken({ id: 'b'.repeat(16) })]
    answer('tokens.revoke', () =>
      ok([
        { id: kept.id, result: failed(failure('perm.owner', { user: 'bob' })) },
        { id: gone.id, result: done },
      ]),
    )
    await session.tokens.revoke([kept, gone])
    expect(session.announcer.status).toBe('1 token revoked.')
    expect(session.notices.list.map(({ key }) => key)).toEqual([kept.id])
  })
})

describe('rows on the screen', () => {
  it('are those in view and ten more on each side', () => {
    expect(visibleRows(4800, 480, 48, 1000)).toEqual({ first: 90, last: 120 })
    expect(visibleRows(0, 480, 48, 3)).toEqual({ first: 0, last: 2 })
    expect(visibleRows(0, 480, 48, 0)).toEqual({ first: 0, last: -1 })
  })

  it('are reached by keys that stop at the ends', () => {
    const to = (key: string) => rowKey(new KeyboardEvent('keydown', { key }), 5, 10, 8)
    expect(['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End', 'x'].map(to)).toEqual([
      6,
      4,
      9,
      0,
      0,
      9,
      undefined,
    ])
  })
})

describe('history', () => {
  it('is grouped by local day', () => {
    const at = (askedAt: number) => sampleHandover({ askedAt })
    const groups = byDay([at(noon), at(noon - 1), at(noon - day), at(noon - 3 * day)], noon)
    expect(groups.map(({ title, handovers }) => [title, handovers.length])).toEqual([
      ['Today', 2],
      ['Yesterday', 1],
      ['Monday, 9 November 2026', 1],
    ])
  })

  it('is searched without regard to spaces and case', () => {
    const handover = sampleHandover({ authId: '0a7c91f2e6b43000' })
    for (const search of ['pump', '0A7C 91F2', 'north', ' ']) expect(fits(handover, search)).toBe(true)
    expect(fits(handover, 'PUMP-00421')).toBe(false)
  })

  it('has a shape and a word for every result', () => {
    expect(statusOf(sampleHandover({ state: 'confirmed', confirmedBy: 'data' }))).toEqual({
      icon: 'tick',
      tone: 'ok',
      text: 'First data arrived',
    })
    expect(statusOf(sampleHandover({ state: 'delivered' })).text).toBe('Waiting for first data')
    expect(statusOf(sampleHandover({ state: 'delivered', watchable: false })).text).toBe('Handed over')
    expect(statusOf(sampleHandover({ failure: failure('serial.busy') })).text).toBe('USB port is in use')
    expect(statusOf(sampleHandover({ state: 'asked', unsure: true })).tone).toBe('warn')
  })
})
