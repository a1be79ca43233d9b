import { expect, it } from 'vitest'
import { choose, connect, launchApp } from '../support/app'
import { isList, practiceWorld } from '../support/practice-world'
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

it('a laptop that wakes, or has a network again, looks at its server at once', async () => {
  const { proxy, server, bucket } = await practiceWorld()
  const app = await launchApp(`${temporaryFolder()}/user-data`)
  const { electron, page } = app
  await connect(app, { url: proxy.url, token: server.adminToken })
  await choose(app, 'Bucket', bucket.name)
  await page.getByRole('textbox', { name: 'Device ID' }).fill('PUMP-0042')
  await page.getByRole('radio', { name: 'QR code' }).check()
  await page.getByRole('button', { name: 'Create token' }).click()
  await page.getByRole('img', { name: 'QR code with the settings for PUMP-0042' }).waitFor()
  await page.getByRole('button', { name: 'Scanned, next device' }).click()

  // Nothing waits for the server, so nothing else lists its tokens now.
  const looks = async (after: () => Promise<unknown>) => {
    const before = proxy.seen.filter(isList).length
    await after()
    await expect.poll(() => proxy.seen.filter(isList).length).toBeGreaterThan(before)
  }
  await looks(() => electron.evaluate(({ powerMonitor }) => powerMonitor.emit('resume')))
  await page.context().setOffline(true)
  await looks(() => page.context().setOffline(false))
})
