import { expect, it, onTestFinished } from 'vitest'
import { readDescription } from '../../../main/domain/description'
import { createMemoryVault } from '../../../main/practice/memory-vault'
import { createInfluxNetwork } from '../../../main/adapters/influx/network'
import { describeWithInflux, hashedServer, plainServer, type TestServer } from '../../support/influx-server'
import { startProxy, type Seen } from '../../support/proxy'
import { temporaryFolder } from '../../support/temporary-folder'
import { connectTo, openWorkspace } from '../../support/workspace'

const isCreate = ({ method, path }: Seen) => method === 'POST' && path.startsWith('/api/v2/authorizations')
const isSwitch = ({ method, path }: Seen) => method === 'PATCH' && path.startsWith('/api/v2/authorizations/')

const suite = (server: TestServer) => {
  const desk = async () => {
    const folder = temporaryFolder()
    const vault = createMemoryVault()
    const proxy = await startProxy(server.url)
    onTestFinished(() => proxy.close())
    const test = openWorkspace(folder, { vault })
    const session = await connectTo(test, { url: proxy.url, token: server.token })
    const buckets = await test.workspace.buckets.list(session, true)
    const bucket = buckets.ok ? buckets.value.find(({ name }) => name === 'plant') : undefined
    if (!bucket) throw new Error('no bucket')
    const device = `pump-${test.ports.random.hex(4)}`
    const request = { device, bucketId: bucket.id, delivery: 'qr' as const, keepBoth: false }
    const rows = async () => {
      const list = await session.influx.authorizations()
      if (!list.ok) throw new Error(list.failure.code)
      return list.value.filter(({ description }) => readDescription(description).text === device)
    }
    return { ...test, folder, vault, proxy, session, bucket, device, request, rows }
  }

  it('asks once, activates, shows, delivers, and the token writes but does not read', async () => {
    const { workspace, proxy, request, rows, ports, bucket, session, event, device } = await desk()
    const started = await workspace.handovers.start(request)
    if (!started.ok || started.value.kind !== 'started') throw new Error(JSON.stringify(started))
    const { id, authId } = started.value.handover
    expect(started.value.handover).toMatchObject({ state: 'minted', active: true, sealed: true })
    expect(proxy.seen.filter(isCreate)).toHaveLength(1)
    const [row, ...more] = await rows()
    expect(more).toEqual([])
    expect(row).toMatchObject({ id: authId, status: 'active' })
    expect(row?.permissions).toEqual([
      { action: 'write', resource: expect.objectContaining({ type: 'buckets', id: bucket.id }) },
    ])
    await event((one) => one.kind === 'handover' && one.handover.id === id && one.handover.probed)

    const code = await workspace.handovers.show(id)
    const symbol = code.ok ? code.value.parts[0]?.sturdy : undefined
    expect(symbol?.modules).toHaveLength((symbol?.size ?? 0) ** 2)
    const payload = JSON.parse(workspace.code.payload() ?? '') as Record<string, string>
    expect(payload).toMatchObject({ v: 1, org: session.connection.orgId, bucket: bucket.id, device, url: proxy.url })
    const mine = createInfluxNetwork({ clock: ports.clock, random: ports.random })
    const asDevice = mine.client({ url: server.url }, payload['token'] ?? '')
    expect(await asDevice.write(bucket.orgId, bucket.id, `t,device=${device} v=1`)).toMatchObject({ ok: true })
    expect((await asDevice.buckets()).ok && (await asDevice.authorizations())).toMatchObject({ value: [] })

    expect(workspace.handovers.scanned(id)).toMatchObject({ value: { state: 'delivered', proof: 'scanned' } })
    expect(workspace.code.payload()).toBeUndefined()
    await event((one) => one.kind === 'handover' && one.handover.id === id && one.handover.state === 'confirmed')
    expect(ports.ledger.sealed(id)).toEqual({ ok: true, value: undefined })

    expect(await workspace.tokens.revoke([authId ?? ''])).toMatchObject({ value: [{ result: { ok: true } }] })
    expect(await asDevice.write(bucket.orgId, bucket.id, 't v=1')).toMatchObject({
      ok: false,
      failure: { code: 'auth.rejected' },
    })
    mine.close()
  }, 20_000)

  it('an answer lost after the server acted: one POST, no orphan after the next start', async () => {
    const { workspace, proxy, request, rows, close, folder, vault } = await desk()
    proxy.decide((seen) => (isCreate(seen) ? 'cut-after' : 'pass'))
    const started = await workspace.handovers.start(request)
    expect(started).toMatchObject({
      ok: true,
      value: { kind: 'started', handover: { state: 'asked', unsure: true, failure: { code: 'token.unsure' } } },
    })
    expect(proxy.seen.filter(isCreate)).toHaveLength(1)
    expect(await rows()).toHaveLength(1)
    close()

    const again = openWorkspace(folder, { vault })
    const [story] = again.workspace.board.stories()
    if (!story) throw new Error('no story')
    again.workspace.upkeep.start()
    await again.event((one) => one.kind === 'handover' && one.handover.state === 'revoked')
    expect(await rows()).toEqual([])
    expect(proxy.seen.filter(isCreate)).toHaveLength(1)
  }, 20_000)

  it('a POST that never left is refused at once and leaves nothing', async () => {
    const { workspace, proxy, request } = await desk()
    await workspace.handovers.prepare()
    await proxy.close()
    const started = await workspace.handovers.start(request)
    expect(started).toMatchObject({ ok: false, failure: { code: 'net.refused' } })
    expect(workspace.board.stories().map(({ now }) => now.state)).toEqual(['abandoned'])
  }, 20_000)

  it('a wider token is deleted and refused', async () => {
    const { workspace, proxy, request, rows, bucket } = await desk()
    proxy.decide((seen) => {
      if (!isCreate(seen)) return 'pass'
      const asked = JSON.parse(seen.body) as { permissions: { resource: { id?: string } }[] }
      for (const { resource } of asked.permissions) delete resource.id
      return { rewrite: JSON.stringify(asked) }
    })
    expect(await workspace.handovers.start(request)).toMatchObject({
      ok: false,
      failure: { code: 'token.scope', params: { bucket: bucket.name } },
    })
    expect(await rows()).toEqual([])
    expect(workspace.board.stories()[0]?.now).toMatchObject({ state: 'revoked', tooWide: true })
  }, 20_000)

  it('a lost PATCH shows token.unsure, never a code, and goes on from there', async () => {
    const { workspace, proxy, request } = await desk()
    proxy.decide((seen) => (isSwitch(seen) ? { status: 503, body: '{"code":"unavailable","message":"x"}' } : 'pass'))
    const started = await workspace.handovers.start(request)
    if (!started.ok || started.value.kind !== 'started') throw new Error(JSON.stringify(started))
    const { id } = started.value.handover
    expect(started.value.handover).toMatchObject({ state: 'minted', active: false, failure: { code: 'token.unsure' } })
    expect(await workspace.handovers.show(id)).toMatchObject({ ok: false, failure: { code: 'token.unsure' } })
    proxy.decide(() => 'pass')
    expect(await workspace.handovers.resume({ id })).toMatchObject({ ok: true, value: { active: true } })
    expect((await workspace.handovers.show(id)).ok).toBe(true)
    expect(proxy.seen.filter(isCreate)).toHaveLength(1)
  }, 60_000)

  it('a second token for the same device needs a word', async () => {
    const { workspace, request, rows, session } = await desk()
    const first = await workspace.handovers.start(request)
    if (!first.ok || first.value.kind !== 'started') throw new Error('not started')
    workspace.handovers.scanned(first.value.handover.id)
    const second = await workspace.handovers.start(request)
    expect(second).toMatchObject({
      ok: true,
      value: { kind: 'duplicate', tokens: [{ authId: first.value.handover.authId }] },
    })
    expect(await rows()).toHaveLength(1)
    const both = await workspace.handovers.start({ ...request, keepBoth: true })
    expect(both).toMatchObject({ ok: true, value: { kind: 'started', handover: { active: true, watchable: false } } })
    expect(await rows()).toHaveLength(2)
    for (const { id } of await rows()) await session.influx.remove(id)
  }, 20_000)

  it('two clicks at once are one handover', async () => {
    const { workspace, proxy, request, rows } = await desk()
    const [a, b] = await Promise.all([workspace.handovers.start(request), workspace.handovers.start(request)])
    expect(a.ok && a.value.kind === 'started' && a.value.handover.id).toBe(
      b.ok && b.value.kind === 'started' && b.value.handover.id,
    )
    expect(proxy.seen.filter(isCreate)).toHaveLength(1)
    expect(await rows()).toHaveLength(1)
  }, 20_000)

  it('cancel revokes, also later when the network was away', async () => {
    const { workspace, proxy, request, rows, ports } = await desk()
    const started = await workspace.handovers.start(request)
    if (!started.ok || started.value.kind !== 'started') throw new Error('not started')
    const { id } = started.value.handover
    proxy.decide(() => ({ status: 503, body: '{"code":"unavailable","message":"x"}' }))
    expect(await workspace.handovers.cancel(id)).toMatchObject({
      ok: true,
      value: { revoking: true, queued: 'revocation' },
    })
    proxy.decide(() => 'pass')
    expect((await workspace.settle.sweep(workspace.sessions.chosen()?.id ?? '')).ok).toBe(true)
    expect(workspace.board.view(id)).toMatchObject({ state: 'revoked', sealed: false })
    expect(await rows()).toEqual([])
    expect(ports.ledger.sealed(id)).toEqual({ ok: true, value: undefined })
  }, 60_000)
}

describeWithInflux('a handover on InfluxDB with hashed tokens', hashedServer, suite)
describeWithInflux('a handover on InfluxDB with tokens in clear', plainServer, suite)
