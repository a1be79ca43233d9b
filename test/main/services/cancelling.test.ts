import { describe, expect, it } from 'vitest'
import { createHeldClock } from '../../support/held-clock'
import { down, isCreate, isList, isRemove, isSwitch, practiceWorld } from '../../support/practice-world'

/** A gate in the proxy's decision: tells when the request has come, without holding it up. */
function arrival() {
  let arrive = () => {}
  const came = new Promise<void>((resolve) => {
    arrive = resolve
  })
  return { came, arrive }
}

describe('ending a handover while something is under way', () => {
  it.each(['sweep', 'none'] as const)(
    'cancelled between POST and 201 (%s beside it): no token stays',
    async (beside) => {
      const world = await practiceWorld()
      const { workspace, request, sweep, view } = await world.laptop()
      const { came, arrive } = arrival()
      world.proxy.decide((one) => {
        if (!isCreate(one)) return 'pass'
        arrive()
        return { delay: 150 }
      })
      const starting = workspace.handovers.start({ device: 'pump-1', ...request })
      await came
      const id = workspace.board.stories()[0]?.intent.id ?? ''
      await Promise.all([workspace.handovers.cancel(id), beside === 'sweep' ? sweep() : undefined])
      expect(await starting).toMatchObject({ ok: false, failure: { code: 'cancelled' } })
      expect(view(id)).toMatchObject({ state: 'revoked', active: false, activity: 'idle' })
      expect(await world.rows()).toEqual([])
    },
  )

  it('cancelled between PATCH and its answer: revoked, no code', async () => {
    const world = await practiceWorld()
    const { workspace, request, view } = await world.laptop()
    const { came, arrive } = arrival()
    world.proxy.decide((one) => {
      if (!isSwitch(one)) return 'pass'
      arrive()
      return { delay: 150 }
    })
    const starting = workspace.handovers.start({ device: 'pump-1', ...request })
    await came
    const id = workspace.board.stories()[0]?.intent.id ?? ''
    expect(await workspace.handovers.cancel(id)).toMatchObject({ ok: true, value: { state: 'revoked' } })
    expect((await starting).ok).toBe(true)
    expect(view(id)).toMatchObject({ state: 'revoked', activity: 'idle' })
    expect(view(id)?.failure).toBeUndefined()
    expect(await workspace.handovers.show(id)).toMatchObject({ failure: { code: 'token.gone' } })
    expect(await world.rows()).toEqual([])
  })

  it('revoked twice at once is revoked', async () => {
    const world = await practiceWorld()
    const { workspace, begin, sweep, view } = await world.laptop()
    const { id, authId = '' } = await begin('pump-1')
    await Promise.all([workspace.tokens.revoke([authId]), workspace.handovers.cancel(id), sweep()])
    expect(view(id)?.state).toBe('revoked')
    expect(await world.rows()).toEqual([])
  })

  it('a lost POST can be discarded: undone once a trustworthy list was seen', async () => {
    const world = await practiceWorld()
    const { workspace, begin, view } = await world.laptop()
    world.proxy.decide((one) => (isCreate(one) ? 'cut-after' : isList(one) ? down : 'pass'))
    await workspace.handovers.prepare()
    world.proxy.decide((one) => (isCreate(one) ? 'cut-after' : 'pass'))
    const { id } = await begin('pump-1')
    world.proxy.decide((one) => (isList(one) || isRemove(one) ? down : 'pass'))
    expect(await workspace.handovers.cancel(id)).toMatchObject({
      value: { state: 'asked', revoking: true, queued: 'revocation' },
    })
    world.proxy.decide(() => 'pass')
    await workspace.handovers.resume({ id })
    await workspace.settle.sweep(workspace.sessions.chosen()?.id ?? '')
    expect(view(id)).toMatchObject({ state: 'revoked' })
    expect(await world.rows()).toEqual([])
  })

  it('what was queued is tried again by itself, and stops when nothing waits', async () => {
    const clock = createHeldClock()
    const world = await practiceWorld()
    const { workspace, begin, seen } = await world.laptop({ ports: { clock } })
    const { id } = await begin('pump-1')
    world.proxy.decide((one) => (isRemove(one) ? down : 'pass'))
    expect(await workspace.handovers.cancel(id)).toMatchObject({ value: { queued: 'revocation' } })
    expect(clock.held()).toBe(1)
    world.proxy.decide(() => 'pass')
    clock.release()
    await seen(id, ({ state }) => state === 'revoked')
    await workspace.settle.sweep(workspace.sessions.chosen()?.id ?? '')
    clock.release()
    expect(clock.held()).toBe(0)
    expect(await world.rows()).toEqual([])
  })

  it('one that ends leaves another’s code on the screen', async () => {
    const world = await practiceWorld()
    const { workspace, begin } = await world.laptop()
    const first = await begin('pump-1')
    const second = await begin('pump-2')
    await workspace.handovers.show(second.id)
    await workspace.handovers.cancel(first.id)
    expect(workspace.code.payload()).toContain('pump-2')
    workspace.handovers.scanned(second.id)
    expect(workspace.code.payload()).toBeUndefined()
  })

  it('an answer that comes after the end is dropped', async () => {
    const world = await practiceWorld()
    const { workspace, begin, steps } = await world.laptop()
    const { id } = await begin('pump-1')
    await workspace.handovers.cancel(id)
    const before = steps(id)
    for (const kind of ['activated', 'probed', 'gone'] as const) {
      expect(workspace.board.note(id, { kind })).toMatchObject({ ok: false, failure: { code: 'cancelled' } })
    }
    expect(steps(id)).toEqual(before)
  })
})
