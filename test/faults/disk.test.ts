import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { createClock } from '../../main/adapters/clock'
import { openLedger } from '../../main/adapters/ledger/open'
import { createRandom } from '../../main/adapters/random'
import type { Failure } from '../../main/contract/failure'
import { bundleScript } from '../support/bundle-script'
import { buildDiskShim, canShimDisk } from '../support/disk-shim'
import { jobIn, nextStart, runJob, ways, type Way } from '../support/handover-job'
import type { HandoverJob } from '../support/handover-run'
import { untold } from '../support/invariants'
import { practiceWorld, type PracticeWorld } from '../support/practice-world'
import { startScript } from '../support/script-process'
import { createSeeded } from '../support/seeded'
import { temporaryFolder } from '../support/temporary-folder'
import { minutes, seeds, volume } from './volume'

const [one, many] = await Promise.all([
  bundleScript('test/support/handover-process.ts'),
  bundleScript('test/support/disk-process.ts'),
])
afterAll(() => {
  one.remove()
  many.remove()
})
const nameOf = ({ delivery, cancel, replacing = false }: Way) =>
  `${delivery}${cancel ? ', called off' : ''}${replacing ? ', in place of another' : ''}`

/** An empty ledger that is on the disk, and what a power loss keeps of it: what it was told to keep. */
async function keptApart(world: PracticeWorld, root: string, name: string, way: Way) {
  const job = await jobIn(world, root, name, way)
  const made = openLedger({ file: path.join(job.folder, 'ledger.db'), clock: createClock(), random: createRandom() })
  if (made.ok) made.value.close()
  const kept = path.join(root, `${name}-kept`)
  cpSync(job.folder, kept, { recursive: true })
  return { job, kept }
}

/** How many changes of the disk each way makes. */
async function changesOf(world: PracticeWorld, root: string, shim: string): Promise<readonly number[]> {
  const counts: number[] = []
  for (const [n, way] of ways.entries()) {
    const { job } = await keptApart(world, root, `whole-${n}`, way)
    const log = path.join(root, `whole-${n}.log`)
    const env = { LD_PRELOAD: shim, SHIM_UNDER: `${job.folder}/`, SHIM_LOG: log }
    const { steps } = await runJob(one.file, job, { env })
    expect(steps.at(-1)).toBe('done')
    counts.push(readFileSync(log, 'utf8').trimEnd().split('\n').length)
  }
  return counts
}

describe.skipIf(!canShimDisk)('a disk that fails while a token is handed over (needs Linux and a C compiler)', () => {
  const shim = canShimDisk ? buildDiskShim(path.dirname(one.file)) : ''

  it(
    `loses its power at any change, its last page torn: the next start finishes or undoes (seeds ${seeds.join(', ')})`,
    async () => {
      const world = await practiceWorld()
      const root = temporaryFolder()
      const counts = await changesOf(world, root, shim)
      const said: unknown[] = []
      for (const seed of seeds) {
        const random = createSeeded(seed)
        for (let n = 0; n < volume(50, 1_000); n += 1) {
          const turn = Math.floor(random() * ways.length)
          const at = 1 + Math.floor(random() * (counts[turn] ?? 1))
          const way = ways[turn] ?? { delivery: 'qr', cancel: false }
          const { job, kept } = await keptApart(world, root, `power-${seed}-${n}`, way)
          const env = { LD_PRELOAD: shim, SHIM_UNDER: `${job.folder}/`, SHIM: root, SHIM_KEPT: kept }
          const { signal, steps } = await runJob(one.file, job, { env: { ...env, SHIM_FROM: `kill ${at}` } })
          rmSync(job.folder, { recursive: true })
          cpSync(kept, job.folder, { recursive: true })
          const log = path.join(job.folder, 'ledger.db-wal')
          if (existsSync(log)) writeFileSync(log, Buffer.alloc(1000, 0xa5), { flag: 'a' })
          const broken = await nextStart(world, job, random() < 0.5)
          // The last changes are those of a log that is written at leisure: it may have ended before.
          if (signal !== 'SIGKILL' && steps.at(-1) !== 'done') broken.push(`ended with ${steps.at(-1)}`)
          if (broken.length > 0) said.push([seed, n, nameOf(way), at, ...broken])
        }
      }
      expect(said).toEqual([])
    },
    minutes(10, 60),
  )

  /** A process that carries out jobs on a disk that fails from a change on; gives what it left, and how the job ended. */
  function failing(world: PracticeWorld) {
    const [root, controls] = [temporaryFolder(), temporaryFolder()]
    const env = { ...process.env, LD_PRELOAD: shim, SHIM: controls }
    const child = startScript(process.execPath, [many.file], env)
    onTestFinished(() => child.kill())
    return async (way: Way, name: string, from: string) => {
      const job: HandoverJob = await jobIn(world, root, name, way)
      child.send(JSON.stringify([job, from]))
      const told = JSON.parse(await child.next()) as Failure | null | { readonly thrown: string }
      const hit = path.join(controls, 'hit')
      const met = existsSync(hit)
      rmSync(hit, { force: true })
      return { left: { ...job, folder: `${job.folder}-left` }, told, met }
    }
  }

  it.each([
    ['has no room at all', 'full', 4, ['disk.full', 'ledger.damaged']],
    ['has the room that was kept', 'room', 4, ['disk.full']],
    ['cannot make a write durable', 'sync', 1, ['disk.denied', 'ledger.damaged']],
  ] as const)(
    '%s from any such change on: it is said, and the next start finishes or undoes',
    async (_what, how, every, codes) => {
      const world = await practiceWorld()
      const run = failing(world)
      const said: unknown[] = []
      const failures = new Set<string>()
      let cases = 0
      const step = volume(every, 1)
      for (const [turn, way] of ways.entries()) {
        for (let n = 1 + (turn % step); ; n += step) {
          const { left, told, met } = await run(way, `${how}-${turn}-${n}`, `${how} ${n}`)
          const broken = await nextStart(world, left, n % 2 === 0)
          if (told !== null && 'thrown' in told) broken.push(told.thrown)
          else if (told !== null) {
            failures.add(told.code)
            broken.push(...untold([{ failure: told, took: 0, limit: 0 }]))
          }
          if (broken.length > 0) said.push([nameOf(way), n, ...broken])
          if (!met) break
          cases += 1
        }
      }
      expect(said).toEqual([])
      expect(cases).toBeGreaterThanOrEqual(100)
      expect([...failures].sort()).toEqual(codes)
    },
    minutes(10, 10),
  )
})
