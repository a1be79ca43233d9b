import { describe, expect, it } from 'vitest'
import { createHeldClock } from '../../support/held-clock'
import { down, eagerNetwork, isSwitch, practiceWorld, type PracticeWorld } from '../../support/practice-world'
import { isOff, replacing, serverAhead, writeAs } from '../../support/replacing'

const day = 86_400_000

async function replaced(world: PracticeWorld, by: () => number) {
  const laptop = await world.laptop({ ports: { clock: createHeldClock(), network: serverAhead(by) } })
  const { old, fresh } = await replacing(laptop)
  laptop.workspace.handovers.scanned(fresh.id)
  await laptop.seen(fresh.id, isOff)
  return { laptop, old, ...fresh }
}

describe('the end of a replaced token', () => {
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
  it('switching the old one off: an answer that says it is on is none', async () => {
    const world = await practiceWorld()
    const network = eagerNetwork()
    const client: typeof network.client = (...at) => {
      const influx = network.client(...at)
      return { ...influx, setStatus: (id, _status, ...more) => influx.setStatus(id, 'active', ...more) }
    }
    const laptop = await world.laptop({ ports: { clock: createHeldClock(), network: { ...network, client } } })
    const { old, fresh } = await replacing(laptop)
    laptop.workspace.handovers.scanned(fresh.id)
    expect(await laptop.sweep()).toMatchObject({ failure: { code: 'token.unsure' } })
    expect(laptop.view(fresh.id)).toMatchObject({ state: 'delivered', old: 'live' })
    expect(await writeAs(world, old.token, 'pump-1')).toBe(204)
  })

  it('what the old one has written: it is off for the ledger only once its data can be told from the new one’s', async () => {
    const world = await practiceWorld()
    const laptop = await world.laptop({ ports: { clock: createHeldClock() } })
    const { fresh } = await replacing(laptop)
    world.proxy.decide(({ path }) => (path.startsWith('/api/v2/query') ? down : 'pass'))
    laptop.workspace.handovers.scanned(fresh.id)
    expect(await laptop.sweep()).toMatchObject({ ok: false })
    expect(laptop.view(fresh.id)).toMatchObject({ state: 'delivered', old: 'live' })
    world.proxy.decide(() => 'pass')
    expect(await laptop.sweep()).toMatchObject({ ok: true })
    expect(laptop.view(fresh.id)).toMatchObject({ old: 'off' })
  })

  it('switching the old one off: refused, it is not told as off', async () => {
    const world = await practiceWorld()
    const laptop = await world.laptop({ ports: { clock: createHeldClock() } })
    const { old, fresh } = await replacing(laptop)
    world.proxy.decide((one) =>
      isSwitch(one)
        ? { status: 401, body: '{"code":"unauthorized","message":"write:authorizations is unauthorized"}' }
        : 'pass',
    )
    laptop.workspace.handovers.scanned(fresh.id)
    await laptop.seen(fresh.id, (view) => view.failure !== undefined)
    expect(laptop.view(old.id)).toMatchObject({ active: true, replaced: false })
    expect(laptop.view(fresh.id)).toMatchObject({ old: 'live' })
  })

  it.each(['cut-before', 'cut-after', down] as const)('switching the old one off: %j, then a restart', async (fate) => {
    const world = await practiceWorld()
    const laptop = await world.laptop({ ports: { clock: createHeldClock() } })
    const { old, fresh } = await replacing(laptop)
    const { id } = fresh
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
    const { old, fresh } = await replacing(laptop)
    const { id } = fresh
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
