import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import { openLedger } from '../../../../main/adapters/ledger/open'
import { snapshotFile } from '../../../../main/adapters/ledger/snapshot'
import { createRandom } from '../../../../main/adapters/random'
import type { Ledger, Story } from '../../../../main/ports/ledger'
import { anIntent, ledgerCases, value, whole } from '../../../contract/ledger'
import { createFakeClock } from '../../../support/fake-clock'
import { fill, ledgerFile, succeedIn } from '../../../support/open-test-ledger'
import {
  change,
  changedBehindSnapshot,
  leaveSnapshot,
  live,
  minutes,
  open,
  rewriteSnapshot,
} from '../../../support/ledger-snapshot'
import { each } from '../../../support/ledger-remains'
import { groupFolder, temporaryFolder } from '../../../support/temporary-folder'

const broken = { ok: false, failure: { code: 'ledger.damaged', params: { why: 'broken' } } }
const of = (written: readonly Story[], n: number) => written.find(({ intent }) => intent.id === anIntent(n).id)

describe('a ledger told by its snapshot keeps the contract', () => {
  it.each(ledgerCases)('$name', ({ run }) => {
    const folder = temporaryFolder()
    // Its timers run at once: every start leaves a snapshot and verifies all of the one before.
    const clock = { ...createFakeClock(), after: (_ms: number, act: () => void) => (act(), () => undefined) }
    const at = { file: ledgerFile(folder), clock, random: createRandom(), snapshotAfter: 0 }
    run(() => {
      value(openLedger(at)).close()
      return openLedger(at)
    })
  })
})

describe('a start from a snapshot', () => {
  it('tells what a start from all events tells, also what came after it', async () => {
    const folder = temporaryFolder()
    live(folder)
    await leaveSnapshot(folder)
    const ledger = value(open(folder))
    value(ledger.append(anIntent(0).id, 6000, { kind: 'revoking', why: 'asked' }))
    value(ledger.append(anIntent(3).id, 6500, { kind: 'confirmed', proof: 'technician' }))
    value(ledger.begin(anIntent(9), 7000))
    const written = ledger.stories().map(whole)
    const devices = (from: Ledger) => from.pending().map(({ intent }) => intent.device)
    const pending = ['pump-9', 'pump-5', 'pump-4', 'pump-0']
    ledger.close()
    const again = value(open(folder))
    expect([devices(again), again.stories().map(whole)]).toEqual([pending, written])
    again.close()
    rmSync(snapshotFile(ledgerFile(folder)))
    const all = value(open(folder))
    expect([devices(all), all.stories().map(whole)]).toEqual([pending, written])
  })

  it('reads no line of a handover that is at rest before somebody asks for it', async () => {
    const folder = temporaryFolder()
    live(folder)
    await leaveSnapshot(folder)
    // Only who reads the line notices.
    rewriteSnapshot(folder, { told: (line) => (line.includes(anIntent(0).id) ? 'unreadable' : line) })
    const ledger = value(open(folder))
    const pending = ledger.pending().map(({ intent }) => intent.device)
    expect(pending).toEqual(['pump-5', 'pump-4', 'pump-3'])
    expect(() => ledger.story(anIntent(0).id)?.now).toThrow()
  })

  it('is for this user only, and is left alone by short histories', async () => {
    const folder = temporaryFolder()
    live(folder)
    await leaveSnapshot(folder)
    expect((statSync(snapshotFile(ledgerFile(folder))).mode & 0o777).toString(8)).toBe('600')
    const short = temporaryFolder()
    const clock = createFakeClock()
    const ledger = value(openLedger({ file: ledgerFile(short), clock, random: createRandom() }))
    fill(ledger)
    ledger.close()
    value(openLedger({ file: ledgerFile(short), clock, random: createRandom() }))
    expect(clock.pending()).toBe(0)
  })

  it('passes over a snapshot of another ledger, cut after any byte, or with a byte flipped', async () => {
    const folder = temporaryFolder()
    const written = live(folder)
    await leaveSnapshot(folder)
    const file = snapshotFile(ledgerFile(folder))
    const bytes = readFileSync(file)
    const other = temporaryFolder()
    live(other)
    await leaveSnapshot(other)
    const bad = [readFileSync(snapshotFile(ledgerFile(other))), Buffer.of()]
    for (let at = 0; at < bytes.length; at += 1) bad.push(bytes.subarray(0, at))
    for (let at = 0; at < bytes.length; at += 13) {
      const flipped = Buffer.from(bytes)
      flipped[at] = (flipped[at] ?? 0) ^ 0x01
      bad.push(flipped)
    }
    const wrong = await each(bad.length, (n) => {
      writeFileSync(file, bad[n] ?? '')
      const ledger = value(open(folder))
      const stories = ledger.stories()
      ledger.close()
      return isDeepStrictEqual(stories, written) ? [] : [n]
    })
    expect(wrong.flat()).toEqual([])
  }, 120_000)

  it('goes with its ledger', async () => {
    const folder = temporaryFolder()
    live(folder)
    await leaveSnapshot(folder)
    succeedIn(folder)
    expect(existsSync(snapshotFile(ledgerFile(folder)))).toBe(false)
  })
})

describe('damage that a snapshot hides at first', () => {
  it.each([
    ['an event changed', `UPDATE event SET at_wall = at_wall + 1 WHERE handover = '${anIntent(0).id}' AND seq = 1`],
    ['an event gone', `DELETE FROM event WHERE handover = '${anIntent(0).id}' AND seq = 2`],
    ['its last event gone', `DELETE FROM event WHERE handover = '${anIntent(0).id}' AND seq = 4`],
    ['an intent changed', `UPDATE handover SET device = 'pump-7' WHERE id = '${anIntent(0).id}'`],
  ])(
    '%s: nothing is added to that handover, no history of it is told, and the next start refuses',
    async (_what, sql) => {
      const folder = temporaryFolder()
      const written = live(folder)
      await leaveSnapshot(folder)
      change(folder, sql)
      const ledger = value(open(folder))
      expect(ledger.story(anIntent(0).id)?.now).toEqual(of(written, 0)?.now)
      const other = ledger.story(anIntent(2).id)
      expect(other && whole(other)).toEqual(of(written, 2))
      const head = ledger.stories().map(({ now }) => now)
      expect(ledger.append(anIntent(0).id, 9, { kind: 'revoking', why: 'asked' })).toMatchObject(broken)
      expect(ledger.story(anIntent(0).id)?.events).toEqual([])
      expect(ledger.begin(anIntent(9), 9)).toMatchObject(broken)
      expect(ledger.stories().map(({ now }) => now)).toEqual(head)
      ledger.close()
      expect(open(folder)).toMatchObject(broken)
    },
  )

  it('is found in the background where nobody looks, and stops all writing', async () => {
    const folder = temporaryFolder()
    await changedBehindSnapshot(
      folder,
      `UPDATE event SET at_wall = at_wall + 1 WHERE handover = '${anIntent(0).id}' AND seq = 1`,
    )
    const clock = createFakeClock()
    const ledger = value(open(folder, clock))
    value(ledger.append(anIntent(3).id, 9, { kind: 'probed' }))
    await clock.advance(minutes)
    expect(ledger.append(anIntent(3).id, 9, { kind: 'probed' })).toMatchObject(broken)
    ledger.close()
    expect(open(folder)).toMatchObject(broken)
  })

  it('of an open handover, or after the snapshot, is refused at once', async () => {
    for (const n of [4, 9]) {
      const folder = temporaryFolder()
      live(folder)
      await leaveSnapshot(folder)
      const ledger = value(open(folder))
      value(ledger.begin(anIntent(9), 7000))
      ledger.close()
      change(folder, `UPDATE event SET at_wall = at_wall + 1 WHERE handover = '${anIntent(n).id}' AND seq = 0`)
      expect(open(folder)).toMatchObject(broken)
    }
  })
})

describe('with a snapshot, whatever byte of the ledger is flipped', () => {
  let bytes: Buffer
  let snapshot: Buffer
  let written: readonly Story[]
  beforeAll(async () => {
    const { folder, remove } = groupFolder()
    written = live(folder)
    await leaveSnapshot(folder)
    bytes = readFileSync(ledgerFile(folder))
    snapshot = readFileSync(snapshotFile(ledgerFile(folder)))
    return remove
  })

  it('no handover is invented, and the damage is found in that run or the byte meant nothing', async () => {
    for (let at = 0; at < bytes.length; at += 331) {
      const folder = temporaryFolder()
      const flipped = Buffer.from(bytes)
      flipped[at] = (flipped[at] ?? 0) ^ 0x55
      writeFileSync(ledgerFile(folder), flipped)
      writeFileSync(snapshotFile(ledgerFile(folder)), snapshot)
      const clock = createFakeClock()
      const opened = open(folder, clock)
      if (opened.ok) {
        const ledger = opened.value
        const told = ledger.stories()
        expect([at, told.map(({ intent, now }) => ({ intent, now }))]).toEqual([
          at,
          written.map(({ intent, now }) => ({ intent, now })),
        ])
        await clock.advance(minutes)
        const added = ledger.append(anIntent(0).id, 9, { kind: 'probed' })
        if (added.ok) expect([at, told.map(({ events }) => events)]).toEqual([at, written.map(({ events }) => events)])
        ledger.close()
      } else expect([at, opened.failure.code]).toEqual([at, 'ledger.damaged'])
      rmSync(folder, { recursive: true })
    }
  })
})
