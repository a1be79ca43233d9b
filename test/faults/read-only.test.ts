import { rmSync } from 'node:fs'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { Failure } from '../../main/contract/failure'
import { bundleScript } from '../support/bundle-script'
import { buildDiskShim, canShimDisk } from '../support/disk-shim'
import { jobIn, nextStart, oncePerStep, pointsOf, runJob } from '../support/handover-job'
import { untold } from '../support/invariants'
import { isCreate, practiceWorld } from '../support/practice-world'
import { temporaryFolder } from '../support/temporary-folder'

const script = await bundleScript('test/support/handover-process.ts')
afterAll(() => script.remove())

describe.skipIf(!canShimDisk)('the disk becomes read-only (needs Linux and a C compiler)', () => {
  it('at any named step: it is said, no token is made that no ledger knows, and the next start finishes or undoes', async () => {
    const world = await practiceWorld()
    const [root, controls] = [temporaryFolder(), temporaryFolder()]
    const shim = buildDiskShim(path.dirname(script.file))
    const points = oncePerStep(await pointsOf(script.file, world, root))
    const said: unknown[] = []
    const codes = new Set<string>()
    for (const [index, { way, step, time }] of points.entries()) {
      const job = await jobIn(world, root, `read-only-${index}`, way)
      const file = path.join(controls, 'ro')
      const asked = world.proxy.seen.filter(isCreate).length
      const { steps, signal } = await runJob(
        script.file,
        { ...job, markAt: { step, time, file } },
        { env: { LD_PRELOAD: shim, SHIM_UNDER: `${job.folder}/`, SHIM: controls } },
      )
      rmSync(file)
      const [, text] = /^failed (.*)$/.exec(steps.at(-1) ?? '') ?? []
      if (text === undefined && steps.at(-1) !== 'done') said.push([step, steps.at(-1)])
      const failure = text === undefined ? undefined : (JSON.parse(text) as Failure)
      if (failure) {
        codes.add(failure.code)
        said.push(...untold([{ failure, took: 0, limit: 0 }]).map((one) => [step, one]))
      }
      const begun = steps.some((line) => line.endsWith('ledger.beginAll ends'))
      const noted =
        begun && steps.indexOf(`${time} ${step}`) > steps.findIndex((line) => line.endsWith('ledger.beginAll begins'))
      // No record, no POST: what could not be begun was never asked for.
      if (!noted && world.proxy.seen.filter(isCreate).length > asked) said.push([step, 'a POST left'])
      const broken = await nextStart(world, job, index % 2 === 0)
      if (signal !== null || broken.length > 0) said.push([step, signal, ...broken])
    }
    expect(said).toEqual([])
    expect([...codes].sort()).toEqual(['disk.denied', 'ledger.damaged'])
  }, 600_000)
})
