import { rmSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { snapshotFile } from '../../../../main/adapters/ledger/snapshot'
import { anAct, anIntent, value } from '../../../contract/ledger'
import { createFakeClock } from '../../../support/fake-clock'
import { change, changedBehindSnapshot, leaveSnapshot, live, minutes, open } from '../../../support/ledger-snapshot'
import { actsOf, ledgerFile } from '../../../support/open-test-ledger'
import { temporaryFolder } from '../../../support/temporary-folder'

const broken = { ok: false, failure: { code: 'ledger.damaged', params: { why: 'broken' } } }

describe('a start from a snapshot', () => {
  it('holds no act against its hash that a snapshot told, many acts without a handover included', async () => {
    const folder = temporaryFolder()
    const acts = Array.from({ length: 700 }, (_none, i) => anAct(i))
    const first = value(open(folder))
    value(first.noteActs(acts))
    first.close()
    await leaveSnapshot(folder)
    const clock = createFakeClock()
    const ledger = value(open(folder, clock))
    value(ledger.noteActs([anAct(9)]))
    expect(actsOf(ledger)).toEqual([...acts, anAct(9)])
    await clock.advance(minutes)
    value(ledger.noteActs([anAct(10)]))
    ledger.close()
    change(folder, 'UPDATE act SET at_wall = 1 WHERE n = 300')
    const trusting = value(open(folder))
    expect(value(trusting.acts('c1', 'another'))).toEqual([])
    trusting.close()
    rmSync(snapshotFile(ledgerFile(folder)))
    expect(open(folder)).toMatchObject(broken)
  })
})

describe('damage that a snapshot hides at first', () => {
  it.each([
    ['an act changed', 'UPDATE act SET answered = 1 - answered WHERE n = 2'],
    ['an act gone', 'DELETE FROM act WHERE n = 1'],
    ['an act of another token', `UPDATE act SET auth_id = 'ff' WHERE n = 2`],
  ])('%s: it is found in the background, stops all writing, and the next start refuses', async (_what, sql) => {
    const folder = temporaryFolder()
    await changedBehindSnapshot(folder, sql)
    const clock = createFakeClock()
    const ledger = value(open(folder, clock))
    value(ledger.noteActs([anAct(7)]))
    await clock.advance(minutes)
    expect(ledger.noteActs([anAct(8)])).toMatchObject(broken)
    expect(ledger.append(anIntent(3).id, 9, { kind: 'probed' })).toMatchObject(broken)
    ledger.close()
    expect(open(folder)).toMatchObject(broken)
  })

  it('of an act is found by whoever asks for that token’s, and stops all writing', async () => {
    const folder = temporaryFolder()
    await changedBehindSnapshot(folder, `UPDATE act SET detail = 'act 9' WHERE n = 2`)
    const ledger = value(open(folder))
    expect(value(ledger.acts('c1', 'another'))).toEqual([])
    expect(ledger.acts(anAct().connection, anAct().authId)).toMatchObject(broken)
    expect(ledger.begin(anIntent(9), 9)).toMatchObject(broken)
    ledger.close()
    expect(open(folder)).toMatchObject(broken)
  })

  it('of an act after the snapshot is refused at once', async () => {
    const folder = temporaryFolder()
    live(folder)
    await leaveSnapshot(folder)
    const ledger = value(open(folder))
    value(ledger.noteActs([anAct(7)]))
    ledger.close()
    change(folder, 'UPDATE act SET at_wall = 1 WHERE n = 4')
    expect(open(folder)).toMatchObject(broken)
  })
})
