import { describe, expect, it } from 'vitest'
import { en } from '../../../main/contract/text/en'
import { leftOver, quitQuestion, type LeftOver } from '../../../main/services/leaving'
import { createHeldClock } from '../../support/held-clock'
import { laptopWorld } from '../../support/laptop-world'
import { down, isRemove, practiceWorld } from '../../support/practice-world'
import { twoServers } from '../../support/two-servers'

it('what is left over decides what a person who quits is asked', async () => {
  const world = await practiceWorld()
  const laptop = await world.laptop({ ports: { clock: createHeldClock() } })
  const connection = laptop.session.connection.id
  const left = () => leftOver(laptop.workspace.board, laptop.ports.ledger.connections())
  const naming = { shown: connection, name: () => 'North depot' }
  const asked = () => quitQuestion(left(), en.native.quit, naming)
  expect([left(), asked()]).toEqual([[], undefined])

  const { id } = await laptop.begin('pump-1')
  expect(left()).toEqual([{ connection, pushing: 0, open: 1, waiting: 0, carried: 0 }])
  expect(asked()).toMatchObject({ title: '1 handover is not finished', text: en.native.quit.open.text })
  laptop.workspace.board.set(id, { activity: 'sending' })
  expect(asked()).toMatchObject({ title: 'A device is being set up', text: en.native.quit.push.text })
  laptop.workspace.board.set(id, { activity: 'idle' })

  world.proxy.decide((one) => (isRemove(one) ? down : 'pass'))
  await laptop.workspace.handovers.cancel(id)
  expect(left()).toEqual([{ connection, pushing: 0, open: 0, waiting: 1, carried: 0 }])
  expect(asked()).toMatchObject({ title: '1 change waits for the server', text: en.native.quit.waiting.text })
  world.proxy.decide(() => 'pass')
  await laptop.sweep()
  expect(left()).toEqual([])

  const second = await laptop.begin('pump-2')
  laptop.workspace.handovers.scanned(second.id)
  expect(left()).toEqual([])
})

it('a token on its way to another laptop is asked about, alone and beside what else is left, until it is withdrawn', async () => {
  const world = await laptopWorld()
  const laptop = await world.laptop({ ports: { clock: createHeldClock() } })
  const connection = laptop.session.connection.id
  const { board, ledger, laptops, handovers } = laptop.workspace
  const naming = { shown: connection, name: () => 'North depot' }
  const asked = () => quitQuestion(leftOver(board, ledger.connections()), en.native.quit, naming)
  const phrase = world.run().workspace.laptops.take.phrase().join(' ')
  const carrier = await laptops.prepare.run({ ...world.wish, phrase })
  if (!carrier.ok) throw new Error(carrier.failure.code)
  const { carried, open } = en.native.quit
  expect(asked()).toMatchObject({ title: carried.title, text: carried.text })
  const { id } = await laptop.begin('pump-1')
  expect(asked()).toMatchObject({ title: open.title(1), text: `${open.text} ${carried.text}` })
  await handovers.cancel(id)
  await laptops.prepare.withdraw(carrier.value.id)
  expect(asked()).toBeUndefined()
})

it('what was begun on a server that is not shown is asked about, with its name', async () => {
  const { workspace, south, first, second, begin } = await twoServers({ ports: { clock: createHeldClock() } })
  await begin('pump-1', { bucketId: south.bucket.id })
  const name = (id: string) => (id === second.id ? 'South depot' : 'North depot')
  const text = (shown: string | undefined) =>
    quitQuestion(leftOver(workspace.board, workspace.ledger.connections()), en.native.quit, { shown, name })?.text
  expect(text(second.id)).toBe(en.native.quit.open.text)
  expect(text(first.id)).toBe(`On South depot. ${en.native.quit.open.text}`)
  expect(text(undefined)).toBe(`On South depot. ${en.native.quit.open.text}`)
})

describe('the question names', () => {
  const one = (n: number, what: Partial<LeftOver> = {}): LeftOver => {
    return { connection: `c${n}`, pushing: 0, open: 0, waiting: 0, carried: 0, ...what }
  }
  const ask = (left: readonly LeftOver[], name = (id: string) => id.replace('c', 'Depot ')) =>
    quitQuestion(left, en.native.quit, { shown: 'c1', name })

  it('every server of what it counts, and no other', () => {
    const left = [one(1, { open: 1, waiting: 7 }), one(2, { open: 2 }), one(3, { waiting: 1 })]
    expect(ask(left)).toMatchObject({ title: '3 handovers are not finished' })
    expect(ask(left)?.text).toMatch(/^On Depot 1, Depot 2\. Nothing is lost/)
    expect(ask([one(2, { pushing: 1, open: 1 })])?.text).toMatch(/^On Depot 2\. Settings are being sent/)
    expect(ask([one(1, { waiting: 2 }), one(3, { waiting: 1 })])).toMatchObject({
      title: '3 changes wait for the server',
      text: `On Depot 1, Depot 3. ${en.native.quit.waiting.text}`,
    })
  })

  it('no more than a few, and of each no more than a line holds, whatever it consists of', () => {
    const left = [1, 2, 3, 4, 5].map((n) => one(n, { open: 1 }))
    expect(ask(left)?.text).toMatch(/^On Depot 1, Depot 2, Depot 3, 2 other servers\. /)
    expect(ask(left.slice(0, 4))?.text).toMatch(/^On Depot 1, Depot 2, Depot 3, 1 other server\. /)
    const text = ask([one(2, { open: 1 })], () => `a\n\u202eb\u0000${'W'.repeat(300)}`)?.text ?? ''
    expect(text).toBe(`On a b ${'W'.repeat(35)}…. ${en.native.quit.open.text}`)
  })
})
