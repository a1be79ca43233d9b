import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { everyToken } from '../../main/contract/token-query'
import { allAccessScope, bucketScope, deviceScope, type Permission } from '../../main/domain/permissions'
import { kindOf } from '../../main/domain/rights'
import { temporaryFolder } from '../support/temporary-folder'
import { connectTo, openWorkspace } from '../support/workspace'
import { create, row, value } from './influx-scene'
import type { World } from './influx-server'
import { both, everything } from './laptop-case'

const kept = ['token.own']
const done = ['done']

/**
 * What nobody ends by accident: the connection's own token, and the last operator's. The server is nobody else's, as its
 * operators are disabled and revoked here.
 */
export function neededTokensContract(name: string, open: () => Promise<World>): void {
  describe(name, () => {
    let world: World
    let bucketId: string
    beforeAll(async () => {
      world = await open()
      bucketId = await world.bucket()
    })
    afterAll(() => world.close())

    /** A token for one test. */
    const mint = async (permissions: readonly Permission[], userId = world.ownerId) => {
      const { token, authorization } = await world.mint(permissions, { userId })
      onTestFinished(() => world.raw('DELETE', row(authorization.id)).then(() => undefined))
      return { token, id: authorization.id }
    }
    const user = async () => {
      const { id } = value(await world.admin.createUser(world.unique()))
      onTestFinished(() => world.raw('DELETE', `/api/v2/users/${id}`).then(() => undefined))
      return id
    }
    const allAccess = (userId?: string) => mint(allAccessScope(world.orgId, userId ?? world.ownerId), userId)
    /** The only operator's token there is before a test. */
    const firstOperator = async () => {
      const operators = value(await world.admin.authorizations()).filter(
        ({ permissions }) => kindOf(permissions) === 'operator',
      )
      expect(operators).toHaveLength(1)
      return operators[0]?.id ?? ''
    }

    /** A laptop that is connected with a token, and what it is told of each token it ends. */
    const desk = async (token: string) => {
      const { workspace } = await openConnected(token)
      const { tokens, sessions } = workspace
      const codes = (outcomes: Awaited<ReturnType<typeof tokens.revoke>>) =>
        value(outcomes).map(({ result }) => (result.ok ? 'done' : result.failure.code))
      return {
        tokens,
        ownId: sessions.chosen()?.authId,
        operator: sessions.chosen()?.operator,
        disable: async (...ids: readonly string[]) => codes(await tokens.setStatus(ids, 'inactive')),
        enable: async (...ids: readonly string[]) => codes(await tokens.setStatus(ids, 'active')),
        revoke: async (...ids: readonly string[]) => codes(await tokens.revoke(ids)),
        /** Its list as the window has it. */
        async listed(id: string) {
          value(await tokens.refresh())
          return tokens.query({ ...everyToken, search: id, from: 0, count: 10 }).rows.find((one) => one.id === id)
        },
      }
    }
    const openConnected = async (token: string) => {
      const test = openWorkspace(temporaryFolder())
      await connectTo(test, { url: world.url, token })
      return test
    }
    /** What the server says of each of these, asked past Fieldkey with a token that still works. */
    const statuses = async (ids: readonly string[], by = world.token) => {
      const { body } = await world.raw('GET', create, undefined, by)
      const rows = body['authorizations'] as readonly { readonly id: string; readonly status: string }[]
      return ids.map((id) => rows.find((one) => one.id === id)?.status ?? 'gone')
    }
    /** Whether the server still takes a token. */
    const works = async (token: string) => (await world.raw('GET', '/api/v2/me', undefined, token)).status === 200

    it('the own one stays, an operator’s, alone and among others that are ended with it', async () => {
      const first = await firstOperator()
      const { ownId, disable, revoke, listed } = await desk(world.token)
      expect(ownId).toBe(first)
      const [other, device] = [await mint(everything, await user()), await mint(deviceScope(world.orgId, bucketId))]
      expect(await listed(first)).toMatchObject({ own: true, lastOperator: false })
      expect([await disable(first), await revoke(first)]).toEqual([kept, kept])
      expect(await disable(first, device.id)).toEqual(['token.own', 'done'])
      expect(await statuses([first, device.id])).toEqual(['active', 'inactive'])
      expect(await revoke(other.id, device.id, first)).toEqual(['done', 'done', 'token.own'])
      expect(await listed(first)).toMatchObject({ own: true, lastOperator: true })
      expect([await disable(first), await revoke(first)]).toEqual([kept, kept])
      expect([await statuses([first, other.id, device.id]), await works(world.token)]).toEqual([
        ['active', 'gone', 'gone'],
        true,
      ])
    })

    it('the own one stays where it is no operator’s; what else its user has can be ended, as wide as it or not', async () => {
      const boss = await user()
      const own = await allAccess(boss)
      const program = await mint(
        [...bucketScope(world.orgId, bucketId), ...both('authorizations', { orgId: world.orgId }).slice(0, 1)],
        boss,
      )
      const { ownId, operator, disable, revoke, listed } = await desk(own.token)
      expect([ownId, operator]).toEqual([own.id, false])
      // It was made later, so it is not what this laptop was given.
      const later = await allAccess(boss)
      expect(await listed(own.id)).toMatchObject({ own: true, lastOperator: false })
      expect([await disable(own.id), await revoke(own.id)]).toEqual([kept, kept])
      expect([await statuses([own.id]), await works(own.token)]).toEqual([['active'], true])
      expect([await disable(program.id, later.id), await revoke(program.id, later.id)]).toEqual([
        ['done', 'done'],
        ['done', 'done'],
      ])
      expect(await statuses([own.id, program.id, later.id])).toEqual(['active', 'gone', 'gone'])
    })

    it('where several could be the own one, each of them stays', async () => {
      const boss = await user()
      const ids = [await allAccess(boss), await allAccess(boss)]
      const { ownId, disable, revoke } = await desk(ids[1]?.token ?? '')
      expect(ownId).toBeUndefined()
      const [one = '', other = ''] = ids.map(({ id }) => id)
      expect([await disable(one, other), await revoke(one, other)]).toEqual([
        [...kept, ...kept],
        [...kept, ...kept],
      ])
      expect(await statuses([one, other])).toEqual(['active', 'active'])
    })

    it('the last operator’s stays, though it is not the connection’s own', async () => {
      const first = await firstOperator()
      const { ownId, disable, revoke, listed } = await desk((await allAccess()).token)
      expect(ownId).not.toBe(first)
      expect(await listed(first)).toMatchObject({ own: false, lastOperator: true })
      expect([await disable(first), await revoke(first)]).toEqual([kept, kept])
      expect([await statuses([first]), await works(world.token)]).toEqual([['active'], true])
    })

    it('of two operators’ either can be disabled, and then the other one is the last', async () => {
      const first = await firstOperator()
      const { disable, enable, revoke, listed } = await desk((await allAccess()).token)
      const second = await mint(everything)
      expect([await listed(first), await listed(second.id)]).toMatchObject([
        { lastOperator: false },
        { lastOperator: false },
      ])
      onTestFinished(() => world.raw('PATCH', row(first), { status: 'active' }, second.token).then(() => undefined))
      expect(await disable(first)).toEqual(done)
      expect([await disable(second.id), await revoke(second.id)]).toEqual([kept, kept])
      expect(await statuses([first, second.id], second.token)).toEqual(['inactive', 'active'])
      expect([await works(world.token), await works(second.token)]).toEqual([false, true])

      expect([await enable(first), await disable(second.id)]).toEqual([done, done])
      expect([await disable(first), await revoke(first)]).toEqual([kept, kept])
      expect(await statuses([first, second.id])).toEqual(['active', 'inactive'])
      expect([await works(world.token), await works(second.token)]).toEqual([true, false])
    })

    it('of two operators’ one can be revoked, and then the other one is the last, in the list too', async () => {
      const first = await firstOperator()
      const { disable, revoke, listed } = await desk((await allAccess()).token)
      const second = await mint(everything)
      expect((await listed(first))?.lastOperator).toBe(false)
      expect(await revoke(second.id)).toEqual(done)
      expect((await listed(first))?.lastOperator).toBe(true)
      expect([await disable(first), await revoke(first)]).toEqual([kept, kept])
      expect(await statuses([first, second.id])).toEqual(['active', 'gone'])
    })

    it.each(['disable', 'revoke'] as const)(
      'of several operators’ that one goes to %s together one stays',
      async (act) => {
        const boss = await user()
        const at = await desk((await allAccess(boss)).token)
        const operators = [await mint(everything, boss), await mint(everything, boss), await mint(everything, boss)]
        const ids = operators.map(({ id }) => id)
        expect([...(await at[act](...ids))].sort()).toEqual(['done', 'done', 'token.own'])
        const left = await statuses(ids)
        expect(left.filter((status) => status === 'active')).toHaveLength(1)
        expect(left.filter((status) => status === (act === 'revoke' ? 'gone' : 'inactive'))).toHaveLength(2)
      },
    )

    it('which operator’s is the last is what the server has now, not what was listed', async () => {
      const first = await firstOperator()
      const { disable, revoke, listed } = await desk((await allAccess()).token)
      const second = await mint(everything)
      expect((await listed(first))?.lastOperator).toBe(false)
      await world.raw('DELETE', row(second.id))
      expect([await disable(first), await revoke(first)]).toEqual([kept, kept])
      expect(await statuses([first])).toEqual(['active'])
    })

    it('one of a disabled user, which the server refuses, is no other operator’s', async () => {
      const first = await firstOperator()
      const [away, overseer] = [await user(), await user()]
      const theirs = await mint(everything, away)
      // Sees every user and their tokens, and is no operator's: it may not write to buckets.
      const wide = [...both('authorizations'), ...both('users'), ...both('orgs'), ...both('buckets').slice(0, 1)]
      const { ownId, operator, disable, enable, revoke } = await desk((await mint(wide, overseer)).token)
      expect([operator, ownId === first]).toEqual([true, false])
      await world.raw('PATCH', `/api/v2/users/${away}`, { status: 'inactive' })
      expect([await disable(first), await revoke(first), await works(theirs.token)]).toEqual([kept, kept, false])
      expect(await statuses([first, theirs.id])).toEqual(['active', 'active'])

      await world.raw('PATCH', `/api/v2/users/${away}`, { status: 'active' })
      onTestFinished(() => world.raw('PATCH', row(first), { status: 'active' }, theirs.token).then(() => undefined))
      expect([await disable(first), await disable(theirs.id)]).toEqual([done, kept])
      expect(await statuses([first, theirs.id], theirs.token)).toEqual(['inactive', 'active'])
      expect(await enable(first)).toEqual(done)
    })
  })
}
