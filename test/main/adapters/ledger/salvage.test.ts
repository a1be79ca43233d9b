import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import Database from 'libsql'
import { expect, it } from 'vitest'
import { createClock } from '../../../../main/adapters/clock'
import { createCrypto } from '../../../../main/adapters/crypto'
import { salvage } from '../../../../main/adapters/ledger/salvage'
import { createRandom } from '../../../../main/adapters/random'
import { createSettingsFile } from '../../../../main/adapters/settings-file'
import { failure } from '../../../../main/contract/failure'
import { createMemoryVault } from '../../../../main/practice/memory-vault'
import { replaceLedger } from '../../../../main/replace-ledger'
import { salvagedTable } from '../../../../main/services/fresh-ledger'
import type { Outside } from '../../../../main/services/workspace'
import { aConnection, anIntent, value } from '../../../contract/ledger'
import { actsOf, fill, ledgerFile, openIn, sealedText } from '../../../support/open-test-ledger'
import { temporaryFolder } from '../../../support/temporary-folder'

/** A ledger of four handovers in which one event's text was changed on the disk. */
function damaged() {
  const folder = temporaryFolder()
  const ledger = value(openIn(folder))
  fill(ledger)
  const { install } = ledger
  ledger.close()
  const db = new Database(ledgerFile(folder))
  db.exec('DROP TRIGGER event_kept')
  db.exec(`UPDATE event SET kind = 'nonsense' WHERE handover = '${anIntent(2).id}' AND kind = 'activated'`)
  db.close()
  const opened = openIn(folder)
  if (opened.ok) throw new Error('it opens')
  return { folder, install, trouble: opened.failure }
}

it('reads what can be read of a damaged ledger, and leaves the file as it is', () => {
  const { folder, install } = damaged()
  const file = ledgerFile(folder)
  const before = readFileSync(file)
  const found = salvage(file)
  expect(found.install).toBe(install)
  expect(found.connections).toEqual([aConnection()])
  expect(found.handovers.map(({ intent, now }) => [intent.device, now.state, now.active])).toEqual([
    ['pump-0', 'minted', true],
    ['pump-1', 'minted', true],
    ['pump-2', 'minted', false],
    ['pump-3', 'minted', true],
  ])
  expect(found.acts.map(({ detail }) => detail)).toEqual(['act 0', 'act 1', 'act 2'])
  expect(readFileSync(file).equals(before)).toBe(true)
  expect(existsSync(`${file}.reading`)).toBe(false)
})

it('leaves out an act that was changed, and the one after a missing one', () => {
  const { folder } = damaged()
  const file = ledgerFile(folder)
  const detailsAfter = (sql: string) => {
    const db = new Database(file)
    db.exec(sql)
    db.close()
    return salvage(file).acts.map(({ detail }) => detail)
  }
  expect(detailsAfter('DROP TRIGGER act_kept; UPDATE act SET at_wall = 1 WHERE n = 2')).toEqual(['act 0', 'act 2'])
  expect(detailsAfter('DROP TRIGGER act_stays; DELETE FROM act WHERE n = 2')).toEqual(['act 0'])
  expect(detailsAfter('UPDATE ledger SET acts = 1000000000000000, events = 1000000000000000')).toEqual(['act 0'])
})

it('never throws, whatever the file holds', () => {
  const { folder } = damaged()
  const file = ledgerFile(folder)
  const whole = readFileSync(file)
  const nothing = { connections: [], handovers: [], acts: [] }
  expect(salvage(path.join(folder, 'none.db'))).toMatchObject(nothing)
  for (const size of [0, 1, 100, 4096, 5000, whole.length - 1]) {
    writeFileSync(file, whole.subarray(0, size))
    expect(() => salvage(file), String(size)).not.toThrow()
  }
  for (let at = 0; at < whole.length; at += 4096) {
    const bytes = Buffer.from(whole)
    bytes.fill(0xa5, at, at + 4096)
    writeFileSync(file, bytes)
    expect(() => salvage(file), String(at)).not.toThrow()
  }
})

it('a new ledger keeps the damaged one and a table of it, and takes over servers with their tokens, and acts', async () => {
  const { folder, install, trouble } = damaged()
  const vault = createMemoryVault()
  const { id } = aConnection()
  await vault.set(`${install}/${id}/token`, 'an-admin-token')
  const random = createRandom()
  const outside = {
    clock: createClock(),
    random,
    crypto: createCrypto({ random }),
    settings: createSettingsFile({ file: path.join(folder, 'settings.json') }),
  } as unknown as Outside
  const made = value(await replaceLedger(ledgerFile(folder), trouble, { ...outside, vault }))
  expect(made).toMatchObject({ connections: 1, handovers: 4, copy: trouble.params['path'] })
  expect(existsSync(made.copy)).toBe(true)
  const table = readFileSync(made.list ?? '', 'utf8')
  expect(table.split('\r\n')).toHaveLength(6)
  expect(table).toContain('"pump-1","plant","0a1b2c3d4e5f0001","minted"')
  expect(table).not.toContain(sealedText)
  expect(statSync(made.list ?? '').mode & 0o777).toBe(0o600)

  const ledger = value(openIn(folder))
  expect(ledger.install).not.toBe(install)
  expect(ledger.stories()).toEqual([])
  expect(ledger.connections()).toEqual([aConnection()])
  expect(actsOf(ledger)).toHaveLength(3)
  expect(await vault.get(`${ledger.install}/${id}/token`)).toEqual({ ok: true, value: 'an-admin-token' })
  expect(await vault.get(`${install}/${id}/token`)).toEqual({ ok: true, value: undefined })
  ledger.close()
})

it.each(['newer', 'unreadable', 'replaced'])('a ledger that is %s is not replaced', async (why) => {
  const folder = temporaryFolder()
  value(openIn(folder)).close()
  const before = readFileSync(ledgerFile(folder))
  const trouble = failure('ledger.damaged', { path: ledgerFile(folder), why })
  const refused = await replaceLedger(ledgerFile(folder), trouble, {
    vault: createMemoryVault(),
  } as unknown as Parameters<typeof replaceLedger>[2])
  expect(refused).toEqual({ ok: false, failure: trouble })
  expect(readFileSync(ledgerFile(folder)).equals(before)).toBe(true)
})

it('the table gives a spreadsheet nothing to run', () => {
  const { folder } = damaged()
  const [first] = salvage(ledgerFile(folder)).handovers
  if (!first) throw new Error('nothing was read')
  const bucket = { id: first.intent.bucket.id, name: '=cmd|"/c calc"!A1' }
  const table = salvagedTable({
    connections: [],
    acts: [],
    handovers: [{ ...first, intent: { ...first.intent, bucket } }],
  })
  expect(table).toContain(`"'=cmd|""/c calc""!A1"`)
})
