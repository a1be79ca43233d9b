import { appendFileSync, mkdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { choose, connect, launchApp, scanWindow, type App } from '../support/app'
import { describeWithInflux, hashedServer } from '../support/influx-server'
import { writePoint } from '../support/raw-influx'
import { temporaryFolder } from '../support/temporary-folder'

const press = ({ page }: App, name: string) => page.getByRole('button', { name, exact: true }).click()
const clipboard = ({ electron }: App) => electron.evaluate((main) => main.clipboard.readText())

/** The clipboard's 30 seconds are over in half a second; every other timer keeps its time. */
async function hurryClipboard({ electron }: App) {
  await electron.evaluate(() => {
    const real = globalThis.setTimeout
    const hurried = (run: () => void, ms?: number) => real(run, ms === 30_000 ? 500 : ms)
    Object.assign(globalThis, { setTimeout: Object.assign(hurried, real) })
  })
}

describeWithInflux('what leaves the window by hand', hashedServer, (server) => {
  it('copies what the code holds where that is allowed, and clears it unless something else was copied', async () => {
    const folder = temporaryFolder()
    const app = await launchApp(`${folder}/user-data`)
    const { page, electron } = app
    await connect(app, server)
    await hurryClipboard(app)
    const device = `COPY-${String(Date.now())}`
    await choose(app, 'Bucket', 'plant')
    await page.getByRole('textbox', { name: 'Device ID' }).fill(device)
    await press(app, 'Create token')
    const code = page.getByRole('img', { name: `QR code with the settings for ${device}` })
    await code.waitFor()
    const copy = page.getByRole('button', { name: 'Copy settings for 30 seconds' })
    expect(await copy.count()).toBe(0)
    const refused = await page.evaluate<{ ok: boolean }>('window.fieldkey["code.copy"]()')
    expect([refused.ok, await clipboard(app)]).toEqual([false, ''])

    await page.getByRole('link', { name: 'Settings' }).click()
    await page.getByRole('switch', { name: 'Allow copying settings' }).click()
    await page.getByRole('link', { name: 'Hand over' }).click()
    await press(app, 'Show code again')
    await code.waitFor()
    const settings = await scanWindow(app, folder)
    await copy.click()
    await page.getByRole('button', { name: 'Settings copied' }).waitFor()
    expect(await clipboard(app)).toBe(settings)
    await expect.poll(() => clipboard(app)).toBe('')

    // Something else that was copied meanwhile belongs to the person: it stays when the time is up.
    await press(app, 'Hide code')
    await press(app, 'Show code again')
    await copy.click()
    await expect.poll(() => clipboard(app)).toBe(settings)
    await electron.evaluate((main) => main.clipboard.writeText('a shopping list'))
    const later = electron.evaluate(() => new Promise((over) => setTimeout(() => over('over'), 2000)))
    expect([await later, await clipboard(app)]).toEqual(['over', 'a shopping list'])
  })

  it('saves a report for support without a token in it, not even one that got into the log', async () => {
    const folder = temporaryFolder()
    const userData = `${folder}/user-data`
    const canary = `${'CanaryOfTheLog'.repeat(6)}xx==`
    mkdirSync(`${userData}/logs`, { recursive: true })
    appendFileSync(`${userData}/logs/main.log`, `2026-11-12T14:02:00.000Z info "a line" {"token":"${canary}"}\n`)
    const app = await launchApp(userData)
    const { page, electron } = app
    await connect(app, server)
    const device = `REPORT-${String(Date.now())}`
    await choose(app, 'Bucket', 'plant')
    await page.getByRole('textbox', { name: 'Device ID' }).fill(device)
    await press(app, 'Create token')
    await page.getByRole('img', { name: `QR code with the settings for ${device}` }).waitFor()
    const settings = JSON.parse(await scanWindow(app, folder)) as Record<string, string>
    const { token = '' } = settings
    expect((await writePoint(settings)).status).toBe(204)
    await press(app, 'Scanned, next device')

    const file = `${folder}/report.txt`
    await electron.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
    }, file)
    await page.getByRole('link', { name: 'Settings' }).click()
    await press(app, 'Save a report for support')
    const report = () => readFileSync(file, { encoding: 'utf8', flag: 'a+' })
    await expect.poll(report).toContain('report for support')
    expect(report()).toContain(new URL(server.url).host)
    expect(report()).toContain('delivered: 1')
    expect(report()).toContain('"a line" {"token":"[removed]"}')
    const secrets = [server.token, token, canary].flatMap((one) => [one, encodeURIComponent(one), one.slice(0, 40)])
    expect(secrets.filter((secret) => report().includes(secret))).toEqual([])
    expect(report()).not.toMatch(/[A-Za-z0-9_-]{60,}/)
  })
})
