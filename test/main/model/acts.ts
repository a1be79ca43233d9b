import * as fc from 'fast-check'
import { expect } from 'vitest'
import { isOver } from '../../../main/domain/handover'
import { practicePort } from '../../../main/contract/practice-port'
import type { ModelLaptop, ModelWorld } from '../../support/model-world'

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
  /** Tokens that a person switched on or off by hand: these may live beside others. */
  readonly chosen: string[]
  /** Brings the server back to an earlier moment. */
  restore?: () => void
  /** Work that nobody waits for. */
  readonly loose: Promise<unknown>[]
}

/** One thing that happens. */
export type Step = fc.AsyncCommand<Model, Real>

/** A step for the generator, with a name to print. */
export const step = (name: string, run: (model: Model, real: Real) => Promise<void>): Step => ({
  check: () => true,
  run,
  toString: () => name,
})

/** The n-th of a list, counted round and round. */
export const pick = <T>(list: readonly T[], n: number): T | undefined => list[n % Math.max(1, list.length)]
/** Lets time go on until some work has ended. */
export const finish = async ({ world }: Real, work: Promise<unknown>) => {
  await world.clock.finish(work)
}

/** Which laptop. */
export const which = fc.nat({ max: 1 })
export const nth = fc.nat({ max: 5 })
export const device = fc.constantFrom('pump-1', 'pump-10', 'valve-2')
export const delivery = fc.constantFrom('qr', 'usb')

/** How a technician goes on once the code is on the screen. */
export const then = fc.constantFrom('scanned', 'works', 'nothing', 'data')
type Then = 'scanned' | 'works' | 'nothing' | 'data'

/** One of the two laptops. */
export const laptopOf = ({ laptops }: Real, on: number): ModelLaptop => laptops[on === 0 ? 0 : 1]

/** A technician asks for a token. */
export const start = (
  real: Real,
  on: number,
  name: string,
  by: 'qr' | 'usb',
  { keepBoth = false, replaces = [] }: { readonly keepBoth?: boolean; readonly replaces?: readonly string[] } = {},
) => {
  const request = { device: name, bucketId: real.world.bucket, delivery: by, port: practicePort, keepBoth, replaces }
  return laptopOf(real, on).workspace().handovers.start(request)
}

/** A handover that is not over, of one laptop. */
export const unfinished = (real: Real, on: number, n: number) => {
  const laptop = laptopOf(real, on)
  const story = pick(
    laptop.stories().filter(({ now }) => !isOver(now)),
    n,
  )
  return story && { laptop, id: story.intent.id, handovers: laptop.workspace().handovers }
}

/** A technician wants to keep a token after all. */
export const callBack = (model: Model, real: Real, on: number, id?: string) => {
  if (id === undefined) return
  const laptop = laptopOf(real, on)
  const called = laptop.workspace().handovers.callBack(id)
  if (called.ok && laptop.store.stories.get(id)?.now.revoking === false) model.cancelled.delete(id)
}

/** Shows the code and lets the technician go on as `then` says; a code must be of a token that works right now. */
export const show = async (model: Model, real: Real, on: number, id: string, then: Then) => {
  const laptop = laptopOf(real, on)
  const { handovers } = laptop.workspace()
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
  const state = () => laptop.store.stories.get(id)?.now.state
  if (then === 'scanned' || then === 'works') {
    const before = state()
    if (handovers.scanned(id).ok) expect(state()).toBe(before === 'minted' ? 'delivered' : before)
  }
  if (then !== 'works' || !handovers.works(id).ok) return
  expect(state()).toBe('confirmed')
  model.works.add(id)
}

/** Notes whose tokens something outside Fieldkey's promises befell. */
export const meddle = (model: Model, real: Real, touched: (authId: string) => boolean) => {
  for (const laptop of real.laptops) {
    for (const { intent, now } of laptop.stories()) {
      if (now.authId === undefined || touched(now.authId)) model.meddled.add(intent.id)
    }
  }
}
