import { expect, it } from 'vitest'
import { choose, recordReplies, scanWindow, type App } from '../support/app'
import {
  connectToRegion,
  regionAddress as address,
  windowOnCloud,
  type ChangingMode,
  type Region,
} from '../support/cloud-region'
import { tokensOf, writePoint } from '../support/raw-influx'
import { filesHolding, shapesOf } from '../support/search-secret'

const press = ({ page }: App, name: string) => page.getByRole('button', { name, exact: true }).click()

async function create({ app, page }: Region, device: string) {
  await page.getByRole('textbox', { name: 'Device ID' }).fill(device)
  await press(app, 'Create token')
}

const codeOf = ({ page }: Region, device: string) =>
  page.getByRole('img', { name: `QR code with the settings for ${device}` }).waitFor()

it('InfluxDB Cloud: a region is chosen, a device served, its token found, disabled, revoked; and a wait is counted down', async () => {
  const mode: ChangingMode = {}
  const region = await windowOnCloud(mode)
  const { app, page, folder, direct, token, port } = region
  const server = { url: direct, token }
  const replies = await recordReplies(app)
  await connectToRegion(region)
  await page.getByRole('button', { name: `Server: ${address}` }).waitFor()
  await choose(app, 'Bucket', 'north-pumps')

  mode.quota = 0
  await create(region, 'PUMP-1')
  await page.getByRole('heading', { name: 'Server asks to wait' }).waitFor()
  await page.getByText(/Fieldkey goes on in 2\d\d seconds/).waitFor()
  // It answers: nobody has to look for the network.
  await page.getByText(`${address}: Server asks to wait (since`).waitFor()
  expect(await page.getByText('No connection').count()).toBe(0)
  delete mode.quota
  expect(await tokensOf(server, 'PUMP-1')).toEqual([])
  await press(app, 'Try now')
  await codeOf(region, 'PUMP-1')
  const settings = JSON.parse(await scanWindow(app, folder)) as Record<string, string>
  expect(settings).toMatchObject({ v: 1, url: `https://${address}:${port}`, device: 'PUMP-1' })
  expect((await writePoint({ ...settings, url: direct })).status).toBe(204)
  await page.getByText('PUMP-1 is sending data').first().waitFor()
  await press(app, 'Next device')

  await page.getByRole('link', { name: 'Tokens' }).click()
  await page.getByRole('row').filter({ hasText: 'PUMP-1' }).waitFor()
  expect(await page.getByText('redacted').count()).toBe(0)
  await page.getByText('InfluxDB Cloud leaves out the tokens of users whom the admin token may not see.').waitFor()
  const [made] = await tokensOf(server, 'PUMP-1')
  expect(made).toMatchObject({ status: 'active', token: 'redacted' })
  const id = made?.id ?? ''
  await page.getByRole('searchbox', { name: 'Search tokens' }).fill(id)
  const details = page.getByRole('region', { name: 'Token details' })
  await details.getByText('write · north-pumps').waitFor()
  await details.getByRole('button', { name: 'Disable token' }).click()
  await details.getByRole('button', { name: 'Enable token' }).waitFor()
  expect((await tokensOf(server, 'PUMP-1')).map(({ status }) => status)).toEqual(['inactive'])
  expect((await writePoint({ ...settings, url: direct })).status).toBe(403)
  await details.getByRole('button', { name: 'Revoke token' }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Revoke/ })
    .click()
  await expect.poll(() => tokensOf(server, 'PUMP-1')).toEqual([])
  expect((await writePoint({ ...settings, url: direct })).status).toBe(401)

  const said = replies()
  await app.close()
  for (const secret of [token, settings['token'] ?? '']) {
    for (const shape of shapesOf(secret)) expect(said.filter((text) => text.includes(shape.toString()))).toEqual([])
  }
  expect(said.length).toBeGreaterThan(10)
  expect(filesHolding(token, [folder])).toEqual([])
})

it('InfluxDB Cloud Serverless: the window says that no data can be seen, and “Device works” confirms the device', async () => {
  const region = await windowOnCloud({ serverless: true })
  const { app, page, direct, token } = region
  await connectToRegion(region)
  await page.getByText('Connected, but something is missing: Can see whether data arrives').waitFor()
  await choose(app, 'Bucket', 'north-pumps')
  await create(region, 'PUMP-2')
  await codeOf(region, 'PUMP-2')
  await press(app, 'Scanned, next device')
  // What Connect found out is said at once: nothing waits for data that nobody can see.
  expect(await page.getByText('Waiting for first data').count()).toBe(0)
  await page.getByRole('link', { name: 'History' }).click()
  await press(app, 'Show details of PUMP-2')
  await page.getByRole('definition').getByText('Handed over', { exact: true }).waitFor()
  await press(app, 'Device works')
  await page.getByRole('definition').getByText('Works, says the technician').waitFor()
  expect((await tokensOf({ url: direct, token }, 'PUMP-2')).map(({ status }) => status)).toEqual(['active'])
})
