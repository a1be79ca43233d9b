import { describe, expect, it } from 'vitest'
import { askedPause, tryAgain } from '../../../../main/adapters/influx/retry'
import type { Answer, Lost } from '../../../../main/adapters/influx/transport'
import { failure, type FailureCode } from '../../../../main/contract/failure'
import { failed, ok, type Result } from '../../../../main/contract/result'
import { createFakeClock } from '../../../support/fake-clock'

const answer = (status: number, headers: Answer['headers'] = {}): Result<Answer, Lost> =>
  ok({ status, headers, body: '' })
const lost = (code: FailureCode, stale = false): Result<Answer, Lost> =>
  failed({ failure: failure(code), mayHaveLeft: true, stale })

/** Runs `tryAgain` on a standing clock; `jitter` is the share of each full pause. Returns when each try began. */
async function run(replies: readonly Result<Answer, Lost>[], jitter = 'ffffffff', tries = 5, total = 30_000) {
  const clock = createFakeClock()
  const began: number[] = []
  const left: number[] = []
  const attempt = (within: number) => {
    began.push(Math.round(clock.monotonic()))
    left.push(Math.round(within))
    return Promise.resolve(replies[Math.min(began.length, replies.length) - 1] ?? answer(200))
  }
  const result = await clock.finish(tryAgain(attempt, { tries, total, clock, random: { hex: () => jitter } }))
  return { began, left, result }
}

describe('trying again', () => {
  it('waits up to 0.5, 1, 2 and 4 seconds, and tells each try what time is left', async () => {
    const { began, left } = await run([lost('net.cut')])
    expect(began).toEqual([0, 500, 1500, 3500, 7500])
    expect(left).toEqual([30_000, 29_500, 28_500, 26_500, 22_500])
  })
  it('takes a random share of that', async () => {
    expect((await run([lost('net.timeout')], '80000000')).began).toEqual([0, 250, 750, 1750, 3750])
    expect((await run([lost('net.timeout')], '00000000')).began).toEqual([0, 0, 0, 0, 0])
  })
  it('stops with the first answer that settles it', async () => {
    const { began, result } = await run([lost('net.cut'), answer(503), answer(404)])
    expect(began).toHaveLength(3)
    expect(result).toEqual(answer(404))
  })
  it.each(['net.refused', 'net.dns', 'net.offline', 'tls.expired', 'cancelled'] as const)(
    'gives up at once on %s',
    async (code) => {
      expect((await run([lost(code)])).began).toEqual([0])
    },
  )
  it('never asks earlier than the server wants', async () => {
    const { began } = await run(
      [answer(429, { 'retry-after': '3' }), answer(503, { 'retry-after': '2' }), answer(200)],
      '00000000',
    )
    expect(began).toEqual([0, 3000, 5000])
  })
  it('gives up where patience ends before the next try may begin', async () => {
    expect((await run([answer(429, { 'retry-after': '31' })])).began).toEqual([0])
    expect((await run([lost('net.cut')], 'ffffffff', 5, 1000)).began).toEqual([0, 500])
  })
  it('goes on at once, a single time, after a kept connection had died', async () => {
    expect((await run([lost('net.cut', true), lost('net.cut', true), answer(200)])).began).toEqual([0, 0, 500])
    expect((await run([lost('net.cut', true)], 'ffffffff', 1)).began).toEqual([0])
  })
})

describe('Retry-After', () => {
  const now = Date.parse('2026-11-12T13:00:00Z')
  it.each([
    ['7', 7000],
    ['0', 0],
    ['100000', 300_000],
    ['Thu, 12 Nov 2026 13:01:30 GMT', 90_000],
    ['Thu, 12 Nov 2026 12:00:00 GMT', 0],
    ['soon', undefined],
    ['', undefined],
  ])('%s', (text, ms) => {
    expect(askedPause({ headers: { 'retry-after': text } }, now)).toBe(ms)
  })
})
