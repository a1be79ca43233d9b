import { describe, expect, it } from 'vitest'
import { everyToken } from '../../../main/contract/token-query'
import type { AppEvent } from '../../../main/contract/views'
import { down, isRemove, isSwitch, practiceWorld } from '../../support/practice-world'

const page = { ...everyToken, from: 0, count: 200 }
type Outcomes = Awaited<ReturnType<Awaited<ReturnType<typeof bench>>['tokens']['revoke']>>

const said = (outcomes: Outcomes): readonly string[] =>
  outcomes.ok ? outcomes.value.map(({ result }) => (result.ok ? 'done' : result.failure.code)) : [outcomes.failure.code]

async function bench() {
  const world = await practiceWorld()
  const laptop = await world.laptop()
  const { tokens } = laptop.workspace
  const foreign = async (count: number, status: 'active' | 'inactive' = 'active') => {
    const write = [
      { action: 'write' as const, resource: { type: 'buckets', id: world.bucket.id, orgId: world.bucket.orgId } },
    ]
    const made: string[] = []
    for (let i = 0; i < count; i += 1) made.push((await world.mint(write, undefined, status)).authorization.id)
    return made
  }
  const row = (id: string) => tokens.query(page).rows.find((one) => one.id === id)
  const onServer = async (id: string) => {
    const found = await world.operator.authorization(id)
    return found.ok ? found.value.status : found.failure.code
  }
  return { world, tokens, foreign, row, onServer, ...laptop }
}

describe('disabling and enabling', () => {
  it('changes the server and the list', async () => {
    const { tokens, foreign, row, onServer } = await bench()
    const ids = await foreign(2)
    await tokens.refresh()
    expect(said(await tokens.setStatus(ids, 'inactive'))).toEqual(['done', 'done'])
    expect([row(ids[0] ?? '')?.status, await onServer(ids[1] ?? '')]).toEqual(['inactive', 'inactive'])
    expect(said(await tokens.setStatus(ids.slice(1), 'active'))).toEqual(['done'])
    expect([row(ids[1] ?? '')?.active, await onServer(ids[0] ?? '')]).toEqual([true, 'inactive'])
  })

  it('of a handed-over token is in its history, and settling leaves it off', async () => {
    const { tokens, begin, workspace, onServer, sweep, steps, view } = await bench()
    const { id, authId = '' } = await begin('pump-1')
    await workspace.handovers.show(id)
    workspace.handovers.scanned(id)
    await tokens.setStatus([authId], 'inactive')
    expect(view(id)).toMatchObject({ state: 'delivered', active: false, attention: false })
    await sweep()
    await sweep()
    expect(await onServer(authId)).toBe('inactive')
    expect(await workspace.handovers.show(id)).toMatchObject({ failure: { code: 'token.off' } })
    await tokens.setStatus([authId], 'active')
    expect([await onServer(authId), view(id)?.active]).toEqual(['active', true])
    const told = steps(id).filter((kind) => kind !== 'probed')
    expect(told.slice(-2)).toEqual(['disabled', 'enabled'])
  })

  it('of a token whose activation was still to come keeps it from coming', async () => {
    const { world, tokens, workspace, byCable, seen, onServer, sweep, view } = await bench()
    world.device.plug()
    world.proxy.decide((one) => (isSwitch(one) ? down : 'pass'))
    const { id } = await byCable('pump-1')
    const { authId = '' } =
      (await seen(id, ({ queued }) => queued === 'activation')).kind === 'handover' ? (view(id) ?? {}) : {}
    world.proxy.decide(() => 'pass')
    expect(said(await tokens.setStatus([authId], 'inactive'))).toEqual(['done'])
    await sweep()
    expect([await onServer(authId), view(id)?.state]).toEqual(['inactive', 'delivered'])
    expect(said(await tokens.setStatus([authId], 'active'))).toEqual(['done'])
    expect([await onServer(authId), workspace.board.view(id)?.active]).toEqual(['active', true])
  })

  it('takes the code off the screen', async () => {
    const { tokens, begin, workspace } = await bench()
    const { id, authId = '' } = await begin('pump-1')
    await workspace.handovers.show(id)
    await tokens.setStatus([authId], 'inactive')
    expect(workspace.code.payload()).toBeUndefined()
  })
})

describe('what Fieldkey needs', () => {
  it('is neither revoked nor disabled: its own token, the last operator’s', async () => {
    const world = await practiceWorld()
    const all = (['read', 'write'] as const).flatMap((action) =>
      ['authorizations', 'buckets'].map((type) => ({ action, resource: { type } })),
    )
    const user = await world.user('second')
    const others = [await world.mint(all, user), await world.mint(all, user)].map(
      ({ authorization }) => authorization.id,
    )
    const { workspace, session } = await world.laptop()
    const { tokens } = workspace
    const own = session.connection.authId ?? ''
    expect(said(await tokens.revoke([own]))).toEqual(['token.own'])
    expect(said(await tokens.setStatus([own], 'inactive'))).toEqual(['token.own'])
    expect(said(await tokens.setStatus([own], 'active'))).toEqual(['done'])
    // The own one is an operator's, so the two others may go; then it is the last.
    expect(said(await tokens.revoke(others))).toEqual(['done', 'done'])
    expect(
      tokens
        .query(page)
        .rows.filter(({ lastOperator }) => lastOperator)
        .map(({ id }) => id),
    ).toEqual([own])
  })

  it('is not lost by ending all operator tokens at once', async () => {
    const world = await practiceWorld()
    const { orgId } = world.bucket
    const second = await world.user('second')
    const pair = (type: string, where: object) =>
      (['read', 'write'] as const).map((action) => ({ action, resource: { type, ...where } }))
    const laptop = await world.mint(
      [...pair('authorizations', { orgId }), ...pair('buckets', { orgId }), ...pair('users', { id: second })],
      second,
    )
    const { workspace, session } = await world.laptop({ token: laptop.token })
    expect(session.connection.authId).toBe(laptop.authorization.id)
    const everything = [...pair('authorizations', {}), ...pair('buckets', {})]
    const ids: string[] = []
    for (let i = 0; i < 3; i += 1) ids.push((await world.mint(everything, second)).authorization.id)
    await workspace.tokens.refresh()
    const outcomes = said(await workspace.tokens.setStatus(ids, 'inactive'))
    expect([...outcomes].sort()).toEqual(['done', 'done', 'token.own'])
    expect(said(await workspace.tokens.revoke(ids)).length).toBe(3)
    const rows = workspace.tokens.query({ ...page, kind: 'operator' }).rows
    expect(rows.map(({ active, lastOperator }) => [active, lastOperator])).toEqual([[true, true]])
  })
})

describe('many at once', () => {
  it('at most 16 in flight, each told, in the order asked', async () => {
    const { world, tokens, foreign, events } = await bench()
    const ids = await foreign(40)
    await tokens.refresh()
    let [now, most] = [0, 0]
    world.proxy.decide((one) => {
      if (isRemove(one)) {
        now += 1
        most = Math.max(most, now)
        setTimeout(() => (now -= 1), 20)
        return { delay: 20 }
      }
      return 'pass'
    })
    const outcomes = await tokens.revoke([...ids, ids[0] ?? ''])
    expect(outcomes.ok && outcomes.value.map(({ id }) => id)).toEqual(ids)
    expect(said(outcomes)).toEqual(ids.map(() => 'done'))
    expect(most).toBeGreaterThan(4)
    expect(most).toBeLessThanOrEqual(16)
    const progress = events.filter((event): event is AppEvent & { kind: 'bulk' } => event.kind === 'bulk')
    expect(progress.map(({ done }) => done)).toEqual(ids.map((_, i) => i + 1))
    expect(progress.every(({ total }) => total === 40)).toBe(true)
    expect(tokens.query(page).rows.some(({ id }) => ids.includes(id))).toBe(false)
  })

  it('at most 4 in flight on Cloud', async () => {
    const { world, tokens, foreign, ports, session, workspace } = await bench()
    const ids = await foreign(20)
    ports.ledger.saveConnection({ ...session.connection, kind: 'cloud' })
    workspace.sessions.reopen()
    let [now, most] = [0, 0]
    world.proxy.decide((one) => {
      if (!isRemove(one)) return 'pass'
      now += 1
      most = Math.max(most, now)
      setTimeout(() => (now -= 1), 20)
      return { delay: 20 }
    })
    expect(said(await tokens.revoke(ids))).toEqual(ids.map(() => 'done'))
    expect(most).toBe(4)
  })

  it('stopped: those under way end, the others are left alone', async () => {
    const { world, tokens, foreign, event, onServer } = await bench()
    const ids = await foreign(40)
    await tokens.refresh()
    world.proxy.decide((one) => (isRemove(one) ? { delay: 30 } : 'pass'))
    const running = tokens.revoke(ids)
    await event((one) => one.kind === 'bulk' && one.done >= 3)
    tokens.stop()
    const words = said(await running)
    const ended = ids.filter((_, i) => words[i] === 'done')
    expect(words.filter((word) => word === 'cancelled').length).toBe(40 - ended.length)
    expect(ended.length).toBeGreaterThanOrEqual(3)
    expect(ended.length).toBeLessThanOrEqual(3 + 16)
    expect(world.proxy.seen.filter(isRemove)).toHaveLength(ended.length)
    expect(await onServer(ids[39] ?? '')).toBe('active')
    // The next one is not stopped.
    expect(said(await tokens.revoke(ids.slice(-1)))).toEqual(['done'])
  })

  it('goes on past a token that is gone, and stops where the server is', async () => {
    const { world, tokens, foreign, onServer } = await bench()
    const ids = await foreign(30)
    await tokens.refresh()
    await world.operator.remove(ids[0] ?? '')
    expect(said(await tokens.setStatus(ids.slice(0, 3), 'inactive'))).toEqual(['token.gone', 'done', 'done'])
    expect(tokens.query(page).rows.some(({ id }) => id === ids[0])).toBe(false)
    world.proxy.decide((one) => (isRemove(one) ? down : 'pass'))
    expect(new Set(said(await tokens.revoke(ids.slice(1))))).toEqual(new Set(['server.error']))
    expect(new Set(world.proxy.seen.filter(isRemove).map(({ path }) => path)).size).toBeLessThanOrEqual(16)
    expect(await onServer(ids[29] ?? '')).toBe('active')
  })
})

describe('a description', () => {
  it('changes before the mark, and the mark stays', async () => {
    const { tokens, world, begin, sweep } = await bench()
    const { authId = '' } = await begin('pump-1')
    await tokens.refresh()
    const [before] = await world.rows('pump-1')
    expect(await tokens.describe(authId, ' pump-2 ')).toMatchObject({ ok: true, value: { device: 'pump-2' } })
    const [after] = await world.rows('pump-2')
    expect(after?.description).toBe(before?.description.replace('pump-1', 'pump-2'))
    expect(tokens.query({ ...page, search: 'pump-2' }).total).toBe(1)
    await sweep()
    expect(await world.rows('pump-2')).toHaveLength(1)
  })

  it('of a device stays a device ID; others take any one line', async () => {
    const { tokens, begin, foreign, world } = await bench()
    const { authId = '' } = await begin('pump-1')
    const [hand = ''] = await foreign(1)
    expect(await tokens.describe(authId, 'a pump')).toMatchObject({ failure: { code: 'input.device' } })
    expect(await tokens.describe(hand, '')).toMatchObject({ failure: { code: 'input.description' } })
    expect(await tokens.describe(hand, 'Überwachung "Nord" 💧')).toMatchObject({ ok: true })
    const row = await world.operator.authorization(hand)
    expect(row.ok && row.value.description).toBe('Überwachung "Nord" 💧')
    expect(await tokens.describe('0'.repeat(15) + '9', 'x')).toMatchObject({ failure: { code: 'token.gone' } })
  })
})
