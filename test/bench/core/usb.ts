import { createHash } from 'node:crypto'
import type { Clock } from '../../../main/ports/clock'
import type { SerialLink } from '../../../main/ports/serial'
import { createPracticeDevice } from '../../../main/practice/device'
import { createPushSettings } from '../../../main/services/push-settings'
import { createFakeClock } from '../../support/fake-clock'
import { sampleNonce, sampleSettings } from '../../support/sample-settings'

const crypto = { sha256: (text: string) => createHash('sha256').update(text, 'utf8').digest('hex') }

/** A wire both ways: ten bits a byte, nothing else. `busy` counts the milliseconds in which it carried something. */
function onWire(link: SerialLink, clock: Clock) {
  let bytes = 0
  const free = { there: 0, back: 0 }
  const carry = (way: 'there' | 'back', sent: Uint8Array, arrive: () => void) => {
    bytes += sent.length
    const from = Math.max(free[way], clock.monotonic())
    free[way] = from + (sent.length * 10_000) / link.baud
    clock.after(free[way] - clock.monotonic(), arrive)
  }
  const wired: SerialLink = {
    ...link,
    write: (sent) => {
      carry('there', sent, () => void link.write(sent))
      return Promise.resolve({ ok: true, value: undefined })
    },
    onBytes: (receive) => {
      link.onBytes((sent) => {
        carry('back', sent, () => {
          receive(sent)
        })
      })
    },
  }
  return { wired, busy: () => (bytes * 10_000) / link.baud }
}

/** One push of the sample settings on a clock that only moves when something waits: the line's share of the time. */
export async function measurePush(baud: number) {
  const clock = createFakeClock()
  const device = createPracticeDevice({ clock, crypto, write: () => Promise.resolve({ ok: true, value: undefined }) })
  const opened = await device.asSerial().open('practice-device', baud)
  if (!opened.ok) throw new Error(opened.failure.code)
  const { wired, busy } = onWire(opened.value, clock)
  const quiet = () => undefined
  const begun = clock.monotonic()
  const pushed = await clock.finish(
    createPushSettings({ clock, crypto })({
      link: wired,
      settings: sampleSettings,
      nonce: sampleNonce,
      signal: new AbortController().signal,
      on: { found: quiet, progress: quiet, storing: quiet },
    }),
  )
  device.stop()
  if (!pushed.ok) throw new Error(pushed.failure.code)
  return { taken: clock.monotonic() - begun, line: busy() }
}
