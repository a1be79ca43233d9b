import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { isOver } from '../../main/domain/handover'
import type { Connection } from '../../main/ports/ledger'
import { bundleScript } from '../support/bundle-script'
import { createFileVault } from '../support/file-vault'
import type { HandoverJob } from '../support/handover-process'
import { isCreate, isRemove, isSwitch, practiceWorld, type PracticeWorld } from '../support/practice-world'
import type { Seen } from '../support/proxy'
import { temporaryFolder } from '../support/temporary-folder'
import { volume } from './volume'

const script = await bundleScript('test/support/handover-process.ts')
afterAll(() => script.remove())

type Way = Pick<HandoverJob, 'delivery' | 'cancel'>

/** The process's printed steps, and how it ended. */
function runJob(job: HandoverJob, onStart: (kill: () => void) => void = () => undefined) {
  return new Promise<{ readonly steps: readonly string[]; readonly signal: string | null }>((resolve, reject) => {
    const child = spawn(process.execPath, [script.file, JSON.stringify(job)], { stdio: ['ignore', 'pipe', 'inherit'] })
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
    child.once('error', reject)
    child.once('close', (_code, signal) => resolve({ steps: output.trim().split('\n'), signal }))
    onStart(() => child.kill('SIGKILL'))
  })
}

/** Where a killed handover leaves off: its folder, and what it was about. */
async function jobIn(world: PracticeWorld, root: string, name: string, way: Way): Promise<HandoverJob> {
  const folder = path.join(root, name)
  mkdirSync(folder)
  const me = await world.operator.me()
  if (!me.ok) throw new Error(me.failure.code)
  const connection: Connection = {
    ...{ id: 'c', name: 'Plant', url: world.proxy.url, deviceUrl: world.proxy.url, kind: 'oss2', version: 'v2.9.1' },
    ...{ orgId: world.bucket.orgId, org: 'Practice', owner: me.value, operator: true, createdAt: 1 },
  }
  return { folder, connection, token: world.server.adminToken, device: name, bucketId: world.bucket.id, ...way }
}

/** The next start: settles, finishes or undoes what is there; says what is wrong then. */
async function nextStart(world: PracticeWorld, job: HandoverJob, finish: boolean) {
  const { folder, device } = job
  const next = world.run({ folder, vault: createFileVault(path.join(folder, 'vault.json')) })
  const { settle, board, handovers, sessions } = next.workspace
  const sweep = async () => expect(await settle.sweep('c')).toEqual({ ok: true, value: undefined })
  const broken = async () => (await world.broken(next)).filter((said) => said.includes(device))
  // A process that died while it connected is connected again by its person.
  if (!(await sessions.of('c')).ok) expect(await sessions.adopt(job.connection, job.token)).toMatchObject({ ok: true })
  await sweep()
  const said = [...(await broken())]
  const [story] = board.stories()
  if (story && !isOver(story.now) && story.now.state !== 'asked') {
    const { id } = story.intent
    if (finish && !story.now.revoking) {
      await handovers.resume({ id, delivery: 'qr' })
      if (board.story(id)?.now.state === 'minted') expect(await handovers.show(id)).toMatchObject({ ok: true })
      handovers.scanned(id)
      expect(handovers.works(id)).toMatchObject({ value: { state: 'confirmed', active: true } })
    } else {
      await handovers.cancel(id)
      expect([board.story(id)?.now.state, await world.rows(device)]).toEqual(['revoked', []])
    }
  }
  said.push(...(await broken()))
  const before = JSON.stringify([board.stories().map(({ now }) => [now.state, now.absentRuns.length]), await rows()])
  await sweep()
  const after = JSON.stringify([board.stories().map(({ now }) => [now.state, now.absentRuns.length]), await rows()])
  if (before !== after) said.push(`I6 ${before} became ${after}`)
  next.close()
  return said

  async function rows() {
    return (await world.rows(device)).map(({ id, status }) => [id, status])
  }
}

const ways: readonly Way[] = [
  { delivery: 'qr', cancel: false },
  { delivery: 'usb', cancel: false },
  { delivery: 'qr', cancel: true },
]
const reached: Readonly<Record<string, (seen: Seen) => boolean>> = {
  'the POST is at the server': isCreate,
  'the PATCH is at the server': isSwitch,
  'the DELETE is at the server': isRemove,
}

describe('a process that is killed', () => {
  it('at any named step, 24 of them and more, leaves what the next start finishes or undoes', async () => {
    const world = await practiceWorld()
    const root = temporaryFolder()
    const points = new Map<string, { readonly way: Way; readonly time: number; readonly step: string }>()
    for (const [n, way] of ways.entries()) {
      const { steps, signal } = await runJob(await jobIn(world, root, `whole-${n}`, way))
      expect([signal, steps.at(-1)]).toEqual([null, 'done'])
      for (const line of steps.slice(0, -1)) {
        const [, time = '1', step = ''] = /^(\d+) (.*)$/.exec(line) ?? []
        // One kill point for each name, at the latest of its occurrences, where most is at stake.
        points.set(step, { way, step, time: Number(time) })
      }
    }
    expect(points.size).toBeGreaterThanOrEqual(24)
    const said: unknown[] = []
    for (let round = 0; round < volume(3, 50); round += 1) {
      for (const [index, { way, step, time }] of [...points.values()].entries()) {
        const job = await jobIn(world, root, `step-${round}-${index}`, way)
        const { signal } = await runJob({ ...job, dieAt: { step, time } })
        const broken = await nextStart(world, job, (round + index) % 2 === 0)
        if (signal !== 'SIGKILL' || broken.length > 0) said.push([step, signal, ...broken])
      }
    }
    expect(said).toEqual([])
  }, 3_600_000)

  it.each(Object.entries(reached))(
    'while %s leaves what the next start finishes or undoes',
    async (_what, fits) => {
      const world = await practiceWorld()
      const root = temporaryFolder()
      for (let n = 0; n < volume(3, 50); n += 1) {
        const way = ways[fits === isRemove ? 2 : n % 2] ?? { delivery: 'qr', cancel: false }
        const job = await jobIn(world, root, `wire-${n}`, way)
        const { signal } = await runJob(job, (kill) => {
          world.proxy.decide((seen) => {
            if (!fits(seen)) return 'pass'
            kill()
            return n % 2 === 0 ? 'cut-after' : 'pass'
          })
        })
        world.proxy.decide(() => 'pass')
        expect([n, signal, await nextStart(world, job, n % 2 === 0)]).toEqual([n, 'SIGKILL', []])
      }
    },
    600_000,
  )
})
