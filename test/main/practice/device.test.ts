import { describe, expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
import { done, failed, type Result } from '../../../main/contract/result'
import type { PracticeFault } from '../../../main/contract/views'
import type { SettingsRecord } from '../../../main/domain/settings-record'
import { createPracticeDevice } from '../../../main/practice/device'
import { createPushSettings } from '../../../main/services/push-settings'
import { createFakeClock } from '../../support/fake-clock'
import { hashing, pushJob } from '../../support/push-job'
import { sampleSettings } from '../../support/sample-settings'

function bench(
  write: (settings: SettingsRecord, lines: string) => Promise<Result<void>> = () => Promise.resolve(done),
) {
  const clock = createFakeClock()
  const written: { readonly settings: SettingsRecord; readonly lines: string }[] = []
  const device = createPracticeDevice({
    clock,
    crypto: hashing,
    write: (settings, lines) => {
      written.push({ settings, lines })
      return write(settings, lines)
    },
  })
  const push = async (fault: PracticeFault = 'none', settings = sampleSettings) => {
    device.play(fault)
    const link = await device.asSerial().open('practice-device', 115_200)
    if (!link.ok) return link
    const result = await clock.finish(createPushSettings({ clock, crypto: hashing })(pushJob(link.value, { settings })))
    await link.value.close()
    return result
  }
  return { clock, device, written, push }
}

const payload = JSON.stringify({ v: 1, ...sampleSettings })

describe('practice device', () => {
  it('takes settings by cable, then writes points with them every five seconds', async () => {
    const { clock, device, push, written } = bench()
    expect(await push()).toEqual({ ok: true, value: { proof: 'hash', reboot: false } })
    await clock.advance(11_000)
    expect(written.map(({ settings }) => settings)).toEqual([sampleSettings, sampleSettings, sampleSettings])
    expect(written[0]?.lines).toMatch(/^practice,device=greenhouse-07 temperature=\d+\.\d\d$/)
    device.stop()
    await clock.advance(60_000)
    expect(written).toHaveLength(3)
    expect(clock.pending()).toBe(0)
  })

  it('takes settings from a code', async () => {
    const { clock, device, written } = bench()
    expect(device.scan(payload)).toEqual({ ok: true, value: undefined })
    await clock.advance(1000)
    expect(written[0]?.settings).toEqual(sampleSettings)
  })

  it.each(['', 'WIFI:T:WPA;;', '{"v":2}', '[]', JSON.stringify({ v: 1, ...sampleSettings, device: '../etc' })])(
    'does not understand %j',
    async (text) => {
      const { clock, device, written } = bench()
      expect(device.scan(text)).toMatchObject({ ok: false, failure: { code: 'device.refused' } })
      await clock.advance(60_000)
      expect(written).toEqual([])
    },
  )

  it('tries again when a write is refused: its token may be made active later', async () => {
    const { clock, device, written } = bench(() => Promise.resolve(failed(failure('auth.rejected'))))
    device.scan(payload)
    await clock.advance(11_000)
    expect(written).toHaveLength(3)
  })

  it('plays at most eight devices, the oldest falls silent', async () => {
    const { clock, device, written } = bench()
    for (let n = 0; n < 10; n += 1) device.scan(JSON.stringify({ v: 1, ...sampleSettings, device: `pump-${n}` }))
    device.scan(JSON.stringify({ v: 1, ...sampleSettings, device: 'pump-9', token: 'new' }))
    await clock.advance(1000)
    expect(written.map(({ settings }) => settings.device).sort()).toEqual(
      [2, 3, 4, 5, 6, 7, 8, 9].map((n) => `pump-${n}`),
    )
    expect(written.find(({ settings }) => settings.device === 'pump-9')?.settings.token).toBe('new')
  })

  it.each([
    ['silent', 'device.no-answer'],
    ['wrong', 'device.wrong-hash'],
    ['busy', 'serial.busy'],
  ] as const)('plays %s', async (fault, code) => {
    const { push } = bench()
    expect(await push(fault)).toMatchObject({ ok: false, failure: { code } })
    expect((await push('none')).ok).toBe(true)
  })

  it('can be pushed to again, for another device', async () => {
    const { push } = bench()
    expect((await push()).ok).toBe(true)
    expect((await push('none', { ...sampleSettings, device: 'pump-2' })).ok).toBe(true)
  })

  it('is not there while unplugged', async () => {
    const { device, push } = bench()
    device.unplug()
    expect(device.isPlugged()).toBe(false)
    expect(await device.asSerial().list()).toEqual({ ok: true, value: [] })
    expect(await push()).toMatchObject({ ok: false, failure: { code: 'serial.missing' } })
    device.plug()
    expect((await push()).ok).toBe(true)
  })
})
