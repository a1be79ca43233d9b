import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { choose, scanWindow } from '../support/app'
import { connectToRegion, windowOnCloud } from '../support/cloud-region'
import { saveInto } from '../support/exported'
import { readBucket, tokensOf, writePoint } from '../support/raw-influx'

type Settings = Record<string, string>

it('InfluxDB Cloud: a bucket token is made, switched off and on, and taken away in the risk report; a device’s token is replaced', async () => {
  const region = await windowOnCloud({})
  const { app, page, folder, direct, token } = region
  const server = { url: direct, token }
  const status = async (settings: Settings) => (await writePoint({ ...settings, url: direct })).status
  await connectToRegion(region)
  await choose(app, 'Bucket', 'north-pumps')

  const code = async () => {
    await page.getByRole('img', { name: 'QR code with the settings for PUMP-3' }).waitFor()
    return JSON.parse(await scanWindow(app, folder)) as Settings
  }
  const create = async () => {
    await page.getByRole('textbox', { name: 'Device ID' }).fill('PUMP-3')
    await page.getByRole('button', { name: 'Create token' }).click()
  }
  await create()
  const old = await code()
  await page.getByRole('button', { name: 'Scanned, next device' }).click()
  await create()
  const asked = page.getByRole('dialog', { name: 'PUMP-3 already has a working token' })
  await asked.getByRole('button', { name: 'Replace the old token' }).click()
  const fresh = await code()
  expect(fresh['token']).not.toBe(old['token'])
  expect([await status(old), await status(fresh)]).toEqual([204, 204])
  await page.getByRole('button', { name: 'Scanned, next device' }).click()
  await expect.poll(() => status(old)).toBe(403)
  expect(await status(fresh)).toBe(204)
  expect((await tokensOf(server, 'PUMP-3')).map((row) => row.status).sort()).toEqual(['active', 'inactive'])

  await page.getByRole('link', { name: 'Tokens' }).click()
  await page.getByRole('button', { name: 'New token' }).click()
  const dialog = page.getByRole('dialog', { name: 'New token' })
  await dialog.getByRole('radio', { name: 'Bucket (read and write)' }).check()
  await choose(app, 'Bucket', 'north-pumps')
  await dialog.getByRole('textbox', { name: 'Description' }).fill('grafana')
  await dialog.getByRole('button', { name: 'Create', exact: true }).click()
  await dialog.getByRole('button', { name: 'Show token' }).click()
  const shown = (await dialog.getByText(/^[A-Za-z0-9_-]{86}==$/).textContent()) ?? ''
  await dialog.getByRole('button', { name: 'Done' }).click()
  const reader = { ...fresh, url: direct, token: shown }
  const both = async () => [await status(reader), (await readBucket(reader, 'north-pumps')).status]
  expect(await both()).toEqual([204, 200])

  const [made] = await tokensOf(server, 'grafana')
  await page.getByRole('searchbox', { name: 'Search tokens' }).fill(made?.id ?? '')
  const details = page.getByRole('region', { name: 'Token details' })
  await details.getByRole('button', { name: 'Disable token' }).click()
  await details.getByRole('button', { name: 'Enable token' }).click()
  await details.getByRole('button', { name: 'Disable token' }).waitFor()
  await expect.poll(both).toEqual([204, 200])

  await saveInto(app, folder)
  await page.getByRole('button', { name: 'Risk report' }).click()
  await page.getByRole('heading', { name: /^Reads and writes: \d+/ }).waitFor()
  await page.getByRole('button', { name: 'Export as CSV' }).click()
  await page.getByRole('status').filter({ hasText: 'The file was written.' }).waitFor()
  const csv = readFileSync(`${folder}/fieldkey-risk-report.csv`, 'utf8')
  expect(csv).toContain(made?.id)
  for (const secret of [shown, token, fresh['token'] ?? '']) expect(csv).not.toContain(secret)
})
