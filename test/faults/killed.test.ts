import { afterAll, describe, expect, it } from 'vitest'
import { bundleScript } from '../support/bundle-script'
import { jobIn, nextStart, pointsOf, runJob, ways } from '../support/handover-job'
import { isCreate, isRemove, isSwitch, practiceWorld } from '../support/practice-world'
import type { Seen } from '../support/proxy'
import { temporaryFolder } from '../support/temporary-folder'
import { isLong, minutes, volume } from './volume'

const script = await bundleScript('test/support/handover-process.ts')
afterAll(() => script.remove())

const isProbe = ({ path }: Seen) => path.startsWith('/api/v2/write')

const reached: Readonly<Record<string, (seen: Seen) => boolean>> = {
  'the POST is at the server': isCreate,
  'the PATCH is at the server': isSwitch,
  'the DELETE is at the server': isRemove,
}

describe('a process that is killed', () => {
  it(
    'at any named step, 24 of them and more, leaves what the next start finishes or undoes',
    async () => {
      const world = await practiceWorld()
      const root = temporaryFolder()
      const points = await pointsOf(script.file, world, root)
      const said: unknown[] = []
      const plain = new Set(points.filter(({ way }) => !way.replacing).map(({ step }) => step))
      for (let round = 0; round < volume(3, 50); round += 1) {
        for (const [index, { way, step, time }] of points.entries()) {
          // A step that is named both with and without a replacement has its number of times without one.
          if (!isLong && round > 0 && way.replacing && plain.has(step)) continue
          const job = await jobIn(world, root, `step-${round}-${index}`, way)
          // The probe runs beside what the technician does: now it is quicker, now it is slower.
          world.proxy.decide((seen) => (isProbe(seen) && (round + index) % 2 === 1 ? { delay: 100 } : 'pass'))
          const { signal } = await runJob(script.file, { ...job, dieAt: { step, time } })
          const broken = await nextStart(world, job, (round + index) % 2 === 0)
          if (signal !== 'SIGKILL' || broken.length > 0) said.push([step, way, signal, ...broken])
        }
      }
      expect(said).toEqual([])
    },
    minutes(10, 240),
  )

  it.each(Object.entries(reached))(
    'while %s leaves what the next start finishes or undoes',
    async (_what, fits) => {
      const world = await practiceWorld()
      const root = temporaryFolder()
      for (let n = 0; n < volume(3, 50); n += 1) {
        const way = ways[fits === isRemove ? 2 : n % 2] ?? { delivery: 'qr', cancel: false }
        const job = await jobIn(world, root, `wire-${n}`, way)
        const { signal } = await runJob(script.file, job, {
          onStart: (kill) => {
            world.proxy.decide((seen) => {
              if (!fits(seen)) return 'pass'
              kill()
              return n % 2 === 0 ? 'cut-after' : 'pass'
            })
          },
        })
        world.proxy.decide(() => 'pass')
        expect([n, signal, await nextStart(world, job, n % 2 === 0)]).toEqual([n, 'SIGKILL', []])
      }
    },
    minutes(10, 60),
  )
})
