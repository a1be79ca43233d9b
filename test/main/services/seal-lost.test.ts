import { describe, expect, it } from 'vitest'
import { createMemoryVault } from '../../../main/practice/memory-vault'
import type { Vault } from '../../../main/ports/vault'
import { down, isCreate, isRemove, isSwitch, practiceWorld } from '../../support/practice-world'
import { handedOver } from '../../support/replacing'

/** A laptop whose keychain lasts, and how its sealing key gets lost between two runs. */
async function scene() {
  const world = await practiceWorld()
  const { get, set, delete: remove } = createMemoryVault()
  const vault: Vault = { get, set, delete: remove }
  const laptop = await world.laptop({ vault })
  /** The next run of the app, in which the key is gone. */
  const lost = async () => {
    laptop.close()
    await vault.delete(`${laptop.ports.ledger.install}/seal`)
    return world.laptop({ folder: laptop.folder, vault })
  }
  /** The next run, in which nothing is left in the keychain, the note of the key included. */
  const emptied = () => {
    laptop.close()
    const bare = createMemoryVault()
    return world.laptop({ folder: laptop.folder, vault: { get: bare.get, set: bare.set, delete: bare.delete } })
  }
  return { world, laptop, lost, emptied }
}

describe('a lost sealing key', () => {
  it('no token is asked for until the person chooses a new key', async () => {
    const { world, laptop, lost } = await scene()
    await handedOver(laptop, 'pump-1')
    const next = await lost()
    const posts = () => world.proxy.seen.filter(isCreate).length
    const before = posts()
    const request = { ...next.request, device: 'pump-2' }
    const { handovers, sealKey } = next.workspace
    expect(await handovers.start(request)).toMatchObject({ failure: { code: 'keychain.key-lost' } })
    expect(posts()).toBe(before)
    expect(await sealKey.replace()).toMatchObject({ ok: true })
    expect(await handovers.start(request)).toMatchObject({ ok: true })
    expect(posts()).toBe(before + 1)
    expect(await world.broken(next)).toEqual([])
  })

  it.each(['unfinished', 'all confirmed'])(
    'in a keychain that was emptied to the last entry it is not made silently: handovers %s',
    async (left) => {
      const { world, laptop, emptied } = await scene()
      if (left === 'unfinished') await laptop.begin('pump-1')
      else await handedOver(laptop, 'pump-1')
      // Its token was pasted anew: `laptop()` connects.
      const next = await emptied()
      const { handovers, sealKey } = next.workspace
      const posts = () => world.proxy.seen.filter(isCreate).length
      expect(await handovers.prepare()).toMatchObject({ failure: { code: 'keychain.key-lost' } })
      expect(await handovers.start({ ...next.request, device: 'pump-2' })).toMatchObject({
        failure: { code: 'keychain.key-lost' },
      })
      expect(posts()).toBe(1)
      expect(await sealKey.replace()).toMatchObject({ ok: true })
      expect(await next.begin('pump-2')).toMatchObject({ active: true })
      expect(await world.broken(next)).toEqual([])
    },
  )

  it('a token no device has is deleted, and the handover begun anew, once there is a key', async () => {
    const { world, laptop, lost } = await scene()
    world.proxy.decide((seen) => (isSwitch(seen) ? down : 'pass'))
    const old = await laptop.begin('pump-1')
    world.proxy.decide(() => 'pass')
    const next = await lost()
    const { handovers, sealKey, board } = next.workspace
    expect(await handovers.resume({ id: old.id })).toMatchObject({ failure: { code: 'keychain.key-lost' } })
    expect((await world.rows('pump-1')).map(({ id }) => id)).toEqual([old.authId])
    await sealKey.replace()
    const reply = await handovers.resume({ id: old.id })
    const fresh = reply.ok ? reply.value : undefined
    expect(fresh).toMatchObject({ device: 'pump-1', active: true })
    expect(board.view(old.id)?.state).toBe('revoked')
    expect((await world.rows('pump-1')).map(({ id }) => id)).toEqual([fresh?.authId])
    expect((await handovers.show(fresh?.id ?? '')).ok).toBe(true)
    expect(await world.broken(next)).toEqual([])
  })

  it('that it is to be deleted is noted before: where the answer is lost, the next run deletes it by itself', async () => {
    const { world, laptop, lost } = await scene()
    world.proxy.decide((seen) => (isSwitch(seen) ? down : 'pass'))
    const old = await laptop.begin('pump-1')
    const next = await lost()
    await next.workspace.sealKey.replace()
    world.proxy.decide((seen) => (isRemove(seen) ? down : 'pass'))
    expect(await next.workspace.handovers.resume({ id: old.id })).toMatchObject({ ok: false })
    expect((await world.rows('pump-1')).map(({ id }) => id)).toEqual([old.authId])
    next.close()
    world.proxy.decide(() => 'pass')
    const later = await world.laptop({ folder: laptop.folder, vault: laptop.ports.vault })
    const { settle, sessions, board } = later.workspace
    expect(await settle.sweep(sessions.chosen()?.id ?? '')).toMatchObject({ ok: true })
    expect(board.view(old.id)?.state).toBe('revoked')
    expect(await world.rows('pump-1')).toEqual([])
    expect(await world.broken(later)).toEqual([])
  })

  it('a token a device may have is replaced, and ends only when the device has the new one', async () => {
    const { world, laptop, lost } = await scene()
    const old = await laptop.begin('pump-1')
    await laptop.workspace.handovers.show(old.id)
    const next = await lost()
    const { handovers, sealKey } = next.workspace
    await sealKey.replace()
    expect(await handovers.show(old.id)).toMatchObject({ failure: { code: 'keychain.seal-lost' } })
    expect(next.view(old.id)).toMatchObject({ active: true, failure: { code: 'keychain.seal-lost' } })
    const fresh = await next.begin('pump-1', { replaces: [old.authId ?? ''] })
    expect((await handovers.show(fresh.id)).ok).toBe(true)
    expect(next.view(old.id)?.active).toBe(true)
    handovers.scanned(fresh.id)
    await next.seen(fresh.id, (view) => view.old === 'off')
    expect(next.view(old.id)).toMatchObject({ active: false, replaced: true })
    expect(await world.broken(next)).toEqual([])
  })
})
