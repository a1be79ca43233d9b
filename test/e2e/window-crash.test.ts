import { readFileSync } from 'node:fs'
import path from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { expect, it, onTestFinished } from 'vitest'
import type { Bridge } from '../../main/contract/channels'
import { createRandom } from '../../main/adapters/random'
import { minutes, seeds, volume } from '../faults/volume'
import { connect, launchApp, type App } from '../support/app'
import { brokenInApp, secretsInApp, stirredInApp, storyOf } from '../support/app-ledger'
import { bringTo, drawMoments } from '../support/handover-moments'
import { describeWithInflux, hashedServer } from '../support/influx-server'
import { startProxy } from '../support/proxy'
import { tokensOf } from '../support/raw-influx'
import { createSeeded } from '../support/seeded'
import { temporaryFolder } from '../support/temporary-folder'

/**
 * The window's page dies; resolves once the page that takes over has loaded. An empty one comes between: whoever attaches
 * to that one may lose the next.
 */
const crashPage = ({ electron }: App) =>
  electron.evaluate(async ({ webContents }) => {
    const [page] = webContents.getAllWebContents()
    if (!page) throw new Error('no page')
    await new Promise<void>((resolve) => {
      const look = () => (page.getURL().startsWith('app://fieldkey/') ? resolve() : page.once('did-finish-load', look))
      page.once('render-process-gone', () => page.once('did-finish-load', look))
      page.forcefullyCrashRenderer()
    })
  })

/** The page as it is now: for whoever drove the one before, that page has crashed for good. */
async function pageNow(userData: string): Promise<Page> {
  const [port = '', target = ''] = readFileSync(path.join(userData, 'DevToolsActivePort'), 'utf8').split('\n')
  const browser = await chromium.connectOverCDP(`ws://127.0.0.1:${port}${target}`, { noDefaults: true })
  onTestFinished(() => browser.close())
  const [page] = browser.contexts().flatMap((context) => context.pages())
  if (page === undefined) throw new Error('no page')
  return page
}

/** What was at rest when the page came is asked about; what went on just then is in History. */
async function continueWith(page: Page, device: string) {
  await page.evaluate(() => (window as unknown as { fieldkey: Bridge }).fieldkey['app.view']())
  const asked = page.getByRole('button', { name: `Continue ${device}` })
  if (await asked.isVisible()) return asked.click()
  await page.getByRole('link', { name: 'History' }).click()
  // The details of the first that needs somebody are open from the start.
  const details = page.getByLabel('Handover details').filter({ hasText: device })
  await details.getByRole('button', { name: /^(Continue handover|Show code again)$/ }).click()
}

describeWithInflux('the window crashes on InfluxDB', hashedServer, (server) => {
  const unique = createRandom().hex(4)

  it.each(seeds)(
    'in the middle of a handover, again and again: it goes on, with one token and its code gone, seed %i',
    async (seed) => {
      const random = createSeeded(seed)
      const userData = `${temporaryFolder()}/user-data`
      const proxy = await startProxy(server.url)
      onTestFinished(() => proxy.close())
      const app = await launchApp(userData)
      await connect(app, { url: proxy.url, token: server.token })
      let { page } = app
      const whole = () => brokenInApp(server, userData)
      for (const [n, moment] of drawMoments(random, volume(5, 50)).entries()) {
        const device = `CRASH-${unique}-${seed}-${n}`
        const { goOn } = await bringTo(moment, { page, proxy, device })
        const isLate = random() < 0.5
        if (!isLate) await goOn()
        await crashPage(app)
        page = await pageNow(userData)
        expect(await page.getByRole('img', { name: /^QR code/ }).count()).toBe(0)
        if (isLate) await goOn()
        if (moment === 'a push runs') await expect.poll(() => storyOf(userData, device)?.now.state).toBe('confirmed')
        else {
          await expect.poll(() => storyOf(userData, device)?.now.active).toBe(true)
          await continueWith(page, device)
          await page.getByRole('img', { name: `QR code with the settings for ${device}` }).waitFor()
          await page.getByRole('button', { name: 'Scanned, next device' }).click()
          await expect.poll(() => storyOf(userData, device)?.now.state).toBe('delivered')
        }
        const rows = await tokensOf(server, device)
        expect([moment, rows.map(({ status }) => status), await whole()]).toEqual([moment, ['active'], []])
        expect([...secretsInApp(server, userData, proxy), ...(await stirredInApp(server, app, proxy))]).toEqual([])
        const asked = ['POST', 'PATCH', 'DELETE'].map((method) => proxy.count(method, '/api/v2/authorizations'))
        expect([moment, ...asked]).toEqual([moment, n + 1, n + 1, 0])
      }
    },
    minutes(4, 60),
  )
})
