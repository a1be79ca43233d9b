import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { allAccessScope, bucketScope, deviceScope } from '../../main/domain/permissions'
import { choose, connect, launchApp, recordReplies, type App } from '../support/app'
import { recordServed, saveInto } from '../support/exported'
import { describeWithInflux, hashedServer, plainServer, type TestServer } from '../support/influx-server'
import { ask } from '../support/raw-influx'
import { shapesOf } from '../support/search-secret'
import { temporaryFolder } from '../support/temporary-folder'
import { accessibilityFaults } from '../support/window-checks'

interface Row {
  readonly id: string
  readonly userID: string
  readonly status: string
  readonly description: string
  readonly permissions: readonly { readonly action: string; readonly resource: Readonly<Record<string, string>> }[]
}

const rowsOf = async ({ url, token }: TestServer) =>
  (JSON.parse((await ask(url, token, '/api/v2/authorizations')).text) as { authorizations: readonly Row[] })
    .authorizations
const scopeOf = ({ permissions }: Row) =>
  permissions.map(({ action, resource: { type, id, orgID } }) => ({
    action,
    resource: { type, ...(id ? { id } : {}), ...(orgID ? { orgId: orgID } : {}) },
  }))

/** Clicks a new token into being, as somebody with a mouse does; returns its text, copied from the window. */
async function make(app: App, kind: string, field: 'Device ID' | 'Description', words: string): Promise<string> {
  const { page } = app
  await page.getByRole('button', { name: 'New token' }).click()
  const dialog = page.getByRole('dialog', { name: 'New token' })
  await dialog.getByRole('radio', { name: kind }).check()
  if (kind !== 'All access') await choose(app, 'Bucket', 'plant')
  await dialog.getByRole('textbox', { name: field }).fill(words)
  expect(await accessibilityFaults(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Create', exact: true }).click()
  await dialog.getByRole('button', { name: 'Show token' }).click()
  const text = (await dialog.getByText(/^[A-Za-z0-9_-]{86}==$/).textContent()) ?? ''
  await dialog.getByRole('button', { name: 'Done' }).click()
  expect(text).toMatch(/^[A-Za-z0-9_-]{86}==$/)
  return text
}

const suite = (server: TestServer) => {
  it('creates all three kinds, lists every token, finds one by its ID, and takes the risk report away', async () => {
    const folder = temporaryFolder()
    const app = await launchApp(`${folder}/user-data`)
    const { page, electron } = app
    await saveInto(app, folder)
    const served = await recordServed(app)
    await electron.evaluate(({ app: main }) => {
      const drawn: unknown[] = []
      Object.assign(globalThis, { drawn })
      main.on('browser-window-created', (_event, { webContents }) => {
        type Preferences = { readonly [name: string]: unknown }
        const inside = webContents as unknown as { getLastWebPreferences(): Preferences }
        const { sandbox, contextIsolation, nodeIntegration, javascript, preload } = inside.getLastWebPreferences()
        drawn.push({ sandbox, contextIsolation, nodeIntegration, javascript, preload })
      })
    })
    await connect(app, server)
    await page.getByRole('link', { name: 'Tokens' }).click()
    const mark = String(Date.now())
    const device = await make(app, 'Device (write only)', 'Device ID', `PUMP-${mark}`)
    const bucket = await make(app, 'Bucket (read and write)', 'Description', `=grafana ${mark}`)
    const laptop = await make(app, 'All access', 'Description', `depot ${mark}`)

    const rows = await rowsOf(server)
    const made = (words: string) => rows.find(({ description }) => description.startsWith(`${words} |`))
    const [pump, grafana, depot] = [made(`PUMP-${mark}`), made(`=grafana ${mark}`), made(`depot ${mark}`)]
    if (!pump || !grafana || !depot) throw new Error('not all were made')
    const { id: bucketId = '', orgID = '' } = pump.permissions[0]?.resource ?? {}
    expect(scopeOf(pump)).toEqual(deviceScope(orgID, bucketId))
    expect(scopeOf(grafana)).toEqual(bucketScope(orgID, bucketId))
    expect(scopeOf(depot)).toEqual(allAccessScope(orgID, depot.userID))

    const replies = await recordReplies(app)
    await page.getByRole('button', { name: 'Refresh list' }).click()
    const grid = page.getByRole('grid', { name: 'Tokens' })
    await expect.poll(() => grid.getAttribute('aria-rowcount')).toBe(String((await rowsOf(server)).length + 1))
    const search = page.getByRole('searchbox', { name: 'Search tokens' })
    await search.fill(` ${grafana.id.toUpperCase().replace(/(.{4})/g, '$1 ')}`)
    const details = page.getByRole('region', { name: 'Token details' })
    await details.getByText('read and write · plant').waitFor()
    await details.getByText(`=grafana ${mark}`).waitFor()
    await details.getByText('Reads and writes').waitFor()
    await search.fill('0000 0000 0000 0001')
    await page.getByText('No token with this ID').first().waitFor()
    await search.fill(`PUMP-${mark}`)
    await page
      .getByRole('row')
      .filter({ hasText: `PUMP-${mark}` })
      .click()
    await page.getByRole('button', { name: 'Set review date', exact: true }).click()
    await page.getByRole('button', { name: 'Save review date' }).click()
    await expect
      .poll(async () => (await rowsOf(server)).find(({ id }) => id === pump.id)?.description)
      .toMatch(/ r=\d{4}-\d{2}-\d{2}$/)

    await page.getByRole('button', { name: 'Risk report' }).click()
    await page.getByRole('heading', { name: /^Reads and writes: \d+/ }).waitFor()
    await page.getByRole('button', { name: 'Export as CSV' }).click()
    const file = (ending: string) => `${folder}/fieldkey-risk-report.${ending}`
    await page.getByRole('status').filter({ hasText: 'The file was written.' }).waitFor()
    const csv = readFileSync(file('csv'), 'utf8')
    const line = csv.split('\r\n').find((one) => one.includes(grafana.id))
    expect(line).toContain(`"'=grafana ${mark}",Bucket,read and write · plant,Active,`)
    expect(csv).not.toContain(pump.id)
    for (const ending of ['html', 'pdf']) {
      await page.getByRole('button', { name: `Export as ${ending.toUpperCase()}` }).click()
      await expect.poll(() => existsSync(file(ending))).toBe(true)
    }
    expect(readFileSync(file('html'), 'utf8')).toContain(`<td><bdi>=grafana ${mark}</bdi></td>`)
    await expect.poll(() => readFileSync(file('pdf'), 'latin1')).toMatch(/^%PDF-[^]*\/Type \/Page\b[^]*%%EOF\s*$/)
    // The page that was turned into a PDF ran nothing, and is gone.
    const drawn = await electron.evaluate(({ BrowserWindow }) => ({
      pages: (globalThis as unknown as { drawn: unknown[] }).drawn,
      open: BrowserWindow.getAllWindows().length,
    }))
    const pages = await served()
    expect(pages.map((html) => html.includes(`<td><bdi>=grafana ${mark}</bdi></td>`))).toEqual([true])
    const rights = { sandbox: true, contextIsolation: true, nodeIntegration: false, javascript: false }
    expect(drawn).toEqual({ pages: [rights], open: 1 })
    await page.getByRole('button', { name: `Disable =grafana ${mark} ${grafana.id}: Reads and writes` }).click()
    await page.getByRole('button', { name: 'Undo' }).waitFor()
    expect((await rowsOf(server)).find(({ id }) => id === grafana.id)?.status).toBe('inactive')

    const told = [...replies(), ...pages, csv, readFileSync(file('html'), 'utf8')]
    await app.close()
    for (const secret of [server.token, device, bucket, laptop]) {
      for (const shape of shapesOf(secret)) expect(told.filter((text) => text.includes(shape.toString()))).toEqual([])
    }
    for (const { id } of [pump, grafana, depot]) {
      await ask(server.url, server.token, `/api/v2/authorizations/${id}`, { method: 'DELETE' })
    }
  })

  it('edits the descriptions of several, takes it back, and tells what disabling and revoking them will do', async () => {
    const app = await launchApp(`${temporaryFolder()}/user-data`)
    const { page } = app
    const button = (name: string) => page.getByRole('button', { name, exact: true })
    await connect(app, server)
    await page.getByRole('link', { name: 'Tokens' }).click()
    const mark = String(Date.now())
    await make(app, 'Device (write only)', 'Device ID', `A${mark}-1`)
    await make(app, 'Device (write only)', 'Device ID', `A${mark}-2`)
    await make(app, 'Bucket (read and write)', 'Description', `A${mark}- notes`)
    const made = async () =>
      (await rowsOf(server))
        .filter(({ description }) => description.includes(mark))
        .sort((a, b) => (a.id < b.id ? -1 : 1))
    const texts = async () => (await made()).map(({ description }) => description.replace(/ \| fieldkey:1 .*$/, ''))
    const before = await made()
    const search = page.getByRole('searchbox', { name: 'Search tokens' })
    await search.fill(mark)
    await page.getByText('3 of').waitFor()
    const selectAll = page.getByRole('checkbox', { name: 'Select all matching tokens' })
    await selectAll.click()
    const bar = page.getByRole('group', { name: 'Selected tokens' })
    await bar
      .getByText('2 device tokens are refused. 1 other token is refused. 2 devices can no longer send.')
      .waitFor()

    await button('Edit descriptions').click()
    const dialog = page.getByRole('dialog', { name: 'Edit 3 descriptions' })
    const replace = async (find: string, by: string) => {
      await dialog.getByRole('textbox', { name: 'Find' }).fill(find)
      await dialog.getByRole('textbox', { name: 'Replace with' }).fill(by)
    }
    await replace(`A${mark}-`, `north $& ${mark}-`)
    await dialog.getByText('1 description changes. 2 cannot be changed so.').waitFor()
    expect(await dialog.getByText('no device ID').count()).toBe(2)
    await replace(`A${mark}-1`, `A${mark}-2`)
    await dialog.getByText(`1 device would then have more than one working token: A${mark}-2.`).waitFor()
    await replace(`A${mark}-`, `B.${mark}-`)
    await dialog.getByText('3 descriptions change.').waitFor()
    expect(await made()).toEqual(before)
    await button('Change 3 descriptions').click()
    await page.getByText('Description of 3 tokens changed.').first().waitFor()
    const after = await made()
    expect(after.map(({ description }) => description)).toEqual(
      before.map(({ description }) => description.replace('A', 'B.')),
    )
    expect(after.map(({ status, permissions }) => ({ status, permissions }))).toEqual(
      before.map(({ status, permissions }) => ({ status, permissions })),
    )
    await page
      .getByRole('row')
      .filter({ hasText: `B.${mark}-1` })
      .waitFor()
    await button('Undo').click()
    await expect.poll(texts).toEqual(before.map(({ description }) => description.replace(/ \| fieldkey:1 .*$/, '')))

    // Somebody else writes one of them while the dialog is open: that one is left alone, stays selected, and says why.
    await page
      .getByRole('row')
      .filter({ hasText: `A${mark}-1` })
      .waitFor()
    await selectAll.click()
    await button('Edit descriptions').click()
    await page.getByRole('radio', { name: 'Add text' }).check()
    await page.getByRole('textbox', { name: 'At the end' }).fill('-x')
    await dialog.getByText('3 descriptions change.').waitFor()
    const [first] = before
    if (!first) throw new Error('none was made')
    const theirs = first.description.replace('A', 'THEIRS-')
    const body = JSON.stringify({ description: theirs })
    await ask(server.url, server.token, `/api/v2/authorizations/${first.id}`, { method: 'PATCH', body })
    await button('Change 3 descriptions').click()
    const result = page.getByRole('region', { name: 'Description of 1 token not changed' })
    await result.getByText('Description of 2 tokens changed, 1 failed.').waitFor()
    await result.getByText('Description was changed elsewhere.').waitFor()
    expect((await made()).find(({ id }) => id === first.id)?.description).toBe(theirs)
    await bar.getByText('1 selected').waitFor()
    await result.getByRole('button', { name: 'Dismiss' }).click()

    await selectAll.click()
    await bar.getByText('3 selected').waitFor()
    await button('Disable selected').click()
    await page.getByText('3 tokens disabled.').first().waitFor()
    expect((await made()).map(({ status }) => status)).toEqual(['inactive', 'inactive', 'inactive'])
    await selectAll.click()
    await bar.getByText('2 device tokens work again. 1 other token works again. 2 devices can send again.').waitFor()
    await button('Revoke selected').click()
    await page.getByText('3 tokens are disabled already. It cannot be undone.').waitFor()
    await page.getByRole('textbox', { name: 'Type 3 to confirm' }).fill('3')
    await button('Revoke 3 tokens').click()
    await page.getByText('3 tokens revoked.').first().waitFor()
    expect(await made()).toEqual([])
    await app.close()
  })
}

describeWithInflux('Tokens in the window on InfluxDB with hashed tokens', hashedServer, suite)
describeWithInflux('Tokens in the window on InfluxDB with tokens in clear', plainServer, suite)
