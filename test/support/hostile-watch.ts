import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { startOwnInflux } from '../../build/influx-servers.mjs'
import { createProcessGroups } from '../../build/process-groups.mjs'
import type { App } from './app'

/** A server that nothing may call. */
export async function startCounter() {
  const asked: string[] = []
  const server = createServer(({ url = '' }, answer) => {
    asked.push(url)
    answer.end('window.hostileRan = 1')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { home: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, asked }
}

/**
 * Notes whatever a hostile name could have brought about, from now on; what comes back tells what came since it was last
 * asked. A page that is replaced takes what a script left in it along, so before that it is to be asked.
 */
export function watchFor({ page, electron }: App) {
  const seen: string[] = []
  page.on('dialog', (dialog) => void dialog.dismiss().then(() => seen.push('a dialog of the page')))
  page.on('popup', () => seen.push('a window'))
  page.on('download', () => seen.push('a download'))
  page.on('framenavigated', (frame) => seen.push(`a navigation to ${frame.url()}`))
  page.on('console', (said) => {
    if (/content security policy|refused to|trusted type/i.test(said.text())) seen.push(said.text())
  })
  electron.on('window', () => seen.push('another window'))
  return async () => {
    const ran = await page.evaluate(() => 'hostileRan' in window)
    return [...seen.splice(0), ...(ran ? ['a script'] : [])]
  }
}

/** What a watch sees of a connection that was made: the page is replaced by a fresh one, and that is all. */
export const connected = ['empty', 'fieldkey'].map((host) => `a navigation to app://${host}/index.html`)

/** A real InfluxDB of the test's own with its data in `folder`; undefined where there is none, which CI does not accept. */
export async function startInfluxOfOwn(folder: string): Promise<{ url: string; token: string } | undefined> {
  const groups = createProcessGroups()
  onTestFinished(() => groups.endAll())
  const [url, , token] = (await startOwnInflux(groups, folder))?.split(',') ?? []
  if (url && token) return { url, token }
  if (process.env['CI'] === 'true') throw new Error('CI needs a real InfluxDB')
  return undefined
}

/** The window at another size, in CSS pixels. */
export async function resize({ page, electron }: App, width: number, height: number): Promise<void> {
  await electron.evaluate(
    ({ BrowserWindow }, [w = 0, h = 0]) => {
      const [window] = BrowserWindow.getAllWindows()
      window?.unmaximize()
      window?.setContentSize(w, h)
    },
    [width, height],
  )
  await page.waitForFunction((w) => innerWidth === w, width)
}
