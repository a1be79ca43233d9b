import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import Database from 'libsql'
import { beforeAll, describe, expect, it } from 'vitest'
import { link } from '../../../../main/adapters/ledger/chain'
import type { Story } from '../../../../main/ports/ledger'
import { anIntent, value } from '../../../contract/ledger'
import { fill, ledgerFile, openIn, succeedIn, testDay } from '../../../support/open-test-ledger'
import { each, told } from '../../../support/ledger-remains'
import { groupFolder, temporaryFolder } from '../../../support/temporary-folder'

const damaged = (folder: string, why: string, name = `ledger.damaged-${testDay}.db`) => ({
  ok: false,
  failure: { code: 'ledger.damaged', params: { path: path.join(folder, name), why } },
})

/** A folder with a filled, closed ledger, changed by `sql` as only a program that means harm would. */
function filled(...sql: readonly string[]): string {
  const folder = temporaryFolder()
  const ledger = value(openIn(folder))
  fill(ledger)
  ledger.close()
  const db = new Database(ledgerFile(folder))
  const guards = ['event_kept', 'event_stays', 'handover_kept', 'act_kept', 'act_stays']
  for (const one of [...guards.map((name) => `DROP TRIGGER ${name}`), ...sql]) db.exec(one)
  db.close()
  return folder
}

describe('a ledger that is not as it was written is refused', () => {
  it.each([
    ['an event changed', `UPDATE event SET detail = replace(detail, '0a1b', '0a1c') WHERE n = 2`],
    ['a hash changed', `UPDATE event SET chain = replace(chain, '0', '1') WHERE n = 3`],
    ['a time changed', 'UPDATE event SET at_wall = at_wall + 1 WHERE n = 5'],
    ['the last event gone', 'DELETE FROM event WHERE n = 12'],
    ['an event in the middle gone', 'DELETE FROM event WHERE n = 6'],
    ['an event moved', 'UPDATE event SET n = 99 WHERE n = 12'],
    ['an intent changed', `UPDATE handover SET device = 'pump-10' WHERE device = 'pump-1'`],
    ['an address changed', `UPDATE connection SET detail = replace(detail, 'influx.example', 'influx.exbmple')`],
    ['the install changed', `UPDATE ledger SET install = 'ffffffffffffffff'`],
    ['an act changed', `UPDATE act SET detail = 'act 9' WHERE n = 2`],
    ['an act of another token', `UPDATE act SET auth_id = '0a1b2c3d4e5f6072' WHERE n = 2`],
    ['an act that was answered', 'UPDATE act SET answered = 0 WHERE n = 2'],
    ['the last act gone', 'DELETE FROM act WHERE n = 3'],
    ['an act in the middle gone', 'DELETE FROM act WHERE n = 2'],
    ['all acts gone', 'DELETE FROM act'],
    [
      'acts that changed places',
      'UPDATE act SET n = 9 WHERE n = 1; UPDATE act SET n = 1 WHERE n = 2; UPDATE act SET n = 2 WHERE n = 9',
    ],
    [
      'an act more',
      'INSERT INTO act SELECT 4, connection, auth_id, kind, at_wall, answered, detail, chain FROM act WHERE n = 3',
    ],
    [
      'an act before the first',
      'INSERT INTO act SELECT 0, connection, auth_id, kind, at_wall, answered, detail, chain FROM act WHERE n = 1',
    ],
    ['the hash of the last act changed', `UPDATE ledger SET acts_head = 'x' || acts_head`],
    ['the number of acts changed', 'UPDATE ledger SET acts = 2'],
    ['no act known of', 'UPDATE ledger SET acts = 0'],
    ['a table gone', 'DROP TABLE sealed; DROP TABLE connection'],
    ['version 0', 'PRAGMA user_version = 0'],
  ])('%s', (_what, sql) => {
    const folder = filled(sql)
    expect(openIn(folder)).toEqual(damaged(folder, 'broken'))
  })

  it('also where every hash fits but the story makes no sense', () => {
    const folder = temporaryFolder()
    const ledger = value(openIn(folder))
    fill(ledger, 1)
    ledger.close()
    const db = new Database(ledgerFile(folder))
    // A second `asked` with a proper chain: only the fold can know.
    const { head } = db.prepare('SELECT head FROM ledger').get() as { head: string }
    const row = [4, anIntent(0).id, 3, 'asked', 5, '', '{}'] as const
    const chain = link(head, row)
    db.prepare('INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?)').run(...row, chain)
    db.prepare('UPDATE ledger SET events = 4, head = ?').run(chain)
    db.close()
    expect(openIn(folder)).toEqual(damaged(folder, 'broken'))
  })

  it('keeps one copy however often it is tried, and starts anew only when told to', () => {
    const folder = filled('DELETE FROM event WHERE n = 12')
    openIn(folder)
    const bytes = readFileSync(ledgerFile(folder))
    expect(openIn(folder)).toEqual(damaged(folder, 'broken'))
    expect(openIn(folder)).toEqual(damaged(folder, 'broken'))
    expect(readdirSync(folder).filter((name) => name.includes('damaged') && name.endsWith('.db'))).toEqual([
      `ledger.damaged-${testDay}.db`,
    ])
    expect(readFileSync(path.join(folder, `ledger.damaged-${testDay}.db`))).toEqual(bytes)
    succeedIn(folder)
    expect(value(openIn(folder)).stories()).toEqual([])
    expect(
      readdirSync(folder)
        .filter((name) => name.endsWith('.db'))
        .sort(),
    ).toEqual([`ledger.damaged-${testDay}.db`, 'ledger.db'])
    expect(readFileSync(path.join(folder, `ledger.damaged-${testDay}.db`))).toEqual(bytes)
  })

  it('keeps the write-ahead log with the copy, and another damage on the same day apart', () => {
    const folder = temporaryFolder()
    const ledger = value(openIn(folder))
    fill(ledger)
    const wal = readFileSync(`${ledgerFile(folder)}-wal`)
    ledger.close()
    writeFileSync(ledgerFile(folder), 'not a database')
    writeFileSync(`${ledgerFile(folder)}-wal`, wal)
    expect(openIn(folder)).toEqual(damaged(folder, 'broken'))
    expect(readFileSync(path.join(folder, `ledger.damaged-${testDay}.db-wal`))).toEqual(wal)
    rmSync(`${ledgerFile(folder)}-wal`, { force: true })
    writeFileSync(ledgerFile(folder), 'nor this')
    expect(openIn(folder)).toEqual(damaged(folder, 'broken', `ledger.damaged-${testDay}-2.db`))
  })

  it('never takes an empty file, or a log alone, for a first start', () => {
    const folder = filled()
    truncateSync(ledgerFile(folder))
    expect(openIn(folder)).toEqual(damaged(folder, 'broken'))
    rmSync(ledgerFile(folder))
    writeFileSync(`${ledgerFile(folder)}-wal`, 'what is left')
    expect(openIn(folder)).toEqual(damaged(folder, 'missing', `ledger.damaged-${testDay}-2.db`))
    expect(existsSync(ledgerFile(folder))).toBe(false)
  })

  it.each([4, 99])('leaves the newer version %i alone', (version) => {
    const folder = filled(`PRAGMA user_version = ${version}`)
    const bytes = readFileSync(ledgerFile(folder))
    expect(openIn(folder)).toEqual(damaged(folder, 'newer', 'ledger.db'))
    expect(readFileSync(ledgerFile(folder))).toEqual(bytes)
    expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toEqual([])
  })
})

describe('a ledger that changes under way', () => {
  it.each([
    ['deleted', (file: string) => rmSync(file)],
    ['put aside', (file: string) => renameSync(file, `${file}.old`)],
    [
      'replaced',
      (file: string) => {
        renameSync(file, `${file}.old`)
        copyFileSync(`${file}.old`, file)
      },
    ],
  ])('%s: writes are refused, what is known stays', (_how, act) => {
    const folder = temporaryFolder()
    const ledger = value(openIn(folder))
    fill(ledger)
    const before = ledger.stories()
    act(ledgerFile(folder))
    expect(ledger.begin(anIntent(50), 1)).toEqual(damaged(folder, 'replaced', 'ledger.db'))
    expect(ledger.append(anIntent(1).id, 1, { kind: 'probed' })).toMatchObject({ ok: false })
    expect(ledger.sealed(anIntent(1).id)).toMatchObject({ ok: false })
    expect(ledger.stories()).toEqual(before)
    ledger.close()
  })

  it('refuses to add to what another program has written', () => {
    const folder = temporaryFolder()
    const [one, other] = [value(openIn(folder)), value(openIn(folder))]
    value(one.begin(anIntent(1), 1))
    expect(other.begin(anIntent(2), 2)).toEqual(damaged(folder, 'replaced', 'ledger.db'))
    expect(other.stories()).toEqual([])
    value(one.append(anIntent(1).id, 3, { kind: 'abandoned' }))
    one.close()
    other.close()
    expect(value(openIn(folder)).stories().length).toBe(1)
  })
})

describe('whatever happens to the file, no handover is invented', () => {
  let bytes: Buffer
  let place: string
  let written: readonly Story[]
  beforeAll(() => {
    const { folder, remove } = groupFolder()
    place = folder
    const ledger = value(openIn(folder))
    fill(ledger, 6)
    written = ledger.stories()
    ledger.close()
    bytes = readFileSync(ledgerFile(folder))
    return remove
  })

  it('with a byte of any page flipped: each page at forty places and more', async () => {
    const step = 97
    const wrong = await each(Math.ceil(bytes.length / step), (n) => {
      const flipped = Buffer.from(bytes)
      flipped[n * step] = (flipped[n * step] ?? 0) ^ 0x55
      // Refused, or the byte meant nothing: unused space, a sealed token (which its own seal guards), a statistic.
      const outcome = told(place, { file: flipped }, written)
      return outcome === 'ledger.damaged' || outcome === 18 ? [] : [[n * step, outcome]]
    })
    expect(wrong.flat()).toEqual([])
  })

  it('with garbage behind it', () => {
    const outcome = told(place, { file: Buffer.concat([bytes, Buffer.alloc(5000, 1)]) }, written)
    expect(['ledger.damaged', 18]).toContain(outcome)
  })
})
