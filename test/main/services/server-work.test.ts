import { expect, it } from 'vitest'
import { createWorkTeller, workByServer } from '../../../main/services/server-work'
import { createBoard } from '../../../main/services/board'
import type { AppEvent } from '../../../main/contract/views'
import { anIntent, value } from '../../contract/ledger'
import { createFakeClock } from '../../support/fake-clock'
import { createHeldClock } from '../../support/held-clock'
import { createMemoryLedger, createStore } from '../../support/memory-ledger'
import { down, isRemove } from '../../support/practice-world'
import { twoServers } from '../../support/two-servers'

it('each server is told with what is not done there, whichever the window shows; what is done is not counted', async () => {
  const { workspace, north, south, first, second, begin } = await twoServers({ ports: { clock: createHeldClock() } })
  const { handovers, sessions, board } = workspace
  const work = () => workspace.servers.views().map((server) => [server.id, server.work])
  const none = { unfinished: 0, waiting: 0, silent: 0 }
  expect(work()).toEqual([
    [first.id, none],
    [second.id, none],
  ])
  await begin('pump-1', { bucketId: south.bucket.id })
  const ended = await begin('pump-2', { bucketId: south.bucket.id })
  const scanned = await begin('pump-3', { bucketId: south.bucket.id })
  south.proxy.decide((one) => (isRemove(one) ? down : 'pass'))
  await handovers.cancel(ended.id)
  handovers.scanned(scanned.id)
  await sessions.use(first.id)
  await begin('pump-4', { bucketId: north.bucket.id })
  expect(work()).toEqual([
    [first.id, { ...none, unfinished: 1 }],
    [second.id, { ...none, unfinished: 1, waiting: 1 }],
  ])
  board.set(scanned.id, { overdue: true })
  expect(work()[1]).toEqual([second.id, { unfinished: 1, waiting: 1, silent: 1 }])
  south.proxy.decide(() => 'pass')
  await workspace.settle.sweep(second.id)
  handovers.works(scanned.id)
  expect(work()[1]).toEqual([second.id, { ...none, unfinished: 1 }])
})

it('the window hears of it soon after, once for all that happened together, and no more once it is closed', async () => {
  const ledger = createMemoryLedger(createStore('00112233445566aa'))
  const clock = createFakeClock()
  const events: AppEvent[] = []
  const teller = createWorkTeller({ board: () => board, clock, emit: (event) => events.push(event) })
  const board = createBoard({ ledger, clock, emit: () => teller.look(), watchable: () => true })
  const begin = (n: number, connection: string) => value(ledger.begin(anIntent(n, { connection }), n)).intent.id
  const ids = [begin(1, 'c1'), begin(2, 'c2'), begin(3, 'c2')]
  for (const id of ids) board.set(id, { failure: undefined })
  expect(events).toEqual([])
  await clock.advance(1000)
  const one = { unfinished: 1, waiting: 0, silent: 0 }
  expect(events).toEqual([{ kind: 'work', work: { c1: one, c2: { ...one, unfinished: 2 } } }])
  value(board.note(ids[0] ?? '', { kind: 'refused', code: 'perm.create' }))
  await clock.advance(1000)
  expect(events.at(-1)).toEqual({ kind: 'work', work: { c2: { ...one, unfinished: 2 } } })
  value(board.note(ids[1] ?? '', { kind: 'refused', code: 'perm.create' }))
  teller.stop()
  await clock.advance(1000)
  expect(events).toHaveLength(2)
  expect([...workByServer(board)]).toEqual([['c2', one]])
})
