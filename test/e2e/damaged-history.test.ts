import { mkdirSync } from 'node:fs'
import Database from 'libsql'
import { expect, it } from 'vitest'
import { anIntent, value } from '../contract/ledger'
import { launchApp } from '../support/app'
import { fill, ledgerFile, openIn } from '../support/open-test-ledger'
import { temporaryFolder } from '../support/temporary-folder'
import { accessibilityFaults } from '../support/window-checks'

/** A user data folder with a history that was changed by somebody else. */
function damaged(): string {
  const userData = `${temporaryFolder()}/user-data`
  mkdirSync(userData)
  const ledger = value(openIn(userData))
  fill(ledger)
  ledger.close()
  const db = new Database(ledgerFile(userData))
  db.exec('DROP TRIGGER event_kept')
  db.exec(`UPDATE event SET detail = '{}' WHERE handover = '${anIntent(1).id}' AND kind = 'minted'`)
  db.close()
  return userData
}

it('a damaged history is kept and named, and a new one begins only when a person says so', async () => {
  const userData = damaged()
  const app = await launchApp(userData)
  const { electron, page } = app
  await page.getByRole('heading', { name: 'History file is damaged' }).waitFor()
  await electron.evaluate(({ shell }) => {
    shell.showItemInFolder = (file) => void Object.assign(globalThis, { fieldkeyShown: file })
  })
  await page.getByRole('button', { name: 'Show the copy' }).click()
  const shown = () => electron.evaluate(() => (globalThis as unknown as { fieldkeyShown?: string }).fieldkeyShown)
  await expect.poll(shown).toMatch(/ledger\.damaged-\d{4}-\d\d-\d\d\.db$/)

  await page.getByRole('button', { name: 'Start a new history' }).click()
  const dialog = page.getByRole('dialog', { name: 'Start a new history?' })
  await dialog.getByRole('button', { name: 'Go back' }).click()
  await page.getByRole('heading', { name: 'History file is damaged' }).waitFor()
  await page.getByRole('button', { name: 'Start a new history' }).click()
  await dialog.getByRole('button', { name: 'Start a new history' }).click()
  const done = page.getByRole('dialog', { name: 'A new history is ready' })
  await done.getByText('1 server was carried over.').waitFor()
  await done.getByText((await shown()) ?? '').waitFor()
  await done.getByRole('button', { name: 'Restart Fieldkey' }).waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await app.close()

  const again = await launchApp(userData)
  await again.page.getByRole('link', { name: 'History' }).click()
  await again.page.getByText('Handovers appear here').waitFor()
  expect(await again.page.getByRole('heading', { name: 'History file is damaged' }).count()).toBe(0)
})

it('nothing is wrong that axe knows where a new history is asked for', async () => {
  const { page } = await launchApp(damaged())
  await page.getByRole('heading', { name: 'History file is damaged' }).waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await page.getByRole('button', { name: 'Start a new history' }).click()
  await page.getByRole('dialog', { name: 'Start a new history?' }).waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
})
