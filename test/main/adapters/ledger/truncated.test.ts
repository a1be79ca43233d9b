import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Story } from '../../../../main/ports/ledger'
import { value } from '../../../contract/ledger'
import { each, told } from '../../../support/ledger-remains'
import { fill, ledgerFile, openIn } from '../../../support/open-test-ledger'
import { groupFolderInMemory } from '../../../support/temporary-folder'

const { folder, remove } = groupFolderInMemory()
afterAll(remove)

describe('a closed ledger', () => {
  let whole: Buffer
  let written: readonly Story[]
  beforeAll(() => {
    const ledger = value(openIn(folder))
    fill(ledger, 6)
    written = ledger.stories()
    ledger.close()
    whole = readFileSync(ledgerFile(folder))
    expect(whole.length).toBeGreaterThan(40_000)
  })

  it('cut off after any byte is refused, and what was left of it is kept aside', async () => {
    const outcomes = await each(whole.length, (end) => told(folder, { file: whole.subarray(0, end) }, written))
    expect(outcomes.flatMap((outcome, end) => (outcome === 'ledger.damaged' ? [] : [[end, outcome]]))).toEqual([])
    expect(told(folder, { file: whole }, written)).toBe(18)
  }, 600_000)
})
