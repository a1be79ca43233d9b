import { expect, it, onTestFinished } from 'vitest'
import { choose, connect, launchApp } from '../support/app'
import { describeWithInflux, hashedServer } from '../support/influx-server'
import { startProxy } from '../support/proxy'
import { tokensOf } from '../support/raw-influx'
import { temporaryFolder } from '../support/temporary-folder'

/** Every request is repeated up to five times, and what waits is tried again every half a minute. */
const patient = { timeout: 90_000 }

describeWithInflux('the network goes between making a token and switching it on', hashedServer, (server) => {
  it('the code waits and is named in History; it comes by itself, or the token is revoked instead', async () => {
    const proxy = await startProxy(server.url)
    onTestFinished(() => proxy.close())
    const app = await launchApp(`${temporaryFolder()}/user-data`)
    const { page } = app
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
    const go = (place: string) => page.getByRole('link', { name: place }).click()
    const entries = page.getByRole('region', { name: 'Waiting for the server' }).getByRole('listitem')
    const statuses = async (device: string) => (await tokensOf(server, device)).map(({ status }) => status)
    const create = async (device: string) => {
      await page.getByRole('textbox', { name: 'Device ID' }).fill(device)
      await press('Create token')
      await page.getByRole('heading', { name: 'Code waits for the server' }).waitFor(patient)
      expect(await page.getByRole('img', { name: /^QR code/ }).count()).toBe(0)
      expect(await statuses(device)).toEqual(['inactive'])
    }
    await connect(app, { url: proxy.url, token: server.token })
    await choose(app, 'Bucket', 'plant')
    const mark = String(Date.now())
    const [first, second] = [`COMES-${mark}`, `ENDS-${mark}`]
    const down = () => proxy.decide(({ method }) => (method === 'PATCH' ? 'cut-before' : 'pass'))

    down()
    await create(first)
    await go('History')
    await entries.filter({ hasText: `${first} Switch its token on` }).waitFor()
    await go('Hand over')
    proxy.decide(() => 'pass')
    await page.getByRole('img', { name: `QR code with the settings for ${first}` }).waitFor(patient)
    expect(await statuses(first)).toEqual(['active'])
    await press('Scanned, next device')

    down()
    await create(second)
    await go('History')
    await press(`Revoke ${second} instead`)
    const before = proxy.seen.length
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke token and cancel' }).click()
    await expect.poll(() => statuses(second), patient).toEqual([])
    await expect.poll(() => entries.count(), patient).toBe(0)
    expect(proxy.seen.slice(before).filter(({ method }) => method === 'PATCH')).toEqual([])
    expect(await statuses(first)).toEqual(['active'])
  })

  it('a decision to revoke that cannot have left the laptop is called back', async () => {
    const proxy = await startProxy(server.url)
    const app = await launchApp(`${temporaryFolder()}/user-data`)
    const { page } = app
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
    await connect(app, { url: proxy.url, token: server.token })
    await choose(app, 'Bucket', 'plant')
    const device = `STAYS-${String(Date.now())}`
    await page.getByRole('textbox', { name: 'Device ID' }).fill(device)
    await press('Create token')
    await page.getByRole('img', { name: `QR code with the settings for ${device}` }).waitFor()
    await proxy.close()
    await press('Cancel handover')
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke token and cancel' }).click()
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await page.getByRole('link', { name: 'History' }).click()
    const entry = page.getByRole('region', { name: 'Waiting for the server' }).getByRole('listitem')
    await entry.filter({ hasText: 'No try has reached the server yet' }).waitFor()
    await press(`Keep the token of ${device}`)
    await entry.waitFor({ state: 'detached' })

    const back = await startProxy(server.url, Number(new URL(proxy.url).port))
    onTestFinished(() => back.close())
    await page.getByRole('link', { name: 'Tokens' }).click()
    await press('Refresh list')
    await page.getByRole('row').filter({ hasText: device }).waitFor(patient)
    expect(back.seen.filter(({ method }) => method === 'DELETE')).toEqual([])
    expect((await tokensOf(server, device)).map(({ status }) => status)).toEqual(['active'])
  })
})
