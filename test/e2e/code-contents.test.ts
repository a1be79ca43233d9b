import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { joinParts } from '../../main/domain/split-code'
import { choose, launchApp, scanWindow, type App } from '../support/app'
import { writePoint } from '../support/raw-influx'
import { temporaryFolder } from '../support/temporary-folder'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** Opens the help dialog, does something in it, and goes back to the code. */
async function inHelp({ page }: App, change: () => Promise<void>) {
  await page.getByRole('button', { name: 'Device cannot read it' }).click()
  await page.getByRole('dialog', { name: 'Help the device read the code' }).waitFor()
  await change()
  await page.getByRole('button', { name: 'Back to the code' }).click()
}

/** Turns through all parts by key and reads each off the window. */
async function scanParts(app: App, folder: string): Promise<readonly string[]> {
  const { page } = app
  const [, of = ''] = /Part \d+ of (\d+)/.exec(await page.getByRole('group', { name: 'Code part' }).innerText()) ?? []
  const parts: string[] = []
  for (let n = 0; n < Number(of); n += 1) {
    await page.keyboard.press('ArrowRight')
    parts.push(await scanWindow(app, folder))
  }
  return parts
}

it('codes of every content, whole and in parts, are what a camera reads off the window', async () => {
  const folder = temporaryFolder()
  const types = `${folder}/user-data/device-types`
  mkdirSync(types, { recursive: true })
  writeFileSync(
    `${types}/acme.json`,
    JSON.stringify({ v: 1, name: 'Acme logger', template: 'ACME;{device};{token}', escape: 'none' }),
  )
  const app = await launchApp(`${folder}/user-data`)
  const { page } = app
  await page.getByRole('button', { name: 'Practise without a server' }).click()
  await choose(app, 'Bucket', 'north-pumps')
  await page.getByRole('textbox', { name: 'Device ID' }).fill('PUMP-0042')
  await page.getByRole('button', { name: 'Create token' }).click()
  const code = page.getByRole('img', { name: 'QR code with the settings for PUMP-0042' })
  await code.waitFor()
  const json = await scanWindow(app, folder)
  const settings = JSON.parse(json) as Record<string, string>
  const { url = '', org = '', bucket = '', token = '' } = settings

  const content = page.locator('dd').filter({ hasText: 'Connection string' })
  await inHelp(app, () => page.getByRole('radio', { name: 'Connection string' }).check())
  await content.waitFor()
  expect(await scanWindow(app, folder)).toBe(`${url}?org=${org}&bucket=${bucket}&token=${encodeURIComponent(token)}`)

  await inHelp(app, () => page.getByRole('checkbox', { name: 'Small camera: show several simpler codes' }).check())
  await page.getByRole('group', { name: 'Code part' }).waitFor()
  const parts = await scanParts(app, folder)
  expect(parts.length).toBeGreaterThan(2)
  expect(joinParts([...parts, ...parts].reverse(), sha256)).toContain(`?org=${org}`)
  await page.getByRole('button', { name: 'Full screen', exact: true }).click()
  await page.getByRole('button', { name: 'Leave full screen' }).waitFor()
  expect([...(await scanParts(app, folder))].sort()).toEqual([...parts].sort())
  await page.keyboard.press('Escape')

  await inHelp(app, () => page.getByRole('radio', { name: 'All settings (JSON)' }).check())
  await page.locator('dd').filter({ hasText: 'All settings' }).waitFor()
  expect(joinParts(await scanParts(app, folder), sha256)).toBe(json)

  await page.getByRole('button', { name: 'Hide code' }).click()
  await page.getByRole('link', { name: 'Settings' }).click()
  await choose(app, 'Code content', 'Acme logger')
  await page.getByRole('switch', { name: 'Small camera: show several simpler codes' }).click()
  await page.getByRole('link', { name: 'Hand over' }).click()
  await page.getByRole('button', { name: 'Show code again' }).click()
  await code.waitFor()
  expect(await scanWindow(app, folder)).toBe(`ACME;PUMP-0042;${token}`)
  await page.getByRole('button', { name: 'Scan the code with the practice device' }).click()
  await page.getByText('does not understand this code').first().waitFor()

  await inHelp(app, () => page.getByRole('radio', { name: 'Token only' }).check())
  await page.locator('dd').filter({ hasText: 'Token only' }).waitFor()
  expect(await scanWindow(app, folder)).toBe(token)
  await page.getByRole('button', { name: 'Scan the code with the practice device' }).click()
  await page.getByRole('heading', { name: 'PUMP-0042 is sending data' }).waitFor()
  expect(await code.count()).toBe(0)
  expect((await writePoint(settings)).status).toBe(204)
})
