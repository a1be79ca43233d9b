import { spawn } from 'node:child_process'
import { copyFileSync, existsSync } from 'node:fs'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { createClock } from '../../main/adapters/clock'
import { openLedger } from '../../main/adapters/ledger/open'
import { createRandom } from '../../main/adapters/random'
import { isOver } from '../../main/domain/handover'
import { minutes, seeds, volume } from '../faults/volume'
import { choose, connect, launchApp, typePort, type App } from '../support/app'
import { describeWithInflux, hashedServer } from '../support/influx-server'
import { brokenInvariants } from '../support/invariants'
import { startProxy } from '../support/proxy'
import { ask, tokensOf } from '../support/raw-influx'
import { createSeeded } from '../support/seeded'
import { startSimDevice } from '../support/sim-device'
import { temporaryFolder } from '../support/temporary-folder'

/** What the ledger of a running or killed app says, read from a copy. */
function ledgerOf(userData: string) {
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

/** The window's page dies: what the one that takes over shows, once these words are on it. */
const crashPage = ({ electron }: App, words: string) =>
  electron.evaluate(async ({ webContents }, wanted) => {
    const [page] = webContents.getAllWebContents()
    if (!page) throw new Error('no page')
    const loaded = new Promise<void>((resolve) => {
      const look = () => (page.getURL().startsWith('app://') ? resolve() : page.once('did-finish-load', look))
      page.once('render-process-gone', () => page.once('did-finish-load', look))
    })
    page.forcefullyCrashRenderer()
    await loaded
    for (;;) {
      const text = (await page.executeJavaScript('document.body.innerText')) as string
      if (text.includes(wanted)) return text
    }
  }, words)

describeWithInflux('the whole app on InfluxDB', hashedServer, (server) => {
  const unique = createRandom().hex(4)

  /** I1, I2 and I3 of one user-data folder against the server. */
  const broken = async (userData: string): Promise<readonly string[]> => {
    const { text } = await ask(server.url, server.token, '/api/v2/authorizations')
    const { authorizations } = JSON.parse(text) as {
      authorizations: { id: string; status: string; description: string; userID: string }[]
    }
    const ledger = ledgerOf(userData)
    const own = authorizations.filter(({ description }) => description.includes(` i=${ledger.install}`))
    return brokenInvariants({ rows: own.map((row) => ({ ...row, userId: row.userID })), laptops: [ledger] })
  }
  const create = async (app: App, device: string) => {
    await app.page.getByRole('textbox', { name: 'Device ID' }).fill(device)
    await app.page.getByRole('button', { name: 'Create token' }).click()
  }

  it.each(seeds)(
    'killed at any moment, then started again: exactly the right tokens, seed %i',
    async (seed) => {
      const random = createSeeded(seed)
      const userData = `${temporaryFolder()}/user-data`
      const proxy = await startProxy(server.url)
      onTestFinished(() => proxy.close())
      const first = await launchApp(userData)
      await connect(first, { url: proxy.url, token: server.token })
      await choose(first, 'Bucket', 'plant')
      const runs = volume(3, 50)
      let app = first
      for (let n = 0; n < runs; n += 1) {
        const device = `KILL-${unique}-${seed}-${n}`
        // The moment is a request that goes through, is lost, or is answered into nowhere.
        let before = Infinity
        const moment = 1 + Math.floor(random() * 6)
        const fate = (['pass', 'cut-before', 'cut-after'] as const)[Math.floor(random() * 3)] ?? 'pass'
        const reached = new Promise<void>((resolve) => {
          proxy.decide(() => {
            before -= 1
            if (before > 0) return 'pass'
            if (before === 0) resolve()
            return fate
          })
        })
        // What was used last may have died with the process before it was noted.
        await choose(app, 'Bucket', 'plant')
        before = moment
        await create(app, device)
        await reached
        await app.kill()
        proxy.decide(() => 'pass')
        app = await launchApp(userData)
        const story = () =>
          ledgerOf(userData)
            .stories()
            .find(({ intent }) => intent.device === device)
        // Settled: what the server has is known, or a first look found nothing there.
        const isSettled = () => story()?.now.state !== 'asked' || (story()?.now.absentRuns.length ?? 0) > 0
        await expect.poll(isSettled, { timeout: 20_000 }).toBe(true)
        await expect.poll(() => broken(userData), { timeout: 20_000 }).toEqual([])
        const left = story()
        if (left === undefined || isOver(left.now)) expect(await tokensOf(server, device)).toEqual([])
        else if (left.now.state === 'minted' && n % 2 === 0) {
          await app.page.getByRole('button', { name: `Continue ${device}` }).click()
          await app.page.getByRole('button', { name: 'Scanned, next device' }).click()
          const [row, ...more] = await tokensOf(server, device)
          expect([row?.status, more]).toEqual(['active', []])
        } else {
          await app.page.getByRole('button', { name: `Discard ${device}` }).click()
          if (left.now.timesShown > 0) await app.page.getByRole('button', { name: 'Revoke token and cancel' }).click()
          await expect.poll(() => story()?.now.state, { timeout: 20_000 }).toBe('revoked')
          expect(await tokensOf(server, device)).toEqual([])
        }
        expect(await broken(userData)).toEqual([])
      }
      await app.close()
    },
    minutes(4, 60),
  )

  it('the window crashes in the middle: a new page takes over, the handover goes on, its code is gone', async () => {
    const userData = `${temporaryFolder()}/user-data`
    const device = `CRASH-${unique}`
    const proxy = await startProxy(server.url)
    onTestFinished(() => proxy.close())
    const app = await launchApp(userData)
    await connect(app, { url: proxy.url, token: server.token })
    await choose(app, 'Bucket', 'plant')
    const atServer = new Promise<void>((resolve) => {
      proxy.decide(({ method, path: at }) => {
        if (method !== 'POST' || at !== '/api/v2/authorizations') return 'pass'
        resolve()
        return { delay: 500 }
      })
    })
    await create(app, device)
    await atServer
    expect(await crashPage(app, device)).toContain(device)
    await expect.poll(() => broken(userData), { timeout: 20_000 }).toEqual([])
    expect(proxy.count('POST', '/api/v2/authorizations')).toBe(1)
    // The answer was still on its way when the page died; main goes on without one.
    await expect.poll(() => tokensOf(server, device), { timeout: 20_000 }).toHaveLength(1)
    await expect.poll(() => broken(userData), { timeout: 20_000 }).toEqual([])
    await app.kill()

    const again = await launchApp(userData)
    await again.page.getByRole('button', { name: `Continue ${device}` }).click()
    await again.page.getByRole('button', { name: 'Scanned, next device' }).click()
    const [row, ...more] = await tokensOf(server, device)
    expect([row?.status, more]).toEqual(['active', []])
    expect(await broken(userData)).toEqual([])
  })

  it('the window crashes during a push over USB: the push ends as if nothing had happened, with one token', async () => {
    const userData = `${temporaryFolder()}/user-data`
    const device = `CABLE-${unique}`
    const proxy = await startProxy(server.url)
    onTestFinished(() => proxy.close())
    // It has all of the settings and dies before it stores them.
    const sim = await startSimDevice({ id: device, write: true, fault: 'die-before-store' })
    onTestFinished(sim.remove)
    const app = await launchApp(userData)
    await connect(app, { url: proxy.url, token: server.token })
    await choose(app, 'Bucket', 'plant')
    await typePort(app, sim.port)
    await create(app, device)
    await sim.ended()
    expect((await tokensOf(server, device)).map(({ status }) => status)).toEqual(['inactive'])
    const shows = crashPage(app, 'First data')
    await sim.restart({ id: device, write: true })
    expect(await shows).toContain(device)
    expect((await tokensOf(server, device)).map(({ status }) => status)).toEqual(['active'])
    expect(proxy.count('POST', '/api/v2/authorizations')).toBe(1)
    await expect.poll(() => broken(userData), { timeout: 20_000 }).toEqual([])
  })

  it('started a second time on the same folder: the second one ends, the first one works on', async () => {
    const userData = `${temporaryFolder()}/user-data`
    const device = `TWICE-${unique}`
    const app = await launchApp(userData)
    await connect(app, server)
    await choose(app, 'Bucket', 'plant')
    const told = app.electron.evaluate(
      ({ app: first }) => new Promise<string>((resolve) => first.once('second-instance', () => resolve('told'))),
    )
    const { spawnfile, spawnargs } = app.electron.process()
    // The same program once more, without what Playwright adds to the first.
    const args = spawnargs.slice(1).filter((one) => !/^--(inspect|remote-debugging)/.test(one))
    const second = spawn(spawnfile, args, { stdio: 'ignore' })
    const ended = new Promise<number | null>((resolve) => second.once('exit', resolve))
    expect(await told).toBe('told')
    expect(await ended).toBe(0)
    await create(app, device)
    await app.page.getByRole('img', { name: `QR code with the settings for ${device}` }).waitFor()
    expect(await tokensOf(server, device)).toHaveLength(1)
    expect(await broken(userData)).toEqual([])
  })
})
