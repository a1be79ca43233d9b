import { describe, expect, it } from 'vitest'
import { describe as describeToken } from '../../../main/domain/description'
import { deviceScope } from '../../../main/domain/permissions'
import type { BatchOutcome } from '../../../main/services/batch-outcomes'
import { down, isCreate, isList, isSwitch, practiceWorld, type PracticeWorld } from '../../support/practice-world'

const names = (n: number) => Array.from({ length: n }, (_, i) => `pump-${String(i + 1)}`)
const kinds = (outcomes: readonly BatchOutcome[]) => outcomes.map(({ kind }) => kind)
const live = async (world: PracticeWorld) =>
  (await world.rows()).filter(({ status }) => status === 'active').map(({ description }) => description.split(' | ')[0])

async function open() {
  const world = await practiceWorld()
  const laptop = await world.laptop()
  const run = async (devices: readonly string[], signal?: AbortSignal, on = laptop) => {
    const request = { devices, bucketId: world.bucket.id, delivery: 'qr' as const }
    const ran = await on.workspace.batch(request, signal ? { signal } : {})
    if (!ran.ok) throw new Error(ran.failure.code)
    return ran.value
  }
  return { world, laptop, run }
}

describe('a batch', () => {
  it('mints and switches on many tokens with two requests each, at most 16 at once, each with its own story', async () => {
    const { world, laptop, run } = await open()
    let inside = 0
    let most = 0
    world.proxy.decide(() => {
      inside += 1
      most = Math.max(most, inside)
      setImmediate(() => (inside -= 1))
      return 'pass'
    })
    const before = world.proxy.seen.length
    const outcomes = await run(names(60))
    expect(new Set(kinds(outcomes))).toEqual(new Set(['ready']))
    const seen = world.proxy.seen.slice(before)
    expect([seen.filter(isCreate).length, seen.filter(isSwitch).length]).toEqual([60, 60])
    expect(seen.filter(isList).length).toBeLessThanOrEqual(2)
    expect(most).toBeLessThanOrEqual(16)
    expect(new Set(await live(world))).toEqual(new Set(names(60)))
    expect(laptop.steps(laptop.workspace.board.stories()[0]?.intent.id ?? '')).toEqual(['asked', 'minted', 'activated'])
    expect(await world.broken(laptop)).toEqual([])
  })

  it('goes from one group to the next without a pause: all are minted before the first is switched on', async () => {
    const { world, laptop, run } = await open()
    const before = world.proxy.seen.length
    expect(new Set(kinds(await run(names(640))))).toEqual(new Set(['ready']))
    const seen = world.proxy.seen.slice(before)
    const lastCreate = seen.findLastIndex(isCreate)
    const firstSwitch = seen.findIndex(isSwitch)
    // The last ones are on their way when the first group's turn comes.
    expect(firstSwitch).toBeGreaterThan(lastCreate - 64)
    // One list before, then one for each group when all of it is minted.
    const mintedBy = seen.flatMap((one, n) => (isList(one) ? [seen.slice(0, n).filter(isCreate).length] : []))
    expect(mintedBy).toEqual([0, expect.toSatisfy((n: number) => n >= 512), 640])
    expect(new Set(await live(world)).size).toBe(640)
    expect(await world.broken(laptop)).toEqual([])
  })

  it.each(['minting', 'switching on'] as const)(
    'killed while %s goes on in the next run: no device gets two',
    async (when) => {
      const { world, laptop, run } = await open()
      const isIt = when === 'minting' ? isCreate : isSwitch
      let left = 10
      const killed = new Promise<void>((resolve) => {
        world.proxy.decide((one) => {
          if (!isIt(one)) return 'pass'
          left -= 1
          // The server does it, and the laptop that asked is not there any more.
          if (left === 0) {
            laptop.close()
            resolve()
          }
          return left <= 0 ? 'cut-after' : 'pass'
        })
      })
      void run(names(30)).catch(() => undefined)
      await killed
      world.proxy.decide(() => 'pass')
      const next = world.run({ folder: laptop.folder, vault: laptop.vault })
      await next.workspace.settle.sweep(laptop.session.connection.id)
      const request = { devices: names(30), bucketId: world.bucket.id, delivery: 'qr' as const }
      const outcomes = await next.workspace.batch(request)
      if (!outcomes.ok) throw new Error(outcomes.failure.code)
      // What the dead laptop had sent may reach the server after the sweep: then its device is told to wait, not given two.
      for (const one of outcomes.value)
        if (one.kind !== 'ready') expect(one).toMatchObject({ failure: { code: 'token.unsure' } })
      await next.workspace.settle.sweep(laptop.session.connection.id)
      const ready = outcomes.value.filter(({ kind }) => kind === 'ready').map(({ device }) => device)
      expect(ready.length).toBeGreaterThanOrEqual(when === 'minting' ? 0 : 30)
      expect((await live(world)).sort()).toEqual([...ready].sort())
      expect(await world.broken(next)).toEqual([])
    },
  )

  it('a dead network stops what is not begun; run again, it ends with one token each', async () => {
    const { world, laptop, run } = await open()
    let left = 20
    world.proxy.decide((one) => (isCreate(one) && left-- <= 0 ? down : 'pass'))
    const first = await run(names(120))
    expect(kinds(first)).toContain('failed')
    expect(laptop.workspace.board.stories().length).toBeLessThanOrEqual(20 + 48 + 32)
    world.proxy.decide(() => 'pass')
    await laptop.sweep()
    const second = await run(names(120))
    const sure = second.filter(({ kind }) => kind === 'ready')
    // A POST without an answer stays unsure until it is believed absent: its device is told so, not given a second token.
    for (const one of second) if (one.kind === 'failed') expect(one.failure.code).toBe('token.unsure')
    expect(await live(world)).toHaveLength(sure.length)
    expect(await world.broken(laptop)).toEqual([])
  })

  it('stopped by a person begins nothing more and finishes what was begun', async () => {
    const { world, laptop, run } = await open()
    const stop = new AbortController()
    world.proxy.decide((one) => {
      if (isCreate(one)) stop.abort()
      return 'pass'
    })
    const outcomes = await run(names(120), stop.signal)
    expect(kinds(outcomes)).toHaveLength(120)
    // 48 are under way, begun 32 at a time.
    const begun = laptop.workspace.board.stories().length
    expect(begun).toBeLessThanOrEqual(64)
    expect(kinds(outcomes).filter((kind) => kind === 'ready')).toHaveLength(begun)
    expect(await world.broken(laptop)).toEqual([])
  })

  it('says of a token that was switched off that it is off, and leaves it so', async () => {
    const { world, laptop, run } = await open()
    expect(kinds(await run(names(2)))).toEqual(['ready', 'ready'])
    const id = laptop.workspace.board.stories().find(({ intent }) => intent.device === 'pump-1')?.now.authId ?? ''
    expect(await laptop.workspace.tokens.setStatus([id], 'inactive')).toMatchObject({ ok: true })
    expect(await run(names(2))).toMatchObject([{ kind: 'failed', failure: { code: 'token.off' } }, { kind: 'ready' }])
    expect(await live(world)).toEqual(['pump-2'])
    expect(await world.broken(laptop)).toEqual([])
  })

  it('leaves alone a device with a live token, one with a bad ID, and gives way to another laptop’s twin', async () => {
    const { world, laptop, run } = await open()
    const { orgId } = world.bucket
    const other = (device: string, n: string) => ({
      orgId,
      description: describeToken(device, { nonce: n.repeat(32), install: 'b'.repeat(16) }),
      status: 'active' as const,
      permissions: deviceScope(orgId, world.bucket.id),
    })
    await world.operator.create(other('pump-1', 'a'))
    const twin = new Promise((resolve) => {
      world.proxy.decide((one) => {
        if (isCreate(one) && one.body.includes('pump-2 ')) resolve(world.operator.create(other('pump-2', 'c')))
        return isCreate(one) ? { delay: 100 } : 'pass'
      })
    })
    const outcomes = await run(['pump-1', 'pump-2', 'pump-3', '-bad', 'pump-3'])
    await twin
    expect(outcomes).toMatchObject([
      { kind: 'duplicate', device: 'pump-1', tokens: [{}] },
      { kind: 'failed', device: 'pump-2', failure: { code: 'token.twin' } },
      { kind: 'ready', device: 'pump-3' },
      { kind: 'failed', device: '-bad', failure: { code: 'input.device' } },
    ])
    expect((await live(world)).sort()).toEqual(['pump-1', 'pump-2', 'pump-3'])
    await laptop.sweep()
    expect((await world.rows('pump-2')).length).toBe(1)
  })
})
