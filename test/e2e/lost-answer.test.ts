import { expect, it, onTestFinished } from 'vitest'
import { choose, connect, launchApp } from '../support/app'
import { describeWithInflux, hashedServer } from '../support/influx-server'
import { startProxy } from '../support/proxy'
import { tokensOf } from '../support/raw-influx'
import { temporaryFolder } from '../support/temporary-folder'

describeWithInflux('an answer that never came', hashedServer, (server) => {
  it('is one POST for one click, and settled after a restart without an orphan', async () => {
    const userData = `${temporaryFolder()}/user-data`
    const proxy = await startProxy(server.url)
    onTestFinished(() => proxy.close())
    proxy.decide(({ method, path }) => (method === 'POST' && path === '/api/v2/authorizations' ? 'cut-after' : 'pass'))
    const device = `LOST-${String(Date.now())}`

    const app = await launchApp(userData)
    await connect(app, { url: proxy.url, token: server.token })
    await choose(app, 'Bucket', 'plant')
    await app.page.getByRole('textbox', { name: 'Device ID' }).fill(device)
    await app.page.getByRole('button', { name: 'Create token' }).click()
    await app.page.getByRole('heading', { name: 'Not sure whether the token exists' }).waitFor()
    expect(proxy.count('POST', '/api/v2/authorizations')).toBe(1)
    expect(await tokensOf(server, device)).toHaveLength(1)
    await app.kill()

    const again = await launchApp(userData)
    await expect.poll(() => tokensOf(server, device)).toEqual([])
    expect(proxy.count('POST', '/api/v2/authorizations')).toBe(1)
    await again.page.getByRole('link', { name: 'History' }).click()
    await again.page.getByText(device).first().waitFor()
  })

  it('finds a minted token after the battery died and goes on with it', async () => {
    const userData = `${temporaryFolder()}/user-data`
    const device = `FLAT-${String(Date.now())}`
    const app = await launchApp(userData)
    await connect(app, server)
    await choose(app, 'Bucket', 'plant')
    await app.page.getByRole('textbox', { name: 'Device ID' }).fill(device)
    await app.page.getByRole('button', { name: 'Create token' }).click()
    await app.page.getByRole('img', { name: `QR code with the settings for ${device}` }).waitFor()
    await app.kill()

    const again = await launchApp(userData)
    await again.page.getByRole('heading', { name: 'Unfinished handovers' }).waitFor()
    await again.page.getByRole('button', { name: `Continue ${device}` }).click()
    await again.page.getByRole('button', { name: 'Scanned, next device' }).click()
    const [row, ...more] = await tokensOf(server, device)
    expect([row?.status, more]).toEqual(['active', []])

    await again.page.getByRole('link', { name: 'History' }).click()
    await again.page.getByText(device).first().waitFor()
  })

  it('discards one that is not wanted any more', async () => {
    const userData = `${temporaryFolder()}/user-data`
    const device = `DROP-${String(Date.now())}`
    const app = await launchApp(userData)
    await connect(app, server)
    await choose(app, 'Bucket', 'plant')
    await app.page.getByRole('textbox', { name: 'Device ID' }).fill(device)
    await app.page.getByRole('button', { name: 'Create token' }).click()
    await app.page.getByRole('img', { name: `QR code with the settings for ${device}` }).waitFor()
    await app.kill()

    const again = await launchApp(userData)
    await again.page.getByRole('button', { name: `Discard ${device}` }).click()
    // Its code was on the screen, so the device may have the token: that is asked about.
    await again.page.getByRole('button', { name: 'Revoke token and cancel' }).click()
    await expect.poll(() => tokensOf(server, device)).toEqual([])
  })
})
