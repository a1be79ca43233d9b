import { expect, it } from 'vitest'
import { createInFlight } from '../../../../main/adapters/influx/in-flight'

it('lets so many in at once, the others in order, and counts a leave once', async () => {
  const gate = createInFlight(2)
  const inside: number[] = []
  const leaves: (() => void)[] = []
  const all = [0, 1, 2, 3].map(async (n) => {
    leaves[n] = await gate.enter()
    inside.push(n)
  })
  await Promise.all(all.slice(0, 2))
  await Promise.resolve()
  expect(inside).toEqual([0, 1])
  leaves[0]?.()
  leaves[0]?.()
  await all[2]
  await Promise.resolve()
  expect(inside).toEqual([0, 1, 2])
  leaves[1]?.()
  await all[3]
  expect(inside).toEqual([0, 1, 2, 3])
})
