import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { Bridge } from '../../main/contract/channels'
import { launchApp, type App } from '../support/app'
import { draw, saveInto } from '../support/exported'
import { lookTwice } from '../support/hostile-handovers'
import { hostileNames, plain } from '../support/hostile-names'
import { startPracticeOrganization, type Organization } from '../support/hostile-organization'
import { connected, startCounter, watchFor } from '../support/hostile-watch'
import { layoutFlaws } from '../support/page-flaws'
import { temporaryFolder } from '../support/temporary-folder'

const button = ({ page }: App, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' })
/** Long, piled up, or turned around: what is to be seen in the smallest window and chosen from a list as well. */
const isStraining = (name: string) => name.length > 100 || /\p{Bidi_Control}/u.test(name)
/** As many as a list shows at once. */
const atOnce = 100

const unseen = /[\p{Cc}\p{Bidi_Control}]+/gu
/** A name as messages have it: in 160 letters, without what would rearrange the sentence; `nameless` if nothing is left. */
function inMessage(name: string, nameless: string): string {
  const clean = name.replace(unseen, ' ').trim()
  return clean.length > 160 ? `${clean.slice(0, 159)}…` : clean || nameless
}
/** A line of a file: control characters are spaces there. */
const inFile = (line: string) => plain(line.replace(/\p{Cc}/gu, ' '))

/** Asserts that what is shown says `words`, white space apart. */
async function says({ page }: App, role: 'main' | 'dialog', words: string) {
  const place = page.getByRole(role)
  await expect.poll(async () => plain((await place.textContent()) ?? ''), { message: words }).toContain(plain(words))
}

/** Every name in the choice that Connect offers; those that strain the layout are chosen as well. */
async function visitChoice(app: App, names: readonly string[], server: Organization) {
  const { page } = app
  const box = page.getByRole('combobox', { name: 'Organisation' })
  const options = page.getByRole('option')
  for (let from = 0; from < names.length; from += atOnce) {
    const some = names.slice(from, from + atOnce)
    server.list(some)
    await button(app, 'Connect').click()
    await expect.poll(() => box.evaluate((one) => one === document.activeElement)).toBe(true)
    await box.click()
    await expect.poll(async () => (await options.allTextContents()).map(plain)).toEqual(some.map(plain))
    expect(await layoutFlaws(page)).toEqual([])
    for (const [index, name] of some.entries()) {
      if (!isStraining(name)) continue
      await options.nth(index).click()
      expect(plain(await box.inputValue())).toBe(plain(name))
      expect([name, await layoutFlaws(page)]).toEqual([name, []])
      await box.click()
    }
    await page.keyboard.press('Escape')
  }
  server.list()
}

/** The report on risks as a page, as it leaves the window. */
async function reportOf({ page }: App, folder: string): Promise<string> {
  await page.evaluate(async () => {
    const { fieldkey } = window as unknown as { readonly fieldkey: Bridge }
    await fieldkey['report.risks']({ fresh: false })
    await fieldkey['report.export-risks']({ format: 'html' })
  })
  return readFileSync(`${folder}/fieldkey-risk-report.html`, 'utf8')
}

it('200 hostile names of an organization wherever it is named: no script, no navigation, nothing out of place', async () => {
  const { home, asked } = await startCounter()
  const names = hostileNames(home)
  expect(new Set(names).size).toBe(200)
  const folder = temporaryFolder()
  const server = await startPracticeOrganization()
  const app = await launchApp(`${folder}/user-data`)
  const { page } = app
  const happened = watchFor(app)
  await saveInto(app, folder)
  const look = async (where: string) => {
    expect([where, await layoutFlaws(page)]).toEqual([where, []])
  }
  const lookWell = (name: string, where: string) => (isStraining(name) ? lookTwice(app, look, where) : look(where))
  const token = page.getByLabel('Admin token', { exact: true })

  await page.getByRole('textbox', { name: 'Server address' }).fill(server.url)
  await token.fill(server.token)
  await visitChoice(app, names, server)
  const reports: string[] = []
  for (const [index, name] of names.entries()) {
    await server.rename(name)
    await page.getByRole('textbox', { name: 'Server address' }).fill(server.url)
    await token.fill(server.token)
    expect([name, await happened(), asked]).toEqual([name, [], []])
    const fresh = page.waitForEvent('load')
    await button(app, 'Connect').click()
    await fresh
    await page.getByRole('link', { name: 'Settings' }).click()
    await says(app, 'main', `Signed in as practice in ${name}`)
    await lookWell(name, `Settings with ${name}`)
    reports.push(await reportOf(app, folder))
    await button(app, /^Server: /).click()
    await page.getByRole('heading', { name: 'Saved servers' }).waitFor()
    await says(app, 'main', `${server.url.slice(7)} · ${name}`)
    await lookWell(name, `Saved servers with ${name}`)
    await button(app, /^Change /).click()
    await says(app, 'dialog', `signed in as practice in ${name}`)
    await lookWell(name, `Change server with ${name}`)
    if (index % 2 === 0) {
      // A token of another organization, which a message names together with this one.
      const other = names[index + 1] ?? ''
      server.list([other])
      await page.getByLabel('New admin token').fill(server.token)
      await button(app, 'Replace token').click()
      const [wrong, right] = [inMessage(other, 'of another server'), inMessage(name, 'another one')]
      await says(app, 'dialog', `It is for the organization ${wrong}, this server is remembered with ${right};`)
      await lookWell(isStraining(name) ? name : other, `the token of ${other} for ${name}`)
      server.list()
    }
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect([name, await happened(), asked]).toEqual([name, connected, []])
  }

  for (const [index, name] of names.entries()) {
    const { elements, attributes, notes, ran, beyond } = await draw(app, reports[index] ?? '', `${folder}/read.html`)
    expect([name, ran, beyond]).toEqual([name, false, 0])
    expect([name, elements.join(' '), attributes]).toEqual([
      name,
      'b body h1 head html meta p style title',
      ['charset', 'lang'],
    ])
    expect(inFile(notes[0] ?? '')).toContain(inFile(`, organization ${name}`))
  }
  expect(asked).toEqual([])
}, 600_000)
