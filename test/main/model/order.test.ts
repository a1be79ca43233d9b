import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { practicePort } from '../../../main/contract/practice-port'
import { isOver } from '../../../main/domain/handover'
import { createModelWorld, type ModelLaptop, type ModelWorld } from '../../support/model-world'
import { brokenOnceQuiet } from '../../support/settled'
import { minutes, seeds, volume } from '../../faults/volume'

/** Everything on its way waits here, and `picks` say which goes on; where they end, the one that waits longest. */
function createOrder(picks: readonly number[]) {
  const waiting: (() => void)[] = []
  let chosen = 0
  let isOpen = true
  return {
    turn: () => (isOpen ? undefined : new Promise<void>((go) => waiting.push(go))),
    close() {
      isOpen = false
    },
    open() {
      isOpen = true
      for (const go of waiting.splice(0)) go()
    },
    /** Lets one go on, if any waits. */
    next() {
      const at = waiting.length > 1 ? (picks[chosen++] ?? 0) % waiting.length : 0
      const [go] = waiting.splice(at, 1)
      go?.()
      return go !== undefined
    },
    /** How often there was a choice. */
    choices: () => chosen,
  }
}

/** Two laptops, and a token that the first one's process left unfinished. */
async function openScene(drawn: Drawn) {
  const world = createModelWorld(7)
  const order = createOrder(drawn.picks)
  const [a, b] = [world.laptop('a', undefined, order.turn), world.laptop('b', undefined, order.turn)] as const
  for (const laptop of [a, b]) await laptop.connect()
  void a.workspace().handovers.start(wish(world, 'pump-2', drawn.by))
  while (a.stories()[0]?.now.state !== 'minted') await world.clock.advance(1)
  a.crash()
  await world.clock.advance(drawn.since)
  const { intent, now } = a.stories()[0] ?? {}
  return { world, order, a, b, by: drawn.by, old: intent?.id ?? '', oldToken: now?.authId ?? '' }
}

type Scene = Awaited<ReturnType<typeof openScene>>

const wish = (world: ModelWorld, device: string, delivery: 'qr' | 'usb', replaces: readonly string[] = []) => ({
  ...{ device, bucketId: world.bucket, delivery, port: practicePort, keepBoth: false, replaces },
})
const start = ({ world, by }: Scene, laptop: ModelLaptop, device: string, replaces: readonly string[] = []) =>
  laptop.workspace().handovers.start(wish(world, device, by, replaces))

/** What can be under way at the same time. */
const operations = {
  'a starts': (scene) => start(scene, scene.a, 'pump-1'),
  'b starts': (scene) => start(scene, scene.b, 'pump-1'),
  'a sweeps': ({ a }) => a.sweep(),
  'b sweeps': ({ b }) => b.sweep(),
  'a goes on': ({ a, by, old }) => a.workspace().handovers.resume({ id: old, delivery: by, port: practicePort }),
  'a calls it off': ({ a, old }) => a.workspace().handovers.cancel(old),
  'a revokes it': ({ a, oldToken }) => a.workspace().tokens.revoke([oldToken]),
  'b starts the same': (scene) => start(scene, scene.b, 'pump-2'),
  'b replaces it': (scene) => start(scene, scene.b, 'pump-2', [scene.oldToken]),
} satisfies Record<string, (scene: Scene) => Promise<unknown>>

type Operation = keyof typeof operations

interface Drawn {
  readonly racing: readonly Operation[]
  readonly by: 'qr' | 'usb'
  /** Milliseconds since the unfinished one was begun. */
  readonly since: number
  readonly picks: readonly number[]
}

const drawn: fc.Arbitrary<Drawn> = fc.record({
  racing: fc.uniqueArray(fc.constantFrom(...(Object.keys(operations) as Operation[])), { minLength: 2, maxLength: 3 }),
  by: fc.constantFrom('qr', 'usb'),
  since: fc.constantFrom(1000, 130_000),
  picks: fc.array(fc.nat({ max: 5 }), { maxLength: 40, size: 'max' }),
})

/** Runs them at once: while anything is on its way time stands still, and the order alone decides. */
async function race(scene: Scene, racing: readonly Operation[]) {
  const { clock } = scene.world
  const { order } = scene
  const state = { over: false }
  order.close()
  const end = () => {
    state.over = true
  }
  const work = Promise.all(racing.map((one) => operations[one](scene)))
  work.then(end, end)
  // By cable, what follows goes on after the answer to the person.
  for (let idle = 0; !state.over || idle < 300;) {
    await clock.advance(0)
    if (order.next()) continue
    await clock.advance(100)
    if (state.over) idle += 1
  }
  await work
  order.open()
}

describe('what races at the server, in any order of the requests and the answers', () => {
  it.each(seeds)(
    'seed %i: once it is quiet every invariant holds',
    async (seed) => {
      let choices = 0
      const runs = volume(200, 5000)
      await fc.assert(
        fc.asyncProperty(drawn, async (one) => {
          const scene = await openScene(one)
          const { world, a, b, order, old } = scene
          await race(scene, one.racing)
          choices += order.choices()
          expect(await brokenOnceQuiet(world, [a, b], { late: 1000, looks: 2 })).toEqual([])
          const now = a.store.stories.get(old)?.now
          if (one.racing.includes('a calls it off')) expect(now && isOver(now)).toBe(true)
          for (const laptop of [a, b]) laptop.workspace().close()
        }),
        { seed, numRuns: runs },
      )
      expect(choices).toBeGreaterThan(3 * runs)
    },
    minutes(10, 60),
  )
})
