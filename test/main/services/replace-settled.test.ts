import { describe, expect, it } from 'vitest'
import { ok } from '../../../main/contract/result'
import type { InfluxNetwork } from '../../../main/ports/influx'
import { createHeldClock } from '../../support/held-clock'
import {
  down,
  eagerNetwork,
  isSwitch,
  practiceWorld,
  type Laptop,
  type PracticeWorld,
} from '../../support/practice-world'
import { handedOver, tokenShown, writeAs } from '../../support/replacing'

const day = 86_400_000
const isOff = ({ old }: { old?: string }) => old === 'off'

/** A server whose clock is so much ahead of this laptop's; undefined: it does not tell. */
function serverAhead(by: () => number | undefined): InfluxNetwork {
  const inner = eagerNetwork()
  const identify: InfluxNetwork['identify'] = () => {
    const skew = by()
    return Promise.resolve(ok({ kind: 'oss2', version: '2.9.1', ...(skew === undefined ? {} : { skew }) }))
  }
  return { ...inner, identify }
}

async function shownFresh(laptop: Laptop) {
  const old = await handedOver(laptop, 'pump-1')
  const { id } = await laptop.begin('pump-1', { replaces: [old.authId] })
  if (!(await laptop.workspace.handovers.show(id)).ok) throw new Error('no code')
  return { old, id, token: tokenShown(laptop) }
}

async function replaced(world: PracticeWorld, by: () => number | undefined, clock = createHeldClock()) {
  const laptop = await world.laptop({ ports: { clock, network: serverAhead(by) } })
  const begun = await shownFresh(laptop)
  laptop.workspace.handovers.scanned(begun.id)
  await laptop.seen(begun.id, isOff)
  return { laptop, clock, ...begun }
}

describe('the end of a replaced token', () => {
  it('comes after seven days of the server, whatever this laptop’s clock says', async () => {
    const world = await practiceWorld()
    let skew: number | undefined = 0
    const { laptop, clock, id, old } = await replaced(world, () => skew)
    // The laptop's clock jumps ten years; the server's clock is where it was.
    clock.jump(3650 * day)
    skew = -3650 * day
    await laptop.sweep()
    skew = undefined
    await laptop.sweep()
    skew = -3650 * day + 7 * day - 60_000
    await laptop.sweep()
    expect([laptop.view(id)?.old, (await world.rows('pump-1')).length]).toEqual(['off', 2])
    skew = -3650 * day + 7 * day + 60_000
    await laptop.sweep()
    expect([laptop.view(id)?.old, (await world.rows('pump-1')).length]).toEqual(['gone', 1])
    expect(laptop.view(old.id)?.state).toBe('revoked')
    expect(await world.broken(laptop)).toEqual([])
  })

  it('comes even when the new one was ended meanwhile, and after a restart', async () => {
    const world = await practiceWorld()
    const { laptop, id } = await replaced(world, () => 0)
    await laptop.workspace.handovers.cancel(id)
    expect(laptop.view(id)).toMatchObject({ state: 'revoked', old: 'off' })
    laptop.close()
    const next = world.run({
      folder: laptop.folder,
      vault: laptop.vault,
      ports: { network: serverAhead(() => 8 * day) },
    })
    await next.workspace.settle.sweep(laptop.session.connection.id)
    expect([next.workspace.board.view(id)?.old, await world.rows('pump-1')]).toEqual(['gone', []])
  })

  it('does not come when somebody switched it on again', async () => {
    const world = await practiceWorld()
    let skew = 0
    const { laptop, id, old } = await replaced(world, () => skew)
    expect(await laptop.workspace.tokens.setStatus([old.authId], 'active')).toMatchObject({ ok: true })
    skew = 8 * day
    await laptop.sweep()
    expect(laptop.view(id)?.old).toBe('kept')
    expect(await writeAs(world, old.token, 'pump-1')).toBe(204)
  })

  it('may be asked for; without a network it waits, and follows', async () => {
    const world = await practiceWorld()
    const { laptop, id } = await replaced(world, () => 0)
    world.proxy.decide(({ method }) => (method === 'DELETE' ? down : 'pass'))
    expect(await laptop.workspace.replacements.endOld(id)).toMatchObject({ value: { old: 'ending' } })
    world.proxy.decide(() => 'pass')
    await laptop.sweep()
    expect([laptop.view(id)?.old, (await world.rows('pump-1')).length]).toEqual(['gone', 1])
    expect(await world.broken(laptop)).toEqual([])
  })
})

describe('what the server did not answer', () => {
  it.each(['cut-before', 'cut-after', down] as const)('switching the old one off: %j, then a restart', async (fate) => {
    const world = await practiceWorld()
    const laptop = await world.laptop({ ports: { clock: createHeldClock() } })
    const { old, id } = await shownFresh(laptop)
    world.proxy.decide((one) => (isSwitch(one) && one.path.endsWith(old.authId) ? fate : 'pass'))
    laptop.workspace.handovers.scanned(id)
    await laptop.seen(id, ({ queued }) => queued === 'old-token')
    expect(laptop.view(id)).toMatchObject({ state: 'delivered', old: 'live' })
    expect(await laptop.workspace.sessions.forget(laptop.session.connection.id)).toMatchObject({ ok: false })
    laptop.close()
    world.proxy.decide(() => 'pass')
    const next = world.run({ folder: laptop.folder, vault: laptop.vault })
    await next.workspace.settle.sweep(laptop.session.connection.id)
    expect(next.workspace.board.view(id)?.old).toBe('off')
    expect(await writeAs(world, old.token, 'pump-1')).toBe(403)
    expect(await world.broken(next)).toEqual([])
  })

  it.each(['cut-before', 'cut-after'] as const)('switching the old one on again: %s', async (fate) => {
    const world = await practiceWorld()
    const { laptop, id, old, token } = await replaced(world, () => 0)
    world.proxy.decide((one) => (isSwitch(one) ? fate : 'pass'))
    await laptop.workspace.replacements.goBack(id)
    expect(laptop.view(id)).toMatchObject({ state: 'delivered', old: 'returning' })
    // What was decided is seen through, also when the new one is revoked in the meantime.
    await laptop.workspace.handovers.cancel(id)
    laptop.close()
    world.proxy.decide(() => 'pass')
    const next = world.run({ folder: laptop.folder, vault: laptop.vault })
    await next.workspace.settle.sweep(laptop.session.connection.id)
    expect(next.workspace.board.view(id)).toMatchObject({ state: 'revoked', old: 'on' })
    expect([await writeAs(world, old.token, 'pump-1'), await writeAs(world, token, 'pump-1')]).toEqual([204, 401])
    expect(await world.broken(next)).toEqual([])
  })

  it('the old one was revoked elsewhere before it could come back: the new one stays', async () => {
    const world = await practiceWorld()
    const { laptop, id, old, token } = await replaced(world, () => 0)
    await world.operator.remove(old.authId)
    expect(await laptop.workspace.replacements.goBack(id)).toMatchObject({ failure: { code: 'token.gone' } })
    expect(laptop.view(id)).toMatchObject({ state: 'delivered', old: 'gone', active: true })
    expect(await writeAs(world, token, 'pump-1')).toBe(204)
  })
})

describe('a new token that ends while the old one is being switched off', () => {
  it('does not stop the upkeep, and what was done to the old one is known', async () => {
    const world = await practiceWorld()
    const clock = createHeldClock()
    const laptop = await world.laptop({ ports: { clock } })
    const { old, id } = await shownFresh(laptop)
    const answered = new Promise<void>((resolve) => {
      world.proxy.decide((one) => {
        if (!isSwitch(one) || !one.path.endsWith(old.authId)) return 'pass'
        // Called off before the answer is back.
        void laptop.workspace.handovers.cancel(id).then(() => {
          resolve()
        })
        return { delay: 300 }
      })
    })
    laptop.workspace.handovers.scanned(id)
    await answered
    await laptop.seen(id, ({ old: now }) => now === 'off')
    expect(laptop.view(id)).toMatchObject({ state: 'revoked', old: 'off' })
    expect(await writeAs(world, old.token, 'pump-1')).toBe(403)
    expect(await world.broken(laptop)).toEqual([])
  })
})
