import * as fc from 'fast-check'
import { readDescription } from '../../../main/domain/description'
import {
  delivery,
  finish,
  laptopOf,
  meddle,
  nth,
  pick,
  show,
  start,
  step,
  then,
  which,
  type Model,
  type Real,
  type Step,
} from './acts'

/** A device that has live tokens, with all of them: what a technician sees who is asked whether to replace them. */
const inTheWay = (real: Real, n: number) => {
  const live = real.world.rows().filter(({ id, status }) => status === 'active' && !real.foreign.includes(id))
  const nameOf = (row: (typeof live)[number]) => readDescription(row.description).text
  const one = pick(live, n)
  if (!one) return undefined
  return { name: nameOf(one), replaces: live.filter((row) => nameOf(row) === nameOf(one)).map(({ id }) => id) }
}

/** What becomes of a replaced token is the new one's business; the laptop that made it may not even hear of it. */
const replace = (model: Model, real: Real, on: number, n: number, by: 'qr' | 'usb') => {
  const old = inTheWay(real, n)
  if (!old) return Promise.resolve(undefined)
  meddle(model, real, (id) => old.replaces.includes(id))
  return start(real, on, old.name, by, { replaces: old.replaces })
}

/** The handovers of a laptop that switched an old token off. */
const switchedOff = (real: Real, on: number) =>
  laptopOf(real, on)
    .stories()
    .filter(({ now }) => now.old === 'off')

/** Everything that may become of a device's token when it is replaced. */
export const replaceCommands: readonly fc.Arbitrary<Step>[] = [
  fc.tuple(which, nth, delivery, then).map(([on, n, by, next]) =>
    step(`replace(${on}, ${n}, ${by}, ${next})`, async (model, real) => {
      const begun = await real.world.clock.finish(replace(model, real, on, n, by))
      if (by === 'usb') await real.world.clock.advance(30_000)
      else if (begun?.ok && begun.value.kind === 'started') await show(model, real, on, begun.value.handover.id, next)
    }),
  ),
  fc.tuple(which, nth, delivery, fc.nat({ max: 600 })).map(([on, n, by, ms]) =>
    step(`replaceAndCrash(${on}, ${n}, ${by}, ${ms})`, async (model, real) => {
      void replace(model, real, on, n, by)
      await real.world.clock.advance(ms)
      laptopOf(real, on).crash()
    }),
  ),
  fc.tuple(nth, delivery, delivery, fc.nat({ max: 90 })).map(([n, a, b, ms]) =>
    step(`raceToReplace(${n}, ${a}, ${b}, ${ms})`, async (model, real) => {
      const first = replace(model, real, 0, n, a)
      await real.world.clock.advance(ms)
      await finish(real, Promise.all([first, replace(model, real, 1, n, b)]))
      await real.world.clock.advance(30_000)
    }),
  ),
  fc.tuple(which, nth, fc.constantFrom('goBack', 'endOld')).map(([on, n, what]) =>
    step(`${what}(${on}, ${n})`, async (_model, real) => {
      const story = pick(switchedOff(real, on), n)
      if (story) await finish(real, laptopOf(real, on).workspace().replacements[what](story.intent.id))
    }),
  ),
  fc.tuple(which, nth, fc.boolean(), fc.nat({ max: 200 })).map(([on, n, back, ms]) =>
    step(`${back ? 'goBack' : 'endOld'}AndCrash(${on}, ${n}, ${ms})`, async (_model, real) => {
      const story = pick(switchedOff(real, on), n)
      if (!story) return
      void laptopOf(real, on).workspace().replacements[back ? 'goBack' : 'endOld'](story.intent.id)
      await real.world.clock.advance(ms)
      laptopOf(real, on).crash()
    }),
  ),
  fc.tuple(which, nth, fc.constantFrom('active', 'inactive')).map(([on, n, status]) =>
    step(`setStatus(${on}, ${n}, ${status})`, async (model, real) => {
      const rows = real.world.rows().filter(({ id }) => !real.foreign.includes(id))
      const row = pick(rows, n)
      if (!row) return
      // From here on it is a person who says whether this token works, beside others too.
      meddle(model, real, (id) => id === row.id)
      real.chosen.push(row.id)
      await finish(real, laptopOf(real, on).workspace().tokens.setStatus([row.id], status))
    }),
  ),
  fc.constant(
    step('a week', async (_model, real) => {
      for (const laptop of real.laptops) laptop.crash()
      real.world.later(7 * 86_400_000)
      await real.world.clock.advance(1000)
    }),
  ),
]
