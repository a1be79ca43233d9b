import { describe, expect, it } from 'vitest'
import { ok } from '../../../main/contract/result'
import type { HandoverView } from '../../../main/contract/views'
import { createFakeBridge, sampleApp, sampleConnection, sampleHandover } from '../../support/fake-bridge'
import { openSession, openWindow } from '../open-window'

const handover = (n: number, change: Partial<HandoverView> = {}) =>
  sampleHandover({ id: String(n).repeat(16), device: `PUMP-${n}`, askedAt: n, state: 'confirmed', ...change })
const other = { ...sampleConnection, id: '9'.repeat(16) }

/** A window that is told the newest of five handovers, and of the others part by part. */
function longHistory() {
  const fake = createFakeBridge({
    'app.view': () => ok(sampleApp({ handovers: [handover(5)], older: true })),
    'handover.older': ({ from }) => {
      const connection = sampleConnection.id
      return from === 0
        ? ok({ connection, handovers: [handover(5), handover(4)], next: 2 })
        : ok({ connection, handovers: [handover(3), handover(2), handover(1)] })
    },
  })
  return { fake, window: openSession(fake) }
}
const devices = ({ session }: ReturnType<typeof openSession>) => session.app.handovers.map(({ device }) => device)
const all = ['PUMP-5', 'PUMP-4', 'PUMP-3', 'PUMP-2', 'PUMP-1']

describe('a long history', () => {
  it('is asked for when the window is up, once, and is whole then', async () => {
    const { window } = longHistory()
    window.session.start()
    await window.settle()
    expect([devices(window), window.session.app.whole, window.requests('handover.older')]).toEqual([
      ['PUMP-5'],
      false,
      [],
    ])
    window.timers.pass(1000)
    await window.settle()
    expect([devices(window), window.session.app.whole]).toEqual([all, true])
    expect(window.requests('handover.older')).toEqual([{ from: 0 }, { from: 2 }])

    window.emit({ kind: 'app', app: sampleApp({ handovers: [handover(5)], older: true }) })
    window.timers.pass(1000)
    await window.settle()
    expect([devices(window), window.session.app.whole]).toEqual([all, true])
    expect(window.requests('handover.older')).toHaveLength(2)
  })

  it('does not undo what was told of a handover meanwhile', async () => {
    const { window } = longHistory()
    window.session.start()
    await window.settle()
    window.emit({ kind: 'handover', handover: handover(3, { state: 'revoked' }) })
    window.timers.pass(1000)
    await window.settle()
    expect(devices(window)).toEqual(all)
    expect(window.session.app.handovers[2]?.state).toBe('revoked')
  })

  it('of another server takes its place, and an answer about the one before comes to nothing', async () => {
    const { fake, window } = longHistory()
    window.session.start()
    await window.settle()
    window.timers.pass(1000)
    window.emit({ kind: 'app', app: sampleApp({ connection: other, handovers: [handover(7)], older: true }) })
    await window.settle()
    expect([devices(window), window.session.app.whole]).toEqual([['PUMP-7'], false])
    fake.answer('handover.older', () => ok({ connection: other.id, handovers: [handover(6)] }))
    window.timers.pass(1000)
    await window.settle()
    expect([devices(window), window.session.app.whole]).toEqual([['PUMP-7', 'PUMP-6'], true])
  })

  it('that main gives for another server is asked for again with the next view', async () => {
    const { fake, window } = longHistory()
    fake.answer('handover.older', () => ok({ connection: other.id, handovers: [handover(6)] }))
    window.session.start()
    await window.settle()
    window.timers.pass(1000)
    await window.settle()
    expect([devices(window), window.session.app.whole]).toEqual([['PUMP-5'], false])
    fake.answer('handover.older', () => ok({ connection: sampleConnection.id, handovers: [handover(4)] }))
    window.emit({ kind: 'app', app: sampleApp({ handovers: [handover(5)], older: true }) })
    window.timers.pass(1000)
    await window.settle()
    expect([devices(window), window.session.app.whole]).toEqual([['PUMP-5', 'PUMP-4'], true])
  })

  it('is not exported, nor said to be empty, before it is whole', async () => {
    const { fake } = longHistory()
    fake.answer('app.view', () => ok(sampleApp({ handovers: [], older: true })))
    const window = await openWindow(fake)
    window.session.go('history')
    await window.settle()
    const off = () => document.querySelector('.head .row button')?.getAttribute('aria-disabled')
    expect([off(), document.querySelector('.none')]).toEqual(['true', null])
    window.timers.pass(1000)
    await window.settle()
    expect([off(), document.querySelectorAll('.list li').length]).toEqual([null, 5])
  })
})
