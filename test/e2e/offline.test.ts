import { expect, it, onTestFinished } from 'vitest'
import { choose, connect, launchApp } from '../support/app'
import { describeWithInflux, hashedServer } from '../support/influx-server'
import { startProxy } from '../support/proxy'
import { tokensOf } from '../support/raw-influx'
import { temporaryFolder } from '../support/temporary-folder'

describeWithInflux('the network goes while the window is open', hashedServer, (server) => {
  it('Tokens shows what is known and says why nothing can be done; Hand over explains; back online all goes on', async () => {
    const before = await startProxy(server.url)
    onTestFinished(() => before.close())
    const app = await launchApp(`${temporaryFolder()}/user-data`)
    const { page } = app
    const main = page.getByRole('main')
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
    const go = (place: string) => page.getByRole('link', { name: place }).click()
    const failure = (title: string) => main.getByRole('heading', { name: title, exact: true }).waitFor()
    await connect(app, { url: before.url, token: server.token })
    await choose(app, 'Bucket', 'plant')
    const mark = String(Date.now())
    const [known, next] = [`KNOWN-${mark}`, `NEXT-${mark}`]
    await page.getByRole('textbox', { name: 'Device ID' }).fill(known)
    await press('Create token')
    await page.getByRole('img', { name: `QR code with the settings for ${known}` }).waitFor()
    await press('Scanned, next device')
    await go('Tokens')
    const row = page.getByRole('row').filter({ hasText: known })
    await row.waitFor()

    await before.close()
    await press('Refresh list')
    await failure('Nothing answers there')
    await page
      .getByRole('region', { name: 'Notices' })
      .getByText(/^No connection to 127\.0\.0\.1 since /)
      .waitFor()
    await page.getByRole('region', { name: 'Server' }).getByText('No connection').waitFor()
    await go('History')
    await go('Tokens')
    await row.waitFor()
    await main.getByText(/As of \d/).waitFor()
    await failure('Nothing answers there')

    await row.click()
    const details = page.getByRole('region', { name: 'Token details' })
    const why = page.getByRole('listitem').filter({ hasText: known })
    await details.getByRole('button', { name: 'Disable token' }).click()
    await page.getByRole('heading', { name: '1 token not disabled' }).waitFor()
    await why.getByText('Nothing answers there.').waitFor()
    await details.getByRole('button', { name: 'Revoke token' }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Revoke/ })
      .click()
    await page.getByRole('heading', { name: '1 token not revoked' }).waitFor()
    await why.getByText('Revoking waits for the server.').waitFor()
    await details.getByText('Active').first().waitFor()

    await go('Hand over')
    await page.getByRole('textbox', { name: 'Device ID' }).fill(next)
    await press('Create token')
    await failure('Nothing answers there')
    expect(await page.getByRole('textbox', { name: 'Device ID' }).inputValue()).toBe(next)
    await page
      .getByRole('region', { name: 'Notices' })
      .getByText(/^No connection to 127\.0\.0\.1 since /)
      .waitFor()

    const again = await startProxy(server.url, Number(new URL(before.url).port))
    onTestFinished(() => again.close())
    await main.getByRole('button', { name: 'Check address' }).waitFor()
    await page.getByRole('region', { name: 'Notices' }).getByRole('button', { name: 'Check connection' }).click()
    await page.getByRole('region', { name: 'Server' }).getByText('Connected').waitFor()
    expect(await page.getByText(/No connection/).count()).toBe(0)
    await press('Create token')
    await page.getByRole('img', { name: `QR code with the settings for ${next}` }).waitFor()
    await press('Scanned, next device')
    expect((await tokensOf(server, next)).map(({ status }) => status)).toEqual(['active'])

    await go('Tokens')
    await press('Refresh list')
    await page.getByRole('row').filter({ hasText: next }).waitFor()
    expect(await main.getByRole('heading', { name: 'Nothing answers there' }).count()).toBe(0)
    // What was decided without a network is done.
    await expect.poll(() => tokensOf(server, known)).toEqual([])
  })
})
