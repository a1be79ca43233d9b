import { expect, it, onTestFinished } from 'vitest'
import type { Bridge } from '../../main/contract/channels'
import { allAccessScope } from '../../main/domain/permissions'
import { connect, launchApp } from '../support/app'
import { createLongPractice } from '../support/long-practice'
import { ask } from '../support/raw-influx'
import { temporaryFolder } from '../support/temporary-folder'
import { outdoors, usual, wear } from '../support/window-look'

it('two notices leave the list 8 rows in a small window, and 4 in the sun with gloves on', async () => {
  const server = createLongPractice(100)
  onTestFinished(() => server.close())
  const { url } = await server.listen(0)
  const raw = async (path: string, body?: object): Promise<unknown> =>
    JSON.parse((await ask(url, server.adminToken, path, body && { body: JSON.stringify(body) })).text)
  const me = (await raw('/api/v2/me')) as { readonly id: string }
  const { orgs } = (await raw('/api/v2/orgs')) as { readonly orgs: readonly { readonly id: string }[] }
  const orgID = orgs[0]?.id ?? ''
  const wish = { orgID, description: 'depot', permissions: allAccessScope(orgID, me.id) }
  const { token } = (await raw('/api/v2/authorizations', wish)) as { readonly token: string }
  const app = await launchApp(temporaryFolder())
  const { page } = app
  await connect(app, { url, token })
  await page.getByRole('link', { name: 'Tokens' }).click()
  await page.locator('[data-row="0"] > [data-column="1"]').focus()
  server.setFault('unreachable')
  await page.evaluate(() => (window as unknown as { fieldkey: Bridge }).fieldkey['connection.check']())
  const notices = page.getByRole('region', { name: 'Notices' })
  await notices.getByText('No connection').waitFor()
  await page.getByText('This list may be incomplete').waitFor()
  for (const words of ['Devices are told', 'The admin token may still be']) {
    const notice = notices.locator('.notice').filter({ hasText: words })
    await notice.getByRole('button', { name: 'Dismiss' }).click()
  }
  expect(await page.locator('.notice > p').count()).toBe(2)

  /** Rows that are whole between the header and the grid's lower edge, and of them those in the part that scrolls. */
  const rows = () =>
    page.evaluate(() => {
      const edges = (of: Element | null | undefined) => of?.getBoundingClientRect() ?? new DOMRect()
      const grid = document.querySelector('[role=grid]')
      const from = edges(grid?.querySelector('[role=row]')).bottom - 1
      const whole = (to: number) =>
        [...(grid?.querySelectorAll('[role=row].body') ?? [])].filter((row) => {
          const { top, bottom } = edges(row)
          return top >= from && bottom <= to + 1
        }).length
      const [box, screen] = [edges(grid), edges(document.querySelector('main'))]
      return {
        inGrid: whole(box.bottom),
        atOnce: whole(Math.min(box.bottom, screen.bottom)),
        fits: box.height <= screen.height,
      }
    })
  for (const [dress, inGrid, atOnce] of [
    [usual, 8, 6],
    [outdoors, 4, 3],
  ] as const) {
    await wear(app, dress)
    const seen = await rows()
    expect.soft(seen.fits).toBe(true)
    expect.soft(seen.inGrid).toBeGreaterThanOrEqual(inGrid)
    expect.soft(seen.atOnce).toBeGreaterThanOrEqual(atOnce)
    // Keys bring the screen along: the row with the focus is in view, and then so is the whole list above it.
    await page.locator('[data-row="0"] > [data-column="1"]').focus()
    await page.keyboard.press('PageDown')
    const shown = () =>
      page.evaluate(() => {
        const at = document.activeElement?.getBoundingClientRect() ?? new DOMRect()
        const last = document.elementFromPoint(at.left + at.width / 2, at.bottom - 2)
        return document.activeElement?.contains(last)
      })
    await expect.poll(shown).toBe(true)
    expect.soft((await rows()).atOnce).toBeGreaterThanOrEqual(inGrid)
    await page.keyboard.press('Control+Home')
    await page.locator('main').evaluate((main) => main.scrollTo(0, 0))
  }
})
