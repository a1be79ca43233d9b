import { describe, expect, it } from 'vitest'
import { text } from '../../../main/contract/text/text'
import { deviceScope } from '../../../main/domain/permissions'
import { toCsv } from '../../../main/domain/sheet'
import { createHeldClock } from '../../support/held-clock'
import { isCreate, isRemove, practiceWorld, type PracticeWorld } from '../../support/practice-world'
import { handedOver, tokenShown, writeAs } from '../../support/replacing'

const cloudWorld = (cloud: Parameters<typeof practiceWorld>[0] = {}) => practiceWorld({ cloud: {}, ...cloud })
const statuses = async (world: PracticeWorld) => (await world.rows()).map(({ status }) => status)

/** Counts the requests that are at the server at the same time. */
function crowd({ proxy }: PracticeWorld) {
  const seen = { now: 0, most: 0 }
  proxy.decide(() => {
    seen.now += 1
    seen.most = Math.max(seen.most, seen.now)
    return {
      first: async () => {
        // Long enough for everything else that may leave to arrive.
        for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve))
        seen.now -= 1
      },
    }
  })
  return seen
}

describe('on InfluxDB Cloud', () => {
  it('settings go through the cable, the device’s hash proves them, and its data confirms it', async () => {
    const world = await cloudWorld()
    const laptop = await world.laptop()
    const { id } = await laptop.byCable('pump-1')
    await laptop.seen(id, ({ state }) => state === 'confirmed')
    expect(laptop.view(id)).toMatchObject({ proof: 'hash', confirmedBy: 'data', active: true })
    expect([await statuses(world), await world.broken(laptop)]).toEqual([['active'], []])
  })

  it('Serverless: the hash proves what went through the cable, and nobody asks for data that cannot be seen', async () => {
    const world = await cloudWorld({ cloud: { serverless: true } })
    const laptop = await world.laptop()
    const { id } = await laptop.byCable('pump-1')
    await laptop.seen(id, ({ state, active }) => state === 'delivered' && active)
    expect(laptop.view(id)).toMatchObject({ proof: 'hash', watchable: false })
    // Connect asked once; and so it is after the first device.
    expect(world.proxy.count('POST', '/api/v2/query')).toBe(1)
    expect(laptop.workspace.handovers.works(id)).toMatchObject({ value: { state: 'confirmed' } })
    expect(await world.broken(laptop)).toEqual([])
  })

  it('Serverless: a replaced token is off after “Scanned”, and the person says whether the new one works', async () => {
    const world = await cloudWorld({ cloud: { serverless: true } })
    const clock = createHeldClock()
    const laptop = await world.laptop({ ports: { clock } })
    const old = await handedOver(laptop, 'pump-1')
    const fresh = await laptop.begin('pump-1', { replaces: [old.authId] })
    expect((await laptop.workspace.handovers.show(fresh.id)).ok).toBe(true)
    const token = tokenShown(laptop)
    laptop.workspace.handovers.scanned(fresh.id)
    await laptop.seen(fresh.id, (view) => view.old === 'off')
    const writes = async () => [await writeAs(world, old.token, 'pump-1'), await writeAs(world, token, 'pump-1')]
    expect(await writes()).toEqual([403, 204])
    clock.release()
    await laptop.seen(fresh.id, ({ mayGoBack }) => mayGoBack)
    expect(await laptop.workspace.replacements.goBack(fresh.id)).toMatchObject({
      value: { state: 'revoked', old: 'on' },
    })
    expect([await writes(), await world.broken(laptop)]).toEqual([[204, 401], []])
  })

  it('204 says only that points are queued: a device is confirmed when they can be read, not before', async () => {
    const clock = createHeldClock()
    const world = await cloudWorld({ cloud: { queue: 60_000 }, clock })
    const laptop = await world.laptop({ ports: { clock } })
    const { id } = await laptop.begin('pump-1')
    expect((await laptop.workspace.handovers.show(id)).ok).toBe(true)
    const token = tokenShown(laptop)
    laptop.workspace.handovers.scanned(id)
    expect(await writeAs(world, token, 'pump-1')).toBe(204)
    // Connect asked once, and a device that is seen is not looked for again.
    await expect.poll(() => world.proxy.count('POST', '/api/v2/query'), { timeout: 15_000 }).toBeGreaterThan(2)
    expect(laptop.view(id)).toMatchObject({ state: 'delivered' })
    clock.release()
    await laptop.seen(id, ({ confirmedBy }) => confirmedBy === 'data')
    expect(await world.broken(laptop)).toEqual([])
  })

  it('a lost answer to the POST leaves no second token, though no list is complete', async () => {
    const world = await cloudWorld()
    const laptop = await world.laptop()
    world.proxy.decide((one) => (isCreate(one) ? 'cut-after' : 'pass'))
    const begun = await laptop.begin('pump-1')
    expect(begun.failure?.code).toBe('token.unsure')
    expect(await statuses(world)).toEqual(['inactive'])
    world.proxy.decide(() => 'pass')
    await laptop.sweep()
    expect(await statuses(world)).toEqual([])
    expect((await laptop.begin('pump-1')).active).toBe(true)
    await laptop.sweep()
    expect([await statuses(world), await world.broken(laptop)]).toEqual([['active'], []])
  })

  it('of two laptops that serve one device at the same moment one token stays, and one laptop asks', async () => {
    const world = await cloudWorld()
    const laptops = [await world.laptop(), await world.laptop()]
    const replies = await Promise.all(
      laptops.map(({ workspace, request }) => workspace.handovers.start({ device: 'pump-1', ...request })),
    )
    const asks = replies.filter(
      (reply) => reply.ok && (reply.value.kind === 'duplicate' || reply.value.handover.failure?.code === 'token.twin'),
    )
    expect([await statuses(world), asks.length]).toEqual([['active'], 1])
    for (const laptop of laptops) await laptop.sweep()
    expect(await world.broken(...laptops)).toEqual([])
  })

  it('a pause longer than any of ours is kept: what was decided waits, and is done when the quota is new', async () => {
    const clock = createHeldClock()
    const cloud: { quota?: number } = {}
    const world = await cloudWorld({ cloud, clock })
    const laptop = await world.laptop({ ports: { clock } })
    const { id } = await laptop.begin('pump-1')
    cloud.quota = 0
    const removals = () => world.proxy.seen.filter(isRemove).length
    expect((await laptop.workspace.handovers.cancel(id)).ok).toBe(true)
    const { why, what } = laptop.view(id)?.waits ?? {}
    expect([what, why?.code, Number(why?.params['n']) > 30]).toEqual(['revocation', 'server.busy', true])
    expect(removals()).toBe(1)
    clock.pass(300_000)
    delete cloud.quota
    clock.release()
    await laptop.seen(id, ({ state }) => state === 'revoked')
    expect([await statuses(world), await world.broken(laptop)]).toEqual([[], []])
  })

  it('a batch and many changes keep to four requests at a time', async () => {
    const world = await cloudWorld()
    const laptop = await world.laptop()
    const seen = crowd(world)
    const devices = Array.from({ length: 24 }, (_, n) => `pump-${String(n)}`)
    const ran = await laptop.workspace.batch({ devices, bucketId: world.bucket.id, delivery: 'qr' })
    expect(ran.ok && new Set(ran.value.map(({ kind }) => kind))).toEqual(new Set(['ready']))
    expect([seen.most, await statuses(world)]).toEqual([4, devices.map(() => 'active')])
    seen.most = 0
    const ids = (await world.rows()).map(({ id }) => id)
    const { tokens } = laptop.workspace
    for (const change of [tokens.setStatus(ids, 'inactive'), tokens.setReview(ids.slice(0, 1), '2031-05-01')]) {
      const outcomes = await change
      expect(outcomes.ok && outcomes.value.every(({ result }) => result.ok)).toBe(true)
    }
    expect([seen.most, new Set(await statuses(world))]).toEqual([4, new Set(['inactive'])])
    expect((await world.rows()).filter(({ description }) => description.endsWith(' r=2031-05-01'))).toHaveLength(1)
    expect(await world.broken(laptop)).toEqual([])
  })

  it('the risk report says that tokens of others are left out, in the list and in the file', async () => {
    const world = await cloudWorld()
    const laptop = await world.laptop()
    const { orgId } = world.bucket
    await world.mint([...deviceScope(orgId, world.bucket.id), ...deviceScope(orgId, world.other.id)])
    const report = await laptop.workspace.reports.risks(true)
    expect(report).toMatchObject({ value: { groups: [{ kind: 'too-wide', rows: [{}] }] } })
    const sheet = laptop.workspace.reports.riskSheet()
    expect(sheet.notes).toContain(text.tokens.incomplete.cloud)
    expect(toCsv(sheet)).toContain('made by hand')
  })
})
