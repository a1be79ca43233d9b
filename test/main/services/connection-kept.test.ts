import { describe, expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
import { failed } from '../../../main/contract/result'
import type { Permission } from '../../../main/domain/permissions'
import { createMemoryVault } from '../../../main/practice/memory-vault'
import { practiceWorld } from '../../support/practice-world'
import { filesHolding } from '../../support/search-secret'

const request = (url: string, token: string) => ({ url, token, name: '', deviceUrl: '', plainAccepted: false })
const never = new AbortController().signal

const right = (action: 'read' | 'write', type: string, orgId?: string, id?: string): Permission => ({
  action,
  resource: { type, ...(orgId === undefined ? {} : { orgId }), ...(id === undefined ? {} : { id }) },
})

describe('a connection and its keychain entry', () => {
  it.each(['set', 'get'] as const)('stay away together when the keychain fails to %s', async (what) => {
    const world = await practiceWorld()
    const inner = createMemoryVault()
    const kept = new Map<string, string>()
    let written = false
    const refused = failed(failure('keychain.locked'))
    const vault = {
      ...inner,
      fleeting: false,
      // What was written is there, but cannot be read back.
      get: (account: string) => (what === 'get' && written ? Promise.resolve(refused) : inner.get(account)),
      set: (account: string, secret: string) => {
        if (what === 'set') return Promise.resolve(refused)
        written = true
        kept.set(account, secret)
        return inner.set(account, secret)
      },
      delete: (account: string) => {
        kept.delete(account)
        return inner.delete(account)
      },
    }
    const { workspace, folder } = world.run({ vault })
    const tried = await workspace.connect(request(world.url, world.server.adminToken), never)
    expect(tried).toMatchObject({ ok: false, failure: { code: 'keychain.locked' } })
    expect(workspace.ledger.connections()).toEqual([])
    expect([...kept.values()]).not.toContain(world.server.adminToken)
    expect(filesHolding(world.server.adminToken, [folder])).toEqual([])
  })

  it('a second token for the same server replaces the first under the same connection', async () => {
    const world = await practiceWorld()
    const laptop = await world.laptop()
    const { workspace, ports, vault, session } = laptop
    const all = ['read', 'write'].flatMap((action) =>
      ['authorizations', 'buckets', 'users', 'orgs'].map((type) => right(action as 'read', type)),
    )
    const second = await world.mint(all)
    const tried = await workspace.connect(request(world.proxy.url, second.token), never)
    expect(tried).toMatchObject({ value: { session: { connection: { id: session.connection.id } } } })
    expect(workspace.ledger.connections()).toHaveLength(1)
    expect(await vault.get(`${ports.ledger.install}/${session.connection.id}/token`)).toMatchObject({
      value: second.token,
    })
    await laptop.begin('pump-1')
    expect(world.proxy.seen.at(-1)?.headers.authorization).not.toBe(undefined)
    const post = world.proxy.seen.find(({ method }) => method === 'POST')
    expect(post?.headers.authorization).toBe(`Token ${second.token}`)
  })

  it('a replacement that the keychain refuses leaves the old connection as it was', async () => {
    const world = await practiceWorld()
    const inner = createMemoryVault()
    let locked = false
    const vault = {
      ...inner,
      set: (account: string, secret: string) =>
        locked ? Promise.resolve(failed(failure('keychain.locked'))) : inner.set(account, secret),
    }
    const { workspace, session } = await world.laptop({ vault })
    locked = true
    const renamed = {
      ...request(world.proxy.url, world.server.adminToken),
      name: 'Other',
      deviceUrl: 'https://new.example',
    }
    expect(await workspace.connect(renamed, never)).toMatchObject({ failure: { code: 'keychain.locked' } })
    expect(workspace.ledger.connections()).toEqual([session.connection])
  })

  it('cannot be forgotten with handovers open; afterwards its token is gone from the keychain', async () => {
    const world = await practiceWorld()
    const { workspace, session, begin, vault, ports } = await world.laptop()
    const { id } = await begin('pump-1')
    const forget = () => workspace.sessions.forget(session.connection.id)
    const account = `${ports.ledger.install}/${session.connection.id}/token`
    expect(await forget()).toMatchObject({ failure: { code: 'busy.open-handovers' } })
    expect(await vault.get(account)).toMatchObject({ value: world.server.adminToken })
    expect((await workspace.handovers.cancel(id)).ok).toBe(true)
    expect(await forget()).toMatchObject({ ok: true })
    expect(await vault.get(account)).toEqual({ ok: true, value: undefined })
    expect(workspace.sessions.chosen()).toBeUndefined()
  })

  it('is remembered when the keychain does not let its token go', async () => {
    const world = await practiceWorld()
    const vault = { ...createMemoryVault(), delete: () => Promise.resolve(failed(failure('keychain.locked'))) }
    const { workspace, session } = await world.laptop({ vault })
    expect(await workspace.sessions.forget(session.connection.id)).toMatchObject({
      failure: { code: 'keychain.locked' },
    })
    expect(workspace.ledger.connections()).toEqual([session.connection])
  })
})
