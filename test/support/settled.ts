import { readDescription } from '../../main/domain/description'
import { brokenInvariants, leaks, untold, type Quiet } from './invariants'
import type { ModelLaptop, ModelWorld } from './model-world'
import { quieten, type Patience } from './quieten'

const changes = ['create', 'switch', 'remove']

/**
 * Lets everything get quiet and says which invariants are broken then, I1 to I6, a token of another scope than a device's,
 * and a create sent twice.
 */
export async function brokenOnceQuiet(
  world: ModelWorld,
  laptops: readonly ModelLaptop[],
  { foreign = [], chosen = [], ...patience }: Patience & Pick<Quiet, 'foreign' | 'chosen'>,
): Promise<readonly string[]> {
  for (const laptop of laptops) laptop.calm()
  await quieten(world.clock, laptops, patience)
  const broken = brokenInvariants({
    rows: world.rows(),
    laptops: laptops.map(({ records }) => records()),
    foreign,
    chosen,
  })
  const before = pictureOf(world, laptops)
  const asked = world.log.length
  for (const laptop of laptops) await world.clock.finish(laptop.sweep())
  const after = pictureOf(world, laptops)
  const stirred = world.log.slice(asked).filter(({ target }) => changes.includes(target))
  const nonces = world.log
    .filter(({ target }) => target === 'create')
    .map(({ body }) => readDescription((JSON.parse(body) as { description: string }).description).marker?.nonce)
  return [
    ...broken,
    ...wide(world),
    ...laptops.flatMap((laptop) => [...secretsOf(world, laptop), ...wordless(laptop)]),
    ...(before === after ? [] : [`I6 ${before} became ${after}`]),
    ...stirred.map(({ target }) => `I6 another look asked to ${target}`),
    ...nonces.filter((nonce, n) => nonces.indexOf(nonce) < n).map((nonce) => `the POST of ${nonce} left twice`),
  ]
}

const pictureOf = (world: ModelWorld, laptops: readonly ModelLaptop[]) =>
  JSON.stringify([
    world.rows().map(({ id, status }) => [id, status]),
    laptops.map((one) => one.stories().map(({ intent, now }) => [intent.device, now.state, now.steps])),
  ])

/** What a device's token may do is one thing: write to one bucket. */
const wide = (world: ModelWorld) =>
  world
    .rows()
    .filter(({ permissions: [first, ...more] }) => {
      const { type, id } = first?.resource ?? {}
      return more.length > 0 || first?.action !== 'write' || type !== 'buckets' || id === undefined
    })
    .map(({ description }) => `the scope of ${description} is not one bucket's`)

/** I4, of everything a laptop wrote, told and sent; what its failed calls say is told. */
function secretsOf(world: ModelWorld, { store, settings, told, sent, failures }: ModelLaptop): readonly string[] {
  const { stories, sealed, connections, acts } = store
  const places = {
    ledger: JSON.stringify([[...stories.values()], [...sealed.values()], [...connections.values()], acts]),
    settings: JSON.stringify(settings()),
    window: JSON.stringify([told, failures]),
    requests: JSON.stringify(sent),
  }
  return [
    ...world.adminTokens.flatMap((token) => leaks(token, places)),
    ...world.deviceTokens.flatMap((token) => leaks(token, places, "a device's token")),
  ]
}

/** I5, of each call that failed, and of each failure a handover showed. */
function wordless({ told, failures }: ModelLaptop): readonly string[] {
  const shown = told.flatMap((event) =>
    event.kind === 'handover' && event.handover.failure ? [{ failure: event.handover.failure, took: 0, limit: 0 }] : [],
  )
  return [...new Set(untold([...failures, ...shown]))]
}
