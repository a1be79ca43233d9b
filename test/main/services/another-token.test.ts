import { describe, expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
import { failed } from '../../../main/contract/result'
import type { Permission } from '../../../main/domain/permissions'
import { createMemoryVault } from '../../../main/practice/memory-vault'
import { practiceWorld } from '../../support/practice-world'
import { twoServers } from '../../support/two-servers'

const never = new AbortController().signal
const everything: readonly Permission[] = ['read', 'write'].flatMap((action) =>
  ['authorizations', 'buckets', 'users', 'orgs'].map((type) => ({ action: action as 'read', resource: { type } })),
)

describe('another token for a server', () => {
  it('takes the place of the first, and what the first could see is forgotten', async () => {
    const { workspace, north, south, first, second, token } = await twoServers()
    const session = await workspace.sessions.of(first.id)
    if (session.ok) await workspace.buckets.list(session.value, false)
    const made = await north.mint(everything)
    const seen = north.proxy.seen.length
    expect(await workspace.servers.replaceToken(first.id, ` ${made.token}\n`, never)).toMatchObject({ ok: true })
    expect(await token(first.id)).toMatchObject({ value: made.token })
    expect(workspace.sessions.chosen()?.id).toBe(second.id)
    const again = await workspace.sessions.of(first.id)
    if (!again.ok) throw new Error(again.failure.code)
    expect((await workspace.buckets.list(again.value, false)).ok).toBe(true)
    const asked = north.proxy.seen.slice(seen).map(({ headers }) => headers.authorization)
    expect(asked.at(-1)).toBe(`Token ${made.token}`)
    expect(south.proxy.seen.map(({ headers }) => headers.authorization)).not.toContain(`Token ${made.token}`)
  })

  it.each(['of another server', 'of another organization', 'of nobody'])(
    '%s is refused, and nothing changes',
    async (of) => {
      const { workspace, north, south, first, token, row } = await twoServers()
      const before = row(first.id)
      if (of === 'of another organization') {
        const orgs = JSON.stringify({ orgs: [{ id: '00000000000000aa', name: 'Elsewhere' }] })
        north.proxy.decide(({ path }) => (path.startsWith('/api/v2/orgs') ? { status: 200, body: orgs } : 'pass'))
      }
      const pasted = of === 'of another server' ? south.server.adminToken : north.server.adminToken
      const tried = await workspace.servers.replaceToken(
        first.id,
        of === 'of nobody' ? `${'a'.repeat(86)}==` : pasted,
        never,
      )
      const code = of === 'of another organization' ? 'auth.other' : 'auth.rejected'
      expect(tried).toMatchObject({ ok: false, failure: { code } })
      expect(row(first.id)).toEqual(before)
      expect(await token(first.id)).toMatchObject({ value: north.server.adminToken })
      expect(workspace.ledger.connections()).toHaveLength(2)
    },
  )

  it.each(['before the keychain', 'after the keychain'])(
    'cut short %s: the next start asks whose the token is that is there',
    async (when) => {
      const inner = createMemoryVault()
      let dead = false
      const stop = () => new Promise<never>(() => (dead = true))
      let armed = false
      const vault = {
        ...inner,
        set: async (account: string, secret: string) => {
          const hit = armed && account.endsWith('/token')
          if (hit && when === 'before the keychain') return stop()
          const written = await inner.set(account, secret)
          return hit ? stop() : written
        },
      }
      const world = await practiceWorld()
      const laptop = await world.laptop({ vault })
      const { id } = laptop.session.connection
      const owner = await world.user('laptop-7')
      const right = (action: 'read' | 'write', type: string, of?: string): Permission => ({
        action,
        resource: { type, ...(of ? { id: of } : { orgId: world.bucket.orgId }) },
      })
      const scope = [...(['read', 'write'] as const)].flatMap((action) => [
        right(action, 'authorizations'),
        right(action, 'users', owner),
        right(action, 'buckets'),
      ])
      const limited = await world.mint(scope, owner)
      armed = true
      void laptop.workspace.servers.replaceToken(id, limited.token, never)
      await expect.poll(() => dead).toBe(true)
      // What is on the disk claims nothing that only the operator may do.
      expect(laptop.ports.ledger.connections()).toMatchObject([{ operator: false, replacing: true }])
      laptop.close()

      const next = world.run({ folder: laptop.folder, vault: inner })
      await next.workspace.servers.recover()
      const replaced = when === 'after the keychain'
      const [row] = next.workspace.ledger.connections()
      expect(row).toMatchObject({ id, operator: !replaced, owner: { name: replaced ? 'laptop-7' : 'practice' } })
      expect(row?.replacing).toBeUndefined()
      const session = await next.workspace.sessions.current()
      expect(session.ok && (await session.value.influx.me())).toMatchObject({ ok: true })
    },
  )

  it('that the keychain refuses leaves the one before, in ledger and keychain', async () => {
    const inner = createMemoryVault()
    let locked = false
    const vault = {
      ...inner,
      set: (account: string, secret: string) =>
        locked ? Promise.resolve(failed(failure('keychain.locked'))) : inner.set(account, secret),
    }
    const { workspace, first, north, row, token } = await twoServers({ vault })
    const before = row(first.id)
    locked = true
    const made = await north.mint(everything)
    expect(await workspace.servers.replaceToken(first.id, made.token, never)).toMatchObject({
      failure: { code: 'keychain.locked' },
    })
    expect(row(first.id)).toEqual(before)
    expect(await token(first.id)).toMatchObject({ value: north.server.adminToken })
  })

  it('is asked for when the server no longer takes the first', async () => {
    const { workspace, first, north, event } = await twoServers()
    await workspace.sessions.use(first.id)
    const made = await north.mint(everything)
    await workspace.servers.replaceToken(first.id, made.token, never)
    await north.operator.setStatus(made.authorization.id, 'inactive')
    expect(await workspace.servers.check(first.id)).toMatchObject({ failure: { code: 'auth.inactive' } })
    await event((one) => one.kind === 'health' && one.health.kind === 'refused')
    // A disabled token lists 200 with nothing: that is no sign that it is taken.
    await workspace.tokens.refresh()
    expect(workspace.sessions.health()).toMatchObject({ kind: 'refused', failure: { code: 'auth.inactive' } })
    await north.operator.setStatus(made.authorization.id, 'active')
    expect((await workspace.servers.check(first.id)).ok).toBe(true)
    expect(workspace.sessions.health().kind).toBe('ok')
  })
})
