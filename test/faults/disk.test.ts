import { cpSync, existsSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createClock } from '../../main/adapters/clock'
import { openLedger } from '../../main/adapters/ledger/open'
import { createRandom } from '../../main/adapters/random'
import type { Failure } from '../../main/contract/failure'
import { bundleScript } from '../support/bundle-script'
import { buildDiskShim, canShimDisk } from '../support/disk-shim'
import { jobIn, nextStart, oncePerStep, pointsOf, runJob, type Point } from '../support/handover-job'
import type { HandoverJob } from '../support/handover-process'
import { untold } from '../support/invariants'
import { practiceWorld, type PracticeWorld } from '../support/practice-world'
import { temporaryFolder } from '../support/temporary-folder'
import { isLong, minutes } from './volume'

const script = await bundleScript('test/support/handover-process.ts')
afterAll(() => script.remove())

interface Place {
  readonly world: PracticeWorld
  readonly root: string
  readonly shim: string
}

/** What was played, and what was wrong with it so far. */
interface Played {
  readonly job: HandoverJob
  readonly said: readonly string[]
}
type Fail = (place: Place, point: Point, name: string) => Promise<Played>

/** The process dies at the step, and the disk keeps nothing but what it was told to keep, its last page torn. */
const losesPower: Fail = async ({ world, root, shim }, { way, step, time }, name) => {
  const job = await jobIn(world, root, name, way)
  const made = openLedger({ file: path.join(job.folder, 'ledger.db'), clock: createClock(), random: createRandom() })
  if (made.ok) made.value.close()
  const kept = path.join(root, `${name}-kept`)
  cpSync(job.folder, kept, { recursive: true })
  const env = { LD_PRELOAD: shim, SHIM_UNDER: `${job.folder}/`, SHIM_KEPT: kept }
  const { signal } = await runJob(script.file, { ...job, dieAt: { step, time } }, { env })
  rmSync(job.folder, { recursive: true })
  cpSync(kept, job.folder, { recursive: true })
  const log = path.join(job.folder, 'ledger.db-wal')
  if (existsSync(log)) writeFileSync(log, Buffer.alloc(1000, 0xa5), { flag: 'a' })
  return { job, said: signal === 'SIGKILL' ? [] : [`ended by ${signal}`] }
}

/** From the step on the disk has no room, or cannot make a write durable; the process goes on as far as it gets. */
const meets =
  (fault: 'full' | 'eio'): Fail =>
  async ({ world, root, shim }, { way, step, time }, name) => {
    const job = await jobIn(world, root, name, way)
    const controls = temporaryFolder()
    const { steps, signal } = await runJob(
      script.file,
      { ...job, markAt: { step, time, file: path.join(controls, fault) } },
      { env: { LD_PRELOAD: shim, SHIM_UNDER: `${job.folder}/`, SHIM: controls } },
    )
    const [, text] = /^failed (.*)$/.exec(steps.at(-1) ?? '') ?? []
    const ended = signal === null && (text !== undefined || steps.at(-1) === 'done')
    const failure = text === undefined ? undefined : (JSON.parse(text) as Failure)
    const said = failure ? untold([{ failure, took: 0, limit: 0 }]) : []
    return { job, said: ended ? said : [...said, `ended by ${signal} after ${steps.at(-1)}`] }
  }

const faults: readonly (readonly [string, Fail])[] = [
  ['loses its power', losesPower],
  ['is full', meets('full')],
  ['cannot make a write durable', meets('eio')],
]

describe.skipIf(!canShimDisk)('a disk that fails while a token is handed over (needs Linux and a C compiler)', () => {
  it(
    'at any named step, by code, by cable and while a token is replaced, leaves what the next start finishes or undoes',
    async () => {
      const world = await practiceWorld()
      const place = { world, root: temporaryFolder(), shim: buildDiskShim(path.dirname(script.file)) }
      const all = await pointsOf(script.file, world, place.root)
      const said: unknown[] = []
      let played = 0
      for (const [turn, [what, fail]] of faults.entries()) {
        // Here each step meets one of the three, in the long run all.
        const points = isLong ? all : oncePerStep(all, turn).filter((_, n) => n % faults.length === turn)
        for (const [n, point] of points.entries()) {
          const { job, said: seen } = await fail(place, point, `disk-${turn}-${n}`)
          const broken = await nextStart(world, job, n % 2 === 0)
          played += 1
          if (seen.length + broken.length > 0) said.push([what, point, ...seen, ...broken])
        }
      }
      expect(said).toEqual([])
      expect(played).toBeGreaterThanOrEqual(64)
    },
    minutes(10, 60),
  )
})
