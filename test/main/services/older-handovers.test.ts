import { expect, it } from 'vitest'
import type { HandoverView } from '../../../main/contract/views'
import { createBoard } from '../../../main/services/board'
import { olderHandovers } from '../../../main/services/older-handovers'
import { aConnection, anIntent, value } from '../../contract/ledger'
import { createFakeClock } from '../../support/fake-clock'
import { createMemoryLedger, createStore } from '../../support/memory-ledger'

/** A ledger of so many handovers, all of them refused but the first; every tenth is another connection's. */
function boardOf(count: number) {
  const ledger = createMemoryLedger(createStore('00112233445566aa'))
  for (let n = 0; n < count; n += 1) {
    const { id } = value(ledger.begin(anIntent(n, n % 10 === 9 ? { connection: 'c2' } : {}), n)).intent
    if (n > 0) value(ledger.append(id, n, { kind: 'refused', code: 'perm.create' }))
  }
  const clock = createFakeClock()
  return createBoard({ ledger, clock, emit: () => undefined, watchable: () => true })
}

const devices = (handovers: readonly HandoverView[]) => handovers.map(({ device }) => device)
const of = (from: number, to: number) =>
  Array.from({ length: from - to + 1 }, (_, i) => from - i).flatMap((n) => (n % 10 === 9 ? [] : [`pump-${n}`]))

it('a window is told the newest handovers of its connection and those that are not at rest, and that there are others', () => {
  const { handovers, older } = boardOf(700).currentViews('c1')
  expect([devices(handovers), older]).toEqual([[...of(699, 600), 'pump-0'], true])
  const few = boardOf(101).currentViews('c1')
  expect([devices(few.handovers), few.older]).toEqual([of(100, 0), undefined])
})

it('the others are told part by part, each once', () => {
  const board = boardOf(700)
  const sessions = { chosen: () => aConnection(1) }
  const first = olderHandovers({ board, sessions } as never)
  const second = olderHandovers({ board, sessions } as never, first.next)
  const third = olderHandovers({ board, sessions } as never, second.next)
  expect([first.connection, first.next, second.next, third.next]).toEqual(['c1', 250, 500, undefined])
  expect(devices([first, second, third].flatMap(({ handovers }) => handovers))).toEqual(of(699, 0))
})
