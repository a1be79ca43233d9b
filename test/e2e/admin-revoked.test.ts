import { expect, it } from 'vitest'
import { connect, launchApp } from '../support/app'
import { describeWithInflux, hashedServer } from '../support/influx-server'
import { ask } from '../support/raw-influx'
import { temporaryFolder } from '../support/temporary-folder'

describeWithInflux('the token a laptop was set up with, on InfluxDB', hashedServer, (server) => {
  const post = async <T>(path: string, body: object): Promise<T> =>
    JSON.parse((await ask(server.url, server.token, path, { body: JSON.stringify(body) })).text) as T
  const status = async (token: string) => (await ask(server.url, token, '/api/v2/me')).status

  it('is revoked at a click where it was made for that, and works until then', async () => {
    const name = `SETUP-${String(Date.now())}`
    const { text } = await ask(server.url, server.token, '/api/v2/buckets?name=plant')
    const { buckets } = JSON.parse(text) as { buckets: { orgID: string }[] }
    const orgID = buckets[0]?.orgID
    const user = await post<{ id: string }>('/api/v2/users', { name })
    const types = ['authorizations', 'buckets', 'users', 'orgs']
    const permissions = types.flatMap((type) => ['read', 'write'].map((action) => ({ action, resource: { type } })))
    const description = `Fieldkey setup ${name}`
    const { token } = await post<{ token: string }>('/api/v2/authorizations', {
      ...{ orgID, userID: user.id, description, permissions },
    })
    const app = await launchApp(`${temporaryFolder()}/user-data`)
    const { page } = app
    await connect(app, { ...server, token })
    await page.getByRole('link', { name: 'Settings' }).click()
    await page.getByRole('button', { name: 'Limit this laptop' }).click()
    const dialog = page.getByRole('dialog', { name: 'Limit this laptop' })
    await dialog.getByRole('textbox', { name: 'Name of this laptop' }).fill(name)
    await dialog.getByRole('checkbox', { name: 'plant', exact: true }).check()
    await dialog.getByRole('checkbox', { name: `Also revoke the admin token ${description}` }).check()
    expect(await status(token)).toBe(200)
    await dialog.getByRole('button', { name: 'Limit it now' }).click()
    await dialog.getByRole('heading', { name: 'This laptop is limited' }).waitFor()
    await dialog.getByText('The admin token was revoked.').waitFor()
    expect([await status(token), await status(server.token)]).toEqual([401, 200])
    await app.close()
  })
})
