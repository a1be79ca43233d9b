import { expect, it } from 'vitest'
import type { CDPSession } from 'playwright-core'
import { choose, connect, launchApp, scanWindow } from '../support/app'
import { describeWithInflux, hashedServer } from '../support/influx-server'
import { describePackaged, withoutServers } from '../support/packaged-app'
import { heapOf, inspectPage } from '../support/page-heap'
import { shapesOf } from '../support/search-secret'
import { temporaryFolder } from '../support/temporary-folder'

/** How many byte arrays in the page, the preload's world included, hold more than a hundred ones: a symbol's modules. */
async function symbolsIn(cdp: CDPSession): Promise<number> {
  const contexts: number[] = []
  const add = ({ context }: { readonly context: { readonly id: number } }) => void contexts.push(context.id)
  cdp.on('Runtime.executionContextCreated', add)
  await cdp.send('Runtime.disable')
  await cdp.send('Runtime.enable')
  cdp.off('Runtime.executionContextCreated', add)
  expect(contexts.length).toBeGreaterThanOrEqual(2)
  let found = 0
  for (const contextId of contexts) {
    const { result } = await cdp.send('Runtime.evaluate', { contextId, expression: 'Uint8Array.prototype' })
    const { objects } = await cdp.send('Runtime.queryObjects', { prototypeObjectId: result.objectId ?? '' })
    const { result: count } = await cdp.send('Runtime.callFunctionOn', {
      objectId: objects.objectId ?? '',
      returnByValue: true,
      functionDeclaration: `function () {
        return this.filter((a) => ArrayBuffer.isView(a) && a.filter((m) => m === 1).length > 100).length
      }`,
    })
    found += Number(count.value)
  }
  return found
}

describePackaged('a device’s token in the page', () => {
  it('is gone within a second after its code was hidden', async () => {
    const folder = temporaryFolder()
    const app = await launchApp(`${folder}/user-data`)
    const { page } = app
    await page.getByRole('button', { name: 'Practise without a server' }).click()
    await choose(app, 'Bucket', 'north-pumps')
    await page.getByRole('textbox', { name: 'Device ID' }).fill('PUMP-0042')
    await page.getByRole('button', { name: 'Create token' }).click()
    await page.getByRole('img', { name: 'QR code with the settings for PUMP-0042' }).waitFor()
    const { token = '' } = JSON.parse(await scanWindow(app, folder)) as { token?: string }
    expect(token.length).toBeGreaterThan(40)
    const cdp = await inspectPage(page)
    expect(await symbolsIn(cdp)).toBeGreaterThan(0)
    await page.getByRole('button', { name: 'Hide code' }).click()
    // By the page's own clock: a busy machine makes it and its timers late alike.
    await page.evaluate(() => new Promise((over) => setTimeout(over, 1000)))
    expect(await symbolsIn(cdp)).toBe(0)
    expect(await page.locator('canvas').count()).toBe(0)
    const heap = await heapOf(cdp)
    expect(heap).toContain('PUMP-0042')
    for (const shape of shapesOf(token)) expect(heap.includes(shape.toString())).toBe(false)
  })
})

describePackaged('a new token’s text in the page', () => {
  it('is gone once it was hidden and the dialog closed', async () => {
    const app = await launchApp(`${temporaryFolder()}/user-data`)
    const { page } = app
    await page.getByRole('button', { name: 'Practise without a server' }).click()
    await page.getByRole('link', { name: 'Tokens' }).click()
    await page.getByRole('button', { name: 'New token' }).click()
    const dialog = page.getByRole('dialog', { name: 'New token' })
    await dialog.getByRole('radio', { name: 'All access' }).check()
    await dialog.getByRole('textbox', { name: 'Description' }).fill('office')
    await dialog.getByRole('button', { name: 'Create', exact: true }).click()
    await dialog.getByRole('button', { name: 'Show token' }).click()
    const token = (await dialog.getByText(/^[A-Za-z0-9_-]{86}==$/).textContent()) ?? ''
    const cdp = await inspectPage(page)
    expect(await heapOf(cdp)).toContain(token)
    await dialog.getByRole('button', { name: 'Done' }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.evaluate(() => new Promise((over) => setTimeout(over, 1000)))
    const heap = await heapOf(cdp)
    expect(heap).toContain('office')
    expect(shapesOf(token).filter((shape) => heap.includes(shape.toString()))).toEqual([])
  })
})

describeWithInflux('the admin token in the page', hashedServer, (server) => {
  it('is gone once Connect was answered and the page replaced', async () => {
    const app = await launchApp(`${temporaryFolder()}/user-data`, { env: withoutServers })
    await app.page.getByLabel('Admin token', { exact: true }).fill(server.token)
    const before = await inspectPage(app.page)
    expect(await heapOf(before)).toContain(server.token)
    await before.detach()
    await connect(app, server)
    const heap = await heapOf(await inspectPage(app.page))
    expect(heap).toContain('Hand over')
    expect(shapesOf(server.token).filter((shape) => heap.includes(shape.toString()))).toEqual([])
  })
})
