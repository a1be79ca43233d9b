import { expect, it, onTestFinished } from 'vitest'
import { choose, connect, launchApp, scanWindow, type App } from '../support/app'
import { describeWithInflux, hashedServer } from '../support/influx-server'
import { createLaptopUser } from '../support/laptop-user'
import { startProxy, type Proxy } from '../support/proxy'
import { tokensOf, writePoint } from '../support/raw-influx'
import { temporaryFolder } from '../support/temporary-folder'

/** Hands a device its token over in one window; its settings as a camera reads them. */
async function handOver(app: App, device: string): Promise<Record<string, string>> {
  const { page } = app
  await choose(app, 'Bucket', 'plant')
  await page.getByRole('textbox', { name: 'Device ID' }).fill(device)
  await page.getByRole('button', { name: 'Create token' }).click()
  await page.getByRole('img', { name: `QR code with the settings for ${device}` }).waitFor()
  const settings = JSON.parse(await scanWindow(app, temporaryFolder())) as Record<string, string>
  await page.getByRole('button', { name: 'Scanned, next device' }).click()
  return settings
}

/** Says that the code was scanned, in whichever window is behind, too: there it is shown again first. */
async function scanned(page: App['page']): Promise<void> {
  await page.bringToFront()
  const done = page.getByRole('button', { name: 'Scanned, next device' })
  const again = page.getByRole('button', { name: 'Show code again' })
  await done.or(again).first().waitFor()
  if ((await done.count()) === 0) await again.click()
  await done.click()
}

/** Holds a device's first request for a token back until a second one is out as well; then both go on. */
function holdUntilBothAreOut(proxy: Proxy, device: string): void {
  let out = 0
  let bothAreOut = () => {}
  const both = new Promise<void>((resolve) => (bothAreOut = resolve))
  proxy.decide(({ method, path, body }) => {
    if (method !== 'POST' || !path.startsWith('/api/v2/authorizations') || !body.includes(device)) return 'pass'
    out += 1
    if (out === 2) bothAreOut()
    return { after: both }
  })
}

/** The rows of the list that match, as one line of text each, once there are `count`. */
async function rowsOf({ page }: App, search: string, count: number): Promise<readonly string[]> {
  await page.getByRole('link', { name: 'Tokens' }).click()
  await page.getByRole('button', { name: 'Refresh list' }).click()
  await page.getByRole('searchbox', { name: 'Search tokens' }).fill(search)
  const rows = page.getByRole('row').filter({ hasText: search })
  await expect.poll(() => rows.count()).toBe(count)
  return (await rows.allInnerTexts()).map((text) => text.replace(/\s+/g, ' '))
}

describeWithInflux('two laptops in the window', hashedServer, (server) => {
  it('with two owners: each sees its own, the operator sees all and is told of the duplicate', async () => {
    const mark = String(Date.now())
    const users = await Promise.all(['ann', 'bob'].map((name) => createLaptopUser(server, `${name}-${mark}`, 'plant')))
    onTestFinished(async () => {
      for (const user of users) await user.remove()
    })
    const shared = `SHARED-${mark}`
    const laptops: App[] = []
    const settings: Record<string, string>[] = []
    for (const [index, { token }] of users.entries()) {
      const laptop = await launchApp(`${temporaryFolder()}/user-data`)
      laptops.push(laptop)
      await connect(laptop, { url: server.url, token })
      // Neither is asked about the other's token: it cannot be seen.
      settings.push(await handOver(laptop, shared))
      await handOver(laptop, `OWN${String(index)}-${mark}`)
    }
    for (const [index, laptop] of laptops.entries()) {
      const rows = await rowsOf(laptop, mark, 3)
      expect(rows.filter((text) => text.includes(shared))).toHaveLength(1)
      expect(rows.filter((text) => text.includes(`OWN${String(index)}-`))).toHaveLength(1)
      expect(rows.filter((text) => text.includes('Duplicate device'))).toEqual([])
      await laptop.page.getByText('This list may be incomplete').waitFor()
    }
    expect((await tokensOf(server, shared)).map(({ status }) => status)).toEqual(['active', 'active'])
    for (const one of settings) expect((await writePoint(one)).status).toBe(204)

    const operator = await launchApp(`${temporaryFolder()}/user-data`)
    await connect(operator, server)
    const all = await rowsOf(operator, mark, 6)
    expect(all.filter((text) => text.includes('Duplicate device'))).toHaveLength(2)
    expect(all.filter((text) => text.includes('Duplicate device') && text.includes(shared))).toHaveLength(2)
    expect(await operator.page.getByText('This list may be incomplete').count()).toBe(0)
    await operator.page.getByRole('link', { name: 'Hand over' }).click()
    await choose(operator, 'Bucket', 'plant')
    await operator.page.getByRole('textbox', { name: 'Device ID' }).fill(shared)
    await operator.page.getByRole('button', { name: 'Create token' }).click()
    await operator.page.getByRole('dialog', { name: `${shared} already has a working token` }).waitFor()
    await operator.page.getByRole('button', { name: 'Cancel', exact: true }).click()
    expect(await tokensOf(server, shared)).toHaveLength(2)
  })

  it('with one owner, at once: one token lives, and the slower laptop is asked; both live only by its word', async () => {
    const mark = String(Date.now())
    const laptops = await Promise.all([0, 1].map(() => launchApp(`${temporaryFolder()}/user-data`)))
    const proxy = await startProxy(server.url)
    onTestFinished(() => proxy.close())
    for (const laptop of laptops) {
      await connect(laptop, { url: proxy.url, token: server.token })
      await choose(laptop, 'Bucket', 'plant')
    }
    const statuses = async (device: string) => (await tokensOf(server, device)).map(({ status }) => status)
    for (const decision of ['Keep both tokens', 'Cancel']) {
      const device = `RACE-${decision.slice(0, 1)}-${mark}`
      holdUntilBothAreOut(proxy, device)
      for (const { page } of laptops) await page.getByRole('textbox', { name: 'Device ID' }).fill(device)
      await Promise.all(laptops.map(({ page }) => page.getByRole('button', { name: 'Create token' }).click()))
      const parts = laptops.map(({ page }) => ({
        page,
        // Of two windows on one display the one behind hides its code.
        code: page
          .getByRole('img', { name: `QR code with the settings for ${device}` })
          .or(page.getByRole('heading', { name: 'Code hidden' })),
        faster: page.getByRole('heading', { name: 'Another laptop was faster' }),
        asked: page.getByRole('dialog', { name: `${device} already has a working token` }),
      }))
      for (const { code, faster, asked } of parts) await code.or(faster).or(asked).first().waitFor()
      const codes = await Promise.all(parts.map(({ code }) => code.count()))
      expect([...codes].sort()).toEqual([0, 1])
      await expect.poll(() => statuses(device)).toEqual(['active'])

      const winner = parts[codes.indexOf(1)]
      const loser = parts[codes.indexOf(0)]
      if (!winner || !loser) throw new Error('nobody was faster')
      if ((await loser.faster.count()) > 0) await loser.page.getByRole('button', { name: 'Check again' }).click()
      await loser.asked.waitFor()
      // A second attempt may have made a token of its own before it saw the other: it is withdrawn.
      await expect.poll(() => statuses(device)).toEqual(['active'])
      await loser.asked.getByRole('button', { name: decision, exact: true }).click()
      await loser.asked.waitFor({ state: 'hidden' })
      if (decision === 'Cancel') {
        await expect.poll(() => statuses(device)).toEqual(['active'])
        expect(await loser.code.count()).toBe(0)
      } else {
        await loser.code.waitFor()
        expect(await statuses(device)).toEqual(['active', 'active'])
        await scanned(loser.page)
      }
      await scanned(winner.page)
    }
    const [first] = laptops
    const rows = first ? await rowsOf(first, `RACE-K-${mark}`, 2) : []
    expect(rows.filter((row) => row.includes('Duplicate device'))).toHaveLength(2)
  })
})
