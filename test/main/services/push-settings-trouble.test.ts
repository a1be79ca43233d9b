import { describe, expect, it } from 'vitest'
import { encodeFrame, lineEnd } from '../../../main/domain/frames'
import { sampleNonce } from '../../support/sample-settings'
import { errorOf, identity, resultOf } from '../../support/scripted-link'
import {
  codeOf as code,
  methodsOf as methods,
  runPush as run,
  scriptedDevice as device,
  stored,
} from '../../support/scripted-push'

describe('what goes wrong on the way', () => {
  it('a damaged frame is sent again at once, after a line end, with the same id', async () => {
    const link = device(({ method }, times) =>
      method === 'provision' && times === 1 ? errorOf(null, -32003) : undefined,
    )
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
    const link = device(({ id, method }, times) => {
      if (method !== 'provision' || times === 1) return undefined
      return resultOf(id, { n: sampleNonce, have: times === 2 ? [2] : [1, 2] })
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
    const link = device(({ id, method }, times) =>
      method === 'confirm' && times === 1 ? errorOf(id, error) : undefined,
    )
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

  it('a device that locked itself with our set in it is asked to prove that set', async () => {
    const link = device(({ id, method }) =>
      method === 'identify' ? resultOf(id, { ...identity, state: 'locked', n: sampleNonce }) : undefined,
    )
    expect((await run(link)).result).toEqual({ ok: true, value: { proof: 'hash', reboot: false } })
    expect(methods(link)).toEqual(['identify', 'confirm'])
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
    const link = device(({ id, method }, times) =>
      method === 'confirm' && times === 1 ? errorOf(id, -32001, 'busy') : undefined,
    )
    const { result, elapsed } = await run(link)
    expect(result.ok).toBe(true)
    expect(elapsed).toBeGreaterThanOrEqual(5000)
  })

  it('a locked device says so', async () => {
    expect(
      code(await run(device(({ id, method }) => (method === 'provision' ? errorOf(id, -32009) : undefined)))),
    ).toBe('device.locked')
    const locked = device(({ id, method }) =>
      method === 'identify' ? resultOf(id, { ...identity, state: 'locked' }) : undefined,
    )
    expect(code(await run(locked))).toBe('device.locked')
    expect(methods(locked)).toEqual(['identify'])
  })

  it('a refusal carries the device\u2019s words, made harmless', async () => {
    const hostile = `<b>no</b>\u0007\u202e${'x'.repeat(80)}`
    const done = await run(
      device(({ id, method }) => (method === 'provision' ? errorOf(id, -32007, hostile) : undefined)),
    )
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
    const link = device(({ id, method }) =>
      method === 'identify' ? resultOf(id, { ...identity, ...change }) : undefined,
    )
    expect(code(await run(link))).toBe(expected)
  })

  it('an echoing line is noticed and survived', async () => {
    const link = device(({ id, method, params }) => {
      const own = encodeFrame({ jsonrpc: '2.0', id, method, ...(method === 'identify' ? {} : { params }) }) + lineEnd
      if (method === 'identify') return own + resultOf(id, identity)
      return method === 'confirm' ? own + resultOf(id, stored) : own + resultOf(id, { n: sampleNonce, have: [1, 2] })
    })
    const { result, job } = await run(link)
    expect(job.noted.found[0]?.echo).toBe(true)
    expect(result.ok).toBe(true)
  })
})
