// Runs the ledger's contract in Electron's main process, where buffers and numbers can behave otherwise than in Node.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { app } from 'electron'
import { createClock } from '../../main/adapters/clock'
import { openLedger } from '../../main/adapters/ledger/open'
import { createRandom } from '../../main/adapters/random'
import { ledgerCases } from '../contract/ledger'

const clock = createClock()
const random = createRandom()

for (const { name, run } of ledgerCases) {
  const folder = mkdtempSync(path.join(tmpdir(), 'fieldkey-'))
  let trouble: string | undefined
  try {
    run(() => openLedger({ file: path.join(folder, 'ledger.db'), clock, random }))
  } catch (error) {
    trouble = error instanceof Error ? (error.stack ?? error.message) : String(error)
  }
  rmSync(folder, { recursive: true, force: true })
  process.stdout.write(`${JSON.stringify({ name, electron: process.versions['electron'], trouble })}\n`)
}
app.exit(0)
