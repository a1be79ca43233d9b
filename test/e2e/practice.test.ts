import { existsSync, statSync } from 'node:fs'
import { expect, it } from 'vitest'
import { choose, launchApp, scanWindow, type App } from '../support/app'
import { readBucket, writePoint } from '../support/raw-influx'
import { temporaryFolder } from '../support/temporary-folder'

it('practice that is left and kept is as it was when it is taken up again, in a later run too', async () => {
  const userData = `${temporaryFolder()}/user-data`
  const start = async ({ page }: App) => {
    await page.getByRole('button', { name: 'Practise without a server' }).click()
    await page.getByText('Practice: nothing here is real').waitFor()
  }
  const first = await launchApp(userData)
  await start(first)
  await first.page.getByRole('textbox', { name: 'Device ID' }).fill('PUMP-0042')
  await first.page.getByRole('button', { name: 'Create token' }).click()
  await first.page.getByRole('img', { name: 'QR code with the settings for PUMP-0042' }).waitFor()
  await first.page.getByRole('button', { name: 'Scanned, next device' }).click()
  await first.page.getByRole('button', { name: 'Leave practice' }).click()
  await first.page.getByRole('button', { name: 'Keep practice data' }).click()
  await first.page.getByRole('heading', { name: 'Connect to a server' }).waitFor()
  expect(await first.page.getByText('Practice: nothing here is real').count()).toBe(0)
  expect(existsSync(`${userData}/practice`)).toBe(true)
  await start(first)
  await first.page.getByRole('link', { name: 'History' }).click()
  await first.page.getByRole('button', { name: 'Show details of PUMP-0042' }).waitFor()
  await first.close()

  const again = await launchApp(userData)
  await start(again)
  await again.page.getByRole('link', { name: 'Tokens' }).click()
  await again.page.getByRole('row').filter({ hasText: 'PUMP-0042' }).waitFor()
})

it('practises the whole job with no server, no keychain and no hardware', async () => {
  const folder = temporaryFolder()
  const app = await launchApp(`${folder}/user-data`)
  const { page } = app
  await page.getByRole('button', { name: 'Practise without a server' }).click()
  await page.getByText('Practice: nothing here is real').waitFor()
  expect(await page.title()).toBe('Fieldkey - Practice')
  // Practice begins with nothing to choose.
  await expect.poll(() => page.getByRole('combobox', { name: 'Bucket' }).inputValue()).toBe('cold-store')
  await page.getByRole('textbox', { name: 'Device ID' }).fill('PUMP-0042')
  await page.getByRole('button', { name: 'Create token' }).click()
  await page.getByRole('img', { name: 'QR code with the settings for PUMP-0042' }).waitFor()
  const settings = JSON.parse(await scanWindow(app, folder)) as Record<string, string>
  expect((await writePoint({ ...settings, device: 'somebody-else' })).status).toBe(204)
  expect((await readBucket(settings, 'cold-store')).status).toBe(404)
  await page.getByRole('button', { name: 'Scan the code with the practice device' }).click()
  await page.getByRole('heading', { name: 'PUMP-0042 is sending data' }).waitFor()
  await page.getByRole('button', { name: 'Next device' }).click()

  await page.getByRole('radio', { name: 'USB cable' }).check()
  await page.getByRole('textbox', { name: 'Device ID' }).fill('PUMP-0043')
  await page.getByRole('button', { name: 'Create token' }).click()
  await page.getByRole('heading', { name: 'PUMP-0043 is sending data' }).waitFor()
  await page.getByRole('button', { name: 'Next device' }).click()

  await choose(app, 'Practice fault', 'Device answers wrongly')
  await page.getByRole('textbox', { name: 'Device ID' }).fill('PUMP-0044')
  await page.getByRole('button', { name: 'Create token' }).click()
  await page.getByRole('heading', { name: 'Device stored something else' }).waitFor()
  await choose(app, 'Practice fault', 'None')
  await page.getByRole('button', { name: 'Send again' }).click()
  await page.getByRole('heading', { name: 'PUMP-0044 is sending data' }).waitFor()

  await page.getByRole('link', { name: 'Tokens' }).click()
  await page.getByRole('searchbox', { name: 'Search tokens' }).fill('PUMP-0042')
  await page.getByRole('row').filter({ hasText: 'PUMP-0042' }).click()
  await page.getByRole('button', { name: 'Revoke token' }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Revoke/ })
    .click()
  await expect.poll(async () => (await writePoint(settings)).status).toBe(401)

  await page.getByRole('button', { name: 'Leave practice' }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /delete/i })
    .click()
  await page.getByRole('heading', { name: 'Connect to a server' }).waitFor()
  await app.close()
  expect(existsSync(`${folder}/user-data/practice`)).toBe(false)
  expect(statSync(`${folder}/user-data`).mode & 0o777).toBe(0o700)
})
