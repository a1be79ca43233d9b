import { expect, it } from 'vitest'
import { deviceScope } from '../../main/domain/permissions'
import { connect, launchApp } from '../support/app'
import { describeWithInflux, hashedServer, type TestServer } from '../support/influx-server'
import { ask } from '../support/raw-influx'
import { temporaryFolder } from '../support/temporary-folder'

const suite = (server: TestServer) => {
  it('a token that is gone is said to be so, with what this laptop did with it, also after a restart', async () => {
    const folder = temporaryFolder()
    const app = await launchApp(folder)
    const { page } = app
    await connect(app, server)
    const buckets = (await ask(server.url, server.token, '/api/v2/buckets?name=plant')).text
    const [bucket] = (JSON.parse(buckets) as { buckets: readonly { id: string; orgID: string }[] }).buckets
    if (!bucket) throw new Error('no bucket')
    const mint = async (description: string) => {
      const permissions = deviceScope(bucket.orgID, bucket.id).map(({ action, resource: { type, id } }) => ({
        action,
        resource: { type, id, orgID: bucket.orgID },
      }))
      const body = JSON.stringify({ orgID: bucket.orgID, description, permissions })
      return (
        JSON.parse((await ask(server.url, server.token, '/api/v2/authorizations', { body })).text) as { id: string }
      ).id
    }
    const mark = String(Date.now())
    const [revoked, elsewhere] = [await mint(`by hand ${mark}`), await mint(`deleted elsewhere ${mark}`)]
    await page.getByRole('link', { name: 'Tokens' }).click()
    await page.getByRole('button', { name: 'Refresh list' }).click()
    const find = async ({ page: on }: Pick<typeof app, 'page'>, words: string) => {
      await on.getByRole('searchbox', { name: 'Search tokens' }).fill(words)
      return on.getByRole('region', { name: 'Token details' })
    }
    const details = await find(app, revoked)
    await details.getByRole('button', { name: 'Disable' }).click()
    await details.getByText('Disabled in Tokens').waitFor()
    await details.getByRole('button', { name: 'Revoke' }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Revoke/ })
      .click()
    const rows = async () => (await ask(server.url, server.token, '/api/v2/authorizations')).text
    await expect.poll(rows).not.toContain(revoked)

    // The list still has it: only the server knows that another program deleted it.
    const other = await find(app, `deleted elsewhere ${mark}`)
    const row = page.getByRole('row').filter({ hasText: `deleted elsewhere ${mark}` })
    await row.waitFor()
    await ask(server.url, server.token, `/api/v2/authorizations/${elsewhere}`, { method: 'DELETE' })
    await row.click()
    await other.getByText('The server has no token with this ID.').waitFor()
    await row.waitFor({ state: 'detached' })
    await app.close()

    const next = await launchApp(folder)
    await next.page.getByRole('link', { name: 'Tokens' }).click()
    const story = await find(next, revoked)
    await story.getByText('The server has no token with this ID.').waitFor()
    const steps = await story.getByRole('listitem').allTextContents()
    expect(steps.map((step) => step.trim().split(/\s+/).slice(0, 3).join(' '))).toEqual([
      expect.stringMatching(/^Disabled in Tokens/),
      expect.stringMatching(/^Revoked in Tokens/),
    ])
    await next.close()
  })
}

describeWithInflux('tokens that are gone, on InfluxDB', hashedServer, suite)
