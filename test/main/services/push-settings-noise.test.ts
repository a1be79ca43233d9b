import { describe, expect, it } from 'vitest'
import { createPracticeDevice } from '../../../main/practice/device'
import { createPushSettings } from '../../../main/services/push-settings'
import { createFakeClock } from '../../support/fake-clock'
import { hashing, pushJob } from '../../support/push-job'
import { withFaults } from '../../support/serial-faults'

const seeds = [1, Math.floor(Math.random() * 1e9)]

/** Pushes over a bad cable, again and again as a technician would press "Try again". */
async function push(seed: number, rate: number, tries: number) {
  const clock = createFakeClock()
  const device = createPracticeDevice({
    clock,
    crypto: hashing,
    write: () => Promise.resolve({ ok: true, value: undefined }),
  })
  let times = 0
  for (;;) {
    const link = await device.asSerial().open('practice-device', 115_200)
    if (!link.ok) throw new Error(link.failure.code)
    const bad = withFaults(link.value, { seed: seed + times * 7, rate, log: true })
    const result = await clock.finish(createPushSettings({ clock, crypto: hashing })(pushJob(bad)))
    await link.value.close()
    times += 1
    if (result.ok || times === tries) {
      device.stop()
      return { result, times }
    }
  }
}

describe.each(seeds)('pushing over a bad cable, seed %i', (seed) => {
  it('5 % of lines damaged, lost, doubled or overtaken: delivered at the first try, 200 times', async () => {
    for (let round = 0; round < 200; round += 1) {
      const { result } = await push(seed + round * 1000, 0.05, 1)
      expect(result, `round ${round}`).toEqual({ ok: true, value: { proof: 'hash', reboot: false } })
    }
  })

  it('20 %: delivered, or failed with a plain reason, never a wrong success', async () => {
    let delivered = 0
    for (let round = 0; round < 100; round += 1) {
      const { result } = await push(seed + round * 1000, 0.2, 2)
      if (result.ok) delivered += 1
      else expect(['device.no-answer', 'device.wrong-hash']).toContain(result.failure.code)
    }
    expect(delivered).toBeGreaterThan(97)
  })
})
