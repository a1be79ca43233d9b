import { describe, expect, it } from 'vitest'
import { createHeldClock } from '../../support/held-clock'
import { down, isRemove, isSwitch, practiceWorld } from '../../support/practice-world'

const isRest = ({ activity }: { readonly activity: string }) => activity === 'idle'

/** A laptop on which three decisions wait: a revocation, then an activation, then another revocation; the clock jumps `between`. */
async function withThree(between = 1000) {
  const clock = createHeldClock()
  const world = await practiceWorld()
  const laptop = await world.laptop({ ports: { clock } })
  const [first, third] = [await laptop.begin('pump-1'), await laptop.begin('pump-3')]
  world.proxy.decide((one) => (isRemove(one) || isSwitch(one) ? down : 'pass'))
  await laptop.workspace.handovers.cancel(first.id)
  clock.jump(between)
  const second = await laptop.byCable('pump-2')
  await laptop.seen(second.id, (view) => view.waits?.what === 'activation' && isRest(view))
  clock.jump(between)
  await laptop.workspace.handovers.cancel(third.id)
  return { clock, world, laptop, ids: [first.id, second.id, third.id] }
}

describe('what waits for the server', () => {
  it('is told with what, since when, how often tried and what is in the way', async () => {
    const { laptop, ids } = await withThree()
    const waits = () => ids.map((id) => laptop.view(id)?.waits)
    expect(waits()).toMatchObject([
      { what: 'revocation', why: { code: 'server.error' } },
      { what: 'activation', why: { code: 'server.error' } },
      { what: 'revocation', why: { code: 'server.error' } },
    ])
    const before = waits().map((one) => one?.tries ?? 0)
    expect(Math.min(...before)).toBeGreaterThan(0)
    await laptop.sweep()
    waits().forEach((one, n) => expect(one?.tries).toBeGreaterThan(before[n] ?? 0))
    const since = waits().map((one) => one?.since ?? 0)
    expect([...since].sort((a, b) => a - b)).toEqual(since)
  })

  it.each([1000, -86_400_000])('is done in the order it was decided, the clock jumping by %i ms', async (between) => {
    const { clock, world, laptop, ids } = await withThree(between)
    const before = world.proxy.seen.length
    world.proxy.decide(() => 'pass')
    clock.release()
    await laptop.seen(ids[2] ?? '', ({ state }) => state === 'revoked')
    const done = world.proxy.seen.slice(before).filter((one) => isRemove(one) || isSwitch(one))
    const authId = (n: number) => laptop.view(ids[n] ?? '')?.authId
    expect(done.map(({ method, path }) => [method, path.split('/').at(-1)])).toEqual([
      ['DELETE', authId(0)],
      ['PATCH', authId(1)],
      ['DELETE', authId(2)],
    ])
    expect(ids.map((id) => laptop.view(id)?.waits)).toEqual([undefined, undefined, undefined])
    expect(await world.broken(laptop)).toEqual([])
  })

  it('is still there after a kill, without a table of its own', async () => {
    const { world, laptop, ids } = await withThree()
    const before = ids.map((id) => laptop.view(id)?.waits?.since)
    laptop.close()
    const next = world.run({ folder: laptop.folder, vault: laptop.vault })
    const waits = ids.map((id) => next.workspace.board.view(id)?.waits)
    expect(waits.map((one) => one?.since)).toEqual(before)
    expect(waits).toMatchObject([
      { what: 'revocation', tries: 0 },
      { what: 'activation', tries: 0 },
      { what: 'revocation', tries: 0 },
    ])
  })

  it('an activation is called back by making it a revocation; a revocation stays one', async () => {
    const { clock, world, laptop, ids } = await withThree()
    const second = ids[1] ?? ''
    expect(await laptop.workspace.handovers.cancel(second)).toMatchObject({ ok: true, value: { revoking: true } })
    expect(laptop.view(second)?.waits).toMatchObject({ what: 'revocation', tries: 1 })
    await laptop.workspace.handovers.resume({ id: second })
    expect(laptop.view(second)).toMatchObject({ revoking: true, active: false })
    world.proxy.decide(() => 'pass')
    clock.release()
    await laptop.seen(second, ({ state }) => state === 'revoked')
    await laptop.sweep()
    expect(await world.rows()).toEqual([])
  })

  it('a code waits for its activation, says so, and comes when the server answers', async () => {
    const clock = createHeldClock()
    const world = await practiceWorld()
    const laptop = await world.laptop({ ports: { clock } })
    world.proxy.decide((one) => (isSwitch(one) ? down : 'pass'))
    const { id, failure } = await laptop.begin('pump-1')
    expect(failure).toMatchObject({ code: 'token.unsure', params: { waits: 'code' } })
    expect(laptop.view(id)?.waits).toMatchObject({ what: 'activation' })
    expect(await laptop.workspace.handovers.show(id)).toMatchObject({ ok: false })
    world.proxy.decide(() => 'pass')
    clock.release()
    await laptop.seen(id, ({ active }) => active)
    await laptop.seen(id, (view) => view.active && isRest(view) && view.failure === undefined)
    expect((await laptop.workspace.handovers.show(id)).ok).toBe(true)
  })

  it('a busy server is not asked again before the pause it asked for', async () => {
    const clock = createHeldClock()
    const asked: number[] = []
    const after = (ms: number, run: () => void) => {
      if (ms >= 30_000) asked.push(ms)
      return clock.after(ms, run)
    }
    const world = await practiceWorld()
    const laptop = await world.laptop({ ports: { clock: { ...clock, after } } })
    const { id } = await laptop.begin('pump-1')
    const busy = { status: 429, body: '{"code":"too many requests","message":"x"}', headers: { 'retry-after': '120' } }
    world.proxy.decide((one) => (isRemove(one) ? busy : 'pass'))
    await laptop.workspace.handovers.cancel(id)
    clock.release()
    await laptop.seen(id, ({ waits }) => waits?.tries === 2)
    await new Promise((resolve) => setImmediate(resolve))
    expect(asked.at(-1)).toBe(120_000)
    expect(laptop.view(id)?.waits?.why).toMatchObject({ code: 'server.busy', params: { n: 120 } })
  })

  it('each repetition of a DELETE shows on the handover', async () => {
    const world = await practiceWorld()
    const laptop = await world.laptop()
    const { id } = await laptop.begin('pump-1')
    let left = 2
    world.proxy.decide((one) => (isRemove(one) && left-- > 0 ? down : 'pass'))
    await laptop.workspace.handovers.cancel(id)
    const again = laptop.events.flatMap((one) =>
      one.kind === 'handover' && one.handover.again ? [one.handover.again] : [],
    )
    expect([...new Set(again.map(({ n, of, why }) => `${n} of ${of}: ${why.code}`))]).toEqual([
      '2 of 5: server.error',
      '3 of 5: server.error',
    ])
    expect(laptop.view(id)).toMatchObject({ state: 'revoked' })
    expect(laptop.view(id)?.again).toBeUndefined()
  })
})
