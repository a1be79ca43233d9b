import * as fc from 'fast-check'
import { expect } from 'vitest'
import { isOver } from '../../../main/domain/handover'
import { practicePort } from '../../../main/contract/practice-port'
import type { Mishap } from '../../support/in-process-influx'
import type { Target } from '../../support/model-world'
import {
  callBack,
  delivery,
  device,
  finish,
  laptopOf,
  meddle,
  nth,
  pick,
  show,
  start,
  step,
  then,
  unfinished,
  which,
  type Step,
} from './acts'

/** Everything that people, servers, networks and laptops may do. */
export const commands: fc.Arbitrary<Step>[] = [
  fc.tuple(which, device, delivery, fc.boolean()).map(([on, name, by, both]) =>
    step(`start(${on}, ${name}, ${by}${both ? ', keep both' : ''})`, async (_model, real) => {
      await finish(real, start(real, on, name, by, { keepBoth: both }))
      if (by === 'usb') await real.world.clock.advance(30_000)
    }),
  ),
  fc.tuple(device, delivery, delivery, fc.nat({ max: 90 })).map(([name, a, b, ms]) =>
    step(`race(${name}, ${a}, ${b}, ${ms})`, async (_model, real) => {
      const first = start(real, 0, name, a)
      await real.world.clock.advance(ms)
      await finish(real, Promise.all([first, start(real, 1, name, b)]))
      await real.world.clock.advance(30_000)
    }),
  ),
  fc.tuple(which, device, delivery, fc.nat({ max: 400 })).map(([on, name, by, ms]) =>
    step(`startAndCrash(${on}, ${name}, ${by}, ${ms})`, async (_model, real) => {
      void start(real, on, name, by)
      await real.world.clock.advance(ms)
      laptopOf(real, on).crash()
    }),
  ),
  fc.tuple(which, device, fc.nat({ max: 200 })).map(([on, name, ms]) =>
    step(`startAndCancel(${on}, ${name}, ${ms})`, async (model, real) => {
      const running = start(real, on, name, 'qr')
      await real.world.clock.advance(ms)
      const one = unfinished(real, on, laptopOf(real, on).stories().length)
      if (one) {
        model.cancelled.add(one.id)
        real.loose.push(one.handovers.cancel(one.id))
      }
      await finish(real, running)
    }),
  ),
  fc.tuple(which, nth, then).map(([on, n, next]) =>
    step(`show(${on}, ${n}, ${next})`, async (model, real) => {
      const one = unfinished(real, on, n)
      if (one) await show(model, real, on, one.id, next)
    }),
  ),
  fc.tuple(which, nth).map(([on, n]) =>
    step(`cancel(${on}, ${n})`, async (model, real) => {
      const one = unfinished(real, on, n)
      if (!one) return
      model.cancelled.add(one.id)
      await finish(real, one.handovers.cancel(one.id))
      // Decided and noted, whatever the network does.
      const now = one.laptop.store.stories.get(one.id)?.now
      expect([one.id, now && (now.revoking || isOver(now))]).toEqual([one.id, true])
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
      const laptop = laptopOf(real, on)
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
  which.map((on) => step(`sweep(${on})`, (_model, real) => finish(real, laptopOf(real, on).sweep()))),
  which.map((on) =>
    step(`crash(${on})`, async (_model, real) => {
      laptopOf(real, on).crash()
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
        for (let i = 0; i < most; i += 1) laptopOf(real, on).plan(target, mishap)
        return Promise.resolve()
      }),
    ),
  fc.tuple(which, fc.boolean()).map(([on, up]) =>
    step(`network(${on}, ${up})`, async (_model, real) => {
      laptopOf(real, on).network(up)
      if (up) laptopOf(real, on).workspace().upkeep.networkBack()
      await real.world.clock.advance(1000)
    }),
  ),
  fc.tuple(which, nth).map(([on, n]) =>
    step(`callBack(${on}, ${n})`, (model, real) => {
      const ending = laptopOf(real, on)
        .stories()
        .filter(({ now }) => now.revoking)
      callBack(model, real, on, pick(ending, n)?.intent.id)
      return Promise.resolve()
    }),
  ),
  fc.tuple(which, nth, fc.nat({ max: 40_000 })).map(([on, n, ms]) =>
    step(`changeOfMind(${on}, ${n}, ${ms})`, async (model, real) => {
      const one = unfinished(real, on, n)
      if (!one) return
      laptopOf(real, on).network(false)
      model.cancelled.add(one.id)
      await finish(real, one.handovers.cancel(one.id))
      await real.world.clock.advance(ms)
      callBack(model, real, on, one.id)
      laptopOf(real, on).network(true)
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
