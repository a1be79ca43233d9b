import { describe, expect, it } from 'vitest'
import { createHeldClock } from '../../support/held-clock'
import { isCreate, isRemove, isSwitch, practiceWorld, type PracticeWorld } from '../../support/practice-world'
import type { Seen } from '../../support/proxy'

const isLookUp = ({ method, path }: Seen) => method === 'GET' && /^\/api\/v2\/authorizations\/\w+$/.test(path)
const isWrite = ({ path }: Seen) => path.startsWith('/api/v2/write')

/** From the first request that fits on, nothing gets through any more. */
function loseAfter(world: PracticeWorld, last: (request: Seen) => boolean): void {
  let isLost = false
  world.proxy.decide((request) => {
    if (isLost) return 'cut-before'
    isLost = last(request)
    return 'pass'
  })
}

/** A laptop whose network goes at the request that fits; its own timers stand still. */
async function offline(last: (request: Seen) => boolean = isCreate) {
  const clock = createHeldClock()
  const world = await practiceWorld()
  const laptop = await world.laptop({ ports: { clock } })
  loseAfter(world, last)
  return { world, laptop, clock }
}

type Offline = Awaited<ReturnType<typeof offline>>

/** The device has its token, the server knows nothing of it, and the history says what waits. */
async function isPushed({ world, laptop }: Offline, id: string) {
  await laptop.seen(id, ({ state, waits, activity }) => state === 'delivered' && !!waits && activity === 'idle')
  expect(laptop.view(id)).toMatchObject({ state: 'delivered', proof: 'hash', active: false, sealed: true })
  expect(laptop.view(id)).toMatchObject({ queued: 'activation', waits: { what: 'activation' } })
  expect(laptop.view(id)?.failure).toBeUndefined()
  expect(laptop.steps(id)).toEqual(['asked', 'minted', 'delivered'])
  expect((await world.rows()).map(({ id: authId, status }) => [authId, status])).toEqual([
    [laptop.view(id)?.authId, 'inactive'],
  ])
}

/** The network is back: one PATCH, one token, which the device writes with; and a second look changes nothing. */
async function isFinished(world: PracticeWorld, laptop: Pick<Offline['laptop'], 'workspace' | 'ports' | 'event'>) {
  const { tokens, board, settle, sessions } = laptop.workspace
  const before = world.proxy.seen.length
  world.proxy.decide(() => 'pass')
  expect(await tokens.refresh()).toMatchObject({ ok: true })
  await laptop.event((one) => one.kind === 'handover' && one.handover.state === 'confirmed')
  const [view] = board.views()
  expect(view).toMatchObject({ state: 'confirmed', active: true, confirmedBy: 'data' })
  expect([view?.queued, view?.waits, view?.failure]).toEqual([undefined, undefined, undefined])
  expect((await world.rows()).map(({ id, status }) => [id, status])).toEqual([[view?.authId, 'active']])
  expect(await settle.sweep(sessions.chosen()?.id ?? '')).toMatchObject({ ok: true })
  const since = world.proxy.seen.slice(before)
  expect(since.filter((one) => isSwitch(one) || isRemove(one) || isCreate(one)).map(({ method }) => method)).toEqual([
    'PATCH',
  ])
  expect(new Set(world.proxy.seen.filter(isWrite).map(({ headers }) => headers.authorization)).size).toBe(1)
  expect(await world.broken(laptop)).toEqual([])
}

describe('by cable while the network is away', () => {
  it.each([
    ['the token was made', isCreate],
    ['the server had said that the token is there', isLookUp],
  ] as const)('lost once %s: the device has its token, and it works once the network is back', async (_, last) => {
    const away = await offline(last)
    const { id } = await away.laptop.byCable('pump-1')
    await isPushed(away, id)
    expect(away.world.proxy.seen.filter(isSwitch)).toEqual([])
    await isFinished(away.world, away.laptop)
  })

  it('the laptop restarted in between still knows, says so, and goes on by itself', async () => {
    const away = await offline()
    const { world, laptop } = away
    const { id } = await laptop.byCable('pump-1')
    await isPushed(away, id)
    const since = laptop.view(id)?.waits?.since
    laptop.close()
    const next = world.run({ folder: laptop.folder, vault: laptop.vault, ports: { clock: away.clock } })
    expect(next.workspace.board.view(id)).toMatchObject({ waits: { what: 'activation', since, tries: 0 } })
    next.workspace.upkeep.start()
    await next.event((one) => one.kind === 'handover' && (one.handover.waits?.tries ?? 0) > 0)
    expect(next.workspace.board.view(id)).toMatchObject({ state: 'delivered', active: false })
    expect(next.workspace.board.view(id)?.waits?.why?.code).toMatch(/^net\./)
    await isFinished(world, next)
  })

  it('a code waits and says so; the same token goes by cable instead', async () => {
    const away = await offline()
    const { laptop, world } = away
    const { id, failure, authId } = await laptop.begin('pump-1')
    expect(failure).toMatchObject({ code: 'token.unsure', params: { waits: 'code' } })
    expect(laptop.view(id)).toMatchObject({ state: 'minted', waits: { what: 'activation' } })
    expect(await laptop.workspace.handovers.show(id)).toMatchObject({ ok: false })
    await laptop.workspace.handovers.resume({ id, delivery: 'usb', port: 'practice-device' })
    await isPushed(away, id)
    expect(laptop.view(id)).toMatchObject({ authId, delivery: 'usb' })
    await isFinished(world, laptop)
  })
})
