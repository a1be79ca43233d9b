import { expect, it } from 'vitest'
import { connect, launchApp, type App } from '../support/app'
import { storyOf } from '../support/app-ledger'
import { bringTo, type Moment } from '../support/handover-moments'
import { mainHeapOf } from '../support/main-heap'
import { practiceWorld } from '../support/practice-world'
import { ask } from '../support/raw-influx'
import { shapesOf } from '../support/search-secret'
import { temporaryFolder } from '../support/temporary-folder'

const pageOrigin = 'app://fieldkey'

/** From now on it is written down when main is asked for a code and hides one, and whether its window may be captured. */
const watchCodes = ({ electron }: App) =>
  electron.evaluate(({ BrowserWindow, ipcMain }) => {
    const [window] = BrowserWindow.getAllWindows()
    if (!window) throw new Error('no window')
    const noted: string[] = []
    Object.assign(globalThis, { fieldkeyNoted: noted })
    const send = window.webContents.send.bind(window.webContents)
    window.webContents.send = (channel: string, ...parts: unknown[]) => {
      const [event] = parts as { readonly kind?: string; readonly reason?: string }[]
      if (event?.kind === 'code-hidden') noted.push(`hidden: ${event.reason}`)
      send(channel, ...parts)
    }
    const protect = window.setContentProtection.bind(window)
    window.setContentProtection = (on) => {
      noted.push(on ? 'protected' : 'open')
      protect(on)
    }
    type Handler = (...parts: unknown[]) => unknown
    const { _invokeHandlers: handlers } = ipcMain as unknown as { readonly _invokeHandlers: Map<string, Handler> }
    const [channel = '', show] = [...handlers].find(([name]) => name.endsWith('handover.show')) ?? []
    handlers.set(channel, (...parts) => {
      noted.push('asked')
      return show?.(...parts)
    })
  })

/** What has been written down by now. */
const notedBy = ({ electron }: App) =>
  electron.evaluate(() => (globalThis as unknown as { readonly fieldkeyNoted: readonly string[] }).fieldkeyNoted)

/** The window's page dies; what main had said by the time that others heard of it, which is before any other page loads. */
const crashPage = ({ electron }: App) =>
  electron.evaluate(async ({ webContents }, origin) => {
    const [page] = webContents.getAllWebContents()
    if (!page) throw new Error('no page')
    const shared = globalThis as unknown as { readonly fieldkeyNoted: readonly string[] }
    return new Promise<readonly string[]>((resolve) => {
      page.once('render-process-gone', () => {
        const next = new Promise<void>((loaded) => {
          page.on('did-finish-load', () => page.getURL().startsWith(origin) && loaded())
        })
        Object.assign(shared, { fieldkeyNext: next })
        resolve([...shared.fieldkeyNoted])
      })
      page.forcefullyCrashRenderer()
    })
  }, pageOrigin)

/** Whether the page that took over is given the code of a handover. */
const nextPageShows = ({ electron }: App, id: string) =>
  electron.evaluate(
    async ({ webContents }, asked) => {
      await (globalThis as unknown as { readonly fieldkeyNext: Promise<void> }).fieldkeyNext
      const answer = (await webContents.getAllWebContents()[0]?.executeJavaScript(asked)) as { readonly ok: boolean }
      return answer.ok
    },
    `fieldkey['handover.show'](${JSON.stringify({ id })})`,
  )

/** A window whose device's handover was brought so far. */
async function windowAt(moment: Moment) {
  const { proxy, server, bucket } = await practiceWorld()
  const plant = { orgID: bucket.orgId, name: 'plant', retentionRules: [] }
  await ask(proxy.url, server.adminToken, '/api/v2/buckets', { body: JSON.stringify(plant) })
  const folder = temporaryFolder()
  const app = await launchApp(`${folder}/user-data`)
  await connect(app, { url: proxy.url, token: server.adminToken })
  await watchCodes(app)
  const { goOn } = await bringTo(moment, { page: app.page, proxy, device: 'PUMP-0042' })
  return { app, proxy, folder, goOn, story: () => storyOf(`${folder}/user-data`, 'PUMP-0042') }
}

it('main lets go of a code with the page that showed it, before another page asks for anything', async () => {
  const { app, proxy, folder } = await windowAt('the code is shown')
  const [token = ''] = proxy.seen.flatMap(({ path, headers }) =>
    path.startsWith('/api/v2/write') ? (headers.authorization?.replace('Token ', '') ?? []) : [],
  )
  const heap = async () => {
    const written = await mainHeapOf(app, `${folder}/heap`)
    return shapesOf(token).some((shape) => written.includes(shape))
  }
  expect([token.length > 40, await heap()]).toEqual([true, true])
  const said = await crashPage(app)
  expect([said.slice(0, 2), said.slice(2).sort()]).toEqual([
    ['asked', 'protected'],
    ['hidden: page', 'open'],
  ])
  expect(await heap()).toBe(false)
})

it('no code is drawn for a page that died while it waited for it; the next one is given it, and lets Fieldkey end', async () => {
  const { app, goOn, story } = await windowAt('the PATCH is unanswered')
  const id = story()?.intent.id ?? ''
  await app.page.evaluate(`void fieldkey['handover.show'](${JSON.stringify({ id })})`)
  await expect.poll(() => notedBy(app)).toEqual(['asked'])
  expect(await crashPage(app)).toEqual(['asked'])
  await goOn()
  await expect.poll(() => story()?.now.active).toBe(true)
  expect(await nextPageShows(app, id)).toBe(true)
  expect(story()?.now.timesShown).toBe(1)
  // The page does not know of the code that it was given here, so main lets go of that when the window is gone already.
  const main = app.electron.process()
  await app.close()
  expect(main.exitCode).toBe(0)
})
