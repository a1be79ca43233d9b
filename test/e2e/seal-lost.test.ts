import { execFileSync } from 'node:child_process'
import { expect, it, onTestFinished } from 'vitest'
import { createProcessGroups } from '../../build/process-groups.mjs'
import { choose, connect, launchApp, scanWindow, typePort, type App } from '../support/app'
import { openDesktop } from '../support/desktop.mjs'
import { describeWithInflux, hashedServer } from '../support/influx-server'
import { tokensOf, writePoint } from '../support/raw-influx'
import { startSimDevice } from '../support/sim-device'
import { temporaryFolder } from '../support/temporary-folder'
import { accessibilityFaults } from '../support/window-checks'

type Env = Readonly<Record<string, string>>

/** A desktop with a real, open keyring of its own; the display is the tests'. */
async function keyring(): Promise<Env> {
  const groups = createProcessGroups()
  const { env, stop } = await openDesktop({ groups, keyring: 'unlocked', display: false })
  onTestFinished(async () => {
    await stop()
    await groups.endAll()
  })
  const { DISPLAY = '', XAUTHORITY = '' } = process.env
  return { ...(env as Env), DISPLAY, XAUTHORITY }
}

/** Runs a line with keytar on that keyring: what it prints. */
function onKeyring(env: Env, line: string): string {
  const script = `const keys = require('keytar'); (async () => { ${line} })()`
  return execFileSync(process.execPath, ['-e', script], { env, encoding: 'utf8' }).trim()
}

const accounts = (env: Env) =>
  onKeyring(env, "for (const { account } of await keys.findCredentials('Fieldkey')) console.log(account)").split('\n')

/** Takes entries out of the keyring as someone who cleans up there does. */
function remove(env: Env, isGone: (account: string) => boolean): void {
  const gone = accounts(env).filter(isGone)
  expect(gone.length).toBeGreaterThan(0)
  for (const account of gone) onKeyring(env, `await keys.deletePassword('Fieldkey', ${JSON.stringify(account)})`)
}

const isSeal = (account: string) => account.endsWith('/seal')

async function create({ page }: App, device: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Device ID' }).fill(device)
  await page.getByRole('button', { name: 'Create token' }).click()
}

/** The window names the lost key, makes none by itself, and asks; the answer is yes. */
async function makeNewKey({ page }: App, env: Env): Promise<void> {
  await page.getByRole('heading', { name: 'Key is missing from the keychain' }).waitFor()
  expect(accounts(env).filter(isSeal)).toEqual([])
  await page.getByRole('button', { name: 'Make a new key' }).click()
  const dialog = page.getByRole('dialog', { name: 'Make a new key?' })
  await dialog.getByText('A token a device may have goes on working until you replace it.').waitFor()
  expect(accounts(env).filter(isSeal)).toEqual([])
  expect(await accessibilityFaults(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Make a new key' }).click()
}

describeWithInflux('a sealing key that is gone from the keyring', hashedServer, (server) => {
  const shown = async (app: App, device: string, folder: string) => {
    await app.page.getByRole('img', { name: `QR code with the settings for ${device}` }).waitFor()
    return JSON.parse(await scanWindow(app, folder)) as Record<string, string>
  }

  it.each([
    ['the seal entry alone', isSeal],
    ['every entry, and the admin token is pasted anew', () => true],
  ] as const)('a code was shown, then %s is gone: replaced, one live token at the end', async (what, isGone) => {
    const device = `SEAL-${String(Date.now())}`
    const folder = temporaryFolder()
    const env = await keyring()
    const first = await launchApp(`${folder}/user-data`, { env })
    await connect(first, server)
    await choose(first, 'Bucket', 'plant')
    await create(first, device)
    const old = await shown(first, device, folder)
    await first.close()
    remove(env, isGone)

    const app = await launchApp(`${folder}/user-data`, { env })
    const { page } = app
    if (what.startsWith('every')) {
      await page.getByRole('button', { name: `Continue ${device}` }).click()
      await page.getByRole('button', { name: 'Unlock and try again' }).click()
      await page.getByRole('button', { name: 'Enter a new token' }).click()
      await page.getByLabel('Admin token', { exact: true }).fill(server.token)
      const fresh = page.waitForEvent('load')
      await page.getByRole('button', { name: 'Connect', exact: true }).click()
      await fresh
    } else {
      await page.getByRole('button', { name: `Continue ${device}` }).click()
    }
    await page.getByRole('heading', { name: 'Stored token cannot be opened' }).waitFor()
    await page.getByRole('button', { name: 'Replace token' }).click()
    await makeNewKey(app, env)
    const fresh = await shown(app, device, folder)
    expect(fresh['token']).not.toBe(old['token'])
    expect([(await writePoint(old)).status, (await tokensOf(server, device)).length]).toEqual([204, 2])
    await page.getByRole('button', { name: 'Scanned, next device' }).click()
    await expect.poll(async () => (await writePoint(old)).status).toBe(403)
    expect((await writePoint(fresh, 2)).status).toBe(204)
    await page.getByRole('link', { name: 'History' }).click()
    await page
      .getByRole('button', { name: `Show details of ${device}` })
      .first()
      .click()
    await page.getByRole('button', { name: 'Delete the old token' }).click()
    await expect.poll(async () => (await writePoint(old)).status).toBe(401)
    expect((await tokensOf(server, device)).map(({ status }) => status)).toEqual(['active'])
  })

  it('a token was minted for the cable and not delivered: deleted, minted anew and delivered, one live token', async () => {
    const device = `SEAL-USB-${String(Date.now())}`
    const folder = temporaryFolder()
    const env = await keyring()
    const sim = await startSimDevice({ id: device, fault: 'silent' })
    onTestFinished(sim.remove)
    const first = await launchApp(`${folder}/user-data`, { env })
    await connect(first, server)
    await choose(first, 'Bucket', 'plant')
    await typePort(first, sim.port)
    await create(first, device)
    await expect.poll(async () => (await tokensOf(server, device)).map(({ status }) => status)).toEqual(['inactive'])
    const [old] = await tokensOf(server, device)
    await first.close()
    remove(env, isSeal)
    await sim.restart({ id: device })

    const app = await launchApp(`${folder}/user-data`, { env })
    const { page } = app
    await page.getByRole('button', { name: 'Decide later' }).click()
    await typePort(app, sim.port)
    await page.getByRole('link', { name: 'History' }).click()
    await page.getByRole('button', { name: 'Continue handover' }).click()
    await makeNewKey(app, env)
    await page.getByRole('button', { name: 'Next device' }).waitFor()
    const rows = await tokensOf(server, device)
    expect(rows.map(({ status }) => status)).toEqual(['active'])
    expect(rows[0]?.id).not.toBe(old?.id)
  })
})
