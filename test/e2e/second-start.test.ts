import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, it, onTestFinished } from 'vitest'
import { createRandom } from '../../main/adapters/random'
import { minutes, seeds, volume } from '../faults/volume'
import { connect, launchApp, recordReplies, type App } from '../support/app'
import { brokenInApp, ledgerOf, secretsInApp, storyOf, stirredInApp } from '../support/app-ledger'
import { bringTo, drawMoments } from '../support/handover-moments'
import { describeWithInflux, hashedServer } from '../support/influx-server'
import { wordless } from '../support/invariants'
import { startProxy } from '../support/proxy'
import { tokensOf } from '../support/raw-influx'
import { createSeeded } from '../support/seeded'
import { temporaryFolder } from '../support/temporary-folder'

/** The same program once more on the same folder, without what Playwright adds to the first; how it ended. */
async function startAgain({ electron }: App): Promise<unknown> {
  const { spawnfile, spawnargs } = electron.process()
  const args = spawnargs.slice(1).filter((one) => !/^--(inspect|remote-debugging)/.test(one))
  const second = spawn(spawnfile, args, { stdio: 'ignore' })
  onTestFinished(() => void second.kill('SIGKILL'))
  const [code] = (await once(second, 'exit')) as unknown[]
  return code
}

describeWithInflux('a second start on InfluxDB', hashedServer, (server) => {
  const unique = createRandom().hex(4)

  it.each(seeds)(
    'in the middle of a handover ends by itself, writes nothing and brings the first window forward, seed %i',
    async (seed) => {
      const random = createSeeded(seed)
      const userData = `${temporaryFolder()}/user-data`
      const proxy = await startProxy(server.url)
      onTestFinished(() => proxy.close())
      const app = await launchApp(userData)
      const { page } = app
      await connect(app, { url: proxy.url, token: server.token })
      const told = await recordReplies(app)
      // Every handover with all its steps, and how often the server was asked to change something.
      const whole = () => [
        ledgerOf(userData).stories(),
        ...['POST', 'PATCH', 'DELETE'].map((method) => proxy.count(method, '/api/v2/authorizations')),
      ]
      for (const [n, moment] of drawMoments(random, volume(5, 50)).entries()) {
        const device = `TWICE-${unique}-${seed}-${n}`
        const { goOn } = await bringTo(moment, { page, proxy, device })
        // The probe runs beside the code.
        if (moment === 'the code is shown') await expect.poll(() => storyOf(userData, device)?.now.probed).toBe(true)
        const before = whole()
        // A window that hides takes its code away, so it stays up while it shows one.
        if (moment !== 'the code is shown')
          await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
        expect(await startAgain(app)).toBe(0)
        const isForward = () =>
          app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((one) => one.isVisible()))
        await expect.poll(isForward).toEqual([true])
        expect([moment, whole()]).toEqual([moment, before])
        await goOn()
        if (moment === 'a push runs') {
          await expect.poll(() => storyOf(userData, device)?.now.state).toBe('confirmed')
          await page.getByRole('button', { name: 'Next device' }).click()
        } else {
          await page.getByRole('img', { name: `QR code with the settings for ${device}` }).waitFor()
          await page.getByRole('button', { name: 'Scanned, next device' }).click()
          await expect.poll(() => storyOf(userData, device)?.now.state).toBe('delivered')
        }
        const statuses = (await tokensOf(server, device)).map(({ status }) => status)
        expect([moment, statuses, await brokenInApp(server, userData)]).toEqual([moment, ['active'], []])
        const said = told()
        expect([moment, ...wordless(said.map((one) => JSON.parse(one) as unknown))]).toEqual([moment])
        expect([moment, ...secretsInApp(server, userData, proxy, said)]).toEqual([moment])
        expect([moment, ...(await stirredInApp(server, app, proxy))]).toEqual([moment])
      }
      expect(proxy.made.length).toBeGreaterThan(0)
    },
    minutes(4, 60),
  )
})
