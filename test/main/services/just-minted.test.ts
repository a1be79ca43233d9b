import { describe, expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
import { failed, ok, type Result } from '../../../main/contract/result'
import type { Authorization } from '../../../main/ports/influx'
import type { Ledger } from '../../../main/ports/ledger'
import { createMemoryLedger, createStore } from '../../support/memory-ledger'
import { eagerNetwork, practiceWorld } from '../../support/practice-world'
import { twoServers } from '../../support/two-servers'
import { connectTo } from '../../support/workspace'

/** A ledger on a disk that is full from the moment a token was made. */
function fullOnceMinted(): Ledger {
  const ledger = createMemoryLedger(createStore('00112233445566aa'))
  const full = failed(failure('disk.full', { n: 10 }))
  return {
    ...ledger,
    append: (id, at, event, sealed) => (event.kind === 'minted' ? full : ledger.append(id, at, event, sealed)),
    appendAll: (steps) => (steps.some(({ event }) => event.kind === 'minted') ? full : ledger.appendAll(steps)),
  }
}

describe('a token that was just made', () => {
  it('is deleted at once when the disk cannot note it, not at the next start', async () => {
    const world = await practiceWorld()
    const laptop = await world.laptop({ ports: { ledger: fullOnceMinted() } })
    expect(await laptop.workspace.handovers.start({ device: 'pump-1', ...laptop.request })).toMatchObject({
      failure: { code: 'disk.full' },
    })
    expect(await world.rows('pump-1')).toEqual([])
  })

  it('is not on because the server says so of another one', async () => {
    const world = await practiceWorld()
    const network = eagerNetwork()
    const client: typeof network.client = (...at) => {
      const influx = network.client(...at)
      const setStatus: typeof influx.setStatus = async (...asked) => {
        const answer = await influx.setStatus(...asked)
        return answer.ok ? ok({ ...answer.value, id: 'f'.repeat(16) }) : answer
      }
      return { ...influx, setStatus }
    }
    const laptop = await world.laptop({ ports: { network: { ...network, client } } })
    const { id } = await laptop.begin('pump-1')
    await laptop.seen(id, (view) => view.failure?.code === 'token.unsure')
    expect(laptop.view(id)).toMatchObject({ state: 'minted', active: false })
    expect(await laptop.workspace.handovers.show(id)).toMatchObject({ ok: false })
  })

  it('is deleted when it is on though it was to be off until its device has it', async () => {
    const world = await practiceWorld()
    const network = eagerNetwork()
    const client: typeof network.client = (...at) => {
      const influx = network.client(...at)
      return { ...influx, create: (asked) => influx.create({ ...asked, status: 'active' }) }
    }
    const laptop = await world.laptop({ ports: { network: { ...network, client } } })
    expect(await laptop.workspace.handovers.start({ device: 'pump-1', ...laptop.request })).toMatchObject({
      failure: { code: 'token.scope' },
    })
    expect(await world.rows('pump-1')).toEqual([])
  })

  const wider = (row: Authorization): Authorization => ({
    ...row,
    permissions: row.permissions.flatMap((one) => [one, { ...one, action: 'read' as const }]),
  })
  const others = (row: Authorization): Authorization => ({ ...row, userId: 'f'.repeat(16) })
  const elsewhere = (row: Authorization): Authorization => ({ ...row, orgId: 'f'.repeat(16) })
  /** A network whose server names something else of a token in the answer to one call. */
  const saying = (call: 'create' | 'setStatus' | 'authorization', change: (row: Authorization) => Authorization) => {
    const network = eagerNetwork()
    const client: typeof network.client = (...at) => {
      const influx = network.client(...at)
      const told = (answer: Result<Authorization>) => (answer.ok ? ok(change(answer.value)) : answer)
      const calls = {
        create: async (...asked: Parameters<typeof influx.create>) => {
          const answer = await influx.create(...asked)
          if (!answer.ok) return answer
          return ok({ ...answer.value, authorization: change(answer.value.authorization) })
        },
        setStatus: async (...asked: Parameters<typeof influx.setStatus>) => told(await influx.setStatus(...asked)),
        authorization: async (id: string) => told(await influx.authorization(id)),
      }
      return { ...influx, [call]: calls[call] }
    }
    return { ...network, client }
  }

  it.each([
    ['of another owner', 'create', others, 'qr'],
    ['of another organization', 'create', elsewhere, 'qr'],
    ['wider when it is switched on', 'setStatus', wider, 'qr'],
    ['of another owner when it is switched on', 'setStatus', others, 'qr'],
    ['wider when it is looked up for the cable', 'authorization', wider, 'usb'],
  ] as const)('is deleted and not handed over when it turns out to be %s', async (_what, call, change, delivery) => {
    const world = await practiceWorld()
    const laptop = await world.laptop({ ports: { network: saying(call, change) } })
    const asked = { device: 'pump-1', ...laptop.request, delivery }
    const started = await laptop.workspace.handovers.start(delivery === 'usb' ? { ...asked, port: 'practice' } : asked)
    const [story] = laptop.workspace.board.stories()
    const id = story?.intent.id ?? ''
    if (started.ok) await laptop.seen(id, ({ state }) => state === 'revoked')
    else expect(started).toMatchObject({ failure: { code: 'token.scope' } })
    expect(laptop.steps(id)).not.toContain('delivered')
    expect(await laptop.workspace.handovers.show(id)).toMatchObject({ ok: false })
    expect(await world.rows('pump-1')).toEqual([])
  })

  it('is not pushed when somebody revoked it meanwhile', async () => {
    const world = await practiceWorld()
    const laptop = await world.laptop()
    world.proxy.decide(({ method, path }) => {
      const [, id] = /^\/api\/v2\/authorizations\/([0-9a-f]{16})/.exec(path) ?? []
      return method === 'GET' && id !== undefined ? { after: world.operator.remove(id) } : 'pass'
    })
    const { id } = await laptop.byCable('pump-1')
    await laptop.seen(id, ({ state }) => state === 'gone')
    const activities = laptop.events.flatMap((one) =>
      one.kind === 'handover' && one.handover.id === id ? [one.handover.activity] : [],
    )
    expect(activities).toContain('checking')
    expect(activities).not.toContain('finding')
  })

  it('is not missed on another server than its own', async () => {
    const laptop = await twoServers()
    const { workspace, first, second } = laptop
    await workspace.sessions.use(first.id)
    const { id } = await laptop.begin('pump-1')
    await workspace.sessions.use(second.id)
    expect(await workspace.settle.sweep(second.id)).toMatchObject({ ok: true })
    expect(laptop.steps(id)).not.toContain('gone')
    expect(laptop.view(id)).toMatchObject({ state: 'minted' })
  })

  it('is not handed over in place of one for another bucket', async () => {
    const world = await practiceWorld()
    const laptop = await world.laptop()
    const { authId } = await laptop.begin('pump-1')
    const buckets = await world.operator.buckets(world.bucket.orgId)
    const other = buckets.ok ? buckets.value.find(({ id }) => id !== world.bucket.id) : undefined
    const asked = { device: 'pump-1', ...laptop.request, bucketId: other?.id ?? '' }
    expect(await laptop.workspace.handovers.start(asked)).toMatchObject({
      value: { kind: 'duplicate', tokens: [{ authId, bucket: world.bucket.name }] },
    })
  })

  it('is not handed over in place of one for another server, be its buckets the same', async () => {
    const world = await practiceWorld()
    const laptop = await world.laptop()
    const { authId } = await laptop.begin('pump-1')
    const url = world.proxy.url.replace('127.0.0.1', 'localhost')
    const copy = await connectTo(laptop, { url, token: world.server.adminToken })
    expect(copy.connection.id).not.toBe(laptop.session.connection.id)
    const begun = await laptop.workspace.handovers.start({ device: 'pump-1', ...laptop.request })
    expect(begun).toMatchObject({ value: { kind: 'duplicate', tokens: [{ authId }] } })
  })
})
