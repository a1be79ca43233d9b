import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import Database from 'libsql'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { HandoverEvent } from '../../../../main/domain/handover'
import { anAct, anIntent, value } from '../../../contract/ledger'
import { bundleScript } from '../../../support/bundle-script'
import { buildDiskShim, canShimDisk } from '../../../support/disk-shim'
import { actsOf, fill, ledgerFile, openIn } from '../../../support/open-test-ledger'
import { startScript } from '../../../support/script-process'
import { temporaryFolder } from '../../../support/temporary-folder'

const minted: HandoverEvent = { kind: 'minted', authId: '0a', createdAt: '2026-03-01T10:00:00Z' }
const states = (folder: string) =>
  value(openIn(folder))
    .stories()
    .map(({ now }) => now.state)

const script = await bundleScript('test/support/ledger-process.ts')
afterAll(() => {
  script.remove()
})

async function ledgerProcess(folder: string, env: NodeJS.ProcessEnv = {}) {
  const child = startScript(process.execPath, [script.file, ledgerFile(folder)], { ...process.env, ...env })
  onTestFinished(() => child.kill())
  const ask = async (...request: readonly unknown[]): Promise<unknown> => {
    child.send(JSON.stringify(request))
    return JSON.parse(await child.next())
  }
  return { opened: JSON.parse(await child.next()) as unknown, ask, kill: child.kill }
}

describe('a write has reached the file when it returns', () => {
  it('so that a second connection reads it', () => {
    const folder = temporaryFolder()
    const ledger = value(openIn(folder))
    fill(ledger, 1)
    const other = new Database(ledgerFile(folder))
    expect(other.prepare('SELECT kind FROM event ORDER BY n').pluck().all()).toEqual(['asked', 'minted', 'activated'])
    other.close()
    ledger.close()
  })

  it('and survives the process being killed', async () => {
    const folder = temporaryFolder()
    for (let n = 0; n < 5; n++) {
      const { ask, kill } = await ledgerProcess(folder)
      expect(await ask('begin', n)).toMatchObject({ ok: true })
      expect(await ask('note', n)).toMatchObject({ ok: true })
      if (n % 2) expect(await ask('append', n, minted, { keyId: 'k', text: 'c2VhbGVk' })).toMatchObject({ ok: true })
      await kill()
    }
    expect(states(folder)).toEqual(['asked', 'minted', 'asked', 'minted', 'asked'])
    expect(actsOf(value(openIn(folder)))).toEqual([0, 1, 2, 3, 4].map((n) => anAct(n)))
  })
})

describe.skipIf(!canShimDisk)('on a disk that fails (needs Linux and a C compiler)', () => {
  let shim: string
  beforeAll(() => {
    shim = buildDiskShim(path.dirname(script.file))
  })
  const failing = async (folder: string) => {
    const [controls, kept] = [temporaryFolder(), temporaryFolder()]
    const env = { LD_PRELOAD: shim, SHIM_UNDER: folder, SHIM: controls, SHIM_KEPT: kept }
    const set = (fault: string) => {
      writeFileSync(path.join(controls, fault), '')
    }
    const unset = (fault: string) => {
      rmSync(path.join(controls, fault))
    }
    return { ...(await ledgerProcess(folder, env)), set, unset, kept, env }
  }

  it('keeps every record that returned through a power loss, with the last page torn', async () => {
    const folder = temporaryFolder()
    const { ask, kill, kept } = await failing(folder)
    for (let n = 0; n < 20; n++) {
      await ask('begin', n)
      await ask('append', n, minted, { keyId: 'k', text: 'c2VhbGVk'.repeat(n * 50) })
      if (n % 4 === 0) await ask('append', n, { kind: 'activated' })
      if (n % 5 === 0) await ask('note', n)
      if (n % 7 === 0) await ask('append', n, { kind: 'revoked' }, 'erase')
    }
    await kill()
    const after = path.join(temporaryFolder(), 'after')
    mkdirSync(after)
    expect(readdirSync(kept)).toContain('ledger.db-wal')
    for (const name of ['ledger.db', 'ledger.db-wal']) copyFileSync(path.join(kept, name), path.join(after, name))
    writeFileSync(path.join(after, 'ledger.db-wal'), Buffer.alloc(1000, 0xa5), { flag: 'a' })
    expect(states(after)).toEqual([...Array(20).keys()].map((n) => (n % 7 ? 'minted' : 'revoked')).reverse())
    expect(actsOf(value(openIn(after)))).toEqual([0, 5, 10, 15].map((n) => anAct(n)))
  })

  it('begins nothing when it is full, and finishes what was begun with the room it kept', async () => {
    const folder = temporaryFolder()
    const { ask, set, unset, kill } = await failing(folder)
    await ask('begin', 1)
    set('full')
    expect(await ask('append', 1, minted, { keyId: 'k', text: 'x'.repeat(20_000) })).toMatchObject({ ok: true })
    expect(readdirSync(folder)).not.toContain('ledger.db-ballast')
    expect(await ask('append', 1, { kind: 'activated' })).toMatchObject({ ok: true })
    const full = { ok: false, failure: { code: 'disk.full', params: { n: 10 } } }
    expect(await ask('begin', 2)).toEqual(full)
    expect(await ask('stories')).toMatchObject({ value: [{ intent: { device: 'pump-1' } }] })
    unset('full')
    expect(await ask('begin', 2)).toMatchObject({ ok: true })
    expect(readdirSync(folder)).toContain('ledger.db-ballast')
    await kill()
    expect(states(folder)).toEqual(['asked', 'minted'])
  })

  it.each([0, 1, (1 << 20) - 1])('keeps the whole room again where %i bytes of it are left', (size) => {
    const folder = temporaryFolder()
    const ballast = `${ledgerFile(folder)}-ballast`
    writeFileSync(ballast, Buffer.alloc(size))
    const ledger = value(openIn(folder))
    value(ledger.begin(anIntent(1), 1))
    expect(statSync(ballast).size).toBe(1 << 20)
    ledger.close()
  })

  it('notes no act with the room it kept for handovers, and tells none that was not written', async () => {
    const folder = temporaryFolder()
    const { ask, set, kill } = await failing(folder)
    await ask('begin', 1)
    set('full')
    let n = 0
    while ((await ask('note', n)) && JSON.stringify(await ask('acts')).includes(`"at":${anAct(n).at},`)) n += 1
    expect(await ask('note', n)).toEqual({ ok: false, failure: { code: 'disk.full', params: { n: 10 } } })
    expect(readdirSync(folder)).toContain('ledger.db-ballast')
    expect(await ask('append', 1, minted, { keyId: 'k', text: 'x'.repeat(20_000) })).toMatchObject({ ok: true })
    await kill()
    expect(actsOf(value(openIn(folder)))).toEqual([...Array(n).keys()].map((one) => anAct(one)))
  })

  it('says so and remembers nothing when a write cannot be made durable', async () => {
    const folder = temporaryFolder()
    const { ask, set, unset, kill } = await failing(folder)
    await ask('begin', 1)
    const before = await ask('stories')
    set('eio')
    const params = { path: ledgerFile(folder), why: 'unreadable' }
    expect(await ask('append', 1, minted)).toEqual({ ok: false, failure: { code: 'ledger.damaged', params } })
    expect(await ask('begin', 2)).toMatchObject({ ok: false })
    expect(await ask('stories')).toEqual(before)
    unset('eio')
    expect(await ask('append', 1, minted)).toMatchObject({ ok: true })
    await kill()
    expect(states(folder)).toEqual(['minted'])
  })

  it('reads a ledger on a disk that has become read-only, and writes nothing more', async () => {
    const folder = temporaryFolder()
    const { ask, set, unset, kill } = await failing(folder)
    await ask('begin', 1)
    const before = await ask('stories')
    set('ro')
    const refused = {
      ok: false,
      failure: { code: 'ledger.damaged', params: { path: ledgerFile(folder), why: 'unreadable' } },
    }
    expect(await ask('append', 1, minted)).toEqual(refused)
    expect(await ask('begin', 2)).toEqual(refused)
    expect(await ask('stories')).toEqual(before)
    unset('ro')
    expect(await ask('append', 1, minted)).toMatchObject({ ok: true })
    await kill()
    expect(states(folder)).toEqual(['minted'])
  })

  it.each(['ledger.db', 'nothing'])('does not start on a disk that is read-only, with %s on it', async (what) => {
    const folder = temporaryFolder()
    if (what === 'ledger.db') {
      const ledger = value(openIn(folder))
      fill(ledger, 1)
      ledger.close()
    }
    const [there, bytes] = [readdirSync(folder), what === 'ledger.db' ? readFileSync(ledgerFile(folder)) : undefined]
    const controls = temporaryFolder()
    writeFileSync(path.join(controls, 'ro'), '')
    const { opened } = await ledgerProcess(folder, { LD_PRELOAD: shim, SHIM_UNDER: folder, SHIM: controls })
    const params = { path: ledgerFile(folder), why: 'unreadable' }
    expect(opened).toEqual({ ok: false, failure: { code: 'ledger.damaged', params } })
    expect(readdirSync(folder)).toEqual(there)
    if (bytes) expect(readFileSync(ledgerFile(folder))).toEqual(bytes)
    expect(states(folder)).toEqual(bytes ? ['minted'] : [])
  })

  it('makes no half ledger on a full disk', async () => {
    const folder = temporaryFolder()
    const controls = temporaryFolder()
    writeFileSync(path.join(controls, 'full'), '')
    writeFileSync(path.join(folder, 'ledger.db-ballast'), '')
    const { opened } = await ledgerProcess(folder, { LD_PRELOAD: shim, SHIM_UNDER: folder, SHIM: controls })
    expect(opened).toMatchObject({ ok: false, failure: { code: 'disk.full' } })
    expect(readdirSync(folder)).not.toContain('ledger.db')
    expect(value(openIn(folder)).stories()).toEqual([])
  })

  it('survives the process being killed at any moment', async () => {
    const folder = temporaryFolder()
    for (let n = 0; n < 8; n++) {
      const { ask, kill } = await ledgerProcess(folder)
      await ask('begin', 2 * n)
      void ask('begin', 2 * n + 1).catch(() => undefined)
      await kill()
    }
    const told = value(openIn(folder))
      .stories()
      .map(({ intent }) => intent.id)
    for (let n = 0; n < 8; n++) expect(told).toContain(anIntent(2 * n).id)
  })
})
