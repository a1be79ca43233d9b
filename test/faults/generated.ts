import * as fc from 'fast-check'
import { expect } from 'vitest'
import type { HttpFault } from './http-faults'
import { handlings, play } from './play'
import type { Stage } from './scene'

/** Plays generated cases of one fault; each has to end with every invariant kept, and most have to meet the fault. */
export async function playGenerated(stage: Stage, { number, cases }: HttpFault, seed: number, runs: number) {
  let hits = 0
  let all = 0
  await fc.assert(
    fc.asyncProperty(cases, handlings, async (played, handling) => {
      const one = await stage.open(number === 15 || number === 16)
      try {
        const { broken, met } = await play(one, played, handling)
        all += 1
        if (met > 0) hits += 1
        expect(broken).toEqual([])
      } finally {
        await one.close()
      }
    }),
    { seed, numRuns: runs },
  )
  // A handful may miss it by chance, many cannot.
  if (all >= 50) expect(hits / all, 'share of the cases that met the fault').toBeGreaterThan(0.4)
}
