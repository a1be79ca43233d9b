import { describe, expect, it } from 'vitest'
import type { CarrierView } from '../../../../main/contract/laptop-views'
import { carrierBond, readCarrier, writeCarrier } from '../../../../main/domain/carrier'
import { createHeldClock } from '../../../support/held-clock'
import { laptopWorld, storedToken, type LaptopWorld } from '../../../support/laptop-world'
import type { Laptop } from '../../../support/practice-world'

const quarter = 15 * 60_000 + 1

/** Another laptop shows its phrase, and this one seals a token with it. */
async function prepared(world: LaptopWorld, admin: Laptop, change: object = {}) {
  const other = world.run()
  const words = other.workspace.laptops.take.phrase()
  const carrier = await admin.workspace.laptops.prepare.run({ ...world.wish, phrase: words.join(' '), ...change })
  if (!carrier.ok) throw new Error(carrier.failure.code)
  const take = (text = carrier.value.text) => other.workspace.laptops.take.run({ text, plainAccepted: false })
  return { other, words, carrier: carrier.value, take }
}
const gone = (world: LaptopWorld) => expect.poll(async () => [await world.made(), await world.users()])
const errandsOf = ({ ports }: Pick<Laptop, 'ports'>) => ports.ledger.connections()[0]?.errands ?? []

describe('a token for another laptop', () => {
  it('is replaced there by one of its own with the same rights, and deleted', async () => {
    const world = await laptopWorld()
    const admin = await world.laptop()
    const { other, carrier, take } = await prepared(world, admin, { read: true })
    const [carried] = await world.made()
    expect(carried?.description).toMatch(/^Anna’s laptop \| fieldkey:1 .* k=carried$/)
    const taken = await take()
    expect(taken).toMatchObject({ ok: true, value: { connection: { owner: { name: carried?.user } } } })
    const [own, ...more] = await world.made()
    expect([more, own?.id === carried?.id, own?.userId]).toEqual([[], false, carried?.userId])
    expect(own?.permissions).toEqual(carried?.permissions)
    expect(own?.description).toMatch(/ k=laptop$/)
    expect(other.workspace.sessions.chosen()).toMatchObject({ authId: own?.id, operator: false })
    expect((await world.as(await storedToken(other)).me()).ok).toBe(true)
    expect(errandsOf(other)).toEqual([])
    expect(await take()).toMatchObject({ ok: false, failure: { code: 'laptop.phrase' } })

    // Its time is up, and nothing happens to what the other laptop made of it.
    const { id } = carrier
    expect(await admin.workspace.laptops.prepare.withdraw(id)).toMatchObject({ ok: true })
    expect([(await world.made()).map((row) => row.id), errandsOf(admin)]).toEqual([[own?.id], []])
    expect(await world.users()).toEqual([own?.user])
  })

  it('says nothing without the phrase, and opens for no other address', async () => {
    const world = await laptopWorld()
    const admin = await world.laptop()
    const { other, carrier, take } = await prepared(world, admin)
    const read = readCarrier(carrier.text)
    if (!read.ok) throw new Error(read.failure.code)
    expect(read.value).toMatchObject({ url: world.proxy.url, orgId: world.bucket.orgId })
    expect(carrier.text).not.toMatch(/[A-Za-z0-9_-]{86}==/)
    expect(Buffer.from(read.value.sealed, 'base64').toString('latin1')).not.toMatch(/[A-Za-z0-9_-]{86}/)
    const { crypto } = other.ports
    const guess = await crypto.openWithPhrase(
      'able able able able able able',
      read.value.sealed,
      carrierBond(read.value),
    )
    expect(guess).toMatchObject({ failure: { code: 'laptop.phrase' } })
    expect(await take(writeCarrier({ ...read.value, url: world.url }))).toMatchObject({
      failure: { code: 'laptop.phrase' },
    })
    expect(await take('something else')).toMatchObject({ failure: { code: 'laptop.text' } })
    expect(await take(carrier.text.slice(0, 90))).toMatchObject({ failure: { code: 'laptop.text' } })
    other.workspace.laptops.take.phrase()
    expect(await take()).toMatchObject({ failure: { code: 'laptop.phrase' } })
    expect(other.ports.ledger.connections()).toEqual([])
  })

  it('is read however it was wrapped on its way, and its phrase however it was typed', async () => {
    const world = await laptopWorld()
    const admin = await world.laptop()
    const other = world.run()
    const words = other.workspace.laptops.take.phrase().map((word) => (word.length > 4 ? word.slice(0, 4) : word))
    const phrase = ` ${words.join('  ').toUpperCase()}\n`
    const carrier = await admin.workspace.laptops.prepare.run({ ...world.wish, phrase })
    const text = (carrier as { value: CarrierView }).value.text.replace(/(.{40})/g, '$1\r\n ')
    expect(await other.workspace.laptops.take.run({ text, plainAccepted: false })).toMatchObject({ ok: true })
  })

  it('needs six words of the list', async () => {
    const world = await laptopWorld()
    const { prepare } = (await world.laptop()).workspace.laptops
    expect(await prepare.run({ ...world.wish, phrase: 'able able able able able' })).toMatchObject({
      failure: { code: 'input.phrase', params: { n: 5 } },
    })
    expect(await prepare.run({ ...world.wish, phrase: 'able able able able able xylem' })).toMatchObject({
      failure: { code: 'input.phrase', params: { word: 'xylem' } },
    })
    expect(await world.made()).toEqual([])
  })

  it('that nobody used in 15 minutes is revoked, and its user with it', async () => {
    const world = await laptopWorld()
    const clock = createHeldClock()
    const admin = await world.laptop({ ports: { clock } })
    const { take } = await prepared(world, admin)
    await expect.poll(() => clock.held()).toBeGreaterThan(0)
    clock.release()
    await admin.workspace.laptops.lookout.look()
    expect((await world.made()).length).toBe(1)
    expect(await admin.workspace.sessions.forget(admin.session.connection.id)).toMatchObject({
      failure: { code: 'laptop.pending' },
    })
    clock.jump(quarter)
    clock.release()
    await gone(world).toEqual([[], []])
    expect(await take()).toMatchObject({ failure: { code: 'laptop.taken' } })
    await expect.poll(() => errandsOf(admin)).toEqual([])
  })

  it('is revoked also by a laptop that was off when its time was up, or whose clock was set back', async () => {
    for (const jump of [quarter, -120_000]) {
      const world = await laptopWorld()
      const admin = await world.laptop()
      await prepared(world, admin)
      admin.close()
      const clock = createHeldClock()
      clock.jump(jump)
      const next = world.run({ folder: admin.folder, vault: admin.vault, ports: { clock } })
      expect((await world.made()).length).toBe(1)
      next.workspace.upkeep.start()
      await gone(world).toEqual([[], []])
    }
  })

  it('is withdrawn at once when the person says so, and keeps this laptop from being limited until then', async () => {
    const world = await laptopWorld()
    const admin = await world.laptop()
    const { carrier, take } = await prepared(world, admin)
    const { limit, prepare } = admin.workspace.laptops
    expect(await limit.plan()).toMatchObject({ value: { pending: [{ id: carrier.id, name: world.wish.name }] } })
    const refused = await limit.run({ ...world.wish, revokeAdmin: false })
    expect(refused).toMatchObject({ failure: { code: 'laptop.pending' } })
    expect((await prepare.withdraw(carrier.id)).ok).toBe(true)
    expect([await world.made(), await world.users(), await limit.plan()]).toMatchObject([
      [],
      [],
      { value: { pending: [] } },
    ])
    expect(await take()).toMatchObject({ failure: { code: 'laptop.taken' } })
  })

  it('is replaced later when the network fails in between', async () => {
    const world = await laptopWorld()
    const admin = await world.laptop()
    const { other, take } = await prepared(world, admin)
    const [carried] = await world.made()
    world.proxy.decide(({ method, path }) =>
      method === 'POST' && path === '/api/v2/authorizations' ? 'cut-before' : 'pass',
    )
    expect((await take()).ok).toBe(false)
    expect((await world.as(await storedToken(other)).me()).ok).toBe(true)
    other.close()
    world.proxy.decide(() => 'pass')
    const next = world.run({ folder: other.folder, vault: other.vault })
    next.workspace.upkeep.start()
    await expect.poll(async () => (await world.made()).map(({ id }) => id === carried?.id)).toEqual([false])
    expect((await world.as(await storedToken(next)).me()).ok).toBe(true)
  })

  it('shares the owner of an all-access token only with consent', async () => {
    const world = await laptopWorld()
    const { laptop, authorization } = await world.allAccess()
    const other = world.run()
    const phrase = other.workspace.laptops.take.phrase().join(' ')
    const { prepare } = laptop.workspace.laptops
    expect(await prepare.run({ ...world.wish, phrase })).toMatchObject({ failure: { code: 'laptop.shared' } })
    const carrier = await prepare.run({ ...world.wish, phrase, sharedAccepted: true })
    if (!carrier.ok) throw new Error(carrier.failure.code)
    const taken = await other.workspace.laptops.take.run({ text: carrier.value.text, plainAccepted: false })
    expect(taken).toMatchObject({ value: { connection: { owner: { id: authorization.userId } } } })
    const roles = (await world.made()).map(({ description }) => / k=(\w+)$/.exec(description)?.[1])
    expect(roles.sort()).toEqual(['laptop', undefined])
  })
})
