import { describe, expect, it } from 'vitest'
import { ok } from '../../../main/contract/result'
import { samplePage, sampleToken } from '../../support/fake-bridge'
import { openSession } from '../open-window'
import { listing, tokenList } from '../token-lists'

describe('pages', () => {
  it('hold 50 rows and are fetched once each, those around what is in view too', async () => {
    const { session, requests, settle } = listing(tokenList(1000))
    await session.tokens.load()
    session.tokens.need(0, 20)
    session.tokens.need(195, 205)
    await settle()
    expect(requests('tokens.query').map(({ from, count }) => [from, count])).toEqual([
      [0, 50],
      [50, 50],
      [150, 50],
      [200, 50],
      [100, 50],
      [250, 50],
    ])
    expect([session.tokens.row(299)?.device, session.tokens.row(300)]).toEqual(['dev-299', undefined])
  })

  it('beyond the end of the list are not asked for', async () => {
    const { session, requests, settle } = listing(tokenList(70))
    await session.tokens.load()
    session.tokens.need(40, 69)
    await settle()
    expect(requests('tokens.query').map(({ from }) => from)).toEqual([0, 50])
  })

  it('in view are those asked for again when the list changed', async () => {
    const { session, requests, emit, settle } = listing(tokenList(1000))
    const stop = session.start()
    await settle()
    session.go('tokens')
    await session.tokens.load()
    session.tokens.need(600, 640)
    await settle()
    emit({ kind: 'tokens-changed' })
    await settle()
    const around = [550, 650]
    expect(requests('tokens.query').map(({ from }) => from)).toEqual([0, 50, 600, ...around, 600, 0, ...around])
    expect(session.tokens.row(610)?.device).toBe('dev-610')
    stop()
  })

  it('stay as they were until all that is drawn is here anew: those in view and the one with the focus', async () => {
    const { session, answer, settle } = listing(tokenList(1000))
    const { tokens } = session
    await tokens.load()
    tokens.place = { row: 3, column: 0 }
    tokens.need(430, 460)
    await settle()
    const waiting = new Map<number, () => void>()
    answer('tokens.query', ({ from, count }) => {
      const rows = tokenList(1000, (index) => ({ device: `new-${index}` })).slice(from, from + count)
      const page = ok({ ...samplePage(rows), total: 1000 })
      return new Promise((resolve) => waiting.set(from, () => resolve(page)))
    })
    const drawn = () => [3, 430, 455].map((index) => tokens.row(index)?.device)
    const loaded = tokens.load()
    for (const from of [450, 0]) {
      waiting.get(from)?.()
      await settle()
      expect(drawn()).toEqual(['dev-3', 'dev-430', 'dev-455'])
    }
    waiting.get(400)?.()
    await loaded
    expect(drawn()).toEqual(['new-3', 'new-430', 'new-455'])
  })

  it('are taken over where the list was scrolled to meanwhile', async () => {
    const { session, answer, settle } = listing(tokenList(1000))
    const { tokens } = session
    await tokens.load()
    tokens.need(0, 20)
    await settle()
    answer('tokens.query', ({ from, count }) =>
      from === 0 && count === 50
        ? new Promise(() => undefined)
        : Promise.resolve(ok({ ...samplePage(tokenList(1000).slice(from, from + count)), total: 1000 })),
    )
    void tokens.load()
    tokens.place = { row: 800, column: 0 }
    tokens.need(800, 820)
    await settle()
    expect(tokens.row(810)?.device).toBe('dev-810')
  })

  it('of rows that are not drawn are asked for 200 at a time', async () => {
    const { session, requests } = listing(tokenList(450))
    await session.tokens.load()
    const before = requests('tokens.query').length
    await session.tokens.selectAll()
    expect(
      requests('tokens.query')
        .slice(before)
        .map(({ from, count }) => [from, count]),
    ).toEqual([
      [0, 200],
      [200, 200],
      [400, 50],
    ])
    expect(session.tokens.selection.size).toBe(450)
  })

  it('of the question before are dropped', async () => {
    const { session, answer } = openSession()
    const waiting: (() => void)[] = []
    answer('tokens.query', ({ search }) => {
      const page = ok(samplePage([sampleToken({ device: search })]))
      return new Promise((resolve) => waiting.push(() => resolve(page)))
    })
    session.tokens.filter.search = 'a'
    const first = session.tokens.searched()
    session.tokens.filter.search = 'ab'
    const second = session.tokens.searched()
    waiting[1]?.()
    await second
    waiting[0]?.()
    await first
    expect(session.tokens.row(0)?.device).toBe('ab')
  })

  it('are asked for from the server when the list is older than 30 s', async () => {
    const { session, requests, timers } = listing(tokenList(3))
    await session.tokens.enter()
    expect(requests('tokens.refresh')).toHaveLength(0)
    const old = openSession()
    old.answer('tokens.query', () => ok(samplePage([], { asOf: timers.wall() - 30_001 })))
    await old.session.tokens.enter()
    expect(old.requests('tokens.refresh')).toHaveLength(1)
  })
})
