import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import { anIntent, value, whole } from '../../../contract/ledger'
import { createFakeClock } from '../../../support/fake-clock'
import { change, leaveSnapshot, live, minutes, open, rewriteSnapshot } from '../../../support/ledger-snapshot'
import { temporaryFolder } from '../../../support/temporary-folder'

const ended = anIntent(0).id

/** What a line tells of where the first handover stands, changed. */
function otherwise(line: string): string {
  const [row = '', now = ''] = line.split('\t')
  return row.includes(ended) ? `${row}\t${JSON.stringify({ ...(JSON.parse(now) as object), changedAt: 1 })}` : line
}

it('a snapshot that an earlier version of the rules wrote is passed over', async () => {
  const folder = temporaryFolder()
  const written = live(folder)
  await leaveSnapshot(folder)
  const head = (line: string) => JSON.stringify({ ...(JSON.parse(line) as object), version: '2 id state' })
  rewriteSnapshot(folder, { head, told: otherwise })
  expect(value(open(folder)).stories().map(whole)).toEqual(written)
})

it('a snapshot that tells otherwise than the events is dropped once they were read: the next start tells the truth', async () => {
  const folder = temporaryFolder()
  const written = live(folder)
  await leaveSnapshot(folder)
  const file = rewriteSnapshot(folder, { told: otherwise })
  const clock = createFakeClock()
  const ledger = value(open(folder, clock))
  expect(ledger.story(ended)?.now.changedAt).toBe(1)
  await clock.advance(minutes)
  expect(existsSync(file)).toBe(false)
  ledger.close()
  expect(value(open(folder)).stories().map(whole)).toEqual(written)
})

it('an end that is missing after the snapshot is damage at once', async () => {
  const folder = temporaryFolder()
  live(folder)
  await leaveSnapshot(folder)
  const ledger = value(open(folder))
  value(ledger.append(ended, 6000, { kind: 'revoking', why: 'asked' }))
  ledger.close()
  change(folder, `DELETE FROM event WHERE handover = '${ended}' AND at_wall = 6000`)
  expect(open(folder)).toMatchObject({ ok: false, failure: { code: 'ledger.damaged', params: { why: 'broken' } } })
})
