import { describe, expect, it } from 'vitest'
import { isOver } from '../../../main/domain/handover'
import type { Vault } from '../../../main/ports/vault'
import { createMemoryVault } from '../../../main/practice/memory-vault'
import { createMortalLaptop } from '../../support/mortal-laptop'
import { down, isCreate, isSwitch, practiceWorld, type Laptop, type PracticeWorld } from '../../support/practice-world'
import { temporaryFolder } from '../../support/temporary-folder'

/** What the device has when the key is lost: nothing, as its token was never switched on; or it was shown the code. */
type Left = 'inactive' | 'shown'

/** A laptop with a token for `device`, whose sealing key is gone at its next start. */
async function withoutKey(world: PracticeWorld, device: string, left: Left) {
  const { get, set, delete: remove } = createMemoryVault()
  const vault: Vault = { get, set, delete: remove }
  const folder = temporaryFolder()
  const laptop = await world.laptop({ folder, vault })
  world.proxy.decide((seen) => (left === 'inactive' && isSwitch(seen) ? down : 'pass'))
  const old = await laptop.begin(device)
  if (left === 'shown') await laptop.workspace.handovers.show(old.id)
  world.proxy.decide(() => 'pass')
  laptop.close()
  await vault.delete(`${laptop.ports.ledger.install}/seal`)
  return { folder, vault, old: { id: old.id, authId: old.authId ?? '' } }
}

/** From the person's choice of a new key to the device's new token, and the end of the old one. */
async function overcome(laptop: Laptop, device: string, left: Left, old: { id: string; authId: string }) {
  const { handovers, sealKey, replacements } = laptop.workspace
  await sealKey.replace()
  const change = { device, ...laptop.request, replaces: [old.authId] }
  const begun = left === 'inactive' ? await handovers.resume({ id: old.id }) : await handovers.start(change)
  if (!begun.ok) return
  const id = 'kind' in begun.value ? (begun.value.kind === 'started' ? begun.value.handover.id : '') : begun.value.id
  await handovers.show(id)
  handovers.scanned(id)
  if (left === 'inactive') return
  await laptop.seen(id, (view) => view.old === 'off')
  await replacements.endOld(id)
}

/** Does so and dies at step `n`; a step is a write, a request or a keychain entry, before and after it happened. */
async function dieAt(world: PracticeWorld, n: number, left: Left) {
  const device = `${left}-${String(n)}`
  const { folder, vault, old } = await withoutKey(world, device, left)
  const mortal = createMortalLaptop({ folder, vault })
  const laptop = await world.laptop({ folder, vault: mortal.ports.vault, ports: mortal.ports })
  mortal.dieAfter(n)
  await Promise.race([overcome(laptop, device, left, old), mortal.death])
  laptop.close()
  return { device, folder, vault, old, steps: mortal.steps() }
}

describe.each(['inactive', 'shown'] as const)('a crash while a lost key is overcome, the old token %s', (left) => {
  it('at any step leaves nothing lost or orphaned, and one live token once it is finished', async () => {
    const world = await practiceWorld()
    const { steps } = await dieAt(world, 1000, left)
    expect(steps).toBeGreaterThan(20)
    const ends = new Set<string>()
    for (let n = 1; n <= steps; n += 1) {
      const { device, folder, vault, old } = await dieAt(world, n, left)
      const next = world.run({ folder, vault })
      const { handovers, sealKey, settle, board, ledger, sessions } = next.workspace
      const sweep = async () => {
        const swept = await settle.sweep(sessions.chosen()?.id ?? '')
        expect([n, swept]).toMatchObject([n, { ok: true }])
        const stories = board.stories().map(({ intent, now }) => [intent.id, now.state, now.active, now.old])
        return { stories, rows: (await world.rows(device)).map(({ id, status }) => [id, status]) }
      }
      const broken = async () =>
        (await world.broken(next)).filter((said) => said.includes(`${device} `) || said.endsWith(device))

      const settled = await sweep()
      // While a token is being replaced both may live.
      const replacing = (said: string) => left === 'shown' && said.startsWith('I3')
      expect([n, (await broken()).filter((said) => !replacing(said))]).toEqual([n, []])
      expect([n, await sweep()]).toEqual([n, settled])
      // A handover that is unsure and not on the server stays so for a while; the person begins anew beside it.
      const unsure = () => board.stories().find(({ now }) => now.state === 'asked')
      if (unsure()) await handovers.cancel(unsure()?.intent.id ?? '')

      // An answered key stays; without one no token is asked for.
      const posts = () => world.proxy.seen.filter(isCreate).length
      const before = posts()
      const had = await vault.get(`${ledger.install}/seal`)
      if (had.ok && had.value === undefined) {
        const refused = await handovers.start({ ...requestOf(world), device: `other-${device}` })
        expect([n, refused]).toMatchObject([n, { failure: { code: 'keychain.key-lost' } }])
      }
      expect([n, posts()]).toEqual([n, before])
      await sealKey.replace()
      if (had.ok && had.value !== undefined) expect(await vault.get(`${ledger.install}/seal`)).toEqual(had)

      const live = board.stories().find(({ intent, now }) => !isOver(now) && !now.replaced && intent.id !== old.id)
      const oldNow = board.story(old.id)?.now
      ends.add(`${oldNow?.state ?? ''} ${String(live?.now.state)}`)
      if (live?.now.state !== 'delivered') {
        const request = { ...requestOf(world), device, replaces: [old.authId] }
        const reply = live
          ? await handovers.resume({ id: live.intent.id, delivery: 'qr' })
          : left === 'inactive' && oldNow?.state === 'minted'
            ? await handovers.resume({ id: old.id })
            : await handovers.start(request)
        expect([n, reply.ok]).toEqual([n, true])
        const fresh = board.stories().find(({ intent, now }) => intent.id !== old.id && !isOver(now))
        const id = fresh?.intent.id ?? ''
        expect([n, (await handovers.show(id)).ok]).toEqual([n, true])
        handovers.scanned(id)
        if (board.story(id)?.now.old !== undefined) {
          await next.event((one) => one.kind === 'handover' && one.handover.id === id && one.handover.old === 'off')
        }
      }
      const end = await sweep()
      expect([n, await broken()]).toEqual([n, []])
      expect([n, end.rows.filter(([, status]) => status === 'active').length]).toEqual([n, 1])
      expect([n, end.rows.some(([id, status]) => id === old.authId && status === 'active')]).toEqual([n, false])
      expect([n, await sweep()]).toEqual([n, end])
      next.close()
    }
    // Every way it can stand between the two tokens was met.
    const met = left === 'inactive' ? ['minted undefined', 'revoked undefined'] : ['minted undefined']
    expect([...ends]).toEqual(expect.arrayContaining([...met, expect.stringContaining('delivered')]))
  }, 240_000)
})

const requestOf = ({ bucket }: PracticeWorld) => ({ bucketId: bucket.id, delivery: 'qr' as const, keepBoth: false })
