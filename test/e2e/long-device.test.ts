import { expect, it } from 'vitest'
import { launchApp } from '../support/app'
import { drawnFlaws } from '../support/drawn-flaws'
import { layoutFlaws } from '../support/page-flaws'
import { temporaryFolder } from '../support/temporary-folder'
import { resize } from '../support/window-checks'

it('the longest device ID leaves the code its place beside the practice device, with every letter of it to be read', async () => {
  const app = await launchApp(temporaryFolder(), { args: ['--practice'] })
  const { page } = app
  await page.getByRole('banner').waitFor()
  await resize(app, 1180, 700)
  const device = 'M'.repeat(64)
  await page.getByRole('textbox', { name: 'Device ID', exact: true }).fill(device)
  await page.getByRole('button', { name: 'Create token' }).click()
  await page.getByRole('img', { name: `QR code with the settings for ${device}` }).waitFor()
  expect(await page.getByRole('heading', { level: 2, name: `Show this code to ${device}` }).isVisible()).toBe(true)
  expect([...(await layoutFlaws(page)), ...(await drawnFlaws(page, { control: 48, fields: true }))]).toEqual([])
  await page.getByRole('button', { name: 'Scan the code with the practice device' }).click()
  await page.getByRole('heading', { name: `${device} is sending data` }).waitFor()
  expect([...(await layoutFlaws(page)), ...(await drawnFlaws(page, { control: 48, fields: true }))]).toEqual([])
})
