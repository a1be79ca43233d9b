import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import Database from 'libsql'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import type { Result } from '../../main/contract/result'
import { aConnection, anIntent, value } from '../contract/ledger'
import { bundleScript } from '../support/bundle-script'
import { keyOf, powerLosses, type Files } from '../support/disk-journal'
import { buildDiskShim, canShimDisk } from '../support/disk-shim'
import { createFileVault } from '../support/file-vault'
import { actsOf, fill, ledgerFile, openIn, testDay } from '../support/open-test-ledger'
import { startAnewIn } from '../support/replaced-ledger'
import { startScript } from '../support/script-process'
import { groupFolderInMemory, temporaryFolder } from '../support/temporary-folder'

const script = await bundleScript('test/support/replace-process.ts')
const place = groupFolderInMemory()
afterAll(() => {
  script.remove()
  place.remove()
})
const aFolder = () => mkdtempSync(path.join(place.folder, 'run-'))

const keychain = 'keychain.json'
const filesOf = (folder: string): Files =>
  new Map(readdirSync(folder).map((name) => [name, readFileSync(path.join(folder, name))]))
const lay = (folder: string, files: Files) => {
  for (const [name, data] of files) writeFileSync(path.join(folder, name), data)
}

/** A damaged ledger; with a log: its file alone would open and tell an older history. */
function damaged(how: 'closed' | 'with a log'): { readonly install: string; readonly files: Files } {
  const folder = temporaryFolder()
  const first = value(openIn(folder))
  fill(first)
  const { install } = first
  first.close()
  const db = new Database(ledgerFile(folder))
  db.exec('PRAGMA wal_autocheckpoint = 0')
  db.exec('DROP TRIGGER event_kept')
  db.exec(`UPDATE event SET kind = 'nonsense' WHERE handover = '${anIntent(2).id}' AND kind = 'activated'`)
  if (how === 'closed') db.close()
  const files = new Map([...filesOf(folder)].filter(([name]) => /^ledger\.db(-wal)?$/.test(name)))
  if (how === 'with a log') db.close()
  const entries = { [`${install}/${aConnection().id}/token`]: 'an-admin-token' }
  return { install, files: new Map([...files, [keychain, Buffer.from(JSON.stringify(entries))]]) }
}

/**
 * The next start in a folder as a stop left it: the damaged ledger again, or the whole new one. A new history is then begun
 * if it was not, and everything has to be there. Says which it was.
 */
async function nextStart(folder: string, { install, files }: ReturnType<typeof damaged>): Promise<'old' | 'new'> {
  const vault = createFileVault(path.join(folder, keychain))
  const under = (name: string) => vault.get(`${name}/${aConnection().id}/token`)
  const token = { ok: true, value: 'an-admin-token' }
  const before = await under(install)
  const begun = await startAnewIn(folder, vault, '00f0e1d2c3b4a596')
  const found = begun.ok ? 'old' : 'new'
  // Until the new one is in its place, a mended old one would still find its token.
  if (found === 'old') expect(before).toEqual(token)
  if (!begun.ok) expect(begun.failure.code).toBe('cancelled')
  const ledger = value(openIn(folder))
  expect(ledger.install).not.toBe(install)
  expect(ledger.stories()).toEqual([])
  expect(ledger.connections()).toEqual([aConnection()])
  expect(actsOf(ledger)).toHaveLength(3)
  expect(await under(ledger.install)).toEqual(token)
  ledger.close()
  const copies = [...filesOf(folder).keys()].filter((name) => /^ledger\.damaged-.*\.db$/.test(name))
  const isOriginal = (copy: string) =>
    ['', '-wal'].every((part) => {
      const [kept, wanted] = [path.join(folder, copy + part), files.get(`ledger.db${part}`)]
      return wanted === undefined ? !existsSync(kept) : existsSync(kept) && readFileSync(kept).equals(wanted)
    })
  expect(copies.filter(isOriginal)).toHaveLength(1)
  expect(readFileSync(path.join(folder, `ledger.damaged-${testDay}.csv`), 'utf8').split('\r\n')).toHaveLength(6)
  // Nothing that was begun is left.
  const known = /^ledger\.db(-wal|-shm)?$|^ledger\.damaged-[\d-]+\.(db|db-wal|csv)$|^settings\.json$|^keychain\.json/
  expect([...filesOf(folder).keys()].filter((name) => !known.test(name))).toEqual([])
  return found
}

it('a new history names the copy that the person was told of, also when the log has gone into the file since', async () => {
  const folder = temporaryFolder()
  const { files } = damaged('with a log')
  lay(folder, files)
  const before = readFileSync(ledgerFile(folder))
  let told: unknown
  const vault = createFileVault(path.join(folder, keychain))
  const begun = await startAnewIn(folder, vault, undefined, ({ params }) => {
    told = params['path']
    // As SQLite does some time after the refusal, when nothing holds the file any more.
    const db = new Database(ledgerFile(folder))
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    db.close()
    expect(readFileSync(ledgerFile(folder)).equals(before)).toBe(false)
  })
  expect(begun).toMatchObject({ ok: true, value: { copy: told, connections: 1 } })
})

describe.skipIf(!canShimDisk)('a new history that is stopped in the middle (needs Linux and a C compiler)', () => {
  const shim = canShimDisk ? buildDiskShim(path.dirname(script.file)) : ''

  function failing(log?: string) {
    const controls = temporaryFolder()
    const env = { LD_PRELOAD: shim, SHIM: controls, ...(log === undefined ? {} : { SHIM_LOG: log }) }
    const child = startScript(process.execPath, [script.file], { ...process.env, ...env })
    onTestFinished(() => child.kill())
    return async (files: Files, from: string) => {
      const folder = aFolder()
      lay(folder, files)
      child.send(JSON.stringify([folder, from]))
      const told = JSON.parse(await child.next()) as Result<unknown> | { readonly thrown: string }
      const hit = path.join(controls, 'hit')
      const stopped = existsSync(hit)
      rmSync(hit, { force: true })
      return { folder, left: `${folder}-left`, told, stopped }
    }
  }

  it.each([
    ['closed', 'dead'],
    ['with a log', 'dead'],
    ['with a log', 'full'],
    ['with a log', 'once'],
  ] as const)(
    'the ledger %s, the disk %s at any change: it is said, and the next start loses nothing',
    async (how, disk) => {
      const scene = damaged(how)
      const run = failing()
      const said = new Set<string>()
      const found = new Map<string, 'old' | 'new'>()
      for (let n = 1; ; n += 1) {
        const { left, told, stopped } = await run(scene.files, `${disk} ${n}`)
        expect([n, 'thrown' in told]).toEqual([n, false])
        if ('ok' in told) said.add(told.ok ? 'ok' : told.failure.code)
        const state = keyOf(filesOf(left))
        if (!found.has(state)) found.set(state, await nextStart(left, scene))
        if (!stopped) break
      }
      expect([...new Set(found.values())].sort()).toEqual(['new', 'old'])
      const codes = ['disk.denied', 'keychain.locked', 'ledger.damaged', 'ok']
      expect([...said].sort()).toEqual(disk === 'dead' ? codes : ['disk.full', ...codes].sort())
    },
    120_000,
  )

  it.each(['kept', 'lost'] as const)(
    'the power lost after any change, names that were not synced %s: the next start loses nothing',
    async (names) => {
      const scene = damaged('with a log')
      const log = path.join(temporaryFolder(), 'log')
      const { folder, told } = await failing(log)(scene.files, '')
      expect(told).toMatchObject({ ok: true })
      const states = powerLosses(folder, log, scene.files, names, keychain)
      const found = new Set<string>()
      for (const files of states) {
        const after = aFolder()
        lay(after, files)
        found.add(await nextStart(after, scene))
      }
      expect([...found].sort()).toEqual(['new', 'old'])
    },
    120_000,
  )
})
