import { expect, it } from 'vitest'
import { launchApp } from '../support/app'
import { temporaryFolder } from '../support/temporary-folder'
import { resize } from '../support/window-checks'

it('details that open are in view, also in a narrow window that was scrolled to the list', async () => {
  const app = await launchApp(temporaryFolder(), { args: ['--practice'] })
  const { page } = app
  await page.getByRole('banner').waitFor()
  await page.getByRole('link', { name: 'Tokens' }).click()
  const cell = page.locator('[data-row="0"] > [data-column="1"]')
  const title = page.getByRole('heading', { name: 'Token details' })
  const inView = () =>
    title.evaluate((element) => {
      const { left, top, height } = element.getBoundingClientRect()
      return document.elementFromPoint(left + 4, top + height / 2) === element
    })
  for (const [width, height] of [
    [1180, 700],
    [683, 350],
  ] as const) {
    await resize(app, width, height)
    await cell.scrollIntoViewIfNeeded()
    await cell.click()
    await expect.poll(inView).toBe(true)
    await page.getByRole('button', { name: 'Close details' }).click()
    await title.waitFor({ state: 'detached' })
  }
})
