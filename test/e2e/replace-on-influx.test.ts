import { readFileSync } from 'node:fs'
import { expect, it, onTestFinished } from 'vitest'
import { choose, connect, launchApp, scanWindow, typePort, type App } from '../support/app'
import { describeWithInflux, hashedServer } from '../support/influx-server'
import { tokensOf, writePoint } from '../support/raw-influx'
import { startSimDevice } from '../support/sim-device'
import { temporaryFolder } from '../support/temporary-folder'
import { accessibilityFaults } from '../support/window-checks'

type Settings = Record<string, string>

/** Types a device ID and presses the button. */
async function create({ page }: App, device: string) {
  await page.getByRole('textbox', { name: 'Device ID' }).fill(device)
  await page.getByRole('button', { name: 'Create token' }).click()
}

/** The same for a device that has a token: the dialog is answered with Replace. */
async function replace(app: App, device: string) {
  await create(app, device)
  const dialog = app.page.getByRole('dialog', { name: `${device} already has a working token` })
  await dialog.getByRole('button', { name: 'Replace the old token' }).click()
}

async function scanned(app: App, device: string, folder: string): Promise<Settings> {
  await app.page.getByRole('img', { name: `QR code with the settings for ${device}` }).waitFor()
  return JSON.parse(await scanWindow(app, folder)) as Settings
}

describeWithInflux('replacing a token on InfluxDB', hashedServer, (server) => {
  const status = async (settings: Settings) => (await writePoint(settings)).status

  it('by cable: the old token works until the device’s own hash is in, and is refused at once then', async () => {
    const device = `SWAP-${String(Date.now())}`
    const sim = await startSimDevice({ id: device })
    onTestFinished(sim.remove)
    const stored = () => (JSON.parse(readFileSync(sim.storeFile, 'utf8')) as { readonly fields: Settings }).fields
    const app = await launchApp(`${temporaryFolder()}/user-data`)
    const { page } = app
    await connect(app, server)
    await choose(app, 'Bucket', 'plant')
    await typePort(app, sim.port)
    await create(app, device)
    await page.getByRole('button', { name: 'Next device' }).click()
    const old = stored()
    expect(await status(old)).toBe(204)

    await sim.restart({ id: device, fault: 'die-before-store' })
    await replace(app, device)
    await sim.ended()
    expect(stored()['token']).toBe(old['token'])
    expect(await status(old)).toBe(204)
    await sim.restart({ id: device })
    await page.getByRole('button', { name: 'Next device' }).waitFor()
    await expect.poll(() => status(old)).toBe(403)
    expect(stored()['token']).not.toBe(old['token'])
    // What arrives before the laptop has looked for the old one's last data proves nothing, so a device sends again.
    const proven = page.getByRole('heading', { name: `${device} is sending data` })
    const sends = async () => [await status(stored()), await proven.isVisible()]
    await expect.poll(sends, { interval: 1000 }).toEqual([204, true])
    expect((await tokensOf(server, device)).map((row) => row.status).sort()).toEqual(['active', 'inactive'])
  })

  it('by code: off at “Scanned”, and on again when the new one brings no data', async () => {
    const device = `BACK-${String(Date.now())}`
    const folder = temporaryFolder()
    const app = await launchApp(`${folder}/user-data`)
    const { page, electron } = app
    await connect(app, server)
    await choose(app, 'Bucket', 'plant')
    await create(app, device)
    const old = await scanned(app, device, folder)
    await page.getByRole('button', { name: 'Scanned, next device' }).click()

    // The ten minutes in which a new token may be silent pass at once; everything else keeps its time.
    await electron.evaluate(() => {
      const real = globalThis.setTimeout
      const quicker = (run: () => void, ms = 0) => real(run, ms > 590_000 && ms <= 600_000 ? 10 : ms)
      Object.assign(globalThis, { setTimeout: quicker })
    })
    await replace(app, device)
    const fresh = await scanned(app, device, folder)
    expect(fresh['token']).not.toBe(old['token'])
    expect([await status(old), await status(fresh)]).toEqual([204, 204])
    await page.getByRole('button', { name: 'Scanned, next device' }).click()
    await expect.poll(() => status(old)).toBe(403)

    await page.getByText('No data with the new token').first().waitFor()
    await page.getByRole('link', { name: 'History' }).click()
    await page.getByRole('button', { name: 'Switch the old token back on' }).click()
    await expect.poll(() => status(old)).toBe(204)
    await expect.poll(() => status(fresh)).toBe(401)
    expect((await tokensOf(server, device)).map((row) => row.status)).toEqual(['active'])
  })

  it('is offered in Tokens and in History, with the form filled in', async () => {
    const device = `PICK-${String(Date.now())}`
    const folder = temporaryFolder()
    const app = await launchApp(`${folder}/user-data`)
    const { page } = app
    await connect(app, server)
    await choose(app, 'Bucket', 'plant')
    await create(app, device)
    const handedOver = async () => {
      const settings = await scanned(app, device, folder)
      await page.getByRole('button', { name: 'Scanned, next device' }).click()
      return settings
    }
    const pick = async () => {
      await page.getByRole('button', { name: 'Replace token' }).click()
      await expect.poll(() => page.getByRole('textbox', { name: 'Device ID' }).inputValue()).toBe(device)
      expect(await accessibilityFaults(page)).toEqual([])
      await page.getByRole('button', { name: 'Create token' }).click()
      return handedOver()
    }
    const first = await handedOver()
    await page.getByRole('link', { name: 'Tokens' }).click()
    await page.getByRole('searchbox', { name: 'Search tokens' }).fill(device)
    await page.getByRole('row').filter({ hasText: device }).click()
    const second = await pick()
    await expect.poll(() => status(first)).toBe(403)
    expect(await status(second)).toBe(204)

    await page.getByRole('link', { name: 'History' }).click()
    await page
      .getByRole('button', { name: `Show details of ${device}` })
      .first()
      .click()
    const third = await pick()
    await expect.poll(() => status(second)).toBe(403)
    expect([await status(first), await status(third)]).toEqual([403, 204])
    const rows = await tokensOf(server, device)
    expect(rows.map((row) => row.status).sort()).toEqual(['active', 'inactive', 'inactive'])
  })
})
