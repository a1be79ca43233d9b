import { copyFileSync, existsSync } from 'node:fs'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { createClock } from '../../main/adapters/clock'
import { openLedger } from '../../main/adapters/ledger/open'
import { createRandom } from '../../main/adapters/random'
import type { TestServer } from './influx-server'
import { brokenInvariants } from './invariants'
import { ask } from './raw-influx'
import { temporaryFolder } from './temporary-folder'

/** What the ledger of a running or killed app says, read from a copy. */
export function ledgerOf(userData: string) {
  const folder = temporaryFolder()
  for (const name of ['ledger.db', 'ledger.db-wal']) {
    const from = path.join(userData, name)
    if (existsSync(from)) copyFileSync(from, path.join(folder, name))
  }
  const opened = openLedger({ file: path.join(folder, 'ledger.db'), clock: createClock(), random: createRandom() })
  if (!opened.ok) throw new Error(opened.failure.code)
  onTestFinished(() => opened.value.close())
  return opened.value
}

/** The handover of one device in that ledger. */
export const storyOf = (userData: string, device: string) =>
  ledgerOf(userData)
    .stories()
    .find(({ intent }) => intent.device === device)

/** I1, I2 and I3 of one user-data folder against the server. */
export async function brokenInApp(
  server: Pick<TestServer, 'url' | 'token'>,
  userData: string,
): Promise<readonly string[]> {
  const { text } = await ask(server.url, server.token, '/api/v2/authorizations')
  const { authorizations } = JSON.parse(text) as {
    authorizations: { id: string; status: string; description: string; userID: string }[]
  }
  const ledger = ledgerOf(userData)
  const own = authorizations.filter(({ description }) => description.includes(` i=${ledger.install}`))
  return brokenInvariants({ rows: own.map((row) => ({ ...row, userId: row.userID })), laptops: [ledger] })
}
