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
    expect(requests('tokens.query').map(({ from }) => from)).toEqual([0, 600, 550, 650, 600])
    expect(session.tokens.row(610)?.device).toBe('dev-610')
    stop()
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
