import { describe, expect, it } from 'vitest'
import { failure, type Failure } from '../../../main/contract/failure'
import { failed, ok, type Result } from '../../../main/contract/result'
import { everyToken, type TokenFilter } from '../../../main/contract/token-query'
import type { FirstData, InfluxNetwork } from '../../../main/ports/influx'
import { pauseAfter } from '../../../main/services/first-data'
import { createFakeClock } from '../../support/fake-clock'
import { eagerNetwork, practiceWorld, type LaptopOptions } from '../../support/practice-world'

const minute = 60_000
const hour = 60 * minute

/** A laptop in stopped time, whose server says of first data what the test lets it say. */
async function stoppedLaptop(given: LaptopOptions = {}, clock = createFakeClock(Date.now())) {
  const world = await practiceWorld()
  let answer: FirstData | Failure = { kind: 'none' }
  const looks: number[] = []
  const time: { server?: () => number | undefined } = {}
  const inner = eagerNetwork()
  const network: InfluxNetwork = {
    ...inner,
    identify: (server, signal) => {
      if (time.server === undefined) return inner.identify(server, signal)
      const at = time.server()
      const skew = at === undefined ? {} : { skew: at - clock.now() }
      return Promise.resolve(ok({ kind: 'oss2', version: '2.9.1', ...skew } as const))
    },
    client: (...args) => ({
      ...inner.client(...args),
      firstData: (): Promise<Result<FirstData>> => {
        looks.push(clock.monotonic())
        return Promise.resolve('kind' in answer ? ok(answer) : failed(answer))
      },
    }),
  }
  const ports = { clock, network }
  const laptop = await world.laptop({ ...given, ports })
  const say = (next: FirstData | Failure) => {
    answer = next
  }
  return { world, ...laptop, clock, looks, say, ports, time }
}

describe('the watch for first data', () => {
  it('looks often at first, then ever more rarely, and gives up after a day', () => {
    expect([0, 119_999, 120_000, 899_999, 900_000, 24 * hour - 1].map(pauseAfter)).toEqual([
      5000, 5000, 30_000, 30_000, 300_000, 300_000,
    ])
    expect(pauseAfter(24 * hour)).toBeUndefined()
  })

  it('looks at those times, and no data within a day asks for a person', async () => {
    const { begin, workspace, clock, looks, view } = await stoppedLaptop()
    const { id } = await begin('pump-1')
    await workspace.handovers.show(id)
    workspace.handovers.scanned(id)
    await clock.advance(30 * minute)
    const pauses = looks.slice(1).map((at, n) => at - (looks[n] ?? 0))
    expect(looks[0]).toBe(2000)
    expect([...new Set(pauses)]).toEqual([5000, 30_000, 300_000])
    expect(view(id)).toMatchObject({ attention: false })
    await clock.advance(24 * hour)
    expect(view(id)).toMatchObject({
      state: 'delivered',
      attention: true,
      failure: { code: 'data.none' },
      sealed: true,
    })
    const before = looks.length
    await clock.advance(2 * hour)
    expect(looks).toHaveLength(before)
    expect(workspace.handovers.works(id)).toMatchObject({ value: { state: 'confirmed', attention: false } })
  })

  it('data while the code is on the screen delivers, confirms, takes the code away and erases the token', async () => {
    const { begin, workspace, clock, say, view, steps, events, ports, seen } = await stoppedLaptop()
    const { id } = await begin('pump-1')
    await seen(id, ({ probed }) => probed)
    say({ kind: 'seen', at: '2026-11-12T14:02:00Z' })
    await workspace.handovers.show(id)
    await clock.advance(2000)
    expect(view(id)).toMatchObject({ state: 'confirmed', proof: 'data', confirmedBy: 'data', sealed: false })
    expect(view(id)?.firstDataAt).toBe('2026-11-12T14:02:00Z')
    expect(steps(id).slice(-3)).toEqual(['shown', 'delivered', 'confirmed'])
    expect(events).toContainEqual({ kind: 'code-hidden', handover: id, reason: 'data' })
    expect(await workspace.handovers.show(id)).toMatchObject({ failure: { code: 'token.gone' } })
    expect(ports.network).toBeDefined()
  })

  it('the list of tokens tells of it at once, sorts by it and finds it by its day', async () => {
    const { begin, workspace, clock, say, events, seen } = await stoppedLaptop()
    const first = await begin('pump-1')
    const second = await begin('pump-2')
    for (const { id } of [first, second]) {
      await seen(id, ({ probed }) => probed)
      await workspace.handovers.show(id)
      workspace.handovers.scanned(id)
    }
    await workspace.tokens.refresh()
    const rows = (change: Partial<TokenFilter> = {}) =>
      workspace.tokens
        .query({ ...everyToken, from: 0, count: 9, ...change })
        .rows.map(({ device, firstDataAt, awaitsData }) => [device, firstDataAt, awaitsData])
    expect(rows({ kind: 'device' })).toEqual([
      ['pump-2', undefined, true],
      ['pump-1', undefined, true],
    ])
    const told = events.filter(({ kind }) => kind === 'tokens-changed').length
    say({ kind: 'seen', at: '2026-11-12T14:02:00Z' })
    workspace.handovers.works(second.id)
    await clock.advance(minute)
    expect(events.filter(({ kind }) => kind === 'tokens-changed').length).toBe(told + 1)
    for (const descending of [false, true]) {
      const [one, ...others] = rows({ sort: { by: 'first-data', descending } })
      expect(one).toEqual(['pump-1', '2026-11-12T14:02:00Z', false])
      expect(others).toContainEqual(['pump-2', undefined, false])
    }
    expect(rows({ search: '12 nov 2026' })).toEqual([['pump-1', '2026-11-12T14:02:00Z', false]])
  })

  it('data before the code was ever shown proves nothing: the device writes with something older', async () => {
    const { begin, clock, say, view, looks } = await stoppedLaptop()
    say({ kind: 'seen', at: '2026-11-12T14:02:00Z' })
    const { id } = await begin('pump-1')
    await clock.advance(10 * minute)
    expect(view(id)).toMatchObject({ state: 'minted', sealed: true })
    expect(looks).toEqual([])
  })

  it('with two live tokens kept on purpose data confirms neither', async () => {
    const { begin, workspace, clock, say, view } = await stoppedLaptop()
    const first = await begin('pump-1')
    await workspace.handovers.show(first.id)
    workspace.handovers.scanned(first.id)
    const second = await begin('pump-1', { keepBoth: true })
    await workspace.handovers.show(second.id)
    workspace.handovers.scanned(second.id)
    say({ kind: 'seen', at: '2026-11-12T14:02:00Z' })
    await clock.advance(10 * minute)
    expect([view(first.id), view(second.id)]).toMatchObject([
      { state: 'delivered', watchable: false },
      { state: 'delivered', watchable: false },
    ])
    expect(workspace.handovers.works(second.id)).toMatchObject({
      value: { state: 'confirmed', confirmedBy: 'technician' },
    })
  })

  it('where the bucket may not be read it says so, and stops looking', async () => {
    const { begin, workspace, clock, say, view, looks } = await stoppedLaptop()
    const { id } = await begin('pump-1')
    say(failure('perm.read'))
    await workspace.handovers.show(id)
    workspace.handovers.scanned(id)
    await clock.advance(5 * minute)
    expect(view(id)).toMatchObject({ state: 'delivered', watchable: false })
    expect(looks).toHaveLength(1)
  })

  it.each([
    ['a day ahead', 24 * hour],
    ['ten years ahead', 87_600 * hour],
    ['a day back', -24 * hour],
  ])('a laptop clock that jumped %s between two runs says nothing: a day is one by the server', async (_, jump) => {
    const one = await stoppedLaptop()
    const { id } = await one.begin('pump-1')
    await one.workspace.handovers.show(id)
    one.workspace.handovers.scanned(id)
    const made = Date.parse(one.workspace.board.story(id)?.now.createdAt ?? '')
    one.time.server = () => made + one.clock.monotonic()
    await one.clock.advance(hour)
    one.close()
    one.clock.jump(jump)
    const next = one.world.run({ folder: one.folder, vault: one.vault, ports: one.ports })
    next.workspace.upkeep.start()
    const view = () => next.workspace.board.view(id)
    await one.clock.advance(22.5 * hour)
    expect(view()).toMatchObject({ state: 'delivered', attention: false })
    // Back in time it is taken for a new one: then the day counts from this run on.
    await one.clock.advance(2 * hour)
    expect(view()).toMatchObject({ attention: true, failure: { code: 'data.none' } })
  })

  it('a jump while the server does not answer says nothing either: it is looked for on', async () => {
    const one = await stoppedLaptop()
    const { id } = await one.begin('pump-1')
    await one.workspace.handovers.show(id)
    one.workspace.handovers.scanned(id)
    one.close()
    one.clock.jump(48 * hour)
    one.time.server = () => undefined
    const next = one.world.run({ folder: one.folder, vault: one.vault, ports: one.ports })
    next.workspace.upkeep.start()
    await one.clock.advance(2 * hour)
    expect(next.workspace.board.view(id)).toMatchObject({ state: 'delivered', attention: false })
    one.say({ kind: 'seen', at: '2026-11-12T14:02:00Z' })
    await one.clock.advance(10 * minute)
    expect(next.workspace.board.view(id)).toMatchObject({ state: 'confirmed', confirmedBy: 'data' })
  })

  it('goes on through a dead network and after a restart', async () => {
    const one = await stoppedLaptop()
    const { id } = await one.begin('pump-1')
    one.say(failure('net.refused'))
    await one.workspace.handovers.show(id)
    one.workspace.handovers.scanned(id)
    await one.clock.advance(minute)
    expect(one.view(id)).toMatchObject({ state: 'delivered' })
    one.close()
    const next = one.world.run({ folder: one.folder, vault: one.vault, ports: one.ports })
    next.workspace.upkeep.start()
    await next.workspace.settle.sweep(one.session.connection.id)
    one.say({ kind: 'seen', at: '2026-11-12T14:02:00Z' })
    await one.clock.advance(minute)
    expect(next.workspace.board.view(id)).toMatchObject({ state: 'confirmed', confirmedBy: 'data' })
  })
})
