import { describe, expect, it } from 'vitest'
import { createFakeClock } from '../../support/fake-clock'
import { ok } from '../../../main/contract/result'
import type { InfluxNetwork } from '../../../main/ports/influx'
import { eagerNetwork, practiceWorld } from '../../support/practice-world'
import { handedOver, isOff, replacing, writeAs } from '../../support/replacing'

const minute = 60_000

describe('replacing a token by code', () => {
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
