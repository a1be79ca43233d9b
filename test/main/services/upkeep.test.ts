import { describe, expect, it } from 'vitest'
import { done, failed } from '../../../main/contract/result'
import { failure } from '../../../main/contract/failure'
import { upkeepHandlers } from '../../../main/ipc/handlers/upkeep'
import type { Surroundings } from '../../../main/ipc/handlers/desk-work'
import { createDesk } from '../../../main/services/desk'
import type { Workspace } from '../../../main/services/workspace'
import { createHeldClock, type HeldClock } from '../../support/held-clock'
import { down, eagerNetwork, isRemove, practiceWorld, type PracticeWorld } from '../../support/practice-world'
import { isOff, replacing, serverAhead } from '../../support/replacing'
import { twoServers } from '../../support/two-servers'

const patient = { timeout: 5000 }
const hour = 3_600_000

/** A second row of the only token there, as a POST that arrived twice leaves it: nothing waits for it, only a look finds it. */
async function double(world: PracticeWorld): Promise<void> {
  const [row] = await world.rows()
  if (row === undefined) throw new Error('no token to double')
  const { orgId, description, permissions } = row
  const made = await world.operator.create({ orgId, description, permissions, status: 'inactive' })
  if (!made.ok) throw new Error(made.failure.code)
}

const isCleared = (world: PracticeWorld) => expect.poll(async () => (await world.rows()).length, patient).toBe(1)

const waitsFor = ({ board }: Workspace) => board.views().flatMap(({ waits }) => (waits ? [waits.what] : []))

/** A laptop with a token made, for which nothing is to be done; on the server it is there twice. */
async function withDouble(clock: HeldClock = createHeldClock()) {
  const world = await practiceWorld()
  const laptop = await world.laptop({ ports: { clock } })
  await laptop.begin('pump-1')
  await double(world)
  expect(waitsFor(laptop.workspace)).toEqual([])
  return { world, laptop, clock }
}

/** A desk with the real work on `real`; where `practice` is given, that is what practice opens. */
function deskOf(real: Workspace, settings: Parameters<typeof createDesk>[0]['settings'], practice?: Workspace) {
  const opened = practice && { workspace: practice, fault: () => undefined, plug: () => undefined }
  return createDesk({
    real: { ok: true, value: real },
    settings,
    version: '0',
    platform: 'linux',
    trouble: () => undefined,
    onChange: () => undefined,
    openPractice: () =>
      Promise.resolve(
        opened
          ? { ok: true, value: { ...opened, scan: () => done, close: () => Promise.resolve() } }
          : failed(failure('cancelled')),
      ),
  })
}

describe('server and history are held against each other', () => {
  it('at the start', async () => {
    const { world, laptop } = await withDouble()
    laptop.close()
    const next = world.run({ folder: laptop.folder, vault: laptop.vault })
    next.workspace.upkeep.start()
    await isCleared(world)
  })

  it('when the laptop wakes, also for the real work behind practice', async () => {
    const [real, practice] = [await withDouble(), await withDouble()]
    const desk = deskOf(real.laptop.workspace, real.laptop.ports.settings, practice.laptop.workspace)
    await desk.startPractice()
    await isCleared(practice.world)
    await double(practice.world)
    desk.wake()
    await Promise.all([isCleared(real.world), isCleared(practice.world)])
  })

  it('when a person says “Try now”', async () => {
    const { world, laptop } = await withDouble()
    const desk = deskOf(laptop.workspace, laptop.ports.settings)
    expect(await upkeepHandlers({ desk } as Surroundings)['waiting.try'](undefined)).toEqual(done)
    await isCleared(world)
  })

  it('when a network is back: also with the servers that nobody had asked meanwhile', async () => {
    const { north, south, first, second, workspace, begin } = await twoServers({ ports: { clock: createHeldClock() } })
    await workspace.sessions.use(first.id)
    await begin('pump-1')
    await double(north)
    await workspace.sessions.use(second.id)
    south.proxy.decide(() => down)
    expect(await workspace.tokens.refresh()).toMatchObject({ ok: false })
    south.proxy.decide(() => 'pass')
    expect(await workspace.tokens.refresh()).toMatchObject({ ok: true })
    expect(waitsFor(workspace)).toEqual([])
    await isCleared(north)
  })

  it('when it comes back with nobody asking and nothing waiting: the server is looked at until it answers', async () => {
    const { world, laptop, clock } = await withDouble()
    world.proxy.decide(() => down)
    expect(await laptop.workspace.tokens.refresh()).toMatchObject({ ok: false })
    const isPlanned = () => expect.poll(() => clock.waits(), patient).toEqual([30_000])
    await isPlanned()
    const before = world.proxy.seen.length
    clock.release()
    await isPlanned()
    expect(world.proxy.seen.length).toBeGreaterThan(before)
    expect(laptop.workspace.sessions.health().kind).toBe('failing')
    world.proxy.decide(() => 'pass')
    clock.release()
    await isCleared(world)
    await laptop.event((one) => one.kind === 'health' && one.health.kind === 'ok')
    await expect.poll(() => clock.held(), patient).toBe(0)
  })

  it('also after a bug ended a look before its time', async () => {
    const [bugs, clock, inner] = [[] as string[], createHeldClock(), eagerNetwork()]
    let isBroken = false
    const client: typeof inner.client = (...at) => {
      const influx = inner.client(...at)
      const me: typeof influx.me = (...asked) => {
        if (isBroken) throw new Error('a bug')
        return influx.me(...asked)
      }
      return { ...influx, me }
    }
    const log = { info: () => undefined, bug: (where: string) => String(bugs.push(where)) }
    const world = await practiceWorld()
    const laptop = await world.laptop({ ports: { clock, network: { ...inner, client }, log } })
    const { id } = await laptop.begin('pump-1')
    world.proxy.decide((one) => (isRemove(one) ? down : 'pass'))
    await laptop.workspace.handovers.cancel(id)
    const isPlanned = () => expect.poll(() => clock.waits()).toEqual([30_000])
    await isPlanned()
    world.proxy.decide(() => 'pass')
    isBroken = true
    clock.release()
    await expect.poll(() => bugs).toEqual(['a sweep'])
    await isPlanned()
    isBroken = false
    clock.release()
    await laptop.seen(id, ({ state }) => state === 'revoked')
  })

  it('never before the pause is over that a busy server asked for, though it answers again', async () => {
    const { world, laptop, clock } = await withDouble()
    const { handovers, tokens, board } = laptop.workspace
    const { id = '' } = board.views()[0] ?? {}
    const busy = { status: 429, body: '{"code":"too many requests","message":"x"}', headers: { 'retry-after': '120' } }
    world.proxy.decide((one) => (isRemove(one) ? busy : 'pass'))
    await handovers.cancel(id)
    expect(laptop.view(id)?.waits?.why).toMatchObject({ code: 'server.busy' })
    let isOver = false
    const asked: boolean[] = []
    world.proxy.decide((one) => {
      if (isRemove(one)) asked.push(isOver)
      return 'pass'
    })
    // Each takes at least one answer: time enough for a round that does not wait.
    for (let n = 0; n < 4; n += 1) expect(await tokens.refresh()).toMatchObject({ ok: true })
    expect(clock.waits().map((ms) => Math.ceil(ms / 1000))).toEqual([120])
    isOver = true
    clock.pass(120_000)
    clock.release()
    await laptop.seen(id, ({ state }) => state === 'revoked')
    await expect.poll(() => world.rows(), patient).toEqual([])
    expect(asked).toEqual([true, true])
  })
})

it('a replaced token is looked at every six hours while the app stays open, and deleted after seven days', async () => {
  const clock = createHeldClock()
  const world = await practiceWorld()
  let ahead = 0
  const laptop = await world.laptop({ ports: { clock, network: serverAhead(() => ahead) } })
  const { old, fresh } = await replacing(laptop)
  laptop.workspace.handovers.scanned(fresh.id)
  await laptop.seen(fresh.id, isOff)
  const isPlanned = () => expect.poll(() => clock.waits(), patient).toContain(6 * hour)
  const isThere = async () => (await world.rows()).some(({ id }) => id === old.authId)
  clock.release()
  await isPlanned()
  ahead = 7 * 24 * hour - 60_000
  clock.release()
  await isPlanned()
  expect(await isThere()).toBe(true)
  ahead = 7 * 24 * hour + 60_000
  clock.release()
  await laptop.seen(fresh.id, (view) => view.old === 'gone')
  expect(await isThere()).toBe(false)
})
