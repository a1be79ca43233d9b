import { expect, it } from 'vitest'
import { channels } from '../../main/contract/channels'
import { launchApp } from '../support/app'
import { describePackaged } from '../support/packaged-app'
import { temporaryFolder } from '../support/temporary-folder'

/** What every page of the app may do. Absent: what Electron leaves out because it is off by default. */
const golden = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  spellcheck: false,
  devTools: false,
}

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'none'; " +
  "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
  "require-trusted-types-for 'script'; trusted-types svelte-trusted-html"

const features =
  'bluetooth=(), camera=(), clipboard-read=(), display-capture=(), fullscreen=(), geolocation=(), hid=(), ' +
  'idle-detection=(), local-fonts=(), microphone=(), midi=(), payment=(), screen-wake-lock=(), serial=(), usb=()'

describePackaged('the page', () => {
  it('has the rights that are meant, and so has every other one', async () => {
    const { electron } = await launchApp(temporaryFolder())
    const pages = await electron.evaluate(({ webContents }, names) => {
      type Page = { getLastWebPreferences(): Record<string, unknown> }
      return (webContents.getAllWebContents() as unknown as Page[]).map((page) => {
        const given = page.getLastWebPreferences()
        const rights = Object.fromEntries(names.map((name) => [name, given[name] ?? false]))
        return { rights, blink: given['enableBlinkFeatures'] }
      })
    }, Object.keys(golden))
    expect(pages.map(({ rights }) => rights)).toEqual([golden])
    expect(pages[0]?.blink ?? '').toBe('')
  })

  it('comes with exactly these policies', async () => {
    const { page } = await launchApp(temporaryFolder())
    const loaded = page.waitForResponse('app://fieldkey/index.html')
    await page.reload()
    const headers = await (await loaded).allHeaders()
    expect(headers['content-security-policy']).toBe(policy)
    expect(headers['permissions-policy']).toBe(features)
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['cross-origin-opener-policy']).toBe('same-origin')
  })

  it('is offered one method for each channel and the events, and nothing else of ours', async () => {
    const { page } = await launchApp(temporaryFolder())
    const found = await page.evaluate(() => {
      const names = ['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer', '__dirname']
      const { fieldkey } = window as unknown as { fieldkey: Record<string, unknown> }
      return {
        methods: Object.entries(fieldkey).map(([name, value]) => `${name} ${typeof value}`),
        globals: names.filter((name) => name in window),
        frozen: Object.isFrozen(fieldkey) && !Reflect.set(window, 'fieldkey', 0),
      }
    })
    expect(found.methods.sort()).toEqual([...Object.keys(channels), 'onEvent'].map((name) => `${name} function`).sort())
    expect(found.globals).toEqual([])
    expect(found.frozen).toBe(true)
  })

  it('has no developer tools: not in the menu, not by a key, not even when main asks', async () => {
    const { electron, page } = await launchApp(temporaryFolder())
    const roles = await electron.evaluate(({ Menu }) => {
      const all = (menu: Electron.Menu | null | undefined): string[] =>
        menu?.items.flatMap((item) => [item.role?.toLowerCase() ?? '', ...all(item.submenu)]) ?? []
      return all(Menu.getApplicationMenu())
    })
    expect(roles).toContain('quit')
    for (const role of ['toggledevtools', 'reload', 'forcereload']) expect(roles).not.toContain(role)
    const opened = () =>
      electron.evaluate(({ BrowserWindow, webContents }) => ({
        open: BrowserWindow.getAllWindows().some((window) => window.webContents.isDevToolsOpened()),
        pages: webContents.getAllWebContents().length,
      }))
    for (const key of ['F12', 'Control+Shift+I', 'Control+Shift+J']) await page.keyboard.press(key)
    await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.openDevTools())
    await page.reload()
    expect(await opened()).toEqual({ open: false, pages: 1 })
  })
})
