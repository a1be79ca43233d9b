import { EventEmitter } from 'node:events'
import type { SerialPort } from 'serialport'
import { expect, it } from 'vitest'
import { wrapPort } from '../../../../main/adapters/serialport/link'
import { createFakeClock } from '../../../support/fake-clock'

it('notices a port that vanished though the library says nothing', async () => {
  const clock = createFakeClock()
  const silent = Object.assign(new EventEmitter(), { path: '/dev/ttyUSB0', baudRate: 115_200, isOpen: true })
  let there = true
  const link = wrapPort(silent as unknown as SerialPort, { clock, isThere: () => Promise.resolve(there) })
  let gone = 0
  link.onGone(() => (gone += 1))
  await clock.advance(1000)
  expect(gone).toBe(0)
  there = false
  await clock.advance(1000)
  expect(gone).toBe(1)
  expect((await link.write(new Uint8Array(1))).ok).toBe(false)
})
