import * as fc from 'fast-check'
import type { Request } from '../../main/adapters/influx/transport'
import { ok } from '../../main/contract/result'
import { practicePort } from '../../main/contract/practice-port'
import { pass } from '../support/fault-proxy'
import type { TestLaptop } from '../support/model-laptop'
import { brokenInvariants, leaks, untold, wordless } from '../support/invariants'
import { quieten } from '../support/quieten'
import { ahead, leftWaiting, untrue } from './at-once'
import type { Met, Played } from './http-faults'
import type { Case } from './scene'

/** What the technician does while the fault is about. */
export interface Handling {
  readonly delivery: 'qr' | 'usb'
  readonly then: 'works' | 'scanned' | 'cancel' | 'crash' | 'nothing'
  /** Whether the technician begins the same device anew once the fault is over. */
  readonly again: boolean
}

export const handlings: fc.Arbitrary<Handling> = fc.record({
  delivery: fc.constantFrom('qr', 'usb'),
  then: fc.constantFrom('works', 'scanned', 'cancel', 'crash', 'nothing'),
  again: fc.boolean(),
})

/** What a request is for. */
function metBy({ method, path }: Pick<Request, 'method' | 'path'>): Met {
  if (path.startsWith('/api/v2/me')) return 'me'
  if (path.startsWith('/api/v2/buckets')) return 'bucket'
  if (!path.startsWith('/api/v2/authorizations')) return 'any'
  if (method === 'GET') return /authorizations\/[0-9a-f]/.test(path) ? 'look' : 'list'
  return method === 'POST' ? 'create' : method === 'PATCH' ? 'switch' : 'remove'
}

/** How a case ended. */
export interface Outcome {
  /** The invariants that are broken, as sentences. */
  readonly broken: readonly string[]
  /** How many requests met the fault. */
  readonly met: number
}

/** Hands a device over while a fault is about, lets everything get quiet, and looks at the invariants. */
export async function play(one: Case, played: Played, handling: Handling): Promise<Outcome> {
  const { scene, clock, line, laptop } = one
  let { skip, times } = played
  const wrong: string[] = []
  line.decide((request) => {
    wrong.push(...ahead(one, request))
    if (played.met !== 'any' && metBy(request) !== played.met) return { fate: pass }
    if (skip > 0) skip -= 1
    else if (times > 0) {
      times -= 1
      return played.meet(scene)
    }
    return { fate: pass }
  })
  // Only what is called off is deleted, and only a token that goes by cable is looked up by its ID.
  const then = played.met === 'remove' ? 'cancel' : handling.then
  const delivery = played.met === 'look' ? 'usb' : handling.delivery
  const told = await handOver(one, { delivery, then }, wrong)
  const met = played.times - times
  line.calm()
  await one.renewAdmin()
  wrong.push(...(await untrue(one)))
  if (handling.again) {
    told.push(await clock.finish(laptop.workspace().handovers.start(requestFor(one, delivery))))
    wrong.push(...(await untrue(one)))
  }
  return { broken: [...wrong, ...(await brokenAtRest(one, told))], met }
}

/** Lets everything get quiet and says what is broken then; `told` is what the technician was answered. */
export async function brokenAtRest(one: Case, told: readonly unknown[]): Promise<readonly string[]> {
  const { clock, line, laptops } = one
  await quieten(clock, laptops, { late: 35_000, looks: 2 })
  const broken = brokenInvariants({ rows: await one.rows(), laptops: laptops.map((laptop) => laptop.records()) })
  const left = leftWaiting(one)
  const sent = [...doubled(one), ...line.hasty, ...one.strayed().map((request) => `I4 ${request} followed a redirect`)]
  const secrets = laptops.flatMap((laptop) => secretsOf(one, laptop, told))
  const words = [...untold(line.failures), ...wordless([one.told, told])]
  return [...broken, ...left, ...sent, ...(await stirred(one)), ...secrets, ...words]
}

/** Asks for a token for that device. */
export const requestFor = ({ bucket }: Case, delivery: 'qr' | 'usb', device = 'pump-17') => ({
  ...{ device, bucketId: bucket.id, delivery, port: practicePort, keepBoth: false },
})

/** The technician's part; answers everything Fieldkey said to it. What was untrue of it at once goes to `wrong`. */
async function handOver(one: Case, { delivery, then }: Omit<Handling, 'again'>, wrong: string[]): Promise<unknown[]> {
  const { clock, laptop } = one
  const { handovers } = laptop.workspace()
  const said: unknown[] = [await clock.finish(handovers.start(requestFor(one, delivery)))]
  // Before time goes on: half a minute later the upkeep looks, and mends what it finds.
  wrong.push(...(await untrue(one)))
  if (delivery === 'usb') await clock.advance(60_000)
  const id = laptop.stories()[0]?.intent.id
  if (id === undefined) return said
  if (then === 'crash') laptop.crash()
  else if (then === 'cancel') said.push(await clock.finish(handovers.cancel(id)))
  else if (then !== 'nothing') {
    said.push(delivery === 'qr' ? await clock.finish(handovers.show(id)) : ok(undefined))
    said.push(handovers.scanned(id))
    if (then === 'works') said.push(handovers.works(id))
  }
  await clock.advance(35_000)
  return said
}

/** I6: another look changes nothing, neither here nor there, and asks for nothing to be changed. */
async function stirred(one: Case): Promise<readonly string[]> {
  const { clock, laptops, line } = one
  const picture = async () =>
    JSON.stringify([
      (await one.rows()).map(({ id, status }) => [id, status]),
      laptops.map((laptop) => laptop.stories().map(({ intent, now }) => [intent.device, now.state, now.steps])),
    ])
  const [before, asked] = [await picture(), line.sent.length]
  for (const laptop of laptops) await clock.finish(laptop.sweep())
  const after = await picture()
  const changes = line.sent.slice(asked).filter((request) => ['create', 'switch', 'remove'].includes(metBy(request)))
  return [
    ...(before === after ? [] : [`I6 ${before} became ${after}`]),
    ...changes.map(({ method, path }) => `I6 ${method} ${path}`),
  ]
}

/** I4, of everything a laptop wrote, told and sent: a device's token is nowhere but sealed and in its own header. */
function secretsOf(
  { line, told, adminTokens }: Case,
  { store, settings: kept }: TestLaptop,
  said: readonly unknown[],
): readonly string[] {
  const { stories, sealed, connections, acts } = store
  const places = {
    ledger: JSON.stringify([[...stories.values()], [...sealed.values()], [...connections.values()], acts]),
    settings: JSON.stringify(kept()),
    window: JSON.stringify([told, said]),
    requests: JSON.stringify(
      line.sent.map(({ path, body, headers: { Authorization: _own, ...others } = {} }) => [path, body, others]),
    ),
    failures: JSON.stringify(line.failures),
  }
  return [
    ...adminTokens().flatMap((token) => leaks(token, places)),
    ...line.handed.flatMap((token) => leaks(token, places, "a device's token")),
  ]
}

/** The create request of one handover leaves once. */
function doubled({ line }: Case): readonly string[] {
  const bodies = line.sent.filter((request) => metBy(request) === 'create').map(({ body }) => body ?? '')
  return bodies.filter((body, n) => bodies.indexOf(body) < n).map((body) => `the POST left twice: ${body}`)
}
