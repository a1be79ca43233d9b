import * as fc from 'fast-check'
import { expect } from 'vitest'
import type { HttpFault } from './http-faults'
import { handlings, play } from './play'
import type { Stage } from './scene'

/**
 * Plays `runs` generated cases of one fault that meet it; each has to end with every invariant kept, and so has one whose
 * request never comes, which does not count.
 */
export async function playGenerated(stage: Stage, { number, cases }: HttpFault, seed: number, runs: number) {
  await fc.assert(
    fc.asyncProperty(cases, handlings, async (played, handling) => {
      const one = await stage.open(number === 15 || number === 16)
      try {
        const { broken, met } = await play(one, played, handling)
        expect(broken).toEqual([])
        fc.pre(met > 0)
      } finally {
        await one.close()
      }
    }),
    // About one in four misses it; of a few cases that can be many more by chance.
    { seed, numRuns: runs, maxSkipsPerRun: runs < 50 ? 10 : 1 },
  )
}
