import { describe, expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
import { done, failed } from '../../../main/contract/result'
import { createHeldClock } from '../../support/held-clock'
import { createMortalLaptop } from '../../support/mortal-laptop'
import { down, isCreate, isRemove, practiceWorld, type LaptopOptions } from '../../support/practice-world'

async function bench(options: LaptopOptions = {}) {
  const world = await practiceWorld()
  const clock = createHeldClock()
  const laptop = await world.laptop({ ...options, ports: { clock, ...options.ports } })
  const { tokens, laptops } = laptop.workspace
  const wish = { kind: 'device', bucketId: world.bucket.id, description: 'pump-1' } as const
  const make = async () => {
    const made = await tokens.create(wish)
    if (!made.ok || made.value.kind !== 'created') throw new Error(JSON.stringify(made))
    return made.value
  }
  const errands = () => laptop.ports.ledger.connections()[0]?.errands ?? []
  return { world, clock, tokens, laptops, wish, make, errands, ...laptop }
}

/** What came of what nobody waits for. */
const settled = (world: Awaited<ReturnType<typeof practiceWorld>>, rows: number) =>
  expect.poll(async () => (await world.rows()).length).toBe(rows)

describe('a new token whose text nobody took', () => {
  it('is revoked when it is let go, and the device may have another', async () => {
    const { world, tokens, make, errands } = await bench()
    const { secret } = await make()
    expect(errands()).toMatchObject([{ kind: 'new', name: 'pump-1' }])
    expect(await tokens.letGo(secret, false)).toEqual(done)
    expect([await world.rows(), errands()]).toEqual([[], []])
    expect(tokens.text(secret, 'show')).toMatchObject({ failure: { code: 'token.forgotten' } })
    await make()
  })

  it('is revoked when its ten minutes are over, and when the window is gone', async () => {
    const { world, clock, workspace, make } = await bench()
    await make()
    clock.release()
    await settled(world, 0)
    await make()
    workspace.hide('page')
    await settled(world, 0)
  })

  it.each(['the window is gone', 'another server is chosen'])('is revoked where meanwhile %s', async (what) => {
    const { world, tokens, wish, workspace, ports } = await bench()
    const leave = () => {
      if (what === 'the window is gone') return workspace.hide('page')
      const [connection] = ports.ledger.connections()
      if (connection) ports.ledger.saveConnection({ ...connection, id: 'f'.repeat(16) })
      ports.settings.update({ currentConnection: 'f'.repeat(16) })
    }
    world.proxy.decide((seen) => {
      if (isCreate(seen)) leave()
      return 'pass'
    })
    expect(await tokens.create(wish)).toMatchObject({ failure: { code: 'cancelled' } })
    expect(await world.rows()).toEqual([])
  })

  it('that the server does not revoke is told with its ID, and revoked later', async () => {
    const { world, clock, tokens, make, errands, laptops } = await bench()
    const { secret, row } = await make()
    world.proxy.decide((seen) => (isRemove(seen) ? down : 'pass'))
    const told = { ok: false, failure: { code: 'token.left', params: { id: row.id, name: 'pump-1' } } }
    expect(await tokens.letGo(secret, false)).toMatchObject(told)
    expect(errands()).toMatchObject([{ kind: 'undo' }])
    expect(clock.waits()).toContain(30_000)
    world.proxy.decide(() => 'pass')
    await laptops.lookout.look()
    expect([await world.rows(), errands()]).toEqual([[], []])
  })

  it('goes to the one who still waits when two had asked for it', async () => {
    const { world, tokens, wish } = await bench()
    const [a, b] = await Promise.all([tokens.create(wish), tokens.create(wish)])
    if (!a.ok || a.value.kind !== 'created' || !b.ok || b.value.kind !== 'created') throw new Error('not made')
    expect(await tokens.letGo(a.value.secret, false)).toEqual(done)
    expect(await world.rows()).toHaveLength(1)
    expect(tokens.text(b.value.secret, 'show')).toMatchObject({ ok: true })
  })

  it('is not asked for where that cannot be noted', async () => {
    const { world, tokens, wish, ports } = await bench()
    const mutable = ports.ledger as { saveConnection: unknown }
    mutable.saveConnection = () => failed(failure('disk.full'))
    expect(await tokens.create(wish)).toMatchObject({ failure: { code: 'disk.full' } })
    expect(world.proxy.seen.filter(isCreate)).toEqual([])
  })
})

describe('a new token that somebody may have', () => {
  it.each(['show', 'copy'] as const)(
    'after %s is kept by whatever lets its text go, and by the next run',
    async (act) => {
      const { world, tokens, make, errands, clock, close, folder, vault } = await bench()
      const { secret } = await make()
      expect(tokens.text(secret, act)).toMatchObject({ ok: true })
      expect(errands()).toEqual([])
      clock.release()
      expect(await tokens.letGo(secret, false)).toEqual(done)
      close()
      const next = world.run({ folder, vault })
      await next.workspace.laptops.lookout.look()
      expect(await world.rows()).toHaveLength(1)
    },
  )

  it('is revoked when the person says so', async () => {
    const { world, tokens, make } = await bench()
    const { secret } = await make()
    tokens.text(secret, 'show')
    expect(await tokens.letGo(secret, true)).toEqual(done)
    expect(await world.rows()).toEqual([])
  })

  it('is not shown where the ledger could not let go of it', async () => {
    const { tokens, make, ports } = await bench()
    const { secret } = await make()
    const mutable = ports.ledger as { saveConnection: unknown }
    mutable.saveConnection = () => failed(failure('disk.full'))
    for (const act of ['show', 'copy'] as const)
      expect(tokens.text(secret, act)).toMatchObject({ failure: { code: 'disk.full' } })
  })

  it('is not brought back into the errands by a token replaced meanwhile', async () => {
    const { world, tokens, make, errands, workspace, ports, session } = await bench()
    const { secret } = await make()
    const entry = `${ports.ledger.install}/${session.connection.id}/token`
    const { get } = ports.vault
    const mutable = ports.vault as { get: typeof get }
    mutable.get = async (account) => {
      if (account === entry) tokens.text(secret, 'show')
      return get(account)
    }
    const { id } = session.connection
    expect(await workspace.servers.replaceToken(id, world.server.adminToken, new AbortController().signal)).toEqual(
      done,
    )
    expect(errands()).toEqual([])
  })
})

it('a crash at any step leaves a token only where its text may have been taken', async () => {
  const count = { left: 0, gone: 0 }
  const run = async (n: number) => {
    const world = await practiceWorld()
    const mortal = createMortalLaptop()
    const laptop = await world.laptop({ folder: mortal.folder, vault: mortal.vault, ports: mortal.ports })
    const { tokens } = laptop.workspace
    const now = { shown: false }
    mortal.dieAfter(n)
    const work = async () => {
      const made = await tokens.create({ kind: 'device', bucketId: world.bucket.id, description: 'pump-1' })
      if (made.ok && made.value.kind === 'created') now.shown = tokens.text(made.value.secret, 'show').ok
    }
    await Promise.race([work(), mortal.death])
    const steps = mortal.steps()
    laptop.close()
    const { folder, vault } = mortal
    const next = world.run({ folder, vault })
    await next.workspace.laptops.lookout.look()
    const rows = await world.rows()
    count[now.shown ? 'left' : 'gone'] += 1
    expect([n, rows.length]).toEqual([n, now.shown ? 1 : 0])
    next.close()
    return steps
  }
  const steps = await run(1000)
  for (let n = 1; n <= steps; n += 1) await run(n)
  expect([count.gone > 8, count.left > 0]).toEqual([true, true])
}, 300_000)
