import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../../main/adapters/ledger/database'
import { failure } from '../../../main/contract/failure'
import { failed } from '../../../main/contract/result'
import { createMemoryVault } from '../../../main/practice/memory-vault'
import { down, isCreate, isSwitch, practiceWorld } from '../../support/practice-world'

/** What has reached the disk, read by a connection of its own: the kinds of all events, and how many tokens are sealed. */
function onDisk(folder: string) {
  const db = openDatabase(path.join(folder, 'ledger.db'))
  try {
    const kinds = db.rows('SELECT kind FROM event ORDER BY n').map((row) => (Array.isArray(row) ? String(row[0]) : ''))
    return { kinds, sealed: db.rows('SELECT handover FROM sealed').length }
  } finally {
    db.close()
  }
}

async function watchedLaptop() {
  const world = await practiceWorld()
  const laptop = await world.laptop()
  const at: { readonly what: string; readonly kinds: readonly string[]; readonly sealed: number }[] = []
  world.proxy.decide((request) => {
    if (isCreate(request) || isSwitch(request)) at.push({ what: request.method, ...onDisk(laptop.folder) })
    return 'pass'
  })
  return { ...world, ...laptop, at }
}

describe('the order of effects', () => {
  it('by code: asked before the POST, minted and sealed before the PATCH, active before a code', async () => {
    const { begin, at, workspace } = await watchedLaptop()
    const { id } = await begin('pump-1')
    expect(at).toEqual([
      { what: 'POST', kinds: ['asked'], sealed: 0 },
      { what: 'PATCH', kinds: ['asked', 'minted'], sealed: 1 },
    ])
    expect((await workspace.handovers.show(id)).ok).toBe(true)
    const kinds = workspace.handovers.steps(id).map(({ kind }) => kind)
    expect(kinds.indexOf('shown')).toBeGreaterThan(kinds.indexOf('activated'))
  })

  it('by cable: no PATCH before the device’s own hash is in the ledger', async () => {
    const { byCable, at, seen } = await watchedLaptop()
    const { id } = await byCable('pump-1')
    await seen(id, ({ active }) => active)
    expect(at).toEqual([
      { what: 'POST', kinds: ['asked'], sealed: 0 },
      { what: 'PATCH', kinds: ['asked', 'minted', 'delivered'], sealed: 1 },
    ])
  })

  it('no code while the PATCH is not answered', async () => {
    const { begin, workspace, proxy } = await watchedLaptop()
    proxy.decide((request) => (isSwitch(request) ? 'cut-after' : 'pass'))
    const { id } = await begin('pump-1')
    expect(await workspace.handovers.show(id)).toMatchObject({ ok: false, failure: { code: 'token.unsure' } })
    expect(workspace.code.payload()).toBeUndefined()
  })

  it.each(['keychain.locked', 'keychain.absent'] as const)('%s: no POST', async (code) => {
    const world = await practiceWorld()
    const inner = createMemoryVault()
    const shut = Promise.resolve(failed(failure(code)))
    const vault = { ...inner, get: (account: string) => (account.endsWith('/seal') ? shut : inner.get(account)) }
    const { workspace, request } = await world.laptop({ vault })
    expect(await workspace.handovers.start({ device: 'pump-1', ...request })).toMatchObject({
      ok: false,
      failure: { code },
    })
    expect(world.proxy.seen.filter(isCreate)).toEqual([])
    expect(workspace.board.stories()).toEqual([])
  })

  it('the POST leaves exactly once, whatever becomes of it', async () => {
    for (const fate of [
      'cut-before',
      'cut-after',
      down,
      { status: 429, body: '{"code":"x","message":"y"}' },
    ] as const) {
      const world = await practiceWorld()
      const { workspace, request } = await world.laptop()
      world.proxy.decide((one) => (isCreate(one) ? fate : 'pass'))
      await workspace.handovers.start({ device: 'pump-1', ...request })
      expect(world.proxy.seen.filter(isCreate)).toHaveLength(1)
      const state = fate === 'cut-before' || fate === 'cut-after' || fate === down ? 'asked' : 'abandoned'
      expect(workspace.board.stories().map(({ now }) => now.state)).toEqual([state])
    }
  })

  it('a token wider than asked is in the ledger by its ID before it is deleted, and never handed over', async () => {
    const world = await practiceWorld()
    const { workspace, request, folder } = await world.laptop()
    let before: readonly string[] = []
    world.proxy.decide((one) => {
      if (one.method === 'DELETE') before = onDisk(folder).kinds
      return isCreate(one) ? { rewrite: one.body.replace(`"id":"${world.bucket.id}",`, '') } : 'pass'
    })
    const started = await workspace.handovers.start({ device: 'pump-1', ...request })
    expect(started).toMatchObject({ ok: false, failure: { code: 'token.scope' } })
    expect([before, onDisk(folder).sealed]).toEqual([['asked', 'too-wide'], 0])
    expect(await world.rows()).toEqual([])
  })
})
