import { readFileSync, statSync } from 'node:fs'
import Database from 'libsql'
import { describe, expect, it } from 'vitest'
import { salvage } from '../../../../main/adapters/ledger/salvage'
import { aConnection, anAct, anIntent, value } from '../../../contract/ledger'
import { each, lay } from '../../../support/ledger-remains'
import { actsOf, ledgerFile, openIn } from '../../../support/open-test-ledger'
import { temporaryFolder } from '../../../support/temporary-folder'
import { layVersion1 } from '../../../support/version-1-ledger'

/** What SQLite's header says, once the log was taken over into the file. */
const version = (folder: string) => readFileSync(ledgerFile(folder)).readUInt32BE(60)

/** Bytes of the write-ahead log beside a ledger. */
const logOf = (file: string) => statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0

describe('a ledger that the first version wrote', () => {
  it('is brought forward: it tells what it told, and takes acts', () => {
    const folder = temporaryFolder()
    layVersion1(folder)
    expect(version(folder)).toBe(1)
    const ledger = value(openIn(folder))
    expect(ledger.stories().map(({ intent, now }) => [intent.device, now.state])).toEqual([
      ['pump-3', 'minted'],
      ['pump-2', 'minted'],
      ['pump-1', 'revoked'],
      ['pump-0', 'confirmed'],
    ])
    expect(ledger.stories().map(({ events }) => events.length)).toEqual([3, 3, 4, 5])
    expect([ledger.connections(), ledger.install]).toEqual([[aConnection()], '0123456789abcdef'])
    expect(value(ledger.sealed(anIntent(2).id))?.keyId).toBe('a1b2c3d4e5f60718')
    expect(actsOf(ledger)).toEqual([])
    value(ledger.noteActs([anAct(1)]))
    value(ledger.append(anIntent(3).id, 9, { kind: 'probed' }))
    ledger.close()
    expect(version(folder)).toBe(3)
    const again = value(openIn(folder))
    expect([actsOf(again), again.stories()[0]?.events.length]).toEqual([[anAct(1)], 4])
    again.close()
  })

  it('damaged, is found so before anything of it is changed', () => {
    const folder = temporaryFolder()
    layVersion1(folder)
    const db = new Database(ledgerFile(folder))
    db.exec('DROP TRIGGER event_kept')
    db.exec('UPDATE event SET at_wall = at_wall + 1 WHERE n = 5')
    db.close()
    const before = readFileSync(ledgerFile(folder))
    const opened = openIn(folder)
    if (opened.ok) throw new Error('it opens')
    expect(opened.failure).toMatchObject({ code: 'ledger.damaged', params: { why: 'broken' } })
    const kept = String(opened.failure.params['path'])
    expect([readFileSync(kept).equals(before), logOf(kept)]).toEqual([true, 0])
    expect([readFileSync(ledgerFile(folder)).equals(before), version(folder)]).toEqual([true, 1])
    const { connections, handovers, acts } = salvage(ledgerFile(folder))
    expect([connections.length, handovers.length, acts]).toEqual([1, 4, []])
  })

  it('with a byte of any page flipped, is refused as it is or tells what was written', async () => {
    const place = temporaryFolder()
    const bytes = layVersion1(place)
    const ledger = value(openIn(place))
    const written = ledger.stories()
    ledger.close()
    const step = 97
    const wrong = await each(Math.ceil(bytes.length / step), (n) => {
      const flipped = Buffer.from(bytes)
      flipped[n * step] = (flipped[n * step] ?? 0) ^ 0x55
      lay(place, { file: flipped })
      const opened = openIn(place)
      if (opened.ok) {
        expect([n * step, opened.value.stories()]).toEqual([n * step, written])
        opened.value.close()
        return []
      }
      const { code, params } = opened.failure
      const kept = String(params['path'])
      const asFound = readFileSync(kept).equals(flipped) && logOf(kept) === 0
      return code === 'ledger.damaged' && asFound ? [] : [[n * step, code, kept]]
    })
    expect(wrong.flat()).toEqual([])
  })
})
