import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import Database from 'libsql'
import { expect } from 'vitest'
import { openLedger } from '../../main/adapters/ledger/open'
import { snapshotFile } from '../../main/adapters/ledger/snapshot'
import { createRandom } from '../../main/adapters/random'
import { anIntent, value } from '../contract/ledger'
import { createFakeClock, type FakeClock } from './fake-clock'
import { fill, ledgerFile } from './open-test-ledger'

/** Long enough for the snapshot to be written and for everything to be verified. */
export const minutes = 10 * 60_000

/** Opens the ledger of `folder`; every start of it leaves a snapshot. */
export function open(folder: string, clock: FakeClock = createFakeClock()) {
  return openLedger({ file: ledgerFile(folder), clock, random: createRandom(), snapshotAfter: 0 })
}

/** Opens the ledger and leaves a snapshot of all that is in it. */
export async function leaveSnapshot(folder: string) {
  const clock = createFakeClock()
  const ledger = value(open(folder, clock))
  await clock.advance(minutes)
  ledger.close()
  expect(existsSync(snapshotFile(ledgerFile(folder)))).toBe(true)
}

/** Rewrites the first line of a snapshot and the others, with a digest that fits; returns its file. */
export function rewriteSnapshot(
  folder: string,
  { head = (line) => line, told = (line) => line }: Partial<Record<'head' | 'told', (line: string) => string>>,
): string {
  const file = snapshotFile(ledgerFile(folder))
  const [, first = '', ...lines] = readFileSync(file, 'utf8').split('\n')
  const body = [head(first), ...lines.map(told)].join('\n')
  writeFileSync(file, `${createHash('sha256').update(body).digest('hex')}\n${body}`)
  return file
}

/** Six handovers: the first three ended, the fourth delivered and on, the others open. */
export function live(folder: string) {
  const ledger = value(open(folder))
  fill(ledger, 6)
  for (const n of [0, 1]) {
    value(ledger.append(anIntent(n).id, 4000, { kind: 'delivered', proof: 'scanned' }))
    value(ledger.append(anIntent(n).id, 5000, { kind: 'confirmed', proof: 'technician' }, 'erase'))
  }
  value(ledger.append(anIntent(2).id, 4000, { kind: 'revoked' }, 'erase'))
  value(ledger.append(anIntent(3).id, 4000, { kind: 'delivered', proof: 'hash' }))
  const written = ledger.stories()
  ledger.close()
  return written
}

/** Changes the file as only a program that means harm would. */
export function change(folder: string, sql: string) {
  const db = new Database(ledgerFile(folder))
  const guards = ['event_kept', 'event_stays', 'handover_kept', 'act_kept', 'act_stays']
  for (const one of [...guards.map((name) => `DROP TRIGGER ${name}`), sql]) db.exec(one)
  db.close()
}

/** A ledger of handovers behind a snapshot, changed where the snapshot hides it. */
export async function changedBehindSnapshot(folder: string, sql: string) {
  live(folder)
  await leaveSnapshot(folder)
  change(folder, sql)
}
