import { describe, expect, it } from 'vitest'
import { describe as describeToken } from '../../../main/domain/description'
import { deviceScope } from '../../../main/domain/permissions'
import { createHeldClock } from '../../support/held-clock'
import { isCreate, loseCreates, practiceWorld } from '../../support/practice-world'
import { ask } from '../../support/raw-influx'

const noList = { status: 200, body: '{"authorizations":[]}' }

describe('settling with the server', () => {
  it('a POST that arrives twice leaves one token, the ledger’s', async () => {
    const world = await practiceWorld()
    const laptop = await world.laptop()
    world.proxy.decide((one) => {
      if (isCreate(one)) void ask(world.url, world.server.adminToken, '/api/v2/authorizations', { body: one.body })
      return isCreate(one) ? { delay: 30 } : 'pass'
    })
    const { authId } = await laptop.begin('pump-1')
    await laptop.sweep()
    expect((await world.rows()).map(({ id }) => id)).toEqual([authId])
    expect(await world.broken(laptop)).toEqual([])
  })

  it('a POST that arrives after the sweep is undone by a later one', async () => {
    const world = await practiceWorld()
    const laptop = await world.laptop()
    const body = loseCreates(world.proxy)
    const { id } = await laptop.begin('pump-1')
    await laptop.sweep()
    expect(laptop.view(id)).toMatchObject({ state: 'asked', unsure: true })
    await ask(world.url, world.server.adminToken, '/api/v2/authorizations', { body: body() })
    await laptop.sweep()
    expect(laptop.view(id)).toMatchObject({ state: 'revoked' })
    await ask(world.url, world.server.adminToken, '/api/v2/authorizations', { body: body() })
    await laptop.sweep()
    expect(await world.rows()).toEqual([])
  })

  it('what a restored server brings back is deleted again', async () => {
    const world = await practiceWorld()
    const laptop = await world.laptop()
    const { id } = await laptop.begin('pump-1')
    const { intent } = laptop.workspace.board.story(id) ?? {}
    await laptop.workspace.handovers.cancel(id)
    const description = describeToken('pump-1', { nonce: intent?.nonce ?? '', install: intent?.install ?? '' })
    const { orgId } = world.bucket
    await world.operator.create({
      orgId,
      description,
      status: 'active',
      permissions: deviceScope(orgId, world.bucket.id),
    })
    expect((await laptop.sweep()).ok).toBe(true)
    expect(await world.rows()).toEqual([])
  })

  it('another install’s token of the same device stays, whatever ours come to', async () => {
    const world = await practiceWorld()
    const laptop = await world.laptop()
    const { orgId } = world.bucket
    const description = describeToken('pump-1', { nonce: 'b'.repeat(32), install: 'b'.repeat(16) })
    await world.operator.create({
      orgId,
      description,
      status: 'inactive',
      permissions: deviceScope(orgId, world.bucket.id),
    })
    world.proxy.decide((one) => (isCreate(one) ? 'cut-after' : 'pass'))
    await laptop.begin('pump-1')
    await laptop.sweep()
    expect((await world.rows()).map((row) => row.description)).toEqual([description])
  })

  it('absence is believed after two looks two minutes apart and one in a later run, whatever the clock on the wall says', async () => {
    const clock = createHeldClock()
    const world = await practiceWorld()
    const laptop = await world.laptop({ ports: { clock } })
    world.proxy.decide((one) => (isCreate(one) ? 'cut-before' : 'pass'))
    const { id } = await laptop.begin('pump-1')
    const absences = () => laptop.workspace.board.story(id)?.now.absentRuns.length
    await laptop.sweep()
    clock.jump(10 * 365 * 86_400_000)
    await laptop.sweep()
    clock.pass(119_000)
    await laptop.sweep()
    expect(absences()).toBe(1)
    clock.jump(-20 * 365 * 86_400_000)
    clock.pass(1_001)
    await laptop.sweep()
    clock.pass(500_000)
    await laptop.sweep()
    expect(absences()).toBe(2)
    expect(laptop.view(id)?.state).toBe('asked')
    laptop.close()

    const next = world.run({ folder: laptop.folder, vault: laptop.vault })
    const sweep = () => next.workspace.settle.sweep(laptop.session.connection.id)
    await sweep()
    expect(next.workspace.board.view(id)).toMatchObject({ state: 'abandoned' })

    // The POST arrives after all, twice: both are deleted, and nothing says any more that there was no token.
    const { intent } = next.workspace.board.story(id) ?? {}
    const { orgId } = world.bucket
    const late = {
      orgId,
      description: describeToken('pump-1', { nonce: intent?.nonce ?? '', install: intent?.install ?? '' }),
      status: 'inactive',
      permissions: deviceScope(orgId, world.bucket.id),
    } as const
    await world.operator.create(late)
    await world.operator.create(late)
    await sweep()
    expect([await world.rows(), next.workspace.board.view(id)?.state]).toEqual([[], 'revoked'])
    await sweep()
    expect(next.workspace.board.story(id)?.now.steps).toBe(7)
  })

  it.each(['disabled', 'disabled between /me and the list', 'of another owner'] as const)(
    'a token that is %s proves no absence: nothing is abandoned, nothing gone',
    async (how) => {
      const clock = createHeldClock()
      const world = await practiceWorld()
      const owner = await world.user('ann')
      const { orgId } = world.bucket
      const both = (type: string, id?: string) =>
        (['read', 'write'] as const).map((action) => ({ action, resource: { type, ...(id ? { id } : { orgId }) } }))
      const rights = (user: string) => [...both('authorizations'), ...both('users', user), ...both('buckets')]
      const mine = await world.mint(rights(owner), owner)
      const laptop = await world.laptop({ token: mine.token, ports: { clock } })
      const minted = await laptop.begin('pump-1')
      world.proxy.decide((one) => (isCreate(one) ? 'cut-before' : 'pass'))
      const lost = await laptop.begin('pump-2')
      const before = laptop.workspace.board.stories().map(({ events }) => events.length)
      if (how === 'disabled') await world.operator.setStatus(mine.authorization.id, 'inactive')
      if (how === 'disabled between /me and the list') {
        world.proxy.decide(({ path }) => (path.startsWith('/api/v2/authorizations') ? noList : 'pass'))
      }
      if (how === 'of another owner') {
        const other = await world.user('bob')
        const theirs = await world.mint(rights(other), other)
        const again = { url: world.proxy.url, token: theirs.token, name: '', deviceUrl: '', plainAccepted: true }
        expect((await laptop.workspace.connect(again, new AbortController().signal)).ok).toBe(true)
      }
      for (let n = 0; n < 3; n += 1) {
        await laptop.sweep()
        clock.pass(130_000)
      }
      expect(laptop.workspace.board.stories().map(({ events }) => events.length)).toEqual(before)
      expect(laptop.view(minted.id)).toMatchObject({ state: 'minted', sealed: true })
      expect(laptop.view(lost.id)).toMatchObject({ state: 'asked', unsure: true })
      if (how !== 'of another owner') return
      // What was begun waits for its own owner's token; its devices are served meanwhile, each once.
      world.proxy.decide(() => 'pass')
      for (const [device, left] of [
        ['pump-1', minted.id],
        ['pump-2', lost.id],
      ] as const) {
        const begun = await laptop.begin(device)
        expect(begun).toMatchObject({ state: 'minted', active: true })
        expect(begun.id).not.toBe(left)
        expect((await laptop.begin(device)).id).toBe(begun.id)
      }
      expect(laptop.workspace.board.stories().slice(2)).toHaveLength(2)
      expect(await world.broken(laptop)).toEqual([])
    },
  )

  it('a token that somebody else deleted is gone, by its ID and not by the list alone', async () => {
    const world = await practiceWorld()
    const laptop = await world.laptop()
    const { id, authId = '' } = await laptop.begin('pump-1')
    world.proxy.decide(({ path }) => (path.startsWith('/api/v2/authorizations?') ? noList : 'pass'))
    await laptop.sweep()
    expect(laptop.view(id)).toMatchObject({ state: 'minted' })
    await world.operator.remove(authId)
    await laptop.sweep()
    expect(laptop.view(id)).toMatchObject({ state: 'gone', sealed: false })
    expect(laptop.ports.ledger.sealed(id)).toEqual({ ok: true, value: undefined })
  })

  it('one that the server refuses to change does not keep the others waiting', async () => {
    const world = await practiceWorld()
    const laptop = await world.laptop()
    const [first, second] = [await laptop.begin('pump-1'), await laptop.begin('pump-2')]
    const refuse = { status: 401, body: '{"code":"unauthorized","message":"write:authorizations is unauthorized"}' }
    world.proxy.decide(({ method }) => (method === 'DELETE' ? { status: 503, body: '{}' } : 'pass'))
    for (const { id } of [first, second]) await laptop.workspace.handovers.cancel(id)
    world.proxy.decide(({ method, path }) =>
      method === 'DELETE' && path.endsWith(second.authId ?? '') ? refuse : 'pass',
    )
    expect(await laptop.sweep()).toMatchObject({ ok: false, failure: { code: 'perm.create' } })
    expect(laptop.view(first.id)).toMatchObject({ state: 'revoked' })
    expect(laptop.view(second.id)).toMatchObject({ revoking: true })
  })
})
