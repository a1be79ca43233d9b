import type { Socket } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createClock } from '../../../main/adapters/clock'
import { createInfluxNetwork } from '../../../main/adapters/influx/network'
import { createRandom } from '../../../main/adapters/random'
import { failure } from '../../../main/contract/failure'
import { failed } from '../../../main/contract/result'
import { text } from '../../../main/contract/text/text'
import { everyToken } from '../../../main/contract/token-query'
import type { CloudMode } from '../../../main/practice/server/cloud'
import { createPracticeServer } from '../../../main/practice/server/server'
import { cloudUrl, toLoopback } from '../../support/cloud-name'
import { createFakeClock } from '../../support/fake-clock'
import { startRawServer } from '../../support/raw-server'
import { temporaryFolder } from '../../support/temporary-folder'
import { connectTo, openWorkspace } from '../../support/workspace'

/** A laptop connected to a region of InfluxDB Cloud, as the practice server plays it. */
async function onCloud(mode: CloudMode = {}) {
  const server = createPracticeServer({ clock: createClock(), random: createRandom(), cloud: mode })
  const { port } = await server.listen(0)
  const random = { hex: (bytes: number) => '0'.repeat(bytes * 2) }
  const network = createInfluxNetwork({ clock: createClock(), random, lookup: toLoopback })
  const clock = createFakeClock(Date.now())
  const folder = temporaryFolder()
  const laptop = openWorkspace(folder, { network, clock })
  onTestFinished(async () => {
    network.close()
    await server.close()
  })
  const url = cloudUrl(port)
  const session = await connectTo(laptop, { url, token: server.adminToken })
  const buckets = await laptop.workspace.buckets.list(session, true)
  const bucketId = buckets.ok ? (buckets.value[0]?.id ?? '') : ''
  const begin = async (device: string) => {
    const begun = await laptop.workspace.handovers.start({ device, bucketId, delivery: 'qr', keepBoth: false })
    if (!begun.ok || begun.value.kind !== 'started') throw new Error(JSON.stringify(begun))
    return begun.value.handover
  }
  const check = (name: string) =>
    laptop.events.flatMap((event) => (event.kind === 'check' && event.check.name === name ? [event.check] : [])).at(-1)
  return { ...laptop, folder, clock, server, url, session, begin, check }
}

describe('on InfluxDB Cloud', () => {
  it('a handover is the same, and no list is taken for complete', async () => {
    const { session, workspace, begin, check, event } = await onCloud()
    expect(session.connection).toMatchObject({ kind: 'cloud', version: 'Cloud', operator: false, org: 'Practice' })
    expect(check('read')).toEqual({ name: 'read', result: 'passed' })
    const { id } = await begin('pump-1')
    expect(workspace.board.view(id)).toMatchObject({ state: 'minted', active: true, watchable: true })
    await event((one) => one.kind === 'handover' && one.handover.id === id && one.handover.probed)
    expect((await workspace.handovers.show(id)).ok).toBe(true)
    expect(workspace.handovers.scanned(id).ok).toBe(true)
    expect((await workspace.tokens.refresh()).ok).toBe(true)
    expect(workspace.tokens.query({ ...everyToken, from: 0, count: 1 }).incomplete).toBe('cloud')
    expect(await workspace.laptops.limit.plan()).toMatchObject({ value: { owner: 'cloud' } })
    expect(await workspace.laptops.lost.list()).toEqual(failed(failure('laptop.operator', { cloud: 1 })))
    const [, , ...more] = workspace.reports.riskSheet().notes
    expect(more).toEqual([text.tokens.incomplete.cloud])
    expect((await workspace.handovers.cancel(id)).ok).toBe(true)
    expect(workspace.board.view(id)?.state).toBe('revoked')
  })

  it('without Flux the window knows from the first moment on that no data can be seen, in a later run too', async () => {
    const first = await onCloud({ serverless: true })
    const { workspace, begin, check, event } = first
    expect(check('read')).toMatchObject({ result: 'failed', failure: { code: 'data.no-flux' } })
    const { id } = await begin('pump-1')
    await event((one) => one.kind === 'handover' && one.handover.id === id && one.handover.probed)
    expect((await workspace.handovers.show(id)).ok).toBe(true)
    workspace.handovers.scanned(id)
    const told = first.events.flatMap((one) => (one.kind === 'handover' ? [one.handover.watchable] : []))
    expect(new Set(told)).toEqual(new Set([false]))
    expect(workspace.sessions.health().kind).toBe('ok')
    first.close()
    const next = openWorkspace(first.folder, { network: first.ports.network, vault: first.ports.vault })
    expect(next.workspace.board.view(id)).toMatchObject({ state: 'delivered', watchable: false })
    expect(next.workspace.handovers.works(id)).toMatchObject({ value: { state: 'confirmed' } })
  })

  it('a region that was connected before it had a bucket is found to have no Flux at the first look', async () => {
    const { workspace, begin, clock, event, ports, session } = await onCloud({ serverless: true })
    const { noFlux: _unknown, ...connection } = session.connection
    expect(workspace.sessions.change(connection).ok).toBe(true)
    const { id } = await begin('pump-1')
    await event((one) => one.kind === 'handover' && one.handover.id === id && one.handover.probed)
    expect((await workspace.handovers.show(id)).ok).toBe(true)
    workspace.handovers.scanned(id)
    expect(workspace.board.view(id)?.watchable).toBe(true)
    await clock.advance(2000)
    await event((one) => one.kind === 'handover' && one.handover.id === id && !one.handover.watchable)
    expect(ports.ledger.connections()).toEqual([connection])
  })

  it('at most four requests are under way', async () => {
    const held: Socket[] = []
    const answerAll = () => {
      for (const socket of held.splice(0)) socket.end('HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n')
    }
    let most = 0
    const server = await startRawServer({
      request: (socket, request) => {
        held.push(socket)
        most = Math.max(most, held.length)
        // A request that knows no gate: when it is here, so are all that were let through before it.
        if (request.startsWith('GET /fence')) answerAll()
      },
    })
    const network = createInfluxNetwork({ clock: createClock(), random: createRandom(), lookup: toLoopback })
    onTestFinished(async () => {
      network.close()
      await server.close()
    })
    const looks = Array.from({ length: 12 }, () => network.identify({ url: cloudUrl(server.port) }))
    for (const round of [1, 2, 3]) {
      await server.heard(5 * round - 1)
      await fetch(`${server.url}/fence`)
    }
    const found = await Promise.all(looks)
    expect(found.every((one) => one.ok && one.value.kind === 'cloud')).toBe(true)
    // The fence is the fifth.
    expect(most).toBe(5)
  })
})
