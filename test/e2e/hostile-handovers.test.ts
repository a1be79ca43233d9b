import { existsSync, readFileSync } from 'node:fs'
import { expect, it, onTestFinished } from 'vitest'
import { choose, launchApp, type App } from '../support/app'
import { cellsOf, draw, recordPrinted, saveInto } from '../support/exported'
import {
  create,
  longestDevice,
  lookTwice,
  visitFailures,
  visitNextScan,
  visitPrepared,
  visitReplacing,
} from '../support/hostile-handovers'
import { strainingNames } from '../support/hostile-names'
import { fillWithHostileNames } from '../support/hostile-server'
import { connected, resize, startCounter, startInfluxOfOwn, watchFor } from '../support/hostile-watch'
import { overlaps } from '../support/overlaps'
import { layoutFlaws } from '../support/page-flaws'
import { startProxy } from '../support/proxy'
import { answerByHand } from '../support/system-dialog'
import { temporaryFolder } from '../support/temporary-folder'

const button = ({ page }: App, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' })
const lookAt =
  ({ page }: App) =>
  async (where: string) => {
    // A code is drawn anew after the window has its size.
    await expect
      .poll(async () => [...(await layoutFlaws(page)), ...(await overlaps(page))], { message: where })
      .toEqual([])
  }
/** What a spreadsheet would reckon with. */
const formula = /^\s*[=+\-@\uFF0B\uFF0D\uFF1D\uFF20\t\r]/
/** As a file holds a name: control characters and folded white space are spaces, no half letters. */
const folded = (text: string) =>
  text
    .replaceAll(/[\ud800-\udfff]/gu, '\ufffd')
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim()

/** A report for spreadsheets: no cell is a formula, and `whole` are there in full. */
function checkCsv(folder: string, name: string, whole: readonly string[]) {
  const csv = readFileSync(`${folder}/${name}.csv`, 'utf8')
  const lines = cellsOf(csv.replace(/^\ufeff/, ''))
  expect(new Set(lines.map((line) => line.length)).size).toBe(1)
  expect(lines.flat().filter((cell) => formula.test(cell))).toEqual([])
  const inCsv = lines.flat().map((cell) => folded(cell).replace(/^'/, ''))
  for (const one of whole) expect(inCsv.some((cell) => cell.includes(folded(one).replace(/^'/, '')))).toBe(true)
  return lines
}
/** A report as a page: a browser that runs scripts finds none, and no element or attribute that is not ours. */
async function checkPage(app: App, html: string, folder: string) {
  const { elements, attributes, cells, ran, beyond } = await draw(app, html, `${folder}/read.html`)
  const ours = 'bdi body h1 h2 head html meta p style table tbody td th thead title tr'
  expect(elements.filter((element) => !ours.split(' ').includes(element))).toEqual([])
  expect(attributes).toEqual(['charset', 'lang', 'scope'])
  expect([ran, beyond]).toEqual([false, 0])
  return cells.map(folded)
}

it('the longest and worst names all through handovers, laptops, failures and files: nothing runs, nothing gives way', async ({
  skip,
}) => {
  const { home, asked } = await startCounter()
  const folder = temporaryFolder()
  const own = await startInfluxOfOwn(folder)
  if (!own) {
    skip('needs a real InfluxDB')
    return
  }
  const server = await fillWithHostileNames(own, strainingNames(home))
  const proxy = await startProxy(own.url)
  onTestFinished(() => proxy.close())
  const app = await launchApp(`${folder}/user-data`)
  const { page } = app
  const happened = watchFor(app)
  // The token sees several organizations: one is chosen, and Connect is pressed once more.
  await page.getByRole('textbox', { name: 'Server address' }).fill(proxy.url)
  await page.getByLabel('Admin token', { exact: true }).fill(own.token)
  await page.getByRole('textbox', { name: 'Address for devices' }).fill(own.url)
  await button(app, 'Connect').click()
  await choose(app, 'Organisation', server.orgName)
  expect([await happened(), asked]).toEqual([[], []])
  const fresh = page.waitForEvent('load')
  await button(app, 'Connect').click()
  await fresh
  await page.getByRole('heading', { name: 'Hand over', exact: true }).waitFor()
  expect([await happened(), asked]).toEqual([connected, []])
  const look = lookAt(app)
  const [bucket = ''] = server.stressful

  await create(app, bucket, longestDevice('1'))
  await page.getByRole('heading', { name: `Show this code to ${longestDevice('1')}` }).waitFor()
  await visitNextScan(app, look)
  await button(app, 'Scanned, next device').click()
  await visitReplacing(app, server, look)
  // As far as InfluxDB takes them for a bucket, and a field for a text.
  const formulas = server.tokens.map(({ name }) => name).filter((name) => /^[=+\-@]/.test(name))
  const made = formulas.filter((name) => !server.refused.includes(name) && name.length < 400)
  expect(made.length).toBeGreaterThan(3)
  for (const [n, name] of made.entries()) {
    await create(app, name, `SUM-${String(n)}`)
    await page.getByRole('heading', { name: `Show this code to SUM-${String(n)}` }).waitFor()
    await button(app, 'Scanned, next device').click()
  }
  await visitFailures(app, proxy, `${'W'.repeat(900)}<img src=x onerror="window.hostileRan=1">`, look)
  const other = await launchApp(`${folder}/other`)
  const elsewhere = watchFor(other)
  await visitPrepared(app, other, server, look, lookAt(other))
  expect(await elsewhere()).toEqual([])
  await other.close()

  // A dead battery with a code on the screen: what was begun is asked about at the next start, and before the app ends.
  await create(app, bucket, longestDevice('3'))
  await page.getByRole('heading', { name: `Show this code to ${longestDevice('3')}` }).waitFor()
  expect([await happened(), asked]).toEqual([[], []])
  await app.kill()
  const again = await launchApp(`${folder}/user-data`)
  const later = watchFor(again)
  await again.page.getByRole('dialog', { name: 'Unfinished handovers' }).waitFor()
  await lookTwice(again, lookAt(again), 'Unfinished handovers')
  await again.page.keyboard.press('Escape')
  const question = await answerByHand(again)
  await again.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  await expect.poll(async () => (await question.asked()).length).toBe(1)
  const [words] = await question.asked()
  expect(`${words?.message ?? ''} ${words?.detail ?? ''}`).toMatch(
    /^1 handover is not finished Nothing is lost: [\w ,]+\. The token for another laptop [\w ,]+\.$/,
  )
  await question.answer(0)
  await again.page.getByRole('link', { name: 'History' }).click()
  await again.page.getByRole('heading', { name: 'Handover details' }).waitFor()
  await lookTwice(again, lookAt(again), 'History with what needs attention')
  expect([await later(), asked]).toEqual([[], []])

  await saveInto(again, folder)
  await button(again, 'Export as CSV').click()
  await again.page.getByRole('status').filter({ hasText: 'The file was written.' }).waitFor()
  const rows = checkCsv(folder, 'fieldkey-history', [...server.stressful, ...made])
  const printing = await recordPrinted(again)
  await button(again, 'Print list').click()
  await again.page.getByRole('status').filter({ hasText: 'Sent to the printer.' }).waitFor()
  const printed = await printing()
  expect(rows).toHaveLength(1 + 1 + server.taken.length + 1 + made.length + 1)
  await again.page.getByRole('link', { name: 'Tokens' }).click()
  await button(again, 'Risk report').click()
  for (const format of ['CSV', 'HTML']) {
    await button(again, `Export as ${format}`).click()
    await expect.poll(() => existsSync(`${folder}/fieldkey-risk-report.${format.toLowerCase()}`)).toBe(true)
    await expect.poll(() => button(again, `Export as ${format}`).getAttribute('aria-disabled')).not.toBe('true')
  }
  checkCsv(folder, 'fieldkey-risk-report', [])
  const read = await checkPage(again, readFileSync(`${folder}/fieldkey-risk-report.html`, 'utf8'), folder)
  const isIn = (name: string, cells: readonly string[]) => cells.some((cell) => cell.includes(folded(name)))
  const names = server.tokens.map(({ name }) => name)
  // The longest and every other one have a risk.
  expect(names.filter((name) => name.length > 390 && !isIn(name, read))).toEqual([])
  expect(names.filter((name) => isIn(name, read)).length).toBeGreaterThan(names.length / 2)
  const paper = await checkPage(again, printed[0] ?? '', folder)
  expect([...server.stressful, ...made].filter((name) => !isIn(name, paper))).toEqual([])
  expect(asked).toEqual([])
})

it('practice with the longest device: its panel, the next scan and what it ends with', async () => {
  const app = await launchApp(`${temporaryFolder()}/user-data`)
  const { page } = app
  const look = lookAt(app)
  await button(app, 'Practise without a server').click()
  await page.getByText('Practice: nothing here is real').waitFor()
  const happened = watchFor(app)
  const field = page.getByRole('textbox', { name: 'Device ID' })
  await lookTwice(app, look, 'practice')
  await field.fill(longestDevice('1'))
  await button(app, 'Create token').click()
  await page.getByRole('heading', { name: `Show this code to ${longestDevice('1')}` }).waitFor()
  await lookTwice(app, look, 'the code in practice')
  await visitNextScan(app, look)
  // In the usual window the name leaves the code no room beside the rest, and it covers the panel.
  await resize(app, 1400, 1000)
  await page.getByRole('combobox', { name: 'Practice fault' }).click()
  await look('Practice fault')
  await page.keyboard.press('Escape')
  await button(app, 'Scan the code with the practice device').click()
  await page.getByRole('heading', { name: `${longestDevice('1')} is sending data` }).waitFor()
  await lookTwice(app, look, 'data in practice')
  await button(app, 'Next device').click()
  await page.getByRole('radio', { name: 'USB cable' }).check()
  await field.fill(longestDevice('2'))
  await button(app, 'Create token').click()
  await page.getByRole('heading', { name: `${longestDevice('2')} is sending data` }).waitFor()
  await lookTwice(app, look, 'the cable in practice')
  await button(app, 'Leave practice').click()
  await page.getByRole('dialog').waitFor()
  await lookTwice(app, look, 'Leave practice')
  expect(await happened()).toEqual([])
})
