import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { describe as describeToken } from '../../main/domain/description'
import { isOver } from '../../main/domain/handover'
import { brokenInvariants, leaks, untold, type InvariantRow } from '../support/invariants'
import { connectLaptop, deviceOnCable, runLaptop, type Laptop } from '../support/laptop'
import { ask } from '../support/raw-influx'
import { isOff } from '../support/replacing'
import { canRestore, startRestorableInflux } from '../support/restorable-influx'

/** A device's handovers as they come about: its first one and the one that replaces it, or a token of another laptop's. */
interface Course {
  readonly device: string
  readonly first: string
  readonly second: string
  readonly foreign: string
}
type Step = (laptop: Laptop, course: Course) => Promise<Partial<Course> | void>

const scan =
  (which: 'first' | 'second'): Step =>
  async ({ workspace }, { [which]: id }) => {
    expect(await workspace.handovers.show(id)).toMatchObject({ ok: true })
    expect(workspace.handovers.scanned(id)).toMatchObject({ ok: true })
  }
const byCode: Step = async (laptop, { device }) => ({ first: (await laptop.begin(device)).id })
const byCable: Step = async (laptop, { device }) => {
  const { id } = await laptop.byCable(device)
  await laptop.seen(id, ({ state, active, activity }) => state !== 'minted' && active && activity === 'idle')
  return { first: id }
}
const works: Step = ({ workspace }, { first }) => {
  expect(workspace.handovers.works(first)).toMatchObject({ ok: true })
  return Promise.resolve()
}
const cancel: Step = async ({ workspace }, { first }) =>
  void expect(await workspace.handovers.cancel(first)).toMatchObject({ value: { state: 'revoked' } })
const byAnother: Step = async ({ ports, session, request, workspace }, { device }) => {
  const marker = { nonce: ports.random.hex(16), install: ports.random.hex(8) }
  const { orgId } = session.connection
  const permissions = [{ action: 'write', resource: { type: 'buckets', id: request.bucketId, orgId } }] as const
  const made = await session.influx.create({
    orgId,
    description: describeToken(device, marker),
    status: 'active',
    permissions,
  })
  await workspace.index.fetch(session)
  return made.ok ? { foreign: made.value.authorization.id } : {}
}
const replace: Step = async (laptop, { device, first, foreign }) => {
  const replaces = [foreign || (laptop.view(first)?.authId ?? '')]
  return { second: (await laptop.begin(device, { replaces })).id }
}
const retire: Step = async (laptop, course) => {
  await scan('second')(laptop, course)
  await laptop.seen(course.second, isOff)
}
const endOld: Step = async ({ workspace }, { second }) =>
  void expect(await workspace.replacements.endOld(second)).toMatchObject({ value: { old: 'gone' } })
const goBack: Step = async ({ workspace }, { second }) =>
  void expect(await workspace.replacements.goBack(second)).toMatchObject({ value: { old: 'on', state: 'revoked' } })

const courses: Readonly<Record<string, readonly Step[]>> = {
  revoked: [byCode, scan('first'), works, cancel],
  replaced: [byCable, works, replace, retire, endOld],
  another: [byAnother, replace, retire, endOld],
  returned: [byCode, scan('first'), works, replace, retire, goBack],
}

/** Each course with its backup after every step of it, and its restoration after every later one. */
const cases = Object.entries(courses).flatMap(([name, steps]) =>
  [...steps, undefined].flatMap((_step, kept) =>
    steps
      .slice(kept)
      .map((_later, more) => ({ steps, kept, done: kept + more + 1, device: `${name}-${kept}-${more}` })),
  ),
)

describe.skipIf(!canRestore)('a real InfluxDB that is restored from a backup (needs Linux)', () => {
  it.for([
    ['while the app runs', false],
    ['between two runs of it', true],
  ] as const)(
    'at any step of a handover, %s: deleted again, told as gone, or off again',
    { timeout: 300_000 },
    async ([, restarts], { skip }) => {
      const server = await startRestorableInflux()
      if (!server) {
        if (process.env['CI'] === 'true') throw new Error('CI needs a real InfluxDB')
        skip('needs a real InfluxDB')
        return
      }
      const answer = await ask(server.url, server.token, '/api/v2/buckets?name=plant')
      const [bucket] = (JSON.parse(answer.text) as { buckets: { id: string }[] }).buckets
      const cable = deviceOnCable()
      const run = runLaptop(cable)
      const laptop = await connectLaptop(run, { ...server, bucketId: bucket?.id ?? '' })
      const rows = async (): Promise<readonly (InvariantRow & { updatedAt: string })[]> => {
        const { text } = await ask(server.url, server.token, '/api/v2/authorizations')
        const { authorizations } = JSON.parse(text) as {
          authorizations: (InvariantRow & { userID: string; updatedAt: string })[]
        }
        const own = authorizations.filter(({ description }) => description.includes(' | fieldkey:1 '))
        return own.map((row) => ({ ...row, userId: row.userID }))
      }
      const at = new Map<string, Course>()
      const play = async (
        from: (one: (typeof cases)[number]) => number,
        to: (one: (typeof cases)[number]) => number,
      ) => {
        for (const one of cases) {
          let course = at.get(one.device) ?? { device: one.device, first: '', second: '', foreign: '' }
          for (const step of one.steps.slice(from(one), to(one)))
            course = { ...course, ...(await step(laptop, course)) }
          at.set(one.device, course)
        }
      }
      await play(
        () => 0,
        ({ kept }) => kept,
      )
      // One that is called off while the server is away.
      const waits = await laptop.begin('waits')
      const saved = new Map((await rows()).map((row) => [row.id, row]))
      await server.stop()
      server.backUp()
      await server.start()
      await play(
        ({ kept }) => kept,
        ({ done }) => done,
      )
      const newest = new Map((await rows()).map((row) => [row.id, row]))
      const stood = new Map(laptop.workspace.board.stories().map(({ intent, now }) => [intent.id, now.state]))
      await server.stop()
      server.backUp('newest')
      expect(await laptop.workspace.handovers.cancel(waits.id)).toMatchObject({ value: { revoking: true } })
      server.restore()
      if (restarts) laptop.close()
      await server.start()

      const next = restarts ? runLaptop(cable, { folder: run.folder, vault: run.vault }) : laptop
      const { board, settle } = next.workspace
      const sweep = async () =>
        expect(await settle.sweep(laptop.session.connection.id)).toEqual({ ok: true, value: undefined })
      await sweep()
      const found = await rows()
      for (const { device, kept, done } of cases) {
        const { first = '', second = '', foreign = '' } = at.get(device) ?? {}
        const told = [first, second].flatMap((id) => board.story(id) ?? [])
        for (const { intent, now } of told) {
          const old = intent.id === first && second !== '' ? board.story(second)?.now.old : undefined
          const row = found.find(({ id }) => id === now.authId)
          const before = saved.get(now.authId ?? '')
          const what = [device, kept, done, now.state, old, row?.status]
          // What was not there yet is gone, and told so, unless it had been ended anyway.
          if (before === undefined && now.state !== 'revoked') expect(now.state, String(what)).toBe('gone')
          // Whatever is over is not on the server, whoever ended it; everything else is.
          expect(row !== undefined, String(what)).toBe(!isOver(now) && old !== 'gone' && before !== undefined)
          // A replaced one is off again, and nothing that a backup brings back off is switched on.
          if (row) expect(row.status, String(what)).toBe(old === 'off' ? 'inactive' : before?.status)
        }
        const old = board.story(second)?.now.old
        const after = old === 'gone' ? undefined : old === 'off' ? 'inactive' : 'active'
        const left = found.find(({ id }) => id === foreign)?.status
        expect([device, left]).toEqual([device, saved.has(foreign) ? after : undefined])
      }
      expect(board.view(waits.id)).toMatchObject({ state: 'revoked', sealed: false })

      const ledger = next.ports.ledger
      const foreign = [...at.values()].map((one) => one.foreign).filter((one) => found.some(({ id }) => id === one))
      expect(brokenInvariants({ rows: found, laptops: [ledger], foreign })).toEqual([])
      const failures = [...laptop.events, ...next.events].flatMap((event) =>
        event.kind === 'handover' ? [event.handover.failure ?? [], event.handover.waits?.why ?? []].flat() : [],
      )
      expect(untold(failures.map((failure) => ({ failure, took: 0, limit: 0 })))).toEqual([])
      const files = readdirSync(run.folder, { withFileTypes: true }).filter((entry) => entry.isFile())
      const places = files.map(({ name }) => [name, readFileSync(path.join(run.folder, name), 'latin1')] as const)
      const said = JSON.stringify([laptop.events, next.events])
      expect(leaks(server.token, { ...Object.fromEntries(places), window: said })).toEqual([])
      // I6: another look changes nothing, neither here nor there.
      const steps = () => ledger.stories().map(({ intent, now }) => [intent.id, now.state, now.steps])
      const quiet = steps()
      await sweep()
      expect([await rows(), steps()]).toEqual([found, quiet])

      // It was the wrong backup: with the right one each token that a device has is there, and its handover where it stood.
      await server.stop()
      server.restore('newest')
      await server.start()
      await sweep()
      const back = await rows()
      for (const { intent, now } of ledger.stories()) {
        const before = stood.get(intent.id)
        const row = back.find(({ id }) => id === now.authId)
        const had = before === 'delivered' || before === 'confirmed'
        const status = newest.get(now.authId ?? '')?.status
        if (had) expect([intent.device, now.state, row?.status]).toEqual([intent.device, before, status])
        else expect([intent.device, row !== undefined]).toEqual([intent.device, !isOver(now)])
      }
      const left = [...at.values()].map((one) => one.foreign).filter((one) => back.some(({ id }) => id === one))
      expect(brokenInvariants({ rows: back, laptops: [ledger], foreign: left })).toEqual([])
      const still = steps()
      await sweep()
      expect([await rows(), steps()]).toEqual([back, still])
    },
  )
})
