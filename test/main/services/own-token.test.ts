import { describe, expect, it } from 'vitest'
import { everyToken } from '../../../main/contract/token-query'
import { allAccessScope, bucketScope, deviceScope } from '../../../main/domain/permissions'
import { down, isRemove, isSwitch, practiceWorld } from '../../support/practice-world'

/** A server as it is found: its operator has an all-access token, one of a program, a device's and a disabled one. */
async function busyServer() {
  const world = await practiceWorld()
  const { orgId, id } = world.bucket
  const me = await world.operator.me()
  if (!me.ok) throw new Error(me.failure.code)
  const everything = allAccessScope(orgId, me.value.id)
  const own = await world.mint(everything)
  const program = await world.mint([
    { action: 'read', resource: { type: 'authorizations', orgId } },
    ...bucketScope(orgId, id),
  ])
  await world.mint(deviceScope(orgId, id))
  await world.mint(everything, undefined, 'inactive')
  return { world, own, program, everything }
}

describe('the connection’s own token among many', () => {
  it('is known where only one of them can be it: an operator’s, and one that is none', async () => {
    const { world, own } = await busyServer()
    const operator = await world.laptop()
    const { authId = '' } = operator.session.connection
    expect(await world.operator.authorization(authId)).toMatchObject({ ok: true })
    expect(authId).not.toBe(own.authorization.id)
    const limited = await world.laptop({ token: own.token })
    expect(limited.session.connection).toMatchObject({ operator: false, authId: own.authorization.id })
  })

  it('is not told where several can be it: then none of these is disabled or revoked, and others are', async () => {
    const { world, own, program, everything } = await busyServer()
    const second = await world.mint(everything)
    const { session, workspace } = await world.laptop({ token: own.token })
    expect(session.connection.authId).toBeUndefined()
    const { tokens } = workspace
    const [locked, others] = [[own, second], [program]].map((all) => all.map(({ authorization }) => authorization.id))
    const asked = world.proxy.seen.length
    for (const act of [tokens.revoke, (ids: readonly string[]) => tokens.setStatus(ids, 'inactive')]) {
      expect(await act(locked ?? [])).toMatchObject({
        value: [{ result: { failure: { code: 'token.own' } } }, { result: { failure: { code: 'token.own' } } }],
      })
    }
    expect(world.proxy.seen.slice(asked).filter((one) => isRemove(one) || isSwitch(one))).toEqual([])
    await tokens.refresh()
    const rows = tokens.query({ ...everyToken, from: 0, count: 50 }).rows
    expect(new Set(rows.filter((row) => row.own).map(({ id }) => id))).toEqual(new Set(locked))
    expect(await tokens.revoke(others ?? [])).toMatchObject({ value: [{ result: { ok: true } }] })
  })

  it('is not guessed at while the server does not say whether it is an operator’s', async () => {
    const { world, own } = await busyServer()
    world.proxy.decide(({ path }) => (path.startsWith('/api/v2/users/') ? down : 'pass'))
    const { workspace } = world.run()
    const asked = { url: world.proxy.url, token: own.token, name: '', deviceUrl: '', plainAccepted: true }
    expect(await workspace.connect(asked, new AbortController().signal)).toMatchObject({
      failure: { code: 'server.error' },
    })
    expect(workspace.ledger.connections()).toEqual([])
  })
})
