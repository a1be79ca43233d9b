import { describe, expect, it } from 'vitest'
import type { AppEvent, HandoverView } from '../../../main/contract/views'
import { createAttentionKeeper } from '../../../main/services/attention'
import { sampleApp, sampleHandover } from '../../support/fake-bridge'

function world({ covered = true } = {}) {
  const badges: number[] = []
  const bars: (number | 'moving' | undefined)[] = []
  const told: { title: string; body: string; press: () => void }[] = []
  const opened: string[] = []
  const keeper = createAttentionKeeper({
    attention: {
      badge: (count) => badges.push(count),
      progress: (share) => bars.push(share),
      notify: (title, body, press) => told.push({ title, body, press }),
    },
    screen: { isCovered: () => covered },
    title: () => 'First data arrived',
    open: (handover) => opened.push(handover),
  })
  const say = (change: Partial<HandoverView>): AppEvent => ({ kind: 'handover', handover: sampleHandover(change) })
  return { keeper, bars, told, opened, say }
}
const arrived = { state: 'confirmed', firstDataAt: '2026-11-12T14:02:00Z' } as const

describe('first data', () => {
  it('is told with the device ID only, and a press opens its handover', () => {
    const { keeper, told, opened, say } = world()
    keeper.follow(say({ state: 'delivered' }))
    keeper.follow(say(arrived))
    keeper.follow(say(arrived))
    expect(told.map(({ title, body }) => [title, body])).toEqual([['First data arrived', 'PUMP-0042']])
    told[0]?.press()
    expect(opened).toEqual(['1'.repeat(16)])
  })

  it('is not told while the window is in front', () => {
    const { keeper, told, say } = world({ covered: false })
    keeper.follow(say({ state: 'delivered' }))
    keeper.follow(say(arrived))
    expect(told).toEqual([])
  })

  it('of an earlier run is no news', () => {
    const { keeper, told, say } = world()
    keeper.begin([sampleHandover(arrived)])
    keeper.follow(say(arrived))
    keeper.follow({ kind: 'app', app: sampleApp({ handovers: [sampleHandover({ id: '2'.repeat(16), ...arrived })] }) })
    keeper.follow(say({ id: '2'.repeat(16), ...arrived }))
    keeper.follow(say({ id: '3'.repeat(16), ...arrived }))
    expect(told).toEqual([])
  })
})

describe('the bar in the task bar', () => {
  it('follows a push, and goes when it is over', () => {
    const { keeper, bars, say } = world()
    keeper.follow(say({ activity: 'finding' }))
    keeper.follow(say({ activity: 'sending', progress: 0.25 }))
    keeper.follow(say({ activity: 'sending', progress: 0.25 }))
    keeper.follow(say({ activity: 'storing', progress: 1 }))
    keeper.follow(say({ activity: 'idle', state: 'delivered' }))
    expect(bars).toEqual([0.25, 1, undefined])
  })

  it('is the slowest of several', () => {
    const { keeper, bars, say } = world()
    keeper.follow(say({ activity: 'sending', progress: 0.5 }))
    keeper.follow(say({ id: '2'.repeat(16), activity: 'sending', progress: 0.1 }))
    keeper.follow(say({ id: '2'.repeat(16), activity: 'idle' }))
    expect(bars).toEqual([0.5, 0.1, 0.5])
  })

  it('moves while a list takes long, unless something with a share is under way; a switch of servers ends it', () => {
    const { keeper, bars, say } = world()
    keeper.follow({ kind: 'listing', underway: true })
    keeper.follow({ kind: 'bulk', done: 1, total: 4 })
    keeper.follow(say({ activity: 'sending', progress: 0.5 }))
    keeper.follow(say({ activity: 'idle' }))
    keeper.follow({ kind: 'bulk', done: 4, total: 4 })
    keeper.follow({ kind: 'listing', underway: false })
    expect(bars).toEqual(['moving', 0.25, 0.5, 0.25, 'moving', undefined])
    keeper.follow({ kind: 'listing', underway: true })
    keeper.follow({ kind: 'app', app: sampleApp() })
    expect(bars.slice(-2)).toEqual(['moving', undefined])
  })

  it('follows a change of many tokens to its end', () => {
    const { keeper, bars } = world()
    keeper.follow({ kind: 'bulk', done: 1, total: 4 })
    keeper.follow({ kind: 'bulk', done: 4, total: 4 })
    expect(bars).toEqual([0.25, undefined])
  })
})
