import { readFile } from 'node:fs/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { createClock } from '../../main/adapters/clock'
import { createSerial } from '../../main/adapters/serialport/serial'
import type { Clock } from '../../main/ports/clock'
import { createPushSettings, type PushJob } from '../../main/services/push-settings'
import { hashing, pushJob } from '../support/push-job'
import { sampleNonce, sampleSettings } from '../support/sample-settings'
import { startSimDevice, type SimDevice, type SimDeviceOptions } from '../support/sim-device'
import { withFaults, type FaultOptions } from '../support/serial-faults'

/** Real time, but waits for a silent device pass twenty times as fast. */
function hurried(): Clock {
  const clock = createClock()
  return { ...clock, after: (ms, run) => clock.after(ms >= 1000 ? ms / 20 : ms, run) }
}

const proved = { ok: true, value: { proof: 'hash', reboot: false } }

describe('pushing settings to the reference device, a process of its own', () => {
  let device: SimDevice | undefined

  afterEach(async () => {
    await device?.remove()
    device = undefined
  })

  const start = async (options?: SimDeviceOptions) => (device = await startSimDevice(options))

  const push = async (change: Partial<PushJob> = {}, clock = createClock(), faults?: FaultOptions) => {
    const link = await createSerial({ clock }).open(device?.port ?? '', 115_200)
    if (!link.ok) return link
    const job = pushJob(faults ? withFaults(link.value, faults) : link.value, change)
    return createPushSettings({ clock, crypto: hashing })(job).finally(() => link.value.close())
  }
  const stored = async () => {
    const text = await readFile(device?.storeFile ?? '', 'utf8').catch(() => undefined)
    return text === undefined ? undefined : (JSON.parse(text) as { readonly n: string; readonly fields: unknown })
  }

  it.each<readonly [string, SimDeviceOptions]>([
    ['a good one', {}],
    ['one with the smallest frames', { max: 212 }],
    ['one with a receive ring of 64 bytes that loses the rest', { rx: 64 }],
    ['one that prints log lines in between', { log: true }],
    ['one on a line that echoes', { echo: true }],
  ])('%s stores them and proves it', async (_, options) => {
    await start(options)
    expect(await push()).toEqual(proved)
    expect(await stored()).toEqual({ n: sampleNonce, fields: sampleSettings })
  })

  it('umlauts, quotes, dollars and faces arrive as they are', async () => {
    await start({ max: 1024 })
    const settings = { ...sampleSettings, ca: 'ab'.repeat(32), ssid: 'Café $5*"\\😀', psk: 'p€ss"\\word' }
    expect(await push({ settings })).toEqual(proved)
    expect(await stored()).toEqual({ n: sampleNonce, fields: settings })
  })

  it('one without SHA-256 gives a weak proof', async () => {
    await start({ proof: 'crc32' })
    expect(await push()).toEqual({ ok: true, value: { proof: 'weak', reboot: false } })
  })

  it('one that lies about its hash is not believed', async () => {
    await start({ fault: 'wrong' })
    expect(await push()).toMatchObject({ ok: false, failure: { code: 'device.wrong-hash' } })
  })

  it('a locked one is not given anything', async () => {
    await start({ locked: true })
    expect(await push()).toMatchObject({ ok: false, failure: { code: 'device.locked' } })
    expect(await stored()).toBe(undefined)
  })

  it('a silent one is told from a pulled cable', async () => {
    await start({ fault: 'silent' })
    expect(await push({}, hurried())).toMatchObject({ ok: false, failure: { code: 'device.no-answer' } })
    const link = await createSerial({ clock: createClock() }).open(device?.port ?? '', 115_200)
    if (!link.ok) throw new Error(link.failure.code)
    const job = createPushSettings({ clock: createClock(), crypto: hashing })(pushJob(link.value))
    await device?.pull()
    expect(await job).toMatchObject({ ok: false, failure: { code: 'serial.unplugged' } })
    await link.value.close()
  })

  it('one that dies before it stored anything gets everything again', async () => {
    await start({ fault: 'die-before-store' })
    const job = push({}, hurried())
    await device?.ended()
    expect(await stored()).toBe(undefined)
    await device?.restart({})
    expect(await job).toEqual(proved)
    expect(await stored()).toEqual({ n: sampleNonce, fields: sampleSettings })
  })

  it('one that dies after it stored them, before it answered, proves it afterwards', async () => {
    await start({ fault: 'die-after-store' })
    const job = push({}, hurried())
    await device?.ended()
    expect(await stored()).toEqual({ n: sampleNonce, fields: sampleSettings })
    await device?.restart({})
    expect(await job).toEqual(proved)
  })

  it('one that was killed between two jobs still proves what it has', async () => {
    await start()
    expect(await push()).toEqual(proved)
    await device?.restart()
    const found: unknown[] = []
    expect(
      await push({
        on: { found: (who) => found.push(who), progress: () => found.push('sent'), storing: () => undefined },
      }),
    ).toEqual(proved)
    expect(found).toEqual([{ device: 'sim-device', firmware: '1.0.0', hardware: 'python', echo: false }])
  })

  it('the cable can be pulled after any part', async () => {
    for (const moment of ['found', 'progress', 'storing'] as const) {
      await start()
      const ignore = { found: () => undefined, progress: () => undefined, storing: () => undefined }
      const pull = () => void device?.pull()
      expect(await push({ on: { ...ignore, [moment]: pull } }), moment).toMatchObject({
        ok: false,
        failure: { code: 'serial.unplugged' },
      })
      await device?.remove()
    }
  })

  it('a second job on the same port is refused while the first one runs', async () => {
    await start({ fault: 'silent' })
    const stop = new AbortController()
    const first = await createSerial({ clock: createClock() }).open(device?.port ?? '', 115_200)
    expect(first.ok).toBe(true)
    expect(await push({ signal: stop.signal })).toMatchObject({ ok: false, failure: { code: 'serial.busy' } })
    if (first.ok) await first.value.close()
  })

  it.each([11, Math.floor(Math.random() * 1e9)])(
    'five in a hundred lines damaged in both directions, ten times, seed %i',
    async (seed) => {
      await start({ log: true })
      for (let round = 0; round < 10; round += 1) {
        const nonce = (round + 1).toString(16).padStart(16, '0')
        expect(await push({ nonce }, hurried(), { seed: seed + round * 10, rate: 0.05 }), `round ${round}`).toEqual(
          proved,
        )
        expect((await stored())?.n).toBe(nonce)
      }
    },
  )
})
