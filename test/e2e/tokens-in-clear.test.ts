import { mkdirSync } from 'node:fs'
import { expect, it, onTestFinished } from 'vitest'
import { choose, connect, launchApp, recordReplies, scanWindow } from '../support/app'
import { describeWithInflux, plainServer } from '../support/influx-server'
import { mainHeapOf } from '../support/main-heap'
import { withoutServers } from '../support/packaged-app'
import { heapOf, inspectPage } from '../support/page-heap'
import { startProxy } from '../support/proxy'
import { ask } from '../support/raw-influx'
import { filesHolding, shapesOf } from '../support/search-secret'
import { temporaryFolder } from '../support/temporary-folder'

/** A row of the list as a server without hashing sends it. */
interface ClearRow {
  readonly id: string
  readonly token: string
  readonly description: string
}

describeWithInflux('a server that lists every token in clear', plainServer, (server) => {
  it('tells none of them to page, ledger, log or any reply, however the list is used', async () => {
    const folder = temporaryFolder()
    const mark = `CANARY-${String(Date.now())}`
    const rows = async (): Promise<readonly ClearRow[]> => {
      const { text } = await ask(server.url, server.token, '/api/v2/authorizations')
      return (JSON.parse(text) as { authorizations: ClearRow[] }).authorizations
    }
    const [{ orgID, id } = { orgID: '', id: '' }] = (
      JSON.parse((await ask(server.url, server.token, '/api/v2/buckets?name=plant')).text) as {
        buckets: { orgID: string; id: string }[]
      }
    ).buckets
    const made = Array.from({ length: 40 }, (_, n) => n)
    await Promise.all(
      made.map((n) =>
        ask(server.url, server.token, '/api/v2/authorizations', {
          body: JSON.stringify({
            orgID,
            description: `${mark}-${String(n)}`,
            permissions: [{ action: n % 2 ? 'read' : 'write', resource: { type: 'buckets', id, orgID } }],
          }),
        }),
      ),
    )
    onTestFinished(async () => {
      for (const row of await rows())
        if (row.description.startsWith(mark))
          await ask(server.url, server.token, `/api/v2/authorizations/${row.id}`, { method: 'DELETE' })
    })

    // Every request of the window passes here, so that what its list held can be said for sure.
    const proxy = await startProxy(server.url)
    onTestFinished(() => proxy.close())
    mkdirSync(`${folder}/tmp`)
    const app = await launchApp(`${folder}/user-data`, { env: { ...withoutServers, TMPDIR: `${folder}/tmp` } })
    const { page } = app
    const replies = await recordReplies(app)
    await connect(app, { url: proxy.url, token: server.token }, server.url)
    await choose(app, 'Bucket', 'plant')
    await page.getByRole('textbox', { name: 'Device ID' }).fill(mark)
    await page.getByRole('button', { name: 'Create token' }).click()
    await page.getByRole('img', { name: `QR code with the settings for ${mark}` }).waitFor()
    await scanWindow(app, temporaryFolder())
    await page.getByRole('button', { name: 'Scanned, next device' }).click()

    await page.getByRole('link', { name: 'Tokens' }).click()
    await page.getByRole('searchbox', { name: 'Search tokens' }).fill(`${mark}-`)
    const list = page.getByRole('row').filter({ hasText: `${mark}-` })
    await list.first().click()
    await page.getByRole('heading', { name: 'Token details' }).waitFor()
    await page.getByRole('button', { name: 'Disable token' }).click()
    await page.getByRole('button', { name: 'Enable token' }).waitFor()
    await page.getByRole('button', { name: 'Edit description' }).click()
    await page.getByRole('textbox', { name: 'Description' }).fill(`${mark}-edited`)
    await page.getByRole('button', { name: 'Save description' }).click()
    await page.getByText(`${mark}-edited`).first().waitFor()
    await page.getByRole('button', { name: 'Refresh list' }).click()
    await page.getByRole('link', { name: 'History' }).click()
    await page.getByRole('button', { name: `Show details of ${mark}` }).click()

    // Whatever else fetches the list has it in hand too: each has to have asked for one of its own.
    const lists = () => proxy.count('GET', '/api/v2/authorizations?')
    const fetching = async (open: () => Promise<void>) => {
      const before = lists()
      await open()
      expect(lists()).toBeGreaterThan(before)
    }
    await page.getByRole('link', { name: 'Tokens' }).click()
    await fetching(async () => {
      await page.getByRole('button', { name: 'Risk report' }).click()
      await page.getByText(/ with a risk · [^]*(?<!Checking)\s*$/).waitFor()
    })
    await page.getByRole('link', { name: 'Settings' }).click()
    await fetching(async () => {
      await page.getByRole('button', { name: 'Lost laptop' }).click()
      const lost = page.getByRole('dialog', { name: 'Lost laptop' })
      await lost.getByText(/^No other laptop with a limited token|^Which laptop was lost/).waitFor()
      await lost.getByRole('button', { name: /^(Close|Cancel)$/ }).click()
    })
    // This one makes do with a list of the last seconds.
    await page.getByRole('button', { name: 'Limit this laptop' }).click()
    const limiting = page.getByRole('dialog', { name: 'Limit this laptop' })
    await limiting.getByRole('button', { name: 'Limit it now' }).waitFor()
    await limiting.getByRole('button', { name: 'Cancel' }).click()

    const secrets = (await rows()).map(({ token }) => token)
    expect(secrets.length).toBeGreaterThan(made.length)
    expect(secrets.every((token) => token.length > 20)).toBe(true)
    expect(proxy.count('GET', '/api/v2/authorizations')).toBeGreaterThan(1)
    const heap = await heapOf(await inspectPage(page))
    expect(heap).toContain(mark)
    // Main works with the admin token, and the list that brings it has all of the others: those are nobody's business.
    const foreign = (await rows()).filter(({ description }) => description.startsWith(`${mark}-`))
    expect(foreign.length).toBe(made.length)
    const others = foreign.flatMap(({ token }) => shapesOf(token))
    const kept = async () => {
      const whole = await mainHeapOf(app, `${folder}/main.heapsnapshot`)
      expect(foreign.every(({ description }) => whole.includes(description))).toBe(true)
      return others.filter((shape) => whole.includes(shape)).length
    }
    // An answer that is being read at this moment is gone with the next look.
    await expect.poll(kept, { interval: 1000 }).toBe(0)
    const said = replies().join('\n')
    expect(said).toContain(mark)
    await app.close()
    for (const secret of secrets) {
      for (const shape of shapesOf(secret)) {
        expect([heap.includes(shape.toString()), said.includes(shape.toString())]).toEqual([false, false])
      }
      expect(filesHolding(secret, [folder])).toEqual([])
    }
  })
})
