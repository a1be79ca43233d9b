import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect } from 'vitest'
import { isOver } from '../../main/domain/handover'
import { mustRetire } from '../../main/domain/old-token'
import type { Connection } from '../../main/ports/ledger'
import { createFileVault } from './file-vault'
import type { SteppedJob } from './handover-process'
import type { HandoverJob } from './handover-run'
import { leaks, wordless } from './invariants'
import type { PracticeWorld } from './practice-world'
import { filesHolding } from './search-secret'
import { linesToldIn, toldFile } from './told-file'

/** How a job hands over, whether it calls that off, and whether the device has a token already that is replaced. */
export interface Way extends Pick<HandoverJob, 'delivery' | 'cancel'> {
  readonly replacing?: boolean
}

/** Those by which all named steps are reached. */
export const ways: readonly Way[] = [
  { delivery: 'qr', cancel: false },
  { delivery: 'usb', cancel: false },
  { delivery: 'qr', cancel: true },
  { delivery: 'qr', cancel: false, replacing: true },
  { delivery: 'usb', cancel: false, replacing: true },
  { delivery: 'qr', cancel: true, replacing: true },
]

/** The process's printed steps, and how it ended. */
export function runJob(
  script: string,
  job: SteppedJob,
  {
    onStart = () => undefined,
    env = {},
  }: { readonly onStart?: (kill: () => void) => void; readonly env?: NodeJS.ProcessEnv } = {},
) {
  return new Promise<{ readonly steps: readonly string[]; readonly signal: string | null }>((resolve, reject) => {
    const child = spawn(process.execPath, [script, JSON.stringify(job)], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...env },
    })
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
    child.once('error', reject)
    child.once('close', (_code, signal) => resolve({ steps: output.trim().split('\n'), signal }))
    onStart(() => child.kill('SIGKILL'))
  })
}

/** Where a killed handover leaves off: its folder, and what it was about. */
export async function jobIn(world: PracticeWorld, root: string, name: string, way: Way): Promise<HandoverJob> {
  const folder = path.join(root, name)
  mkdirSync(folder)
  const me = await world.operator.me()
  if (!me.ok) throw new Error(me.failure.code)
  const connection: Connection = {
    ...{ id: 'c', name: 'Plant', url: world.proxy.url, deviceUrl: world.proxy.url, kind: 'oss2', version: 'v2.9.1' },
    ...{ orgId: world.bucket.orgId, org: 'Practice', owner: me.value, operator: true, createdAt: 1 },
  }
  const job = { folder, connection, token: world.server.adminToken, device: name, bucketId: world.bucket.id, ...way }
  return way.replacing ? { ...job, replaces: [await earlierToken(world, job)] } : job
}

/** The token that the job's device has from an earlier handover of this laptop. */
async function earlierToken(world: PracticeWorld, { folder, connection, token, device, bucketId }: HandoverJob) {
  const earlier = world.run({ folder, vault: createFileVault(`${folder}-vault.json`) })
  const { handovers, sessions } = earlier.workspace
  expect(await sessions.adopt(connection, token)).toMatchObject({ ok: true })
  const begun = await handovers.start({ device, bucketId, delivery: 'qr', keepBoth: false })
  if (!begun.ok || begun.value.kind !== 'started') throw new Error(JSON.stringify(begun))
  const { id, authId = '' } = begun.value.handover
  expect(await handovers.show(id)).toMatchObject({ ok: true })
  expect(handovers.works(id)).toMatchObject({ value: { state: 'confirmed' } })
  earlier.close()
  return authId
}

/** The next start: settles, finishes or undoes what is there; says what is wrong then. */
export async function nextStart(world: PracticeWorld, job: HandoverJob, finish: boolean) {
  const { folder, device, replaces = [] } = job
  const next = world.run({ folder, vault: createFileVault(`${folder}-vault.json`) })
  const { settle, board, handovers, sessions } = next.workspace
  const sweep = async () => expect(await settle.sweep('c')).toEqual({ ok: true, value: undefined })
  const broken = async () => (await world.broken(next)).filter((said) => said.includes(device))
  // A process that died while it connected is connected again by its person.
  if (!(await sessions.of('c')).ok) expect(await sessions.adopt(job.connection, job.token)).toMatchObject({ ok: true })
  await sweep()
  const said = [...(await broken())]
  const story = board.stories().find(({ now }) => now.authId === undefined || !replaces.includes(now.authId))
  if (story && mustRetire(story.now)) said.push(`I3 the old token of ${device} works beside a new one that is there`)
  if (story && !isOver(story.now) && story.now.state !== 'asked') {
    const { id } = story.intent
    const goesOn = finish && !story.now.revoking
    if (goesOn) {
      await handovers.resume({ id, delivery: 'qr' })
      if (board.story(id)?.now.state === 'minted') expect(await handovers.show(id)).toMatchObject({ ok: true })
      handovers.scanned(id)
      expect(handovers.works(id)).toMatchObject({ value: { state: 'confirmed', active: true } })
    } else {
      await handovers.cancel(id)
      expect(board.story(id)?.now.state).toBe('revoked')
    }
    // The old one's retirement runs beside what the technician sees.
    await sweep()
    const left = (await world.rows(device)).filter(
      (row) => !replaces.includes(row.id) || (goesOn && row.status === 'active'),
    )
    expect(left.map((row) => row.id)).toEqual(goesOn ? [board.story(id)?.now.authId] : [])
  }
  said.push(...(await broken()))
  const before = JSON.stringify([board.stories().map(({ now }) => [now.state, now.absentRuns.length]), await rows()])
  await sweep()
  const after = JSON.stringify([board.stories().map(({ now }) => [now.state, now.absentRuns.length]), await rows()])
  if (before !== after) said.push(`I6 ${before} became ${after}`)
  next.close()
  said.push(...secretsOf(world, job, next.events))
  // I5, of what the window was told before and after; nobody notes how long a call took.
  said.push(...wordless([toldBy(job), next.events]))
  return said

  async function rows() {
    return (await world.rows(device)).map(({ id, status }) => [id, status])
  }
}

/** What the job's process told its window. */
const toldBy = ({ folder }: HandoverJob) => linesToldIn(toldFile(folder)).map((line) => JSON.parse(line) as unknown)

/** I4, of a job and of the start after it: what is on the disk, what the window was told, what left but in its header. */
function secretsOf(world: PracticeWorld, { folder, token }: HandoverJob, events: unknown): readonly string[] {
  const last = world.proxy.seen.slice(-60)
  const deviceTokens = last.flatMap(({ path: to, headers }) =>
    to.startsWith('/api/v2/write') ? (headers.authorization?.replace('Token ', '') ?? []) : [],
  )
  const told = toldFile(folder)
  const places = {
    window: JSON.stringify(events) + (existsSync(told) ? readFileSync(told, 'utf8') : ''),
    requests: JSON.stringify(
      last.map(({ path: to, body, headers: { authorization: _own, ...others } }) => [to, body, others]),
    ),
  }
  return [...new Set([token, ...deviceTokens])].flatMap((secret) => [
    ...filesHolding(secret, [folder]).map((file) => `I4 a token is in ${path.basename(file)}`),
    ...leaks(secret, places, 'a token'),
  ])
}

/** A step that a whole job came by: at which of its occurrences something is to happen, and in which way. */
export interface Point {
  readonly way: Way
  readonly time: number
  readonly step: string
}

/**
 * Each named step of whole jobs once, and once more while a token is replaced, at the latest of its occurrences, where
 * most is at stake.
 */
export async function pointsOf(script: string, world: PracticeWorld, root: string): Promise<readonly Point[]> {
  const points = new Map<string, Point>()
  for (const [n, way] of ways.entries()) {
    const { steps, signal } = await runJob(script, await jobIn(world, root, `whole-${n}`, way))
    expect([signal, steps.at(-1)]).toEqual([null, 'done'])
    for (const line of steps.slice(0, -1)) {
      const [, time = '1', step = ''] = /^(\d+) (.*)$/.exec(line) ?? []
      // Each PATCH is about another token or another way.
      const which = step.startsWith('influx.setStatus') ? `${time} ` : ''
      points.set(`${way.replacing ? 'replacing: ' : ''}${which}${step}`, { way, step, time: Number(time) })
    }
  }
  expect(points.size).toBeGreaterThanOrEqual(48)
  const names = [
    'ledger.beginAll begins',
    'ledger.append old-off ends',
    'ledger.append old-gone ends',
    'ledger.append old-on ends',
  ]
  expect([...points.keys()]).toEqual(
    expect.arrayContaining(['ledger.beginAll begins', ...names.map((name) => `replacing: ${name}`)]),
  )
  return [...points.values()]
}

/** Each named step once: every other one while a token is replaced, those that come about only then always so. */
export function oncePerStep(points: readonly Point[]): readonly Point[] {
  const steps = new Map<string, Point[]>()
  for (const point of points) steps.set(point.step, [...(steps.get(point.step) ?? []), point])
  return [...steps.values()].flatMap((all, n) => all[n % all.length] ?? [])
}
