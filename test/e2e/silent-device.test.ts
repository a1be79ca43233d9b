import { expect, it } from 'vitest'
import { choose, connect, launchApp, scanWindow } from '../support/app'
import { describeWithInflux, hashedServer } from '../support/influx-server'
import { ask, tokensOf, writePoint } from '../support/raw-influx'
import { temporaryFolder } from '../support/temporary-folder'

describeWithInflux('a device that never sends data, on InfluxDB', hashedServer, (server) => {
  it('needs attention after a day; what can be checked from here is said, and mended', async () => {
    const device = `MUTE-${String(Date.now())}`
    const folder = temporaryFolder()
    const app = await launchApp(`${folder}/user-data`)
    const { page, electron } = app
    await connect(app, server)
    await choose(app, 'Bucket', 'plant')
    await page.getByRole('textbox', { name: 'Device ID' }).fill(device)
    await page.getByRole('button', { name: 'Create token' }).click()
    await page.getByRole('img', { name: `QR code with the settings for ${device}` }).waitFor()
    const settings = JSON.parse(await scanWindow(app, folder)) as Record<string, string>
    await page.getByRole('button', { name: 'Scanned, next device' }).click()
    const [made] = await tokensOf(server, device)
    const row = `/api/v2/authorizations/${made?.id ?? ''}`
    await ask(server.url, server.token, row, { method: 'PATCH', body: '{"status":"inactive"}' })

    // A day passes at once.
    await electron.evaluate(() => {
      const real = performance.now.bind(performance)
      Object.defineProperty(performance, 'now', { value: () => real() + 86_400_000 })
    })
    await page.getByText('No data yet').first().waitFor()
    await page.getByRole('link', { name: 'History' }).click()
    const block = page.getByRole('region', { name: 'What can be checked from here' })
    await block.getByText('The server answers.').waitFor()
    await block.getByText('The bucket is there.').waitFor()
    await block.getByText('Somebody switched the token off: the device cannot write.').waitFor()
    expect((await writePoint(settings)).status).toBe(403)
    await block.getByRole('button', { name: 'Enable token' }).click()
    await block.getByText('The token is active.').waitFor()
    expect((await tokensOf(server, device)).map(({ status }) => status)).toEqual(['active'])

    await ask(server.url, server.token, row, { method: 'DELETE' })
    await block.getByRole('button', { name: 'Check again' }).click()
    await block.getByText('Somebody revoked the token: the device needs a new one.').waitFor()
    await page.getByRole('button', { name: 'Replace token' }).click()
    await page.getByRole('button', { name: 'Create token' }).click()
    await page.getByRole('img', { name: `QR code with the settings for ${device}` }).waitFor()
    const fresh = JSON.parse(await scanWindow(app, folder)) as Record<string, string>
    expect(fresh['token']).not.toBe(settings['token'])
    expect((await writePoint(fresh)).status).toBe(204)
  })
})
