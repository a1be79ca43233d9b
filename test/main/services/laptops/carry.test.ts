import { describe, expect, it, onTestFinished } from 'vitest'
import { createInfluxNetwork } from '../../../../main/adapters/influx/network'
import type { CarrierView } from '../../../../main/contract/laptop-views'
import { carrierBond, readCarrier, writeCarrier } from '../../../../main/domain/carrier'
import { everyNameHere } from '../../../support/cloud-name'
import { laptopWorld, storedToken, type LaptopWorld } from '../../../support/laptop-world'
import { isCreate, type Laptop } from '../../../support/practice-world'

/** Another laptop shows its phrase, and this one seals a token with it. */
async function prepared(world: LaptopWorld, admin: Laptop, change: object = {}) {
  const other = world.run()
  const words = other.workspace.laptops.take.phrase()
  const carrier = await admin.workspace.laptops.prepare.run({ ...world.wish, phrase: words.join(' '), ...change })
  if (!carrier.ok) throw new Error(carrier.failure.code)
  const take = (text = carrier.value.text) => other.workspace.laptops.take.run({ text, plainAccepted: false })
  return { other, words, carrier: carrier.value, take }
}

describe('a token for another laptop', () => {
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

  it('waits until the laptop’s open handovers on that server are finished or discarded', async () => {
    const world = await laptopWorld()
    const admin = await world.laptop()
    const other = await world.laptop()
    const { id } = await other.begin('PUMP-1')
    const phrase = other.workspace.laptops.take.phrase().join(' ')
    const carrier = await admin.workspace.laptops.prepare.run({ ...world.wish, phrase })
    if (!carrier.ok) throw new Error(carrier.failure.code)
    const { text } = carrier.value
    const take = () => other.workspace.laptops.take.run({ text, plainAccepted: false, replaceAccepted: true })
    expect(await take()).toMatchObject({ failure: { code: 'busy.open-handovers', params: { n: 1 } } })
    expect([await storedToken(other), other.ports.ledger.connections()[0]?.errands ?? []]).toEqual([
      world.server.adminToken,
      [],
    ])
    await other.workspace.handovers.cancel(id)
    expect((await take()).ok).toBe(true)
  })

  it('takes the place of a token that is stored there only when the person said so', async () => {
    const world = await laptopWorld()
    const admin = await world.laptop()
    const other = await world.laptop()
    const phrase = other.workspace.laptops.take.phrase().join(' ')
    const carrier = await admin.workspace.laptops.prepare.run({ ...world.wish, phrase })
    if (!carrier.ok) throw new Error(carrier.failure.code)
    const [before] = other.ports.ledger.connections()
    const take = (replaceAccepted: boolean) =>
      other.workspace.laptops.take.run({ text: carrier.value.text, plainAccepted: false, replaceAccepted })
    expect(await take(false)).toMatchObject({ failure: { code: 'laptop.stored' } })
    expect([await storedToken(other), other.ports.ledger.connections()]).toEqual([world.server.adminToken, [before]])
    // What the network cut short is the same consent still.
    world.proxy.decide((request) => (isCreate(request) ? 'cut-before' : 'pass'))
    expect(await take(true)).toMatchObject({ ok: false, failure: { code: 'token.unsure' } })
    world.proxy.decide(() => 'pass')
    expect(await take(false)).toMatchObject({ ok: true })
    expect(await storedToken(other)).not.toBe(world.server.adminToken)
  })

  it('waits while the stored token has to end what it made for another laptop', async () => {
    const world = await laptopWorld()
    const [admin, other] = [await world.laptop(), await world.laptop()]
    const { take, prepare } = other.workspace.laptops
    const phrase = take.phrase().join(' ')
    const carrier = await admin.workspace.laptops.prepare.run({ ...world.wish, phrase })
    if (!carrier.ok) throw new Error(carrier.failure.code)
    expect((await prepare.run({ ...world.wish, phrase })).ok).toBe(true)
    const taken = await take.run({ text: carrier.value.text, plainAccepted: false, replaceAccepted: true })
    expect(taken).toMatchObject({ failure: { code: 'laptop.pending', params: { what: 'carried' } } })
    expect(await storedToken(other)).toBe(world.server.adminToken)
  })

  it('from a server at localhost is sealed for the address for devices, or for none without consent', async () => {
    const world = await laptopWorld()
    const at = (host: string) => world.proxy.url.replace('127.0.0.1', host)
    const admin = await world.laptop({ url: at('localhost') })
    const { prepare, limit } = admin.workspace.laptops
    const { clock, random } = admin.ports
    const network = createInfluxNetwork({ clock, random, lookup: everyNameHere })
    onTestFinished(() => network.close())
    const other = world.run({ ports: { network } })
    const phrase = other.workspace.laptops.take.phrase().join(' ')
    const ask = (onlyHereAccepted: boolean) => prepare.run({ ...world.wish, phrase, onlyHereAccepted })
    expect(await limit.plan()).toMatchObject({ value: { address: { url: at('localhost'), onlyHere: true } } })
    const { host } = new URL(at('localhost'))
    expect(await ask(false)).toMatchObject({ failure: { code: 'laptop.address', params: { host } } })
    const [connection] = admin.ports.ledger.connections()
    expect([await world.made(), await world.users(), connection?.errands ?? []]).toEqual([[], [], []])

    const elsewhere = at('influx.depot.example')
    admin.workspace.servers.setDeviceAddress(connection?.id ?? '', elsewhere)
    expect(await limit.plan()).toMatchObject({ value: { address: { url: elsewhere, onlyHere: false } } })
    const carrier = await ask(false)
    if (!carrier.ok) throw new Error(carrier.failure.code)
    expect(readCarrier(carrier.value.text)).toMatchObject({ value: { url: elsewhere } })
    const taken = await other.workspace.laptops.take.run({ text: carrier.value.text, plainAccepted: true })
    expect(taken).toMatchObject({ value: { connection: { url: elsewhere, deviceUrl: elsewhere } } })
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
