import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { createClock } from '../../main/adapters/clock'
import { openLedger } from '../../main/adapters/ledger/open'
import { createRandom } from '../../main/adapters/random'
import type { App } from './app'
import type { TestServer } from './influx-server'
import { brokenInvariants, leaks } from './invariants'
import { isCreate, isList, isRemove, isSwitch } from './practice-world'
import type { Proxy } from './proxy'
import { ask } from './raw-influx'
import { filesHolding } from './search-secret'
import { temporaryFolder } from './temporary-folder'

/** Copies a ledger and its log as they are at one moment: a running app may bring the one into the other meanwhile. */
function copyLedger(userData: string, folder: string): void {
  const names = ['ledger.db', 'ledger.db-wal']
  const stamp = () =>
    names.map((name) => {
      const { mtimeNs, size } = statSync(path.join(userData, name), { bigint: true, throwIfNoEntry: false }) ?? {}
      return `${mtimeNs} ${size}`
    })
  let before: readonly string[]
  do {
    before = stamp()
    for (const name of names) {
      const [from, to] = [path.join(userData, name), path.join(folder, name)]
      // Not copyFileSync, which waits for ever for the rest of a log that the app cuts short meanwhile.
      if (existsSync(from)) writeFileSync(to, readFileSync(from))
      else rmSync(to, { force: true })
    }
  } while (stamp().join() !== before.join())
}

/** What the ledger of a running or killed app says, read from a copy. */
export function ledgerOf(userData: string) {
  const folder = temporaryFolder()
  copyLedger(userData, folder)
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

/** I1, I2, I3 and what a ledger says of I4, of one user-data folder against the server. */
export async function brokenInApp(
  server: Pick<TestServer, 'url' | 'token'>,
  userData: string,
): Promise<readonly string[]> {
  const ledger = ledgerOf(userData)
  return brokenInvariants({ rows: await ownRows(server, ledger.install), laptops: [ledger] })
}

/** The rows that an install made. */
async function ownRows({ url, token }: Pick<TestServer, 'url' | 'token'>, install: string) {
  const { text } = await ask(url, token, '/api/v2/authorizations')
  const { authorizations } = JSON.parse(text) as {
    authorizations: { id: string; status: string; description: string; userID: string }[]
  }
  const own = authorizations.filter(({ description }) => description.includes(` i=${install}`))
  return own.map((row) => ({ ...row, userId: row.userID }))
}

/**
 * I4 of one user-data folder, of what main told its pages and of everything that left: neither the admin token nor any that
 * the server made is there, in whatever form, but in the header it belongs in. `told` is empty where nobody listened.
 */
export function secretsInApp(
  { token: admin }: Pick<TestServer, 'token'>,
  userData: string,
  { made, seen }: Pick<Proxy, 'made' | 'seen'>,
  told: readonly string[] = [],
): readonly string[] {
  const places = {
    window: told.join('\n'),
    requests: JSON.stringify(
      seen.map(({ path: to, body, headers: { authorization: _own, ...others } }) => [to, body, others]),
    ),
  }
  return [...new Set([admin, ...made])].flatMap((secret) => {
    const whose = secret === admin ? 'the admin token' : "a device's token"
    const files = filesHolding(secret, [userData]).map((file) => `I4 ${whose} is in ${path.relative(userData, file)}`)
    return [...files, ...leaks(secret, places, whose)]
  })
}

/**
 * I6: two more looks at the server, the first of which is over once the second begins, change nothing here or there. Where
 * no handover was ever begun, as when the app was killed before that, Fieldkey does not look.
 */
export async function stirredInApp(
  server: Pick<TestServer, 'url' | 'token'>,
  { electron, userData }: Pick<App, 'electron' | 'userData'>,
  proxy: Pick<Proxy, 'seen'>,
): Promise<readonly string[]> {
  const picture = async () => {
    const ledger = ledgerOf(userData)
    const rows = (await ownRows(server, ledger.install)).map(({ id, status, description }) => [id, status, description])
    return JSON.stringify([rows, ledger.stories().map(({ intent, now }) => [intent.device, now.state, now.steps])])
  }
  if (ledgerOf(userData).stories().length === 0) return []
  const lists = () => proxy.seen.filter(isList).length
  const [before, asked, listed] = [await picture(), proxy.seen.length, lists()]
  await expect
    .poll(async () => {
      await electron.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'))
      return lists() - listed
    })
    .toBeGreaterThan(1)
  const after = await picture()
  const changes = proxy.seen.slice(asked).filter((one) => isCreate(one) || isSwitch(one) || isRemove(one))
  return [
    ...(before === after ? [] : [`I6 ${before} became ${after}`]),
    ...changes.map(({ method, path: to }) => `I6 ${method} ${to}`),
  ]
}
