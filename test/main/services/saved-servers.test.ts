import { describe, expect, it, onTestFinished } from 'vitest'
import { failure } from '../../../main/contract/failure'
import { failed } from '../../../main/contract/result'
import { everyToken } from '../../../main/contract/token-query'
import { createMemoryVault } from '../../../main/practice/memory-vault'
import { makeCertificates } from '../../support/certificates'
import { eagerNetwork, practiceWorld } from '../../support/practice-world'
import { startReverseProxy } from '../../support/reverse-proxy'
import { twoServers } from '../../support/two-servers'
import { connectTo } from '../../support/workspace'

const never = new AbortController().signal
const page = { ...everyToken, from: 0, count: 100 }

describe('two servers', () => {
  it('have each their own tokens, buckets and list, whichever is in use', async () => {
    const { workspace, north, south, first, second, begin, request } = await twoServers()
    expect(workspace.sessions.chosen()?.id).toBe(second.id)
    const there = await begin('pump-1', { bucketId: south.bucket.id })
    await workspace.tokens.refresh()
    expect((await workspace.sessions.use(first.id)).ok).toBe(true)
    // The same device at the same time on the other server is another handover.
    const here = await begin('pump-1', { bucketId: north.bucket.id })
    expect(here.id).not.toBe(there.id)
    expect([(await north.rows('pump-1')).length, (await south.rows('pump-1')).length]).toEqual([1, 1])
    await workspace.tokens.refresh()
    const listed = () => workspace.tokens.query(page).rows
    expect(listed().map(({ id }) => id)).toContain(here.authId)
    expect(listed().map(({ id }) => id)).not.toContain(there.authId)
    expect((await workspace.handovers.start({ ...request, device: 'pump-2', bucketId: south.bucket.id })).ok).toBe(
      false,
    )
    await workspace.sessions.use(second.id)
    expect(listed().map(({ id }) => id)).toContain(there.authId)
  })

  it('do not share one start of the same device', async () => {
    const { workspace, north, south, first, request } = await twoServers()
    const there = workspace.handovers.start({ ...request, device: 'pump-1', bucketId: south.bucket.id })
    await workspace.sessions.use(first.id)
    const here = await workspace.handovers.start({ ...request, device: 'pump-1', bucketId: north.bucket.id })
    expect([(await there).ok, here.ok]).toEqual([true, true])
    expect([(await north.rows('pump-1')).length, (await south.rows('pump-1')).length]).toEqual([1, 1])
  })

  it('fault 41: queued work of the one left behind is done, out of sight of the other', async () => {
    const { workspace, south, first, second, begin, events, ports } = await twoServers()
    const { id } = await begin('pump-1', { bucketId: south.bucket.id })
    south.proxy.decide(({ method }) => (method === 'DELETE' ? 'cut-before' : 'pass'))
    await workspace.handovers.cancel(id)
    expect(workspace.board.view(id)).toMatchObject({ revoking: true, queued: 'revocation' })
    await workspace.sessions.use(first.id)
    const seen = events.length
    south.proxy.decide(() => 'pass')
    expect((await workspace.settle.sweep(second.id)).ok).toBe(true)
    expect(workspace.board.view(id)?.state).toBe('revoked')
    expect(await south.rows('pump-1')).toEqual([])
    expect(events.slice(seen).filter(({ kind }) => kind === 'handover' || kind === 'health')).toEqual([])
    expect(ports.ledger.stories()).toHaveLength(1)
  })

  it('a server that answers is not said to take a token that nobody can read', async () => {
    const world = await practiceWorld()
    const vault = createMemoryVault()
    const laptop = await world.laptop({ vault })
    const { id } = laptop.session.connection
    laptop.close()
    const lockable = { ...vault, get: () => Promise.resolve(failed(failure('keychain.locked'))) }
    const locked = world.run({ folder: laptop.folder, vault: lockable })
    expect(await locked.workspace.servers.check(id)).toMatchObject({ failure: { code: 'keychain.locked' } })
    expect(locked.workspace.sessions.health().kind).toBe('unknown')
    locked.close()
    await vault.delete(`${locked.ports.ledger.install}/${id}/token`)
    const emptied = world.run({ folder: laptop.folder, vault })
    expect(await emptied.workspace.servers.check(id)).toMatchObject({ failure: { code: 'auth.rejected' } })
    expect(emptied.workspace.sessions.health()).toMatchObject({ kind: 'refused', failure: { code: 'auth.rejected' } })
    emptied.close()
    await vault.set(`${locked.ports.ledger.install}/${id}/token`, world.server.adminToken)
    const whole = world.run({ folder: laptop.folder, vault })
    expect((await whole.workspace.servers.check(id)).ok).toBe(true)
    expect(whole.workspace.sessions.health().kind).toBe('ok')
  })

  it('the failing of one says nothing about the other', async () => {
    const { workspace, south, first, second, event } = await twoServers()
    await workspace.sessions.use(first.id)
    south.proxy.decide(() => 'cut-before')
    expect((await workspace.servers.check(second.id)).ok).toBe(false)
    expect(workspace.sessions.health()).toMatchObject({ kind: 'ok' })
    expect(workspace.servers.views().map(({ health }) => health.kind)).toEqual(['ok', 'failing'])
    await workspace.sessions.use(second.id)
    expect(workspace.sessions.health()).toMatchObject({ kind: 'failing', failure: { code: 'net.cut' } })
    south.proxy.decide(() => 'pass')
    expect((await workspace.servers.check(second.id)).ok).toBe(true)
    await event((one) => one.kind === 'health' && one.health.kind === 'ok')
  })

  it('a code on the screen goes when another is chosen', async () => {
    const { workspace, south, first, begin, event } = await twoServers()
    const { id } = await begin('pump-1', { bucketId: south.bucket.id })
    expect((await workspace.handovers.show(id)).ok).toBe(true)
    await workspace.sessions.use(first.id)
    await event((one) => one.kind === 'code-hidden' && one.handover === id)
  })

  it('forgetting the one in use leaves the other, of three none', async () => {
    const { workspace, first, second, ...laptop } = await twoServers()
    const third = await practiceWorld()
    const last = await connectTo({ ...laptop, workspace }, { url: third.url, token: third.server.adminToken })
    expect((await workspace.sessions.forget(last.connection.id)).ok).toBe(true)
    expect(workspace.sessions.chosen()).toBeUndefined()
    expect((await workspace.sessions.forget(second.id)).ok).toBe(true)
    expect(workspace.sessions.chosen()?.id).toBe(first.id)
  })
})

describe('the settings of a server', () => {
  it('are its name and the address for devices; open handovers keep the one they began with', async () => {
    const north = await practiceWorld()
    const { workspace, session, begin } = await north.laptop()
    const first = session.connection
    const before = await begin('pump-1')
    expect(workspace.servers.rename(first.id, ' North depot ').ok).toBe(true)
    expect(workspace.servers.setDeviceAddress(first.id, 'https://devices.example:8443/influx/').ok).toBe(true)
    expect(workspace.servers.setDeviceAddress(first.id, 'ftp://x')).toMatchObject({ failure: { code: 'input.url' } })
    const after = await begin('pump-2')
    const url = (id: string) => workspace.board.story(id)?.intent.settings.url
    expect([url(before.id), url(after.id)]).toEqual([north.proxy.url, 'https://devices.example:8443/influx'])
    expect(workspace.servers.views()).toMatchObject([
      { name: 'North depot', deviceUrl: 'https://devices.example:8443/influx' },
    ])
    expect(workspace.servers.rename(first.id, '  ').ok).toBe(true)
    expect(workspace.servers.setDeviceAddress(first.id, '').ok).toBe(true)
    expect(workspace.sessions.chosen()).toMatchObject({ name: '127.0.0.1', deviceUrl: north.proxy.url })
  })

  it('outlive the run', async () => {
    const { workspace, close, folder, vault, first, north, second } = await twoServers()
    workspace.servers.rename(first.id, 'North depot')
    workspace.servers.setDeviceAddress(first.id, 'https://devices.example')
    close()
    const next = north.run({ folder, vault })
    expect(next.workspace.ledger.connections()).toMatchObject([
      { name: 'North depot', deviceUrl: 'https://devices.example' },
      { id: second.id },
    ])
    expect(next.workspace.sessions.chosen()?.id).toBe(second.id)
  })

  it('tell how far the clocks are apart', async () => {
    const world = await practiceWorld()
    const laptop = await world.laptop()
    const { id } = laptop.session.connection
    expect(laptop.workspace.sessions.health().skew).toBeTypeOf('number')
    const ahead = 11 * 60_000
    const clock = { ...laptop.ports.clock, now: () => laptop.ports.clock.now() - ahead }
    const late = world.run({ folder: laptop.folder, vault: laptop.vault, ports: { network: eagerNetwork(clock) } })
    expect((await late.workspace.servers.check(id)).ok).toBe(true)
    const { health } = late.workspace.servers.views()[0] ?? {}
    expect(Math.round((health?.skew ?? 0) / 60_000)).toBe(11)
    await late.event((one) => one.kind === 'health' && Math.abs(one.health.skew ?? 0) > 120_000)
  })
})

describe('a private authority', () => {
  const certificates = makeCertificates()
  const behindTls = async (kind: 'good' | 'unknown') => {
    const world = await practiceWorld()
    const front = await startReverseProxy(world.url, { certificate: certificates[kind], prefix: '/influx' })
    onTestFinished(() => front.close())
    return { world, front, url: `${front.url}/influx` }
  }

  it('is trusted for this server, kept, told to devices by its hash, and stays when another token is typed', async () => {
    const { world, url } = await behindTls('good')
    const laptop = world.run()
    const { workspace, ports } = laptop
    const request = { url, token: world.server.adminToken, name: '', deviceUrl: '', plainAccepted: false }
    expect(await workspace.connect(request, never)).toMatchObject({ failure: { code: 'tls.unknown' } })
    expect((await workspace.connect({ ...request, ca: certificates.ca }, never)).ok).toBe(true)
    const begun = await workspace.handovers.start({
      device: 'pump-1',
      bucketId: world.bucket.id,
      delivery: 'qr',
      keepBoth: false,
    })
    if (!begun.ok || begun.value.kind !== 'started') throw new Error(JSON.stringify(begun))
    const hash = ports.crypto.certificate(certificates.ca)
    const { settings } = workspace.board.story(begun.value.handover.id)?.intent ?? {}
    expect(settings).toEqual({ url, ca: hash.ok ? hash.value.sha256 : '' })
    // Typed again without the file, as after a rejected token: the server is still known.
    expect((await workspace.connect(request, never)).ok).toBe(true)
    expect(workspace.servers.views()).toMatchObject([{ certificate: expect.stringContaining('site-authority') }])
  })

  it('is changed or removed only if the server answers under what is left', async () => {
    const { world, url } = await behindTls('good')
    const { workspace } = world.run()
    const request = { url, token: world.server.adminToken, name: '', deviceUrl: '', plainAccepted: false }
    await workspace.connect({ ...request, ca: certificates.ca }, never)
    const id = workspace.sessions.chosen()?.id ?? ''
    expect(await workspace.servers.setCertificate(id, undefined)).toMatchObject({ failure: { code: 'tls.unknown' } })
    expect(await workspace.servers.setCertificate(id, certificates.selfSigned.cert)).toMatchObject({
      failure: { code: 'tls.unknown' },
    })
    expect(await workspace.servers.setCertificate(id, 'nonsense')).toMatchObject({
      failure: { code: 'input.certificate' },
    })
    expect(workspace.sessions.chosen()?.ca).toBe(certificates.ca)
    const bundle = `${certificates.ca}\n`
    expect((await workspace.servers.setCertificate(id, bundle)).ok).toBe(true)
    expect(workspace.sessions.chosen()?.ca).toBe(bundle)
    expect((await workspace.servers.check(id)).ok).toBe(true)
  })
})
