import { expect, it } from 'vitest'
import { en } from '../../../main/contract/text/en'
import { leftOver, quitQuestion } from '../../../main/services/leaving'
import { createHeldClock } from '../../support/held-clock'
import { down, isRemove, practiceWorld } from '../../support/practice-world'

it('what is left over decides what a person who quits is asked', async () => {
  const world = await practiceWorld()
  const laptop = await world.laptop({ ports: { clock: createHeldClock() } })
  const left = () => leftOver(laptop.workspace.board)
  const title = () => quitQuestion(left(), en.native.quit)?.title
  expect([left(), title()]).toEqual([{ pushing: false, open: 0, waiting: 0 }, undefined])

  const { id } = await laptop.begin('pump-1')
  expect([left().open, title()]).toEqual([1, '1 handover is not finished'])
  laptop.workspace.board.set(id, { activity: 'sending' })
  expect(title()).toBe('A device is being set up')
  laptop.workspace.board.set(id, { activity: 'idle' })

  world.proxy.decide((one) => (isRemove(one) ? down : 'pass'))
  await laptop.workspace.handovers.cancel(id)
  expect([left(), title()]).toEqual([{ pushing: false, open: 0, waiting: 1 }, '1 change waits for the server'])
  world.proxy.decide(() => 'pass')
  await laptop.sweep()
  expect(left()).toEqual({ pushing: false, open: 0, waiting: 0 })

  const second = await laptop.begin('pump-2')
  laptop.workspace.handovers.scanned(second.id)
  expect(left()).toEqual({ pushing: false, open: 0, waiting: 0 })
})
