import { writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { LanguageCode } from '../../main/contract/settings'
import { languageOf } from '../../main/contract/text/languages'
import { launchApp } from '../support/app'
import { temporaryFolder } from '../support/temporary-folder'
import { resize } from '../support/window-checks'

it.each([['en'], ['ar-XB']] as const)(
  '%s: keys bring every column of the list into view, the device beside it, at the size the window opens with',
  async (code: LanguageCode) => {
    const folder = temporaryFolder()
    writeFileSync(`${folder}/settings.json`, JSON.stringify({ theme: 'light', language: code }))
    const app = await launchApp(folder, { args: ['--practice'] })
    const { page } = app
    const { texts } = languageOf(code)
    const { columns } = texts.tokens
    await page.getByRole('banner').waitFor()
    await resize(app, 1180, 700)
    await page.getByRole('link', { name: texts.frame.tokens }).click()
    await page.getByRole('gridcell').first().waitFor()
    // Half a second after a screen came Enter means nothing yet, and these keys are pressed faster than by any hand.
    await page.waitForTimeout(500)
    const shown = () =>
      page.evaluate(() => {
        const grid = document.querySelector('[role=grid]')
        const at = document.activeElement?.closest('[data-column]')
        if (!grid || !at) return undefined
        const { left, right, top, height } = at.getBoundingClientRect()
        const outer = grid.getBoundingClientRect()
        const middle = (left + right) / 2
        const hit = (x: number) => document.elementFromPoint(x, top + height / 2)?.closest('[data-column]') === at
        const device = grid.querySelector('[data-row="0"] > [data-column="1"]')?.getBoundingClientRect()
        return {
          place: `${at.closest('[data-row]')?.getAttribute('data-row')}:${at.getAttribute('data-column')}`,
          inside: left >= outer.left && right <= outer.right && hit(left + 6) && hit(middle) && hit(right - 6),
          device: device && device.left >= outer.left && device.right <= outer.right,
        }
      })
    const count = Object.keys(columns).length
    const [ahead, back] = code === 'en' ? ['ArrowRight', 'ArrowLeft'] : ['ArrowLeft', 'ArrowRight']
    await page.locator('[data-row="0"] > [data-column="1"]').focus()
    for (let column = 2; column < count; column += 1) {
      await page.keyboard.press(ahead)
      await expect.poll(shown).toEqual({ place: `0:${column}`, inside: true, device: true })
    }
    for (let column = count - 2; column > 1; column -= 1) {
      await page.keyboard.press(back)
      await expect.poll(shown).toEqual({ place: `0:${column}`, inside: true, device: true })
    }
    // A key goes to what has the focus: the next is pressed once the one before has moved it.
    const last = { inside: true, device: true }
    await page.keyboard.press('End')
    await expect.poll(shown).toEqual({ place: `0:${count - 1}`, ...last })
    await page.keyboard.press('ArrowUp')
    await expect.poll(shown).toEqual({ place: `-1:${count - 1}`, ...last })
    await page.keyboard.press('Enter')
    await page.getByRole('columnheader', { name: columns.id }).and(page.locator('[aria-sort=ascending]')).waitFor()
    await expect.poll(shown).toEqual({ place: `-1:${count - 1}`, ...last })
  },
  120_000,
)
