import * as fc from 'fast-check'
import { expect } from 'vitest'
import { isOver } from '../../../main/domain/handover'
import { practicePort } from '../../../main/practice/device-port'
import type { Mishap } from '../../support/in-process-influx'
import type { ModelLaptop, ModelWorld, Target } from '../../support/model-world'

/** What the technicians did, as far as it binds Fieldkey. */
export interface Model {
  /** Handovers that were called off: they may leave nothing on the server. */
  readonly cancelled: Set<string>
  /** Handovers whose device works, by the technician's word or its data. */
  readonly works: Set<string>
  /** What was taken or brought back behind Fieldkey's back: nothing is promised of these but that they agree again. */
  readonly meddled: Set<string>
}

/** What the steps work on. */
export interface Real {
  readonly world: ModelWorld
  readonly laptops: readonly [ModelLaptop, ModelLaptop]
  readonly foreign: string[]
  /** Brings the server back to an earlier moment. */
  restore?: () => void
  /** Work that nobody waits for. */
  readonly loose: Promise<unknown>[]
}

type Step = fc.AsyncCommand<Model, Real>

/** A step for the generator, with a name to print. */
const step = (name: string, run: (model: Model, real: Real) => Promise<void>): Step => ({
  check: () => true,
  run,
  toString: () => name,
})

const pick = <T>(list: readonly T[], n: number): T | undefined => list[n % Math.max(1, list.length)]
const finish = async ({ world }: Real, work: Promise<unknown>) => {
  await world.clock.finish(work)
}

const which = fc.nat({ max: 1 })
const nth = fc.nat({ max: 5 })
const device = fc.constantFrom('pump-1', 'pump-10', 'valve-2')
const delivery = fc.constantFrom('qr', 'usb')

const start = (real: Real, on: number, name: string, by: 'qr' | 'usb', keepBoth: boolean) => {
  const request = { device: name, bucketId: real.world.bucket, delivery: by, port: practicePort, keepBoth }
  return real.laptops[on === 0 ? 0 : 1].workspace().handovers.start(request)
}

/** A handover that is not over, of one laptop. */
const unfinished = (real: Real, on: number, n: number) => {
  const laptop = real.laptops[on === 0 ? 0 : 1]
  const story = pick(
    laptop.stories().filter(({ now }) => !isOver(now)),
    n,
  )
  return story && { laptop, id: story.intent.id, handovers: laptop.workspace().handovers }
}

/** Shows the code and lets the technician go on as `then` says; a code must be of a token that works right now. */
const show = async (
  model: Model,
  real: Real,
  on: number,
  n: number,
  then: 'scanned' | 'works' | 'nothing' | 'data',
) => {
  const one = unfinished(real, on, n)
  if (!one) return
  const { handovers, laptop, id } = one
  const drawn = await real.world.clock.finish(handovers.show(id))
  if (!drawn.ok) return
  const payload = JSON.parse(laptop.workspace().code.payload() ?? '{}') as Record<string, string>
  const now = laptop.store.stories.get(id)?.now
  expect([now?.active, payload['device']]).toEqual([true, laptop.store.stories.get(id)?.intent.device])
  const row = real.world.state.authorizations.get(now?.authId ?? '')
  if (!model.meddled.has(id)) expect([row?.status, row?.permissions.length]).toEqual(['active', 1])
  if (then === 'data') {
    const status = real.world.write(payload['token'] ?? '', payload['device'] ?? '')
    if (!model.meddled.has(id)) expect(status).toBe(204)
    await real.world.clock.advance(20_000)
  }
  if (then === 'scanned' || then === 'works') handovers.scanned(id)
  if (then === 'works' && handovers.works(id).ok) model.works.add(id)
}

const meddle = (model: Model, real: Real, touched: (authId: string) => boolean) => {
  for (const laptop of real.laptops) {
    for (const { intent, now } of laptop.stories()) {
      if (now.authId === undefined || touched(now.authId)) model.meddled.add(intent.id)
    }
  }
}

/** Everything that people, servers, networks and laptops may do. */
export const commands: fc.Arbitrary<Step>[] = [
  fc.tuple(which, device, delivery, fc.boolean()).map(([on, name, by, both]) =>
    step(`start(${on}, ${name}, ${by}${both ? ', keep both' : ''})`, async (_model, real) => {
      await finish(real, start(real, on, name, by, both))
      if (by === 'usb') await real.world.clock.advance(30_000)
    }),
  ),
  fc.tuple(device, delivery, delivery, fc.nat({ max: 90 })).map(([name, a, b, ms]) =>
    step(`race(${name}, ${a}, ${b}, ${ms})`, async (_model, real) => {
      const first = start(real, 0, name, a, false)
      await real.world.clock.advance(ms)
      await finish(real, Promise.all([first, start(real, 1, name, b, false)]))
      await real.world.clock.advance(30_000)
    }),
  ),
  fc.tuple(which, device, delivery, fc.nat({ max: 400 })).map(([on, name, by, ms]) =>
    step(`startAndCrash(${on}, ${name}, ${by}, ${ms})`, async (_model, real) => {
      void start(real, on, name, by, false)
      await real.world.clock.advance(ms)
      real.laptops[on === 0 ? 0 : 1].crash()
    }),
  ),
  fc.tuple(which, device, fc.nat({ max: 200 })).map(([on, name, ms]) =>
    step(`startAndCancel(${on}, ${name}, ${ms})`, async (model, real) => {
      const running = start(real, on, name, 'qr', false)
      await real.world.clock.advance(ms)
      const one = unfinished(real, on, real.laptops[on === 0 ? 0 : 1].stories().length)
      if (one) {
        model.cancelled.add(one.id)
        real.loose.push(one.handovers.cancel(one.id))
      }
      await finish(real, running)
    }),
  ),
  fc
    .tuple(which, nth, fc.constantFrom('scanned', 'works', 'nothing', 'data'))
    .map(([on, n, then]) => step(`show(${on}, ${n}, ${then})`, (model, real) => show(model, real, on, n, then))),
  fc.tuple(which, nth).map(([on, n]) =>
    step(`cancel(${on}, ${n})`, async (model, real) => {
      const one = unfinished(real, on, n)
      if (!one) return
      model.cancelled.add(one.id)
      await finish(real, one.handovers.cancel(one.id))
    }),
  ),
  fc.tuple(which, nth, delivery).map(([on, n, by]) =>
    step(`resume(${on}, ${n}, ${by})`, async (_model, real) => {
      const one = unfinished(real, on, n)
      if (!one) return
      await finish(real, one.handovers.resume({ id: one.id, delivery: by, port: practicePort }))
      if (by === 'usb') await real.world.clock.advance(30_000)
    }),
  ),
  fc.tuple(which, nth).map(([on, n]) =>
    step(`revoke(${on}, ${n})`, async (model, real) => {
      const laptop = real.laptops[on === 0 ? 0 : 1]
      const row = pick(
        real.world.rows().filter(({ id }) => !real.foreign.includes(id)),
        n,
      )
      if (!row) return
      const own = laptop.stories().find(({ now }) => now.authId === row.id)
      if (!own) meddle(model, real, (id) => id === row.id)
      const revoked = await real.world.clock.finish(laptop.workspace().tokens.revoke([row.id]))
      const decided = own && laptop.store.stories.get(own.intent.id)?.now
      if (decided && (decided.revoking || isOver(decided))) model.cancelled.add(own.intent.id)
      else if (own) expect(revoked).not.toMatchObject({ ok: true, value: [{ result: { ok: true } }] })
    }),
  ),
  nth.map((n) =>
    step(`revokedElsewhere(${n})`, (model, real) => {
      const row = pick(
        real.world.rows().filter(({ id }) => !real.foreign.includes(id)),
        n,
      )
      if (row) {
        meddle(model, real, (id) => id === row.id)
        real.world.state.authorizations.delete(row.id)
      }
      return Promise.resolve()
    }),
  ),
  device.map((name) =>
    step(`foreign(${name})`, (_model, real) => {
      const marker = ` | fieldkey:1 n=${real.world.random.hex(16)} i=${real.world.random.hex(8)}`
      real.foreign.push(
        real.world.addRow({ description: name + marker, status: 'inactive', userID: 'ffffffffffffffff' }),
      )
      return Promise.resolve()
    }),
  ),
  which.map((on) => step(`sweep(${on})`, (_model, real) => finish(real, real.laptops[on === 0 ? 0 : 1].sweep()))),
  which.map((on) =>
    step(`crash(${on})`, async (_model, real) => {
      real.laptops[on === 0 ? 0 : 1].crash()
      await real.world.clock.advance(100)
    }),
  ),
  fc
    .tuple(
      which,
      fc.constantFrom<Target>('create', 'create', 'switch', 'remove', 'list', 'other'),
      fc.constantFrom<Mishap>('cut-before', 'cut-after', '503-before', '503-after', 'twice', 'late', 'refused'),
      fc.integer({ min: 1, max: 6 }),
    )
    .map(([on, target, mishap, times]) =>
      step(`fault(${on}, ${target}, ${mishap}, ${times})`, (_model, real) => {
        // A POST is never repeated by us: one mishap is one handover's.
        const most = target === 'create' ? 1 : times
        for (let i = 0; i < most; i += 1) real.laptops[on === 0 ? 0 : 1].plan(target, mishap)
        return Promise.resolve()
      }),
    ),
  fc.tuple(which, fc.boolean()).map(([on, up]) =>
    step(`network(${on}, ${up})`, async (_model, real) => {
      real.laptops[on === 0 ? 0 : 1].network(up)
      if (up) real.laptops[on === 0 ? 0 : 1].workspace().upkeep.networkBack()
      await real.world.clock.advance(1000)
    }),
  ),
  fc.constant(
    step('backup', (_model, real) => {
      real.restore = real.world.backup()
      return Promise.resolve()
    }),
  ),
  fc.constant(
    step('restore', (model, real) => {
      if (!real.restore) return Promise.resolve()
      const kept = [...real.foreign].map((id) => real.world.state.authorizations.get(id))
      real.restore()
      for (const row of kept) if (row) real.world.state.authorizations.set(row.id, row)
      meddle(model, real, () => true)
      return Promise.resolve()
    }),
  ),
  fc.integer({ min: -20, max: 20 }).map((years) =>
    step(`jump(${years} years)`, (_model, real) => {
      real.world.clock.jump(years * 365 * 86_400_000)
      return Promise.resolve()
    }),
  ),
  fc.constantFrom(500, 20_000, 130_000, 700_000).map((ms) =>
    step(`wait(${ms})`, async (_model, real) => {
      await real.world.clock.advance(ms)
    }),
  ),
]
