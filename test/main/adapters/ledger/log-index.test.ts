import { readFileSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { value } from '../../../contract/ledger'
import { collect } from '../../../support/ledger-remains'
import { fill, ledgerFile, openIn } from '../../../support/open-test-ledger'
import { temporaryFolder } from '../../../support/temporary-folder'

const secret = 'a token this process knew '
/** What SQLite 3.45 asks for to read a log again: a page of 4096 bytes with its header of 24, and an index of 32 KiB. */
const recovery = 4096 + 24 + 32 * 1024
const logHeader = 32
const indexHeader = 136

/** Gives memory back that holds the secret, so that who asks for as much next gets it as it is. */
function leaveInMemory(): void {
  for (let n = 0; n < 40; n += 1) Buffer.allocUnsafeSlow(recovery).fill(secret)
  collect()
}

/** A ledger whose power went while the first record of its log was written: `rest` bytes of that are there. */
function tornAfter(rest: number): string {
  const [before, folder] = [temporaryFolder(), temporaryFolder()]
  const ledger = value(openIn(before))
  writeFileSync(ledgerFile(folder), readFileSync(ledgerFile(before)))
  fill(ledger)
  writeFileSync(`${ledgerFile(folder)}-wal`, readFileSync(`${ledgerFile(before)}-wal`).subarray(0, logHeader + rest))
  ledger.close()
  return folder
}

it.each([1, 1000, 4000])(
  'keeps what this process knew out of the index of a log with %i bytes of one record',
  (rest) => {
    const folder = tornAfter(rest)
    leaveInMemory()
    const ledger = value(openIn(folder))
    expect(ledger.stories()).toEqual([])
    const index = readFileSync(`${ledgerFile(folder)}-shm`)
    ledger.close()
    expect(index.length).toBe(32 * 1024)
    expect(index.includes(secret)).toBe(false)
    // The one page that was written, and where to look for it.
    expect(index.subarray(indexHeader).filter((byte) => byte !== 0).length).toBeLessThan(8)
  },
)
