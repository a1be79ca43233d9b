import { describe, expect, it } from 'vitest'
import { describe as describeToken } from '../../../../main/domain/description'
import { createHeldClock, createStillClock } from '../../../support/held-clock'
import { laptopWorld, type LaptopWorld } from '../../../support/laptop-world'
import { isCreate, type Laptop } from '../../../support/practice-world'
import { serverAhead } from '../../../support/replacing'

const quarter = 15 * 60_000
const day = 86_400_000

/** What the server's clock says: `later` than it really is; undefined: it does not tell. */
interface Server {
  later: number | undefined
}

/** Time passes only where a test says so, on a laptop and at the server. */
const still = createStillClock()
const stillWorld = () => laptopWorld({ clock: still })

/** A clock that is held, and a network to a server that tells its own time whatever this laptop's clock says. */
function portsOf(server: Server) {
  const clock = createHeldClock(still)
  const time = () => (server.later === undefined ? undefined : still.now() + server.later - clock.now())
  return { clock, network: serverAhead(time) }
}

async function prepared(world: LaptopWorld, server: Server) {
  const ports = portsOf(server)
  const admin = await world.laptop({ ports })
  const other = world.run({ ports: portsOf(server) })
  const phrase = other.workspace.laptops.take.phrase().join(' ')
  const carrier = await admin.workspace.laptops.prepare.run({ ...world.wish, phrase })
  if (!carrier.ok) throw new Error(carrier.failure.code)
  const look = () => admin.workspace.laptops.lookout.look()
  await look()
  const take = () => other.workspace.laptops.take.run({ text: carrier.value.text, plainAccepted: false })
  return { admin, other, take, look, clock: ports.clock, id: carrier.value.id }
}
const left = async (world: LaptopWorld) => [(await world.made()).length, (await world.users()).length]
const errandsOf = ({ ports }: Pick<Laptop, 'ports'>) => ports.ledger.connections()[0]?.errands ?? []

describe('the time of a carried token', () => {
  it('is not up because this laptop’s clock jumps, and comes all the same', async () => {
    for (const jump of [3650 * day, -3650 * day]) {
      const world = await stillWorld()
      const { admin, look, clock } = await prepared(world, { later: 0 })
      clock.jump(jump)
      await look()
      clock.pass(quarter - 1000)
      await look()
      expect([jump, await left(world)]).toEqual([jump, [1, 1]])
      const { pending = [] } = { ...((await admin.workspace.laptops.limit.plan()) as { value?: object }).value } as {
        readonly pending?: readonly { readonly until: number }[]
      }
      expect(pending[0]?.until).toBe(clock.now() + 1000)
      clock.pass(1000)
      clock.release()
      await expect.poll(() => [errandsOf(admin)]).toEqual([[]])
      expect([jump, await left(world)]).toEqual([jump, [0, 0]])
    }
  })

  it('goes on while the laptop sleeps: the server’s clock tells', async () => {
    const world = await stillWorld()
    const server: Server = { later: 0 }
    const { look } = await prepared(world, server)
    server.later = quarter - 10_000
    await look()
    expect(await left(world)).toEqual([1, 1])
    server.later = quarter + 1000
    await look()
    expect(await left(world)).toEqual([0, 0])
  })

  it.each([
    ['its clock jumped ahead, and it is not up', day, 0, true],
    ['its clock jumped back, and it is not up', -day, 0, true],
    ['the server says that it is up', -day, quarter + 1000, false],
    ['the server does not tell: then it is all there again', day, undefined, true],
    ['the server’s own clock went back: then it is all there again, no more', 0, -3650 * day, true],
  ])('in a later run: %s', async (_what, jump, later, stays) => {
    const world = await stillWorld()
    const { admin } = await prepared(world, { later: 0 })
    admin.close()
    const ports = portsOf({ later })
    ports.clock.jump(jump)
    const next = world.run({ folder: admin.folder, vault: admin.vault, ports })
    await next.workspace.laptops.lookout.look()
    expect(await left(world)).toEqual(stays ? [1, 1] : [0, 0])
    ports.clock.pass(quarter)
    await next.workspace.laptops.lookout.look()
    expect([await left(world), errandsOf(next)]).toEqual([[0, 0], []])
  })

  it('in a later run that reaches no server at first is asked for again before long', async () => {
    const world = await stillWorld()
    const { admin } = await prepared(world, { later: 0 })
    admin.close()
    const server: Server = { later: undefined }
    const ports = portsOf(server)
    const next = world.run({ folder: admin.folder, vault: admin.vault, ports })
    await next.workspace.laptops.lookout.look()
    expect([await left(world), ports.clock.waits()]).toEqual([[1, 1], [30_000]])
    server.later = quarter + 1000
    ports.clock.release()
    await expect.poll(() => left(world)).toEqual([0, 0])
  })

  it.each([
    ['its laptop was closed, which revokes it at the next start', quarter, 'laptop.taken'],
    ['a second is left', quarter - 1000, undefined],
    ['the server does not tell: then that laptop alone decides', undefined, undefined],
  ])('holds for the laptop that takes it over: %s', async (_what, later, code) => {
    const world = await stillWorld()
    const server: Server = { later: 0 }
    const { admin, other, take } = await prepared(world, server)
    const [carried] = await world.made()
    admin.close()
    server.later = later
    const before = world.proxy.seen.length
    const taken = await take()
    expect(taken.ok ? undefined : taken.failure.code).toBe(code)
    if (code === undefined) return
    // Nobody was shown the token any more.
    expect(world.proxy.seen.slice(before).map(({ headers }) => headers.authorization)).toEqual([undefined])
    expect([other.ports.ledger.connections(), (await world.made()).map(({ id }) => id)]).toEqual([[], [carried?.id]])
  })

  it('is up in a later run where the token was withdrawn and the server did not hear of it', async () => {
    const world = await stillWorld()
    const { admin, id } = await prepared(world, { later: 0 })
    world.proxy.decide(() => ({ status: 503, body: '{"code":"unavailable","message":"x"}' }))
    expect(await admin.workspace.laptops.prepare.withdraw(id)).toMatchObject({ ok: false })
    admin.close()
    world.proxy.decide(() => 'pass')
    const next = world.run({ folder: admin.folder, vault: admin.vault, ports: portsOf({ later: undefined }) })
    await next.workspace.laptops.lookout.look()
    expect([await left(world), errandsOf(next)]).toEqual([[0, 0], []])
  })
})

/** A request for a token with this nonce arrives at the server after all. */
async function arrives(world: LaptopWorld, { ports }: Pick<Laptop, 'ports'>, nonce: string) {
  const { orgId, id } = world.bucket
  const permissions = [{ action: 'write', resource: { type: 'buckets', orgId, id } }] as const
  const description = describeToken(world.wish.name, { nonce, install: ports.ledger.install })
  expect((await world.operator.create({ orgId, description, status: 'inactive', permissions })).ok).toBe(true)
}

describe('a request whose answer was lost', () => {
  it('is looked for during two minutes of the clock that never jumps, and in a later run as long again', async () => {
    const world = await laptopWorld()
    const clock = createHeldClock(still)
    const laptop = await world.laptop({ ports: { clock } })
    world.proxy.decide((request) => (isCreate(request) ? 'cut-after' : 'pass'))
    expect((await laptop.workspace.laptops.limit.run({ ...world.wish, revokeAdmin: false })).ok).toBe(false)
    world.proxy.decide(() => 'pass')
    const nonce = errandsOf(laptop)[0]?.nonce ?? ''
    const next = () => world.run({ folder: laptop.folder, vault: laptop.vault, ports: { clock } })
    let run: Pick<Laptop, 'workspace' | 'ports' | 'close'> = laptop
    for (const again of [false, true]) {
      if (again) {
        run.close()
        run = next()
        await run.workspace.laptops.lookout.look()
      }
      for (const jump of [day, -2 * day]) {
        clock.jump(jump)
        await arrives(world, laptop, nonce)
        await run.workspace.laptops.lookout.look()
        expect([await world.made(), errandsOf(run).map(({ kind }) => kind)]).toEqual([[], ['undo']])
      }
      clock.pass(119_000)
      await run.workspace.laptops.lookout.look()
      expect(errandsOf(run)).toHaveLength(1)
    }
    clock.pass(1000)
    await run.workspace.laptops.lookout.look()
    expect(errandsOf(run)).toEqual([])
  })

  it('is looked for as long where a run ended while this laptop was being limited', async () => {
    const world = await laptopWorld()
    const clock = createHeldClock(still)
    const laptop = await world.laptop({ ports: { clock } })
    const [connection] = laptop.ports.ledger.connections()
    if (!connection) throw new Error('not connected')
    const { nonce, name, by } = { nonce: '5'.repeat(32), name: world.wish.name, by: connection.owner.id }
    laptop.ports.ledger.saveConnection({ ...connection, errands: [{ kind: 'swap', nonce, name, by }] })
    const { look } = laptop.workspace.laptops.lookout
    await look()
    await arrives(world, laptop, nonce)
    clock.pass(119_000)
    await look()
    expect([await world.made(), errandsOf(laptop).map(({ kind }) => kind)]).toEqual([[], ['undo']])
    clock.pass(1000)
    await look()
    expect(errandsOf(laptop)).toEqual([])
  })
})
