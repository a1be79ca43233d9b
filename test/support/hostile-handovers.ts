import { expect } from 'vitest'
import type { App } from './app'
import type { HostileServer } from './hostile-server'
import { resize } from './hostile-watch'
import type { Look } from './hostile-visits'
import type { Proxy } from './proxy'

/** The longest device ID there is, in the widest letter, none of which may break a line. */
export const longestDevice = (last: string) => 'W'.repeat(63) + last

/** Looks in the usual window and in the smallest one. */
export async function lookTwice(app: App, look: Look, where: string): Promise<void> {
  await look(where)
  await resize(app, 640, 480)
  await look(`${where}, small`)
  await resize(app, 1180, 700)
}

const goTo = async ({ page }: App, name: string) => {
  // From another place, so that it is drawn afresh.
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('link', { name }).click()
}
const press = ({ page }: App, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' }).click()

/** Creates a token for a device in a bucket; what then comes up is the caller's. */
export async function create(app: App, bucket: string, device: string): Promise<void> {
  const { page } = app
  await goTo(app, 'Hand over')
  const field = page.getByRole('textbox', { name: 'Device ID' })
  await expect.poll(() => field.evaluate((one) => one === document.activeElement)).toBe(true)
  await page.getByRole('combobox', { name: 'Bucket', exact: true }).fill(bucket)
  await page.getByRole('option').first().click()
  await field.fill(device)
  await press(app, 'Create token')
}

const shown = ({ page }: App, device: string) =>
  page.getByRole('heading', { name: `Show this code to ${device}` }).waitFor()

/** The code of the longest device, and the question about the next one that was scanned meanwhile. */
export async function visitNextScan(app: App, look: Look): Promise<void> {
  const { page } = app
  const next = longestDevice('2')
  await page.getByRole('link', { name: 'Hand over' }).focus()
  await page.keyboard.type(next)
  await page.keyboard.press('Enter')
  await page.getByRole('group', { name: 'Next scan' }).waitFor()
  await lookTwice(app, look, 'the next scan')
  await press(app, 'Not yet')
}

/** Each device with a token is given another one: the code, what is next, and History with the old token. */
export async function visitReplacing(app: App, server: HostileServer, look: Look): Promise<void> {
  const { page } = app
  for (const [index, device] of [...server.taken, longestDevice('1')].entries()) {
    const bucket = server.stressful[index % server.stressful.length] ?? ''
    await create(app, bucket, device)
    const dialog = page.getByRole('dialog', { name: `${device} already has a working token` })
    await dialog.waitFor()
    await lookTwice(app, look, `Duplicate of ${device}`)
    await dialog.getByRole('button', { name: 'Replace the old token' }).click()
    await shown(app, device)
    await lookTwice(app, look, `replacing the token of ${device} in ${bucket}`)
    await press(app, 'Scanned, next device')
    await page.getByRole('heading', { name: 'Ready for the next device' }).waitFor()
    await lookTwice(app, look, `after ${device}`)
    await goTo(app, 'History')
    // The newest one stands first.
    const rows = page.getByRole('button', { name: `Show details of ${device}`, exact: true })
    await rows.first().click()
    await page.getByRole('button', { name: 'Delete the old token now' }).waitFor()
    await lookTwice(app, look, `the old token of ${device}`)
    await press(app, 'Close details')
  }
}

/** Every token that may be revoked is refused by the server, in words of its own. */
export async function visitFailures(app: App, proxy: Proxy, words: string, look: Look): Promise<void> {
  const { page } = app
  proxy.decide(({ method }) =>
    method === 'DELETE' ? { status: 403, body: JSON.stringify({ code: 'forbidden', message: words }) } : 'pass',
  )
  await goTo(app, 'Tokens')
  await page.getByRole('checkbox', { name: 'Select all matching tokens' }).click()
  await press(app, 'Revoke selected')
  const dialog = page.getByRole('dialog')
  const count = /\d+/.exec((await dialog.getByRole('heading').first().textContent()) ?? '')?.[0] ?? ''
  await dialog.getByRole('textbox').fill(count)
  await dialog.getByRole('button', { name: /^Revoke/ }).click()
  const list = page.getByRole('list', { name: /not revoked/ })
  await list.waitFor()
  await lookTwice(app, look, 'what could not be revoked')
  proxy.decide(() => 'pass')
  await page
    .getByRole('region', { name: /not revoked/ })
    .getByRole('button', { name: 'Dismiss' })
    .click()
  await press(app, 'Clear selection')
}

/** A token prepared for `other`, which has no server yet: sealed on one, taken over on the other. */
export async function visitPrepared(app: App, other: App, server: HostileServer, look: Look, lookOther: Look) {
  const { page } = app
  const name = `${'W'.repeat(80)}<img src=x onerror="window.hostileRan=1">`
  await press(other, 'Use a prepared token')
  const taking = other.page.getByRole('dialog', { name: 'Use a prepared token' })
  await expect.poll(() => taking.getByRole('listitem').count()).toBe(6)
  const phrase = await taking.getByRole('listitem').allInnerTexts()
  for (const wrong of server.stressful) {
    await taking.getByRole('textbox', { name: 'Sealed text' }).fill(wrong)
    await taking.getByRole('button', { name: 'Take it over' }).click()
    await taking.getByRole('textbox', { name: 'Sealed text', description: /./ }).waitFor()
    await lookTwice(other, lookOther, `${wrong} is no sealed text`)
  }
  await goTo(app, 'Settings')
  await press(app, 'Prepare another laptop')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Name of the other laptop' }).fill(name)
  for (const bucket of server.stressful.slice(0, 3)) {
    await dialog.getByRole('searchbox').fill(bucket)
    await dialog.getByRole('checkbox').first().check()
  }
  await dialog.getByRole('textbox', { name: 'Phrase on the other laptop' }).fill(phrase.join(' '))
  // The server is on this computer.
  await dialog.getByRole('checkbox', { name: /^Seal it for .* all the same/ }).check()
  await lookTwice(app, look, 'Prepare another laptop, filled in')
  await dialog.getByRole('button', { name: 'Seal the token' }).click()
  const sealed = dialog.getByRole('textbox', { name: 'Sealed text' })
  await sealed.waitFor()
  await lookTwice(app, look, 'the sealed token')
  const carried = await sealed.inputValue()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await taking.getByRole('textbox', { name: 'Sealed text' }).fill(carried)
  await taking.getByRole('button', { name: 'Take it over' }).click()
  await other.page.getByRole('heading', { name: 'Hand over', exact: true }).waitFor()
  await lookTwice(other, lookOther, 'the laptop with the token it took over')
}
