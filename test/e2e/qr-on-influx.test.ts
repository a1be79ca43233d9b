import { mkdirSync } from 'node:fs'
import { expect, it, onTestFinished } from 'vitest'
import { choose, connect, launchApp, recordReplies, scanWindow } from '../support/app'
import { describeWithInflux, hashedServer, plainServer, type TestServer } from '../support/influx-server'
import { startProxy } from '../support/proxy'
import { readBucket, tokensOf, writePoint } from '../support/raw-influx'
import { filesHolding, shapesOf } from '../support/search-secret'
import { temporaryFolder } from '../support/temporary-folder'

const suite = (server: TestServer) => {
  it('connects, provisions by QR, proves data, revokes, and leaves the admin token nowhere', async () => {
    const folder = temporaryFolder()
    const proxy = await startProxy(server.url)
    onTestFinished(() => proxy.close())
    mkdirSync(`${folder}/tmp`)
    const app = await launchApp(`${folder}/user-data`, { env: { TMPDIR: `${folder}/tmp` } })
    const { page } = app
    const replies = await recordReplies(app)
    await connect(app, { url: proxy.url, token: server.token }, server.url)
    await choose(app, 'Bucket', 'plant')
    const device = `PUMP-${String(Date.now())}`
    await page.getByRole('textbox', { name: 'Device ID' }).fill(device)
    await page.getByRole('button', { name: 'Create token' }).click()
    const code = page.getByRole('img', { name: `QR code with the settings for ${device}` })
    await code.waitFor()
    expect(await page.title()).toBe('Fieldkey')

    const settings = JSON.parse(await scanWindow(app, folder)) as Record<string, string>
    await page.getByRole('button', { name: 'Hide code' }).click()
    await page.getByRole('heading', { name: 'Code hidden' }).waitFor()
    expect(await code.count()).toBe(0)
    await page.getByRole('button', { name: 'Show code again' }).click()
    await code.waitFor()
    await page.getByRole('button', { name: 'Full screen', exact: true }).click()
    await page.getByRole('button', { name: 'Leave full screen' }).waitFor()
    expect(JSON.parse(await scanWindow(app, folder))).toEqual(settings)
    await page.keyboard.press('Escape')
    expect(settings).toMatchObject({ v: 1, url: server.url, device })
    expect((await writePoint(settings)).status).toBe(204)
    expect((await readBucket(settings, 'plant')).status).toBe(404)

    await page.getByText('is sending data').first().waitFor()
    await page.getByRole('button', { name: 'Next device' }).click()
    expect(await page.getByRole('textbox', { name: 'Device ID' }).inputValue()).toBe('')
    const [row, ...more] = await tokensOf(server, device)
    expect([row?.status, more]).toEqual(['active', []])

    await page.getByRole('link', { name: 'Tokens' }).click()
    await page.getByRole('searchbox', { name: 'Search tokens' }).fill(device)
    await page.getByRole('row').filter({ hasText: device }).click()
    await page.getByRole('button', { name: 'Revoke token' }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Revoke/ })
      .click()
    await expect.poll(async () => (await writePoint(settings)).status).toBe(401)
    expect(await tokensOf(server, device)).toEqual([])

    const said = replies()
    await app.close()
    for (const secret of [server.token, settings['token'] ?? '']) {
      for (const shape of shapesOf(secret)) expect(said.filter((text) => text.includes(shape.toString()))).toEqual([])
    }
    expect(said.length).toBeGreaterThan(10)
    expect(filesHolding(server.token, [folder])).toEqual([])
    expect(filesHolding(settings['token'] ?? '', [folder]).filter((file) => !file.endsWith('.png'))).toEqual([])
    for (const { path, headers, body } of proxy.seen) {
      const { authorization = '', ...others } = headers
      const [text, rest] = [JSON.stringify([path, others, body]), authorization]
      for (const shape of shapesOf(server.token)) expect(text.includes(shape.toString())).toBe(false)
      expect(['', `Token ${server.token}`, `Token ${settings['token'] ?? ''}`]).toContain(rest)
    }
  })
}

describeWithInflux('QR on InfluxDB with hashed tokens', hashedServer, suite)
describeWithInflux('QR on InfluxDB with tokens in clear', plainServer, suite)
