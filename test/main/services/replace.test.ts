import { describe, expect, it } from 'vitest'
import { createFakeClock } from '../../support/fake-clock'
import { createHeldClock } from '../../support/held-clock'
import { ok } from '../../../main/contract/result'
import type { InfluxNetwork } from '../../../main/ports/influx'
import { eagerNetwork, isSwitch, practiceWorld, type Laptop } from '../../support/practice-world'
import { handedOver, tokenShown, writeAs } from '../../support/replacing'

const minute = 60_000
const day = 24 * 60 * minute

/** A device with a token of this laptop, and a new one begun in its place by code; it is on the screen. */
async function replacing(laptop: Laptop, device = 'pump-1') {
  const old = await handedOver(laptop, device)
  const fresh = await laptop.begin(device, { replaces: [old.authId] })
  expect((await laptop.workspace.handovers.show(fresh.id)).ok).toBe(true)
  return { old, fresh: { id: fresh.id, authId: fresh.authId ?? '', token: tokenShown(laptop) } }
}

const isOff = ({ old }: { old?: string }) => old === 'off'

describe('replacing a token by code', () => {
  it('both work until the technician says scanned; then only the new one, and its data proves it', async () => {
    const world = await practiceWorld()
    const laptop = await world.laptop()
    const { old, fresh } = await replacing(laptop)
    expect(await writeAs(world, old.token, 'pump-1')).toBe(204)
    expect(await writeAs(world, fresh.token, 'pump-1')).toBe(204)
    laptop.workspace.handovers.scanned(fresh.id)
    await laptop.seen(fresh.id, isOff)
    expect([await writeAs(world, old.token, 'pump-1'), laptop.view(fresh.id)?.state]).toEqual([403, 'delivered'])
    expect(laptop.view(old.id)).toMatchObject({ state: 'confirmed', active: false, replaced: true })
    expect(await writeAs(world, fresh.token, 'pump-1')).toBe(204)
    await laptop.seen(fresh.id, ({ state }) => state === 'confirmed')
    expect(laptop.view(fresh.id)).toMatchObject({ confirmedBy: 'data', old: 'off' })
    expect(laptop.steps(fresh.id)).toEqual(
      expect.arrayContaining(['asked', 'minted', 'activated', 'shown', 'delivered', 'old-off', 'confirmed']),
    )
    expect(await world.broken(laptop)).toEqual([])
  })

  it.each([
    ['old', 'revoked', [204, 401]],
    ['new', 'confirmed', [403, 204]],
  ] as const)(
    'of a device whose clock is ahead, data of the %s token leaves the new one %s',
    async (by, state, writes) => {
      const world = await practiceWorld()
      const laptop = await world.laptop({ ports: { clock: createHeldClock() } })
      const { old, fresh } = await replacing(laptop)
      const ahead = (days: number) => ` ${String(BigInt(Date.now() + days * day) * 1_000_000n)}`
      expect(await writeAs(world, old.token, 'pump-1', ahead(2))).toBe(204)
      laptop.workspace.handovers.scanned(fresh.id)
      await laptop.seen(fresh.id, isOff)
      if (by === 'new') expect(await writeAs(world, fresh.token, 'pump-1', ahead(3))).toBe(204)
      // Before the old one is switched on again it is looked once more: a device that works keeps its token.
      await laptop.workspace.replacements.goBack(fresh.id)
      expect(laptop.view(fresh.id)?.state).toBe(state)
      expect([await writeAs(world, old.token, 'pump-1'), await writeAs(world, fresh.token, 'pump-1')]).toEqual(writes)
      expect(await world.broken(laptop)).toEqual([])
    },
  )

  it('while both work, neither is confirmed by data', async () => {
    const world = await practiceWorld()
    const laptop = await world.laptop()
    const old = await laptop.begin('pump-1')
    await laptop.workspace.handovers.show(old.id)
    laptop.workspace.handovers.scanned(old.id)
    const fresh = await laptop.begin('pump-1', { replaces: [old.authId ?? ''] })
    expect(laptop.view(old.id)?.watchable).toBe(false)
    await laptop.workspace.handovers.show(fresh.id)
    expect(laptop.view(fresh.id)).toMatchObject({ state: 'minted', old: 'live' })
  })

  it.each([
    ['over a restart too', 0, true, 6 * minute],
    ['a clock that jumped ahead meanwhile makes it no earlier', 86_400_000, true, 6 * minute],
    ['a clock that jumped back meanwhile makes it no later', -86_400_000, true, 6 * minute],
    ['a later run that cannot ask the server gives it all of them', 86_400_000, false, 10 * minute],
  ])(
    'no data in ten minutes: the old one is offered again, %s, and then the new one is revoked',
    async (_, jump, tells, left) => {
      const world = await practiceWorld()
      const clock = createFakeClock(Date.now())
      const laptop = await world.laptop({ ports: { clock, network: silentNetwork() } })
      const { old, fresh } = await replacing(laptop)
      laptop.workspace.handovers.scanned(fresh.id)
      await laptop.seen(fresh.id, isOff)
      await clock.advance(4 * minute)
      laptop.close()
      const off = Date.parse(laptop.ports.ledger.story(fresh.id)?.now.oldOffAt ?? '')
      const network = silentNetwork(() => (tells ? off + clock.monotonic() - clock.now() : undefined))
      clock.jump(jump)
      const next = world.run({ folder: laptop.folder, vault: laptop.vault, ports: { clock, network } })
      next.workspace.upkeep.start()
      await clock.advance(left - 1)
      expect(next.workspace.board.view(fresh.id)).toMatchObject({ mayGoBack: false })
      await clock.advance(1)
      expect(next.workspace.board.view(fresh.id)).toMatchObject({
        mayGoBack: true,
        attention: true,
        failure: { code: 'token.unproven' },
      })
      expect(await next.workspace.replacements.goBack(fresh.id)).toMatchObject({
        value: { state: 'revoked', old: 'on' },
      })
      expect(next.workspace.board.view(old.id)).toMatchObject({ state: 'confirmed', active: true, replaced: false })
      expect([await writeAs(world, old.token, 'pump-1'), await writeAs(world, fresh.token, 'pump-1')]).toEqual([
        204, 401,
      ])
      expect(await world.broken(next)).toEqual([])
    },
  )
})

describe('replacing a token by cable', () => {
  it('the old one works until the device’s own hash is in the ledger, and is off at once then', async () => {
    const world = await practiceWorld()
    const laptop = await world.laptop()
    const old = await handedOver(laptop, 'pump-1')
    const writes: Promise<number>[] = []
    laptop.workspace.board.story(old.id)
    world.proxy.decide((request) => {
      const fresh = laptop.workspace.board.stories()[0]
      if (fresh?.now.old === 'live' && fresh.now.state === 'minted') writes.push(writeAs(world, old.token, 'pump-1'))
      if (isSwitch(request) && request.path.endsWith(old.authId)) expect(fresh?.now.proof).toBe('hash')
      return 'pass'
    })
    const fresh = await laptop.begin('pump-1', { delivery: 'usb', port: 'practice-device', replaces: [old.authId] })
    await laptop.seen(fresh.id, isOff)
    expect(new Set(await Promise.all(writes))).toEqual(new Set([204]))
    expect(await writeAs(world, old.token, 'pump-1')).toBe(403)
    expect(laptop.view(fresh.id)).toMatchObject({ proof: 'hash', active: true, mayGoBack: false })
    await laptop.seen(fresh.id, ({ state }) => state === 'confirmed')
    expect(await world.broken(laptop)).toEqual([])
  })

  it('a device that stores something else leaves the old one as it is', async () => {
    const world = await practiceWorld()
    const laptop = await world.laptop()
    const old = await handedOver(laptop, 'pump-1')
    world.device.play('wrong')
    const fresh = await laptop.begin('pump-1', { delivery: 'usb', port: 'practice-device', replaces: [old.authId] })
    await laptop.seen(fresh.id, (view) => view.failure?.code === 'device.wrong-hash')
    expect([await writeAs(world, old.token, 'pump-1'), laptop.view(fresh.id)?.old]).toEqual([204, 'live'])
    await laptop.workspace.handovers.cancel(fresh.id)
    expect(await writeAs(world, old.token, 'pump-1')).toBe(204)
    expect(await world.broken(laptop)).toEqual([])
  })
})

describe('what may be replaced', () => {
  it('only what stands in the way, and only when all of it was named', async () => {
    const world = await practiceWorld()
    const laptop = await world.laptop()
    const other = await handedOver(laptop, 'pump-2')
    const first = await handedOver(laptop, 'pump-1')
    const second = await handedOver(laptop, 'pump-1', { keepBoth: true })
    const start = (replaces: readonly string[]) =>
      laptop.workspace.handovers.start({ device: 'pump-1', ...laptop.request, replaces })
    expect(await start([first.authId])).toMatchObject({ value: { kind: 'duplicate', tokens: [{}, {}] } })
    const begun = await start([first.authId, second.authId, other.authId])
    if (!begun.ok || begun.value.kind !== 'started') throw new Error('not begun')
    const { id } = begun.value.handover
    await laptop.workspace.handovers.show(id)
    laptop.workspace.handovers.scanned(id)
    await laptop.seen(id, isOff)
    const tokens = [first, second, other].map(({ token }, n) => writeAs(world, token, n < 2 ? 'pump-1' : 'pump-2'))
    expect(await Promise.all(tokens)).toEqual([403, 403, 204])
  })

  it('a token of another laptop with the same owner', async () => {
    const world = await practiceWorld()
    const [a, b] = [await world.laptop(), await world.laptop()]
    const old = await handedOver(a, 'pump-1')
    const fresh = await handedOver(b, 'pump-1', { replaces: [old.authId] })
    await b.seen(fresh.id, isOff)
    expect([await writeAs(world, old.token, 'pump-1'), await writeAs(world, fresh.token, 'pump-1')]).toEqual([403, 204])
    await a.sweep()
    expect(await world.broken(a, b)).toEqual([])
    expect(await b.workspace.replacements.endOld(fresh.id)).toMatchObject({ value: { old: 'gone' } })
    expect((await world.rows('pump-1')).map(({ id }) => id)).toEqual([fresh.authId])
  })
})

/** No device sends anything; the server's clock is ahead by `skew`, milliseconds. */
function silentNetwork(skew: () => number | undefined = () => undefined): InfluxNetwork {
  const inner = eagerNetwork()
  const none = () => Promise.resolve(ok({ kind: 'none' } as const))
  const identify = () => {
    const ahead = skew()
    return Promise.resolve(
      ok({ kind: 'oss2', version: '2.9.1', ...(ahead === undefined ? {} : { skew: ahead }) } as const),
    )
  }
  return { ...inner, identify, client: (...args) => ({ ...inner.client(...args), firstData: none, lastData: none }) }
}
