import { describe, expect, it } from 'vitest'
import { everyToken } from '../../../main/contract/token-query'
import { isRemove, practiceWorld } from '../../support/practice-world'

const page = { ...everyToken, from: 0, count: 50 }

describe('the list of tokens', () => {
  it('locks the one row that can be the connection’s own, also before any list was seen', async () => {
    const world = await practiceWorld()
    const { workspace, session } = await world.laptop()
    const own = session.connection.authId ?? ''
    expect(own).toMatch(/^[0-9a-f]{16}$/)
    expect(await workspace.tokens.revoke([own])).toMatchObject({
      value: [{ id: own, result: { ok: false, failure: { code: 'token.own' } } }],
    })
    await workspace.tokens.refresh()
    expect(
      workspace.tokens
        .query(page)
        .rows.filter((row) => row.own)
        .map(({ id }) => id),
    ).toEqual([own])
    expect(world.proxy.seen.filter(isRemove)).toEqual([])
  })

  it('locks all that could be it, where several could, and none that could not', async () => {
    const world = await practiceWorld()
    const { orgId } = world.bucket
    const all = (type: string) => (['read', 'write'] as const).map((action) => ({ action, resource: { type } }))
    const operator = [...all('authorizations'), ...all('buckets'), ...all('users')]
    const second = await world.mint(operator)
    const { workspace, session, begin } = await world.laptop()
    expect(session.connection.authId).toBeUndefined()
    const { authId = '' } = await begin('pump-1')
    // Not in any list this laptop has seen.
    const third = await world.mint(operator)
    // The server has shown that the connection's token is an operator's: this one it cannot be.
    const limited = await world.mint([{ action: 'write', resource: { type: 'authorizations', orgId } }])
    const ids = [second.authorization.id, third.authorization.id, authId, limited.authorization.id]
    const revoked = await workspace.tokens.revoke(ids)
    expect(revoked.ok && revoked.value.map(({ result }) => (result.ok ? 'revoked' : result.failure.code))).toEqual([
      'token.own',
      'token.own',
      'revoked',
      'revoked',
    ])
    await workspace.tokens.refresh()
    const rows = workspace.tokens.query(page).rows
    expect(rows.every(({ own }) => own)).toBe(true)
    expect(rows).toHaveLength(3)
  })

  it('ends the handover of a token that is revoked here', async () => {
    const world = await practiceWorld()
    const { workspace, begin, view, steps } = await world.laptop()
    const { id, authId = '' } = await begin('pump-1')
    await workspace.handovers.show(id)
    workspace.handovers.scanned(id)
    workspace.handovers.works(id)
    await workspace.tokens.revoke([authId])
    expect(view(id)).toMatchObject({ state: 'revoked', active: false, sealed: false })
    expect(
      steps(id)
        .filter((kind) => kind !== 'probed')
        .slice(-2),
    ).toEqual(['revoking', 'revoked'])
    expect(await world.rows()).toEqual([])
  })

  it('finds by ID as people write it, by device and by bucket', async () => {
    const world = await practiceWorld()
    const { workspace, begin } = await world.laptop()
    const { authId = '' } = await begin('pump-1')
    await begin('fan-2', { bucketId: world.other.id })
    await workspace.tokens.refresh()
    const found = (search: string) => workspace.tokens.query({ ...page, search }).rows.map(({ device }) => device)
    const spaced = authId.replace(/(.{4})(?=.)/g, '$1 ').toUpperCase()
    expect(found(spaced)).toEqual(['pump-1'])
    expect(found(` ${authId.slice(4, 14)} `)).toEqual(['pump-1'])
    expect(found('PUMP-1')).toEqual(['pump-1'])
    expect(found(world.other.name)).toEqual(['fan-2'])
    expect(found('nowhere')).toEqual([])
    expect(workspace.tokens.query({ ...everyToken, from: 1, count: 1 })).toMatchObject({
      total: 3,
      all: 3,
      incomplete: false,
    })
  })

  it('flags two live tokens of one device, and a bucket that is gone', async () => {
    const world = await practiceWorld()
    const { workspace, begin } = await world.laptop()
    await begin('dev1')
    await begin('dev1', { keepBoth: true })
    await begin('dev10', { bucketId: world.other.id })
    await fetch(`${world.url}/api/v2/buckets/${world.other.id}`, {
      method: 'DELETE',
      headers: { authorization: `Token ${world.server.adminToken}` },
    })
    await workspace.tokens.refresh()
    const rows = workspace.tokens.query({ ...page, search: 'dev' }).rows
    const seen = rows.map(({ device, duplicate, status, madeHere }) => [device, duplicate, status, madeHere])
    expect(seen.sort()).toEqual([
      ['dev1', true, 'active', true],
      ['dev1', true, 'active', true],
      ['dev10', false, 'bucket-deleted', true],
    ])
  })
})
