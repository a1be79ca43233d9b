import { describe, expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
import { failed } from '../../../main/contract/result'
import type { Influx } from '../../../main/ports/influx'
import { endToken } from '../../../main/services/end-token'
import { createHeldClock } from '../../support/held-clock'
import { down, isCreate, isRemove, practiceWorld } from '../../support/practice-world'
import { startProxy } from '../../support/proxy'

/** A laptop whose server has gone away, and a way to bring it back. */
async function offline() {
  const world = await practiceWorld()
  const clock = createHeldClock()
  const way = await startProxy(world.url)
  const laptop = await world.laptop({ url: way.url, ports: { clock } })
  const back = async () => {
    const proxy = await startProxy(world.url, Number(new URL(way.url).port))
    return proxy
  }
  /** The server goes away, and the laptop has noticed: it keeps no connection open that a request could leave on. */
  const lose = async () => {
    await way.close()
    await laptop.sweep()
  }
  return { world, laptop, clock, way, lose, back }
}

describe('a decision to revoke is called back', () => {
  it('while no try can have reached the server: the handover goes on where it stood, and nothing is deleted', async () => {
    const { world, laptop, lose, back } = await offline()
    const { id, authId } = await laptop.begin('pump-1')
    laptop.workspace.handovers.scanned(id)
    await lose()
    expect(await laptop.workspace.handovers.cancel(id)).toMatchObject({ value: { revoking: true } })
    expect(laptop.view(id)?.waits).toMatchObject({ what: 'revocation', unsent: true })
    // Looking at the server in vain sends no DELETE either.
    await laptop.sweep()
    expect(laptop.view(id)?.waits).toMatchObject({ unsent: true })

    expect(laptop.workspace.handovers.callBack(id)).toMatchObject({
      value: { state: 'delivered', active: true, revoking: false },
    })
    expect(laptop.steps(id).slice(-2)).toEqual(['revoking', 'called-back'])
    expect(laptop.view(id)?.waits).toBeUndefined()
    const proxy = await back()
    await laptop.sweep()
    await laptop.sweep()
    expect(proxy.count('DELETE', '/')).toBe(0)
    expect(await world.rows('pump-1')).toMatchObject([{ id: authId, status: 'active' }])
    expect(await world.broken(laptop)).toEqual([])
    await proxy.close()
  })

  it('not once a try may have: it says so and is revoked', async () => {
    const world = await practiceWorld()
    const clock = createHeldClock()
    const laptop = await world.laptop({ ports: { clock } })
    const { id } = await laptop.begin('pump-1')
    world.proxy.decide((one) => (isRemove(one) ? down : 'pass'))
    await laptop.workspace.handovers.cancel(id)
    expect(laptop.view(id)?.waits?.unsent).toBeUndefined()
    expect(laptop.workspace.handovers.callBack(id)).toMatchObject({ failure: { code: 'token.ending' } })
    world.proxy.decide(() => 'pass')
    await laptop.sweep()
    expect(await world.rows('pump-1')).toEqual([])
  })

  it('not when one try left and a later one did not', async () => {
    const { laptop, way, lose } = await offline()
    const { id } = await laptop.begin('pump-1')
    way.decide((one) => (isRemove(one) ? down : 'pass'))
    await laptop.workspace.handovers.cancel(id)
    await lose()
    await laptop.workspace.handovers.resume({ id })
    expect(laptop.view(id)?.waits?.unsent).toBeUndefined()
    expect(laptop.workspace.handovers.callBack(id)).toMatchObject({ failure: { code: 'token.ending' } })
  })

  it('not while a try is under way; one that comes later in the same look is kept', async () => {
    const { world, laptop, lose, back } = await offline()
    const [first, second] = [await laptop.begin('pump-1'), await laptop.begin('pump-2')]
    await lose()
    for (const { id } of [first, second]) {
      await laptop.workspace.handovers.cancel(id)
      expect(laptop.view(id)?.waits).toMatchObject({ unsent: true })
    }
    const proxy = await back()
    let answer = () => {}
    const answered = new Promise<void>((resolve) => {
      answer = resolve
    })
    const left = new Promise<void>((resolve) => {
      proxy.decide((one) => {
        if (!isRemove(one)) return 'pass'
        resolve()
        return { after: answered }
      })
    })
    const swept = laptop.sweep()
    await left
    expect(laptop.workspace.handovers.callBack(first.id)).toMatchObject({ failure: { code: 'token.ending' } })
    expect(laptop.workspace.handovers.callBack(second.id)).toMatchObject({ value: { revoking: false } })
    answer()
    await swept
    expect(laptop.view(first.id)).toMatchObject({ state: 'revoked' })
    expect(laptop.view(second.id)).toMatchObject({ state: 'minted', active: true })
    expect(await world.rows()).toMatchObject([{ id: second.authId }])
    expect(await world.broken(laptop)).toEqual([])
    await proxy.close()
  })

  it('not in a later run, which cannot know what left', async () => {
    const { world, laptop, lose } = await offline()
    const { id } = await laptop.begin('pump-1')
    await lose()
    await laptop.workspace.handovers.cancel(id)
    laptop.close()
    const next = world.run({ folder: laptop.folder, vault: laptop.vault })
    expect(next.workspace.handovers.callBack(id)).toMatchObject({ failure: { code: 'token.ending' } })
    expect(next.workspace.board.view(id)).toMatchObject({ revoking: true })
  })

  it('not once the device has another token on its way', async () => {
    const { world, laptop, lose, back } = await offline()
    // Never switched on, so nobody is asked about it when the device gets another.
    const { id } = await laptop.begin('pump-1', { delivery: 'usb', port: 'no such port' })
    await laptop.seen(id, ({ activity }) => activity === 'idle')
    await lose()
    await laptop.workspace.handovers.cancel(id)
    const proxy = await back()
    let answer = () => {}
    const looked = new Promise<void>((resolve) => {
      answer = resolve
    })
    // The look that would delete it has just begun, and so has the other.
    const posted = new Promise<void>((resolve) => {
      proxy.decide((one) => {
        if (isCreate(one)) resolve()
        return isCreate(one) || one.path === '/api/v2/me' ? { after: looked } : 'pass'
      })
    })
    const begun = laptop.begin('pump-1')
    await posted
    expect(laptop.view(id)?.waits).toMatchObject({ unsent: true })
    expect(laptop.workspace.handovers.callBack(id)).toMatchObject({ failure: { code: 'token.ending' } })
    answer()
    await begun
    await laptop.sweep()
    expect(laptop.view(id)).toMatchObject({ state: 'revoked' })
    expect(await world.broken(laptop)).toEqual([])
    await proxy.close()
  })

  it('not while one of two tries is under way, nor once it may have reached the server', async () => {
    const world = await practiceWorld()
    const laptop = await world.laptop()
    const { id, authId = '' } = await laptop.begin('pump-1')
    const { board, handovers } = laptop.workspace
    board.note(id, { kind: 'revoking', why: 'cancelled' })
    const tries: { readonly end: () => void; readonly left: () => void }[] = []
    const remove: Influx['remove'] = (_id, _repeat, left = () => undefined) =>
      new Promise((resolve) => {
        tries.push({ end: () => resolve(failed(failure('net.refused'))), left })
      })
    const session = { ...laptop.session, influx: { ...laptop.session.influx, remove } }
    const first = endToken(board, session, { handover: id, authId, fresh: true })
    const second = endToken(board, session, { handover: id, authId })
    tries[0]?.end()
    await first
    expect(handovers.callBack(id)).toMatchObject({ failure: { code: 'token.ending' } })
    tries[1]?.left()
    tries[1]?.end()
    await second
    expect(handovers.callBack(id)).toMatchObject({ failure: { code: 'token.ending' } })
    expect(laptop.view(id)).toMatchObject({ revoking: true })
  })
})
