import { describe, expect, it } from 'vitest'
import { laptopWorld, storedToken, type LaptopWorld } from '../../../support/laptop-world'
import { createMortalLaptop, type MortalLaptop } from '../../../support/mortal-laptop'

/** Begins something and dies at step `n`; how many steps there were. */
async function die(laptop: MortalLaptop, n: number, begin: () => Promise<unknown>): Promise<number> {
  laptop.dieAfter(n)
  await Promise.race([begin(), laptop.death])
  return laptop.steps()
}

/** The next start: what is stored here, whether it works, and what is left on the server. */
async function restart(world: LaptopWorld, { folder, vault }: MortalLaptop) {
  const next = world.run({ folder, vault })
  await next.workspace.laptops.lookout.look()
  const token = await storedToken(next)
  const left = { rows: await world.made(), users: await world.users() }
  return { next, token, works: (await world.as(token).me()).ok, ...left }
}

/** Steps of a whole run, then one run for each of them. */
async function everyStep(run: (n: number) => Promise<number>): Promise<number> {
  const steps = await run(1000)
  for (let n = 1; n <= steps; n += 1) await run(n)
  return steps
}

describe('a crash at any step', () => {
  it('of limiting leaves the old token or the new one in the keychain, and no orphan', async () => {
    const kept = { old: 0, new: 0 }
    const steps = await everyStep(async (n) => {
      const world = await laptopWorld()
      const mortal = createMortalLaptop()
      const laptop = await world.laptop({ folder: mortal.folder, vault: mortal.ports.vault, ports: mortal.ports })
      const limit = () => laptop.workspace.laptops.limit.run({ ...world.wish, revokeAdmin: false })
      const done = await die(mortal, n, limit)
      laptop.close()
      const { next, token, works, rows, users } = await restart(world, mortal)
      const isOld = token === world.server.adminToken
      kept[isOld ? 'old' : 'new'] += 1
      expect([n, works, rows.length, users.length]).toEqual([n, true, isOld ? 0 : 1, isOld ? 0 : 1])
      const { operator, authId } = next.workspace.sessions.chosen() ?? {}
      expect([n, operator, !isOld && authId === rows[0]?.id]).toEqual([n, isOld, !isOld])
      next.close()
      return done
    })
    expect([steps > 30, kept.old > 20, kept.new > 2]).toEqual([true, true, true])
  }, 120_000)

  it('of preparing another laptop leaves a token only where its time is known', async () => {
    const kinds = new Set<string>()
    await everyStep(async (n) => {
      const world = await laptopWorld()
      const mortal = createMortalLaptop()
      const laptop = await world.laptop({ folder: mortal.folder, vault: mortal.ports.vault, ports: mortal.ports })
      const phrase = world.run().workspace.laptops.take.phrase().join(' ')
      const done = await die(mortal, n, () => laptop.workspace.laptops.prepare.run({ ...world.wish, phrase }))
      laptop.close()
      const { next, rows, users } = await restart(world, mortal)
      const errands = next.ports.ledger.connections()[0]?.errands ?? []
      const carried = errands.filter((one) => one.kind === 'carried')
      expect([n, carried.every(({ until = 0 }) => until > Date.now())]).toEqual([n, true])
      expect([n, rows.length, users.length]).toEqual([n, carried.length, carried.length])
      for (const { kind } of errands) kinds.add(kind)
      next.close()
      return done
    })
    // What was asked for and not answered may still arrive.
    expect(kinds).toEqual(new Set(['undo', 'carried']))
  }, 120_000)

  it('of taking over leaves a token that works, in the end its own, and the carried one gone', async () => {
    const world = await laptopWorld()
    const admin = await world.laptop()
    let before = new Set<string>()
    await everyStep(async (n) => {
      const mortal = createMortalLaptop()
      const other = world.run({ folder: mortal.folder, vault: mortal.ports.vault, ports: mortal.ports })
      const phrase = other.workspace.laptops.take.phrase().join(' ')
      const carrier = await admin.workspace.laptops.prepare.run({ ...world.wish, phrase })
      if (!carrier.ok) throw new Error(carrier.failure.code)
      const take = () => other.workspace.laptops.take.run({ text: carrier.value.text, plainAccepted: false })
      const done = await die(mortal, n, take)
      other.close()
      const { folder, vault } = mortal
      const next = world.run({ folder, vault })
      await next.workspace.laptops.lookout.look()
      const connected = next.ports.ledger.connections().length > 0
      const stored = connected ? await storedToken(next).catch(() => undefined) : undefined
      const mine = (await world.made()).filter(({ id }) => !before.has(id))
      const roles = mine.map(({ description }) => / k=(\w+)$/.exec(description)?.[1])
      // Where nothing was stored yet, the carried one waits for another try, or for its time to be up.
      expect([n, roles]).toEqual([n, [stored === undefined ? 'carried' : 'laptop']])
      if (stored !== undefined) expect([n, (await world.as(stored).me()).ok]).toEqual([n, true])
      before = new Set([...before, ...mine.map(({ id }) => id)])
      next.close()
      return done
    })
  }, 120_000)
})
