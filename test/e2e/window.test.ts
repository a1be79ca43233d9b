import { readFileSync, writeFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { launchApp, type App } from '../support/app'
import { temporaryFolder } from '../support/temporary-folder'
import { resize, stickingOut, tabStops } from '../support/window-checks'

const themes = ['light', 'dark', 'sunlight'] as const

async function practise(settings: Readonly<Record<string, unknown>> = {}): Promise<App> {
  const folder = temporaryFolder()
  writeFileSync(`${folder}/settings.json`, JSON.stringify({ theme: 'light', ...settings }))
  const app = await launchApp(folder, { args: ['--practice'] })
  await app.page.getByRole('banner').waitFor()
  return app
}

async function setTheme(page: Page, theme: (typeof themes)[number]) {
  await page.evaluate((chosen) => {
    const { fieldkey } = window as unknown as { fieldkey: Record<string, (request: unknown) => Promise<unknown>> }
    return fieldkey['settings.change']?.({ theme: chosen })
  }, theme)
  await page.waitForFunction((chosen) => document.documentElement.dataset['theme'] === chosen, theme)
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

async function create({ page }: App, device: string) {
  await page.getByRole('textbox', { name: 'Device ID' }).fill(device)
  await button(page, 'Create token').click()
}

it('is walked by Tab in one order, the same in every theme', async () => {
  const app = await practise()
  const { page } = app
  const frame = ['Hand over', 'Tokens', 'History', 'Settings', 'Sunlight']
  for (const theme of themes) {
    await setTheme(page, theme)
    const stops = await tabStops(page)
    const form = ['Bucket', 'Device ID', 'QR code', 'Create token']
    expect(stops.filter((name) => [...frame, ...form].includes(name))).toEqual([...frame, ...form])
  }
  await create(app, 'PUMP-0042')
  const next = button(page, 'Scanned, next device')
  await next.waitFor()
  expect(await next.evaluate((element) => element === document.activeElement)).toBe(true)
  // Tab past the last control comes round to the first; nobody else came to the front.
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement !== document.body)).toBe(true)
  await page.getByRole('img', { name: /^QR code/ }).waitFor()
  await page.keyboard.press('Shift+Tab')
  expect(await page.getByRole('img', { name: /^QR code/ }).count()).toBe(1)
  const stage = ['Cancel handover', 'Full screen', 'Hide code', 'Device cannot read it', 'Scanned, next device']
  const stops = await tabStops(page)
  expect(stops.filter((name) => stage.includes(name))).toEqual(stage)
})

it('is black on white where the system asks for contrast, unless a theme was chosen', async () => {
  const { page } = await practise({ theme: 'system' })
  const theme = () => page.evaluate(() => document.documentElement.dataset['theme'])
  for (const media of [{ forcedColors: 'active' }, { contrast: 'more' }] as const) {
    await page.emulateMedia(media)
    await expect.poll(theme).toBe('sunlight')
    await page.emulateMedia({ forcedColors: 'none', contrast: 'no-preference' })
    await expect.poll(theme).not.toBe('sunlight')
  }
  await setTheme(page, 'dark')
  await page.emulateMedia({ forcedColors: 'active' })
  expect(await theme()).toBe('dark')
})

it('takes a real scanner wherever the focus is', async () => {
  const app = await practise()
  const { page } = app
  const scan = async (id: string) => {
    await page.keyboard.type(id)
    await page.keyboard.press('Enter')
  }
  await page.getByRole('link', { name: 'Hand over' }).focus()
  await scan('PUMP-0042')
  await page.getByRole('heading', { name: 'Show this code to PUMP-0042' }).waitFor()
  await scan('PUMP-0043')
  await page.getByText('PUMP-0043 was scanned. Has PUMP-0042 read its code?').first().waitFor()
  await button(page, 'Yes, go on with PUMP-0043').click()
  await page.getByRole('heading', { name: 'Show this code to PUMP-0043' }).waitFor()
  expect(await page.getByRole('textbox', { name: 'Device ID' }).inputValue()).toBe('PUMP-0043')
})

it('fits narrow and low windows, large buttons, long words and right to left', async () => {
  for (const language of ['en-XA', 'ar-XB'] as const) {
    const app = await practise({ language, gloves: true })
    const { page, electron, userData } = app
    expect(await page.evaluate(() => document.documentElement.dir)).toBe(language === 'ar-XB' ? 'rtl' : 'ltr')
    const places = page.locator('nav a')
    const look = async (size: string) => {
      for (let place = 0; place < (await places.count()); place += 1) {
        await places.nth(place).click()
        await page.locator('nav a[aria-current]').nth(0).waitFor()
        expect(await stickingOut(page), `${language}, ${size}, ${String(place)}`).toEqual([])
      }
      await places.first().click()
    }
    await look('1180x700')
    const heights = await page.evaluate(() =>
      [...document.querySelectorAll('nav a, input:not([type=radio]), main button')].map((e) => e.clientHeight),
    )
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(60)
    await resize(app, 500, 700)
    await look('500 px')
    expect(await page.locator('nav').evaluate((nav) => innerHeight - nav.getBoundingClientRect().bottom)).toBeLessThan(
      9,
    )
    // 683 × 350 is 1366 × 700 at 200 %, reached as a person does: three times Ctrl+Plus.
    await resize(app, 1366, 700)
    for (const step of [1.25, 1.5, 2]) {
      await electron.evaluate(({ Menu }) => {
        const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? [])
        items?.find(({ accelerator }) => accelerator === 'CmdOrCtrl+Plus')?.click()
      })
      await page.waitForFunction((ratio) => devicePixelRatio === ratio, step)
    }
    await look('683x350')
    await page.locator('input.mono').fill('PUMP-0042')
    await page.locator('main button.primary').click()
    await page.locator('canvas').waitFor()
    expect(await stickingOut(page), `${language}, code`).toEqual([])
    const shown = page.locator('bdi', { hasText: 'PUMP-0042' }).first()
    expect(await shown.evaluate((id) => getComputedStyle(id).direction)).toBe('ltr')
    await app.close()
    const kept = JSON.parse(readFileSync(`${userData}/settings.json`, 'utf8')) as { places: Record<string, unknown> }
    expect(Object.values(kept.places)).toMatchObject([{ zoom: 200, bounds: {} }])
  }
})

it('tells of first data outside the window, and only when another one is in front', async () => {
  const app = await practise()
  const { page, electron } = app
  await electron.evaluate(({ app: fieldkey, BrowserWindow, Notification }) => {
    const seen: string[] = []
    Object.assign(globalThis, { fieldkeySeen: seen })
    fieldkey.setBadgeCount = (count) => seen.push(`badge ${String(count)}`) > 0
    const [window] = BrowserWindow.getAllWindows()
    if (window) window.setProgressBar = (share) => void seen.push(share < 0 ? 'no bar' : 'bar')
    Notification.prototype.show = function show(this: Electron.Notification) {
      seen.push(`${this.title}: ${this.body}`)
      this.emit('click', {})
    }
    Notification.isSupported = () => true
  })
  const seen = () => electron.evaluate(() => (globalThis as unknown as { fieldkeySeen: string[] }).fieldkeySeen)
  await page.getByRole('radio', { name: 'USB cable' }).check()
  await create(app, 'PUMP-0042')
  await page.getByRole('heading', { name: 'PUMP-0042 is sending data' }).waitFor()
  expect((await seen()).filter((what) => what.includes('PUMP'))).toEqual([])
  expect(await seen()).toContain('bar')
  expect((await seen()).filter((what) => what.endsWith('bar')).at(-1)).toBe('no bar')
  await button(page, 'Next device').click()
  await create(app, 'PUMP-0043')
  await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.emit('blur'))
  await page.getByRole('heading', { name: 'Handover details' }).waitFor()
  expect(await seen()).toContain('First data arrived: PUMP-0043')
  await button(page, 'Show details of PUMP-0043').waitFor()
})
