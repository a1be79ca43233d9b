import { describe, expect, it } from 'vitest'
import { canonicalSettings } from '../../../main/domain/canonical-settings'
import { crc32Hex } from '../../../main/domain/crc32'
import { encodeFrame, lineEnd } from '../../../main/domain/frames'
import { createIdentify } from '../../../main/services/push/identify'
import { createPushSettings, type PushJob } from '../../../main/services/push-settings'
import { createFakeClock } from '../../support/fake-clock'
import { hashing, pushJob } from '../../support/push-job'
import { sampleNonce, sampleSettings } from '../../support/sample-settings'
import { createScriptedLink, errorOf, identity, resultOf, type Received } from '../../support/scripted-link'

const sha256 = hashing.sha256(canonicalSettings(sampleSettings, sampleNonce))
const stored = { n: sampleNonce, stored: true, sha256, reboot: false }

/** A device that does everything right, but for what a test replaces. */
function device(replace: (request: Received, times: number) => string | null | undefined = () => undefined) {
  const have = new Set<number>()
  const times = new Map<string, number>()
  return createScriptedLink((request) => {
    const { id, method, params } = request
    times.set(method, (times.get(method) ?? 0) + 1)
    const other = replace(request, times.get(method) ?? 0)
    if (other !== undefined) return other ?? undefined
    if (method === 'identify') return resultOf(id, identity)
    if (method === 'confirm') return resultOf(id, stored)
    have.add(params['i'] as number)
    return resultOf(id, { n: params['n'], have: [...have] })
  })
}

async function run(link: ReturnType<typeof device>, change: Partial<PushJob> = {}) {
  const clock = createFakeClock()
  const job = pushJob(link, change)
  const result = await clock.finish(createPushSettings({ clock, crypto: hashing })(job))
  return { result, job, elapsed: clock.monotonic(), pending: clock.pending() }
}

const code = ({ result }: Awaited<ReturnType<typeof run>>) => (result.ok ? 'ok' : result.failure.code)
const methods = (link: ReturnType<typeof device>) => link.received.map(({ method }) => method)

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
    const link = device(({ id, method }) => (method === 'identify' ? resultOf(id, { ...identity, rx: 24, gap: 15 }) : undefined))
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
        link.onBytes((arrived) => wire(arrived.length, () => { receive(arrived) }))
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

describe('answers that may not be believed', () => {
  it('another hash', async () => {
    const wrong = { ...stored, sha256: sha256.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')) }
    const done = await run(device(({ id, method }) => (method === 'confirm' ? resultOf(id, wrong) : undefined)))
    expect(done.result).toEqual({ ok: false, failure: { code: 'device.wrong-hash', params: { id: 'greenhouse-07' } } })
  })

  it.each([
    ['of another nonce', { ...stored, n: '0000000000000000' }],
    ['with the head alone', { n: sampleNonce, stored: true, sha256: sha256.slice(0, 16).padEnd(64, '0'), reboot: false }],
    ['with no check value', { n: sampleNonce, stored: true, reboot: false }],
    ['with a weaker check value than announced', { n: sampleNonce, stored: true, crc32: weakCrc(), reboot: false }],
  ])('a confirmation %s', async (_, answer) => {
    const done = await run(device(({ id, method }) => (method === 'confirm' ? resultOf(id, answer) : undefined)))
    expect(code(done)).toBe('device.wrong-hash')
  })

  it('one that is not "stored"', async () => {
    const done = await run(
      device(({ id, method }) => (method === 'confirm' ? resultOf(id, { ...stored, stored: false }) : undefined)),
    )
    expect(done.result).toEqual({ ok: false, failure: { code: 'device.refused', params: { reason: 'unreadable answer' } } })
  })

  it('an answer to an earlier request', async () => {
    const link = device(({ id, method }) => (method === 'confirm' ? resultOf(id - 1, stored) : undefined))
    expect(code(await run(link))).toBe('device.no-answer')
  })

  it('but CRC-32 from a device that announced it, as a weak proof', async () => {
    const link = device(({ id, method }) => {
      if (method === 'identify') return resultOf(id, { ...identity, proof: 'crc32' })
      return method === 'confirm' ? resultOf(id, { n: sampleNonce, stored: true, crc32: weakCrc(), reboot: true }) : undefined
    })
    expect((await run(link)).result).toEqual({ ok: true, value: { proof: 'weak', reboot: true } })
    expect(link.received.at(-1)?.params['head']).toBe(weakCrc().slice(0, 4).toLowerCase())
  })
})

function weakCrc() {
  return crc32Hex(new TextEncoder().encode(canonicalSettings(sampleSettings, sampleNonce)))
}

describe('what goes wrong on the way', () => {
  it('a damaged frame is sent again at once, after a line end, with the same id', async () => {
    const link = device(({ method }, times) => (method === 'provision' && times === 1 ? errorOf(null, -32003) : undefined))
    const { result, elapsed } = await run(link)
    expect(result.ok).toBe(true)
    expect(elapsed).toBeLessThan(100)
    expect(link.received[1]).toEqual(link.received[2])
    expect(link.written.filter((piece) => piece.startsWith('\r\n$FK{')).length).toBeGreaterThan(1)
  })

  it('so is one whose answer arrived damaged', async () => {
    const link = device(({ id, method }, times) =>
      method === 'confirm' && times === 1 ? resultOf(id, stored).replace('true', 'tree') : undefined,
    )
    const { result, elapsed } = await run(link)
    expect(result.ok).toBe(true)
    expect(elapsed).toBeLessThan(100)
  })

  it('a line that damages everything is given up', async () => {
    const link = device(({ method }) => (method === 'provision' ? errorOf(null, -32003) : undefined))
    expect(code(await run(link))).toBe('device.no-answer')
    expect(link.received.length).toBeLessThan(40)
  })

  it('a lost part is sent again after 2 s, five times', async () => {
    const link = device(({ method }) => (method === 'provision' ? null : undefined))
    const done = await run(link)
    expect(code(done)).toBe('device.no-answer')
    expect(methods(link).filter((method) => method === 'provision')).toHaveLength(5)
    expect(done.elapsed).toBeGreaterThanOrEqual(10_000)
  })

  it('parts a restarted device lost are sent again', async () => {
    let forgot = false
    const link = device(({ id, method, params }) => {
      if (method !== 'provision' || params['i'] !== 2 || forgot) return undefined
      forgot = true
      return resultOf(id, { n: sampleNonce, have: [2] })
    })
    expect((await run(link)).result.ok).toBe(true)
    expect(link.received.map(({ params }) => params['i']).filter(Boolean)).toEqual([1, 2, 1])
  })

  it('parts the device misses at the end are sent again', async () => {
    const link = device(({ id, method }, times) =>
      method === 'confirm' && times === 1 ? errorOf(id, -32005, 'parts', { have: [1] }) : undefined,
    )
    expect((await run(link)).result.ok).toBe(true)
    expect(link.received.map(({ params }) => params['i']).filter(Boolean)).toEqual([1, 2, 2])
  })

  it.each([-32004, -32006])('a device that mixed them up (%i) starts over', async (error) => {
    const link = device(({ id, method }, times) => (method === 'confirm' && times === 1 ? errorOf(id, error) : undefined))
    expect((await run(link)).result.ok).toBe(true)
    expect(methods(link).filter((method) => method === 'identify')).toHaveLength(2)
  })

  it('a confirmation that got lost is asked for again, and compared', async () => {
    const link = device(({ id, method }, times) => {
      if (method === 'confirm' && times <= 3) return null
      return method === 'identify' && times === 2
        ? resultOf(id, { ...identity, state: 'stored', n: sampleNonce })
        : undefined
    })
    expect((await run(link)).result).toEqual({ ok: true, value: { proof: 'hash', reboot: false } })
    expect(methods(link).slice(-5)).toEqual(['confirm', 'confirm', 'confirm', 'identify', 'confirm'])
  })

  it('a set stored under our nonce with other values is overwritten', async () => {
    const link = device(({ id, method }, times) => {
      if (method === 'identify') return resultOf(id, { ...identity, state: 'stored', n: sampleNonce })
      return method === 'confirm' && times === 1 ? resultOf(id, { ...stored, sha256: '0'.repeat(64) }) : undefined
    })
    expect((await run(link)).result.ok).toBe(true)
    expect(methods(link)).toEqual(['identify', 'confirm', 'provision', 'provision', 'confirm'])
  })

  it('a set stored under another nonce proves nothing', async () => {
    const link = device(({ id, method }) =>
      method === 'identify' ? resultOf(id, { ...identity, state: 'stored', n: '1111111111111111' }) : undefined,
    )
    expect((await run(link)).result.ok).toBe(true)
    expect(methods(link)).toContain('provision')
  })

  it('a busy device is asked again later', async () => {
    const link = device(({ id, method }, times) => (method === 'confirm' && times === 1 ? errorOf(id, -32001, 'busy') : undefined))
    const { result, elapsed } = await run(link)
    expect(result.ok).toBe(true)
    expect(elapsed).toBeGreaterThanOrEqual(5000)
  })

  it('a locked device says so', async () => {
    expect(code(await run(device(({ id, method }) => (method === 'provision' ? errorOf(id, -32009) : undefined))))).toBe('device.locked')
    const locked = device(({ id, method }) => (method === 'identify' ? resultOf(id, { ...identity, state: 'locked' }) : undefined))
    expect(code(await run(locked))).toBe('device.locked')
    expect(methods(locked)).toEqual(['identify'])
  })

  it('a refusal carries the device\u2019s words, made harmless', async () => {
    const hostile = `<b>no</b>\u0007\u202e${'x'.repeat(80)}`
    const done = await run(device(({ id, method }) => (method === 'provision' ? errorOf(id, -32007, hostile) : undefined)))
    expect(done.result).toEqual({
      ok: false,
      failure: { code: 'device.refused', params: { reason: `<b>no</b>??${'x'.repeat(53)}` } },
    })
  })

  it.each([
    ['too little room', { max: 200 }, 'device.too-small'],
    ['too little room for a part', { max: 212 }, 'ok'],
    ['another version', { v: 2 }, 'device.refused'],
    ['no size', { max: 'big' }, 'device.refused'],
    ['no ring at all', { rx: 0 }, 'device.refused'],
    ['a pause of an hour', { gap: 3_600_000 }, 'device.refused'],
  ])('a device with %s', async (_, change, expected) => {
    const link = device(({ id, method }) => (method === 'identify' ? resultOf(id, { ...identity, ...change }) : undefined))
    expect(code(await run(link))).toBe(expected)
  })

  it('an echoing line is noticed and survived', async () => {
    const link = device(({ id, method, params }) => {
      const own = encodeFrame({ jsonrpc: '2.0', id, method, ...(method === 'identify' ? {} : { params }) }) + lineEnd
      if (method === 'identify') return own + resultOf(id, identity)
      return method === 'confirm' ? own + resultOf(id, stored) : own + resultOf(id, { n: sampleNonce, have: [params['i']] })
    })
    const { result, job } = await run(link, { settings: { ...sampleSettings } })
    expect(job.noted.found[0]?.echo).toBe(true)
    expect(result.ok).toBe(false)
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
