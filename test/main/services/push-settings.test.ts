import { describe, expect, it } from 'vitest'
import { createPushSettings } from '../../../main/services/push-settings'
import { createIdentify } from '../../../main/services/push/identify'
import { createFakeClock } from '../../support/fake-clock'
import { hashing, pushJob } from '../../support/push-job'
import { sampleNonce } from '../../support/sample-settings'
import { identity, resultOf } from '../../support/scripted-link'
import {
  codeOf as code,
  methodsOf as methods,
  runPush as run,
  sampleHash as sha256,
  scriptedDevice as device,
} from '../../support/scripted-push'

describe('pushing settings', () => {
  it('identifies, sends the parts, and believes the right hash', async () => {
    const link = device()
    const { result, job, pending } = await run(link)
    expect(result).toEqual({ ok: true, value: { proof: 'hash', reboot: false } })
    expect(methods(link)).toEqual(['identify', 'provision', 'provision', 'confirm'])
    expect(job.noted).toEqual({
      found: [{ device: 'pump-17', firmware: '1.4.0', hardware: 'esp32', echo: false }],
      progress: [0.5, 1],
      storing: 1,
    })
    expect(pending).toBe(0)
  })

  it('tells the device only the head of the hash', async () => {
    const link = device()
    await run(link)
    expect(link.received.at(-1)?.params).toEqual({ n: sampleNonce, head: sha256.slice(0, 16) })
    expect(link.written.join('')).not.toContain(sha256.slice(0, 17))
  })

  it('begins with a line end and sends no secret before the device is known', async () => {
    const link = device(() => null)
    const done = await run(link)
    expect(code(done)).toBe('device.no-answer')
    expect(methods(link)).toEqual(Array<string>(10).fill('identify'))
    expect(link.written.join('').startsWith('\r\n$FK{')).toBe(true)
    expect(done.elapsed).toBeGreaterThanOrEqual(10_000)
    expect(done.elapsed).toBeLessThan(10_500)
  })

  it('sends at most 32 bytes per 10 ms to a device it does not know yet', async () => {
    const clock = createFakeClock()
    const link = device()
    const at: number[] = []
    const slow = { ...link, write: (bytes: Uint8Array) => (at.push(clock.monotonic()), link.write(bytes)) }
    await clock.finish(createPushSettings({ clock, crypto: hashing })(pushJob(slow)))
    expect(link.written[0]?.length).toBe(32)
    expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThanOrEqual(12)
    expect(link.written.slice(0, 2).join('').length).toBeLessThanOrEqual(64)
  })

  it('paces as the device asks', async () => {
    const link = device(({ id, method }) =>
      method === 'identify' ? resultOf(id, { ...identity, rx: 24, gap: 15 }) : undefined,
    )
    const { elapsed } = await run(link)
    const pieces = link.written.slice(2)
    expect(Math.max(...pieces.map((piece) => piece.length))).toBe(24)
    expect(elapsed).toBeGreaterThanOrEqual((pieces.length - 3) * 15)
  })

  it('keeps the line busy: at 115,200 baud less than a tenth is waiting', async () => {
    const clock = createFakeClock()
    const link = device()
    let bytes = 0
    let freeAt = 0
    // The wire itself, both ways: ten bits a byte, whatever the system has taken already.
    const wire = (length: number, run: () => void) => {
      bytes += length
      freeAt = Math.max(freeAt, clock.monotonic()) + (length * 10_000) / 115_200
      clock.after(freeAt - clock.monotonic(), run)
    }
    const slow = {
      ...link,
      write: (piece: Uint8Array) => {
        wire(piece.length, () => void link.write(piece))
        return Promise.resolve({ ok: true, value: undefined } as const)
      },
      onBytes: (receive: (arrived: Uint8Array) => void) => {
        link.onBytes((arrived) =>
          wire(arrived.length, () => {
            receive(arrived)
          }),
        )
      },
    }
    let begun = 0
    let before = 0
    const job = pushJob(slow)
    const found = () => {
      begun = clock.monotonic()
      before = bytes
    }
    await clock.finish(createPushSettings({ clock, crypto: hashing })({ ...job, on: { ...job.on, found } }))
    const needed = ((bytes - before) * 10_000) / 115_200
    expect(needed / (clock.monotonic() - begun)).toBeGreaterThan(0.9)
  })
})

describe('which device it is', () => {
  it('is only shown, unless the caller insists', async () => {
    expect(code(await run(device()))).toBe('ok')
    const link = device()
    expect((await run(link, { expectDevice: 'pump-18' })).result).toEqual({
      ok: false,
      failure: { code: 'device.wrong-id', params: { found: 'pump-17', id: 'pump-18' } },
    })
    expect(methods(link)).toEqual(['identify'])
    expect(code(await run(device(), { expectDevice: 'pump-17' }))).toBe('ok')
  })

  it('is made harmless and short before it is shown', async () => {
    const link = device(({ id, method }) =>
      method === 'identify' ? resultOf(id, { ...identity, dev: `\u202eevil\n${'x'.repeat(300)}` }) : undefined,
    )
    const { job } = await run(link, { expectDevice: 'pump-18' })
    expect(job.noted.found[0]?.device).toBe(`?evil?${'x'.repeat(58)}`)
  })

  it('can be asked for alone', async () => {
    const clock = createFakeClock()
    const who = await clock.finish(createIdentify({ clock })(device(), new AbortController().signal))
    expect(who.ok && who.value).toMatchObject({ dev: 'pump-17', max: 256, state: 'empty', echo: false })
  })
})

describe('ending early', () => {
  it.each(['identify', 'provision', 'confirm'])('a cable pulled during %s is told from silence', async (during) => {
    const link = device(({ method }) => {
      if (method !== during) return undefined
      link.pull()
      return null
    })
    const done = await run(link)
    expect(code(done)).toBe('serial.unplugged')
    expect(done.pending).toBe(0)
  })

  it.each(['identify', 'provision', 'confirm'])('Cancel during %s stops at once and sends no more', async (during) => {
    const stop = new AbortController()
    const link = device(({ method }) => {
      if (method !== during) return undefined
      stop.abort()
      return null
    })
    const done = await run(link, { signal: stop.signal })
    expect(code(done)).toBe('cancelled')
    expect(done.elapsed).toBeLessThan(100)
    expect(methods(link).filter((method) => method === during)).toHaveLength(1)
  })

  it('Cancel between two pieces of a frame sends no further piece', async () => {
    const clock = createFakeClock()
    const stop = new AbortController()
    const link = device()
    const pushed = createPushSettings({ clock, crypto: hashing })(pushJob(link, { signal: stop.signal }))
    await clock.advance(1)
    expect(link.written).toHaveLength(1)
    stop.abort()
    expect((await pushed).ok).toBe(false)
    await clock.advance(20_000)
    expect(link.written).toHaveLength(1)
  })

  it('Cancel before the start sends nothing', async () => {
    const link = device()
    expect(code(await run(link, { signal: AbortSignal.abort() }))).toBe('cancelled')
    expect(link.written).toEqual([])
  })
})
