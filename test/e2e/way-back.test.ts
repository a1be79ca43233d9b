import { expect, it, onTestFinished } from 'vitest'
import { choose, connect, launchApp, type App } from '../support/app'
import { describeWithInflux, hashedServer } from '../support/influx-server'
import { startProxy } from '../support/proxy'
import { ask, operatorToken, tokensOf } from '../support/raw-influx'
import { temporaryFolder } from '../support/temporary-folder'

/** Presses a button; where a notice offers the same, the one on the stage. */
const press = ({ page }: App, name: string | RegExp) => page.getByRole('button', { name }).last().click()

async function create(app: App, device: string) {
  await choose(app, 'Bucket', 'plant')
  await app.page.getByRole('textbox', { name: 'Device ID' }).fill(device)
  await press(app, /^Create token/)
}

/** Enters an admin token where the stage led to, and is back with the form as it was. */
async function enterToken({ page }: App, url: string, token: string, device: string) {
  await page.getByRole('heading', { name: 'Connect to a server' }).waitFor()
  expect(await page.getByRole('textbox', { name: 'Server address' }).inputValue()).toBe(url)
  await page.getByLabel('Admin token', { exact: true }).fill(token)
  const fresh = page.waitForEvent('load')
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await fresh
  await page.getByRole('heading', { name: 'Hand over', exact: true }).waitFor()
  await expect.poll(() => page.getByRole('textbox', { name: 'Device ID' }).inputValue()).toBe(device)
  await expect.poll(() => page.getByRole('combobox', { name: 'Bucket', exact: true }).inputValue()).toBe('plant')
}

describeWithInflux('from the stage to the Connect screen and back, on InfluxDB', hashedServer, (server) => {
  it('when the admin token was revoked: the address is filled in, the form is as it was', async () => {
    const device = `BACK-${String(Date.now())}`
    const revoked = await operatorToken(server)
    const app = await launchApp(`${temporaryFolder()}/user-data`)
    await connect(app, { url: server.url, token: revoked })
    const { text } = await ask(server.url, server.token, '/api/v2/authorizations')
    const rows = (JSON.parse(text) as { authorizations: { id: string; description: string }[] }).authorizations
    const { id = '' } = rows.findLast(({ description }) => description === 'another operator token') ?? {}
    await ask(server.url, server.token, `/api/v2/authorizations/${id}`, { method: 'DELETE' })

    await create(app, device)
    await app.page.getByRole('heading', { name: 'Admin token not accepted' }).waitFor()
    await press(app, /^Enter a new token/)
    await enterToken(app, server.url, server.token, device)
    await press(app, /^Create token/)
    await app.page.getByRole('img', { name: `QR code with the settings for ${device}` }).waitFor()
    expect(await tokensOf(server, device)).toHaveLength(1)
  })

  it('when the server moved: only its token at the new address is missing', async () => {
    const device = `MOVED-${String(Date.now())}`
    const door = await startProxy(server.url)
    onTestFinished(() => door.close())
    const app = await launchApp(`${temporaryFolder()}/user-data`)
    await connect(app, { url: door.url, token: server.token })
    await choose(app, 'Bucket', 'plant')
    door.decide(({ path }) => ({ status: 302, body: '', headers: { location: server.url + path } }))
    await create(app, device)
    await app.page.getByRole('heading', { name: 'Server has another address' }).waitFor()
    await press(app, `Use ${server.url}`)
    await enterToken(app, server.url, server.token, device)
    await press(app, /^Create token/)
    await app.page.getByRole('img', { name: `QR code with the settings for ${device}` }).waitFor()
    expect(await tokensOf(server, device)).toHaveLength(1)
  })
})
