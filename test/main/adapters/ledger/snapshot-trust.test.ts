import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { snapshotFile } from '../../../../main/adapters/ledger/snapshot'
import { anIntent, value } from '../../../contract/ledger'
import { createFakeClock } from '../../../support/fake-clock'
import { change, leaveSnapshot, live, minutes, open } from '../../../support/ledger-snapshot'
import { ledgerFile } from '../../../support/open-test-ledger'
import { temporaryFolder } from '../../../support/temporary-folder'

const ended = anIntent(0).id

/** Rewrites a snapshot's first line and what it tells of the first handover, with a digest that fits. */
function tellOtherwise(folder: string, head: (head: object) => object) {
  const file = snapshotFile(ledgerFile(folder))
  const [, first = '', ...lines] = readFileSync(file, 'utf8').split('\n')
  const told = lines.map((line) => {
    const [row = '', now = ''] = line.split('\t')
    if (!row.includes(ended)) return line
    return `${row}\t${JSON.stringify({ ...(JSON.parse(now) as object), changedAt: 1 })}`
  })
  const body = [JSON.stringify(head(JSON.parse(first) as object)), ...told].join('\n')
  writeFileSync(file, `${createHash('sha256').update(body).digest('hex')}\n${body}`)
  return file
}

it('a snapshot that an earlier version of the rules wrote is passed over', async () => {
  const folder = temporaryFolder()
  const written = live(folder)
  await leaveSnapshot(folder)
  tellOtherwise(folder, (head) => ({ ...head, version: '2 id state' }))
  expect(value(open(folder)).stories()).toEqual(written)
})

it('a snapshot that tells otherwise than the events is dropped once they were read: the next start tells the truth', async () => {
  const folder = temporaryFolder()
  const written = live(folder)
  await leaveSnapshot(folder)
  const file = tellOtherwise(folder, (head) => head)
  const clock = createFakeClock()
  const ledger = value(open(folder, clock))
  expect(ledger.story(ended)?.now.changedAt).toBe(1)
  await clock.advance(minutes)
  expect(existsSync(file)).toBe(false)
  ledger.close()
  expect(value(open(folder)).stories()).toEqual(written)
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
