import type { LaptopsReplies } from '../../contract/channels/laptops'
import { ok } from '../../contract/result'
import { viewOf } from '../../services/desk'
import { onDesk, type HandlersOf, type Surroundings } from './desk-work'

/** Laptops and their tokens. One line for each request: which service answers. */
export function laptopsHandlers(
  { desk, tellApp }: Surroundings,
  certificates: ReadonlyMap<string, string>,
): HandlersOf<keyof LaptopsReplies> {
  const at = onDesk(desk)
  return {
    'laptop.plan': () => at(({ laptops }) => laptops.limit.plan()),
    'laptop.limit': (request) =>
      at(async ({ laptops }) => {
        const limited = await laptops.limit.run(request)
        tellApp()
        return limited
      }),
    'laptop.prepare': (request) => at(({ laptops }) => laptops.prepare.run(request)),
    'laptop.withdraw': ({ id }) => at(({ laptops }) => laptops.prepare.withdraw(id)),
    'laptop.phrase': () => at(({ laptops }) => ok({ words: laptops.take.phrase() })),
    'laptop.take': ({ certificate, ...request }) =>
      at(async ({ laptops, upkeep }) => {
        const ca = certificate === undefined ? undefined : certificates.get(certificate)
        const taken = await laptops.take.run({ ...request, ca })
        // What could not be finished is tried again.
        void laptops.lookout.look()
        if (taken.ok) upkeep.start()
        tellApp()
        return taken.ok ? ok(viewOf(taken.value.connection, desk.practice() !== undefined)) : taken
      }),
    'laptop.list': () => at(({ laptops }) => laptops.lost.list()),
    'laptop.lost': ({ userId }) => at(({ laptops }) => laptops.lost.giveUp(userId)),
  }
}
