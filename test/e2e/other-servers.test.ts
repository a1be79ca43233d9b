import { expect, it } from 'vitest'
import { choose, connect, launchApp, type App } from '../support/app'
import { describeWithInflux, hashedServer, plainServer } from '../support/influx-server'
import { tokensOf } from '../support/raw-influx'
import { answerByHand } from '../support/system-dialog'
import { temporaryFolder } from '../support/temporary-folder'
import { placeFaults } from '../support/window-look'

const button = ({ page }: App, name: string) => page.getByRole('button', { name, exact: true })
const attention = ({ page }: App) => page.locator('#attention')

async function connectAs(app: App, name: string, server: { readonly url: string; readonly token: string }) {
  await app.page.getByRole('textbox', { name: 'Name for this server' }).fill(name)
  await connect(app, server)
  await button(app, `Server: ${name}`).waitFor()
}

describeWithInflux('work left on a server that the window does not show', hashedServer, (north) => {
  const south = plainServer
  if (south === undefined) throw new Error('two servers are needed')

  it('is counted, named and reached; quitting names its server; the next start asks about it', async () => {
    const userData = `${temporaryFolder()}/user-data`
    const app = await launchApp(userData)
    const { page } = app
    const device = `LEFT-${String(Date.now())}`
    // Of right-to-left letters and as long as a name may be: the row must hold it.
    const name = `\u202e${'\u05d0W'.repeat(31)}`
    await connectAs(app, name, north)
    await choose(app, 'Bucket', 'plant')
    await page.getByRole('textbox', { name: 'Device ID' }).fill(device)
    await button(app, 'Create token').click()
    await page.getByRole('img', { name: `QR code with the settings for ${device}` }).waitFor()
    await button(app, `Server: ${name}`).click()
    await page.getByRole('heading', { name: 'Saved servers' }).waitFor()
    await connectAs(app, 'South depot', south)
    expect(await page.getByRole('dialog').count()).toBe(0)
    expect(await attention(app).textContent()).toBe('1 needs attention')

    await page.getByRole('link', { name: 'History' }).click()
    const row = page.getByRole('region', { name: 'On other servers' }).getByRole('listitem')
    await row.filter({ hasText: '1 unfinished' }).waitFor()
    expect(await placeFaults(app, 'History with a row for another server')).toEqual([])
    const question = await answerByHand(app)
    await app.electron.evaluate(({ app: main }) => main.quit())
    await expect.poll(async () => (await question.asked()).length).toBe(1)
    const [words] = await question.asked()
    expect(words?.message).toBe('1 handover is not finished')
    expect(words?.detail).toMatch(/^On (\u05d0W){19}\u05d0…\. Nothing is lost: [\w ,]+\.$/)
    await question.answer(0)

    await app.kill()
    const again = await launchApp(userData)
    const dialog = again.page.getByRole('dialog', { name: 'Unfinished handovers' })
    await dialog.getByRole('listitem').filter({ hasText: '1 unfinished' }).waitFor()
    expect(await placeFaults(again, 'a row for another server')).toEqual([])
    await button(again, `Switch to ${name}`).click()
    await button(again, `Continue ${device}`).waitFor()
    await button(again, `Server: ${name}`).waitFor({ state: 'attached' })
    await button(again, `Continue ${device}`).click()
    await again.page.getByRole('img', { name: `QR code with the settings for ${device}` }).waitFor()
    await button(again, 'Scanned, next device').click()
    await expect.poll(() => attention(again).count()).toBe(0)
    expect((await tokensOf(north, device)).map(({ status }) => status)).toEqual(['active'])
    expect(await tokensOf(south, device)).toEqual([])
  })
})
