import { execFileSync } from 'node:child_process'
import type * as FS from 'node:fs'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'
import type { Bridge } from '../../main/contract/channels'
import { temporaryFolder } from './temporary-folder'
import { linesToldIn, toldFile } from './told-file'

const root = path.resolve(import.meta.dirname, '../..')

/** A running Fieldkey with its one window. */
export interface App {
  readonly electron: ElectronApplication
  readonly page: Page
  readonly userData: string
  close(): Promise<void>
  /** Ends the process as a dead battery would. */
  kill(): Promise<void>
}

/** How a start differs: further switches, and variables over those of the test's own desktop. */
export interface LaunchOptions {
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** Starts the app on `userData`: the packaged test build where there is one, else the bundle on the development runtime. */
export async function launchApp(userData: string, { args = [], env = {} }: LaunchOptions = {}): Promise<App> {
  const packaged = process.env['FIELDKEY_TEST_PACKAGED_APP']
  const executablePath = packaged ?? process.env['FIELDKEY_TEST_ELECTRON']
  if (!executablePath) throw new Error('no Electron to test with: run npm test')
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const electron = await _electron.launch({
    executablePath,
    args: [...(packaged ? [] : [root]), ...asRoot, '--disable-gpu', `--user-data-dir=${userData}`, ...args],
    env: { ...(process.env as Record<string, string>), ...env },
  })
  const page = await electron.firstWindow()
  page.setDefaultTimeout(60_000)
  const broken: string[] = []
  page.on('pageerror', (error) => broken.push(error.stack ?? error.message))
  let running = true
  electron.on('close', () => {
    running = false
  })
  const child = electron.process()
  const end = async (signal: NodeJS.Signals) => {
    if (!running || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    const late = setTimeout(() => child.kill('SIGKILL'), 60_000)
    await gone
    clearTimeout(late)
    running = false
  }
  const app: App = {
    electron,
    page,
    userData,
    close: async () => {
      // A test that is over leaves what it likes unfinished; the system's own end asks nothing. The process is told, not
      // its debugger, which may wait for ever for a page that is gone.
      await end('SIGTERM')
    },
    kill: () => end('SIGKILL'),
  }
  onTestFinished(async ({ task }) => {
    if (running && task.result?.state === 'fail') {
      console.error(`The window showed:\n${await page.locator('body').innerText()}`)
    }
    await app.close()
    // An error nobody caught leaves the window half updated, which a test may well not notice.
    expect(broken).toEqual([])
  })
  await page.getByRole('heading', { level: 1 }).waitFor()
  return app
}

/** Types address and token and presses Connect; the window then shows Hand over on a fresh page. */
export async function connect({ page }: App, server: { readonly url: string; readonly token: string }, deviceUrl = '') {
  await page.getByRole('textbox', { name: 'Server address' }).fill(server.url)
  await page.getByLabel('Admin token', { exact: true }).fill(server.token)
  if (deviceUrl) await page.getByRole('textbox', { name: 'Address for devices' }).fill(deviceUrl)
  const fresh = page.waitForEvent('load')
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await fresh
  await page.getByRole('heading', { name: 'Hand over', exact: true }).waitFor()
}

/** Types a port's path once the page has its list of ports: the only one in it would be filled in under the typing. */
export async function typePort({ page }: Pick<App, 'page'>, path: string): Promise<void> {
  await page.getByRole('radio', { name: 'USB cable' }).check()
  await page.evaluate(() => (window as unknown as { fieldkey: Bridge }).fieldkey['ports.list']())
  await page.getByRole('combobox', { name: 'USB port' }).fill(path)
}

/** Chooses an entry of a list, as a person types a part of it and clicks. */
export async function choose({ page }: Pick<App, 'page'>, list: string, entry: string): Promise<void> {
  await page.getByRole('combobox', { name: list, exact: true }).fill(entry)
  await page.getByRole('option', { name: entry, exact: true }).click()
}

/** The text of the QR code on a picture of the window, read by zbarimg as a camera would see it. */
export async function scanWindow({ page }: App, folder: string): Promise<string> {
  const file = path.join(folder, `window-${String(Date.now())}.png`)
  writeFileSync(file, await page.screenshot())
  return execFileSync('zbarimg', ['--quiet', '--raw', '-Sdisable', '-Sqrcode.enable', file], {
    encoding: 'utf8',
  }).trim()
}

/**
 * Everything main says to the page from now on, as JSON texts: answers to requests and events. Each is in a file before the
 * page hears of it, so what a process said can be read when it was killed, too.
 */
export async function recordReplies({ electron }: App): Promise<() => readonly string[]> {
  const folder = temporaryFolder()
  await electron.evaluate(({ ipcMain, webContents }, to) => {
    const { mainModule } = process as unknown as { readonly mainModule: { require(name: string): unknown } }
    const { appendFileSync } = mainModule.require('node:fs') as typeof FS
    const note = (what: unknown) => {
      const text = JSON.stringify(what, (_key, value: unknown) =>
        value instanceof Uint8Array ? [...value].join('') : value,
      )
      appendFileSync(to, `${text}\n`)
    }
    type Handler = (...parts: unknown[]) => unknown
    const { _invokeHandlers: handlers } = ipcMain as unknown as { _invokeHandlers: Map<string, Handler> }
    for (const [channel, handler] of handlers) {
      handlers.set(channel, async (...parts) => {
        const answer = await handler(...parts)
        note({ channel, answer })
        return answer
      })
    }
    for (const contents of webContents.getAllWebContents()) {
      const send = contents.send.bind(contents)
      contents.send = (channel: string, ...parts: unknown[]) => {
        note({ channel, parts })
        send(channel, ...parts)
      }
    }
  }, toldFile(folder))
  return () => linesToldIn(toldFile(folder))
}
