import { expect, onTestFinished, it } from 'vitest'
import { choose, connect, launchApp } from '../support/app'
import { describeWithInflux, hashedServer } from '../support/influx-server'
import { startProxy } from '../support/proxy'
import { tokensOf } from '../support/raw-influx'
import { temporaryFolder } from '../support/temporary-folder'

describeWithInflux('a server that answers 429 to Create token', hashedServer, (server) => {
  it('the window counts down and goes on by itself; “Try now” does not wait; one token each', async () => {
    const proxy = await startProxy(server.url)
    onTestFinished(() => proxy.close())
    let asks: string | undefined
    proxy.decide(({ method, path }) => {
      if (asks === undefined || method !== 'POST' || path !== '/api/v2/authorizations') return 'pass'
      return { status: 429, body: '{"code":"too many requests","message":"x"}', headers: { 'retry-after': asks } }
    })
    const app = await launchApp(`${temporaryFolder()}/user-data`)
    const { page } = app
    await connect(app, { url: proxy.url, token: server.token })
    await choose(app, 'Bucket', 'plant')
    const create = async (device: string) => {
      await page.getByRole('textbox', { name: 'Device ID' }).fill(device)
      await page.getByRole('button', { name: 'Create token' }).click()
      await page.getByRole('heading', { name: 'Server asks to wait' }).waitFor()
      expect(await tokensOf(server, device)).toEqual([])
    }
    const shown = (device: string) =>
      page.getByRole('img', { name: `QR code with the settings for ${device}` }).waitFor()

    const first = `BUSY-${String(Date.now())}`
    asks = '60'
    await create(first)
    await page.getByText(/Fieldkey goes on in 5\d seconds/).waitFor()
    asks = undefined
    await page.getByRole('button', { name: 'Try now' }).click()
    await shown(first)
    await page.getByRole('button', { name: 'Scanned, next device' }).click()

    const second = `BUSY-${String(Date.now())}`
    asks = '3'
    await create(second)
    asks = undefined
    await shown(second)
    for (const device of [first, second]) {
      expect((await tokensOf(server, device)).map(({ status }) => status)).toEqual(['active'])
    }
  })
})
