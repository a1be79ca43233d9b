import { it } from 'vitest'
import { choose, launchApp } from '../support/app'
import { temporaryFolder } from '../support/temporary-folder'

it('a code leaves the screen on suspend, and can be shown again after it', async () => {
  const app = await launchApp(`${temporaryFolder()}/user-data`)
  const { electron, page } = app
  await page.getByRole('button', { name: 'Practise without a server' }).click()
  await choose(app, 'Bucket', 'north-pumps')
  await page.getByRole('textbox', { name: 'Device ID' }).fill('PUMP-0042')
  await page.getByRole('button', { name: 'Create token' }).click()
  await page.getByRole('img', { name: 'QR code with the settings for PUMP-0042' }).waitFor()

  await electron.evaluate(({ powerMonitor }) => powerMonitor.emit('suspend'))
  await page.getByRole('heading', { name: 'Code hidden' }).waitFor()
  await electron.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'))
  await page.getByRole('button', { name: 'Show code again' }).click()
  await page.getByRole('img', { name: 'QR code with the settings for PUMP-0042' }).waitFor()
})
