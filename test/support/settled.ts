import { readDescription } from '../../main/domain/description'
import { brokenInvariants, type Quiet } from './invariants'
import type { ModelLaptop, ModelWorld } from './model-world'
import { quieten, type Patience } from './quieten'

const changes = ['create', 'switch', 'remove']

/** Lets everything get quiet and says which invariants are broken then: I1, I2, I3 and I6, and a create sent twice. */
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
