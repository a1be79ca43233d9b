import { closeSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs'
import path from 'node:path'
import { createClock } from '../../../main/adapters/clock'
import { openLedger } from '../../../main/adapters/ledger/open'
import { createRandom } from '../../../main/adapters/random'
import type { Ledger } from '../../../main/ports/ledger'
import { aConnection, anIntent } from '../../contract/ledger'
import { must } from './workspace'

function open(folder: string): Ledger {
  mkdirSync(folder, { recursive: true })
  return must(openLedger({ file: path.join(folder, 'ledger.db'), clock: createClock(), random: createRandom() }))
}

/** Commits of the ledger and bare writes of a page with an fsync, in turn on the same disk; milliseconds each. */
export function measureCommits(folder: string, times: number) {
  const ledger = open(folder)
  const file = openSync(path.join(folder, 'bare'), 'w')
  const page = Buffer.alloc(4096, 7)
  const bare: number[] = []
  const fieldkey: number[] = []
  const timed = (figures: number[], act: () => void) => {
    const begun = performance.now()
    act()
    figures.push(performance.now() - begun)
  }
  for (let n = 0; n < times; n += 1) {
    timed(bare, () => {
      writeSync(file, page)
      fsyncSync(file)
    })
    timed(fieldkey, () => must(ledger.begin(anIntent(n), n)))
  }
  closeSync(file)
  ledger.close()
  return { bare, fieldkey }
}

/** Fills a ledger with handovers that are done, each with its five steps. */
export function fillLedger(folder: string, handovers: number): void {
  const ledger = open(folder)
  must(ledger.saveConnection(aConnection()))
  for (let n = 0; n < handovers; n += 1) {
    const { id } = must(ledger.begin(anIntent(n), 1000 + n)).intent
    const authId = `0a1b2c3d${n.toString(16).padStart(8, '0')}`
    must(ledger.append(id, 2000 + n, { kind: 'minted', authId, createdAt: '2026-03-01T10:00:00Z' }))
    must(ledger.append(id, 2500 + n, { kind: 'activated' }))
    must(ledger.append(id, 3000 + n, { kind: 'delivered', proof: 'scanned' }))
    must(ledger.append(id, 4000 + n, { kind: 'confirmed', proof: 'technician' }))
  }
  ledger.close()
}
