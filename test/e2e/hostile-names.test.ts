import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { choose, connect, launchApp, type App } from '../support/app'
import { rowsThere } from '../support/grid-flaws'
import { hostileNames, plain } from '../support/hostile-names'
import { fillWithHostileNames, startHostilePractice, type HostileServer } from '../support/hostile-server'
import {
  visitChanges,
  visitDuplicates,
  visitLaptops,
  visitNewTokens,
  visitRisks,
  visitServers,
} from '../support/hostile-visits'
import { connected, resize, startCounter, startInfluxOfOwn, watchFor } from '../support/hostile-watch'
import { layoutFlaws } from '../support/page-flaws'
import { temporaryFolder } from '../support/temporary-folder'

const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' })
const go = (page: Page, name: string) => page.getByRole('link', { name }).click()

/** Opens Hand over afresh and waits until the focus is where it begins: a list that was opened before would close. */
async function goHandOver(page: Page) {
  await go(page, 'Settings')
  await go(page, 'Hand over')
  const field = page.getByRole('textbox', { name: 'Device ID' })
  await expect.poll(() => field.evaluate((one) => one === document.activeElement)).toBe(true)
}

/** Looks at every place of the window with what `server` says. */
async function visitAll(app: App, server: HostileServer, look: (where: string) => Promise<void>) {
  const { page } = app
  const unseen: string[] = []
  const bucketBox = page.getByRole('combobox', { name: 'Bucket', exact: true })
  await goHandOver(page)
  await look('Hand over')
  await bucketBox.click()
  await look('the list of buckets')
  for (const name of server.stressful) {
    await goHandOver(page)
    await bucketBox.fill(name)
    await page.getByRole('option').first().click()
    await page.getByRole('textbox', { name: 'Device ID' }).fill('PUMP-0042')
    await button(page, 'Create token').click()
    await page.getByRole('img', { name: /^QR code/ }).waitFor()
    await look(`the code for ${name}`)
    await button(page, 'Device cannot read it').click()
    await look(`help with the code for ${name}`)
    await button(page, 'Back to the code').click()
    await button(page, 'Hide code').click()
    await look('the hidden code')
    await button(page, 'Cancel handover').click()
    await look('Cancel')
    await button(page, 'Revoke token and cancel').click()
    await page.getByRole('heading', { name: 'Ready for the next device' }).waitFor()
  }
  await visitDuplicates(app, server, look)

  await go(page, 'Tokens')
  await button(page, 'Refresh list').click()
  await rowsThere(page)
  await look('Tokens')
  const grid = page.getByRole('grid', { name: 'Tokens' })
  await grid.getByRole('row').nth(1).click()
  await button(page, 'Close details').click()
  for (let shown = 0; shown < server.tokens.length; shown += 5) {
    await page.keyboard.press('PageDown')
    await page.keyboard.press(shown % 2 === 0 ? 'End' : 'Home')
    await rowsThere(page)
    await look('Tokens, further down')
  }
  expect(await grid.locator(':focus').count()).toBe(1)
  for (const list of ['Bucket filter', 'Status filter', 'Kind filter', 'Made by filter', 'Risk filter']) {
    await page.getByRole('combobox', { name: list }).click()
    await look(list)
    await page.keyboard.press('Escape')
  }
  const search = page.getByRole('searchbox', { name: 'Search tokens' })
  const organization = page.locator('dt:text-is("Organization") + dd')
  for (const { id, name } of server.tokens) {
    const renamed = await server.renameOrg(name)
    await search.fill(id)
    await page.getByRole('heading', { name: 'Token details' }).waitFor()
    await page.getByRole('main').getByText(id).first().waitFor()
    const text = await page.getByRole('main').evaluate((main) => main.textContent)
    if (!plain(text).includes(plain(name))) unseen.push(name)
    if (renamed) await expect.poll(async () => plain((await organization.textContent()) ?? '')).toBe(plain(name))
    await look(`the details of ${name}`)
  }
  await button(page, 'Edit description').click()
  await look('Edit description')
  await page.keyboard.press('Escape')
  await visitChanges(app, server, look)
  await search.fill('')
  await page.getByRole('checkbox', { name: 'Select all matching tokens' }).click()
  await button(page, 'Revoke selected').click()
  await page.getByRole('dialog').waitFor()
  await look('Revoke')
  await button(page, 'Keep them').click()
  await button(page, 'Clear selection').click()
  await button(page, 'New token').click()
  await page.getByRole('dialog').getByRole('combobox', { name: 'Bucket' }).click()
  await look('New token')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await button(page, 'Risk report').click()
  await visitRisks(app, look)
  await visitNewTokens(app, server, look)

  await go(page, 'History')
  await look('History')
  await button(page, /^Show details of/)
    .first()
    .click()
  await look('Handover details')
  await go(page, 'Settings')
  await look('Settings')
  await visitLaptops(app, look)
  await visitServers(app, look)
  return unseen
}

/** The screens in the smallest window. */
async function visitSmall(app: App, look: (where: string) => Promise<void>) {
  const { page } = app
  await resize(app, 640, 480)
  for (const screen of ['Hand over', 'Tokens', 'History', 'Settings']) {
    await go(page, screen)
    await look(`${screen}, small`)
  }
  await go(page, 'Tokens')
  await button(page, 'Risk report').click()
  await visitRisks(app, look)
  await go(page, 'Settings')
  await visitLaptops(app, look)
  await resize(app, 1180, 700)
}

it('200 hostile names on every screen: no script, no navigation, nothing out of place', async ({ skip }) => {
  const { home, asked } = await startCounter()
  const names = hostileNames(home)
  expect(new Set(names).size).toBe(200)
  const folder = temporaryFolder()
  const own = await startInfluxOfOwn(folder)
  if (!own) {
    skip('needs a real InfluxDB')
    return
  }
  const { url, token } = own
  const real = await fillWithHostileNames(own, names)
  const app = await launchApp(`${folder}/user-data`)
  const { page } = app
  const happened = watchFor(app)
  await page.getByRole('textbox', { name: 'Server address' }).fill(url)
  await page.getByLabel('Admin token', { exact: true }).fill(token)
  await button(page, 'Connect').click()
  await page.getByRole('combobox', { name: 'Organisation' }).click()
  expect(await layoutFlaws(page)).toEqual([])
  await choose(app, 'Organisation', real.orgName)
  expect([await happened(), asked]).toEqual([[], []])
  const fresh = page.waitForEvent('load')
  await button(page, 'Connect').click()
  await fresh
  await page.getByRole('heading', { name: 'Hand over', exact: true }).waitFor()
  expect([await happened(), asked]).toEqual([connected, []])
  const look = async (where: string) => {
    expect([where, await layoutFlaws(page)]).toEqual([where, []])
  }
  expect(await visitAll(app, real, look)).toEqual([])
  await visitSmall(app, look)
  expect([await happened(), asked]).toEqual([[], []])

  // What InfluxDB refuses as a name comes from the practice server, which lists whatever is in its state.
  const practice = await startHostilePractice(real.refused)
  await button(page, /^Server: /).click()
  await connect(app, practice)
  expect([await happened(), asked]).toEqual([connected, []])
  expect(await visitAll(app, practice, look)).toEqual([])
  await visitSmall(app, look)
  expect([await happened(), asked]).toEqual([[], []])
}, 900_000)
