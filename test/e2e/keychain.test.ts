import { expect, it, onTestFinished } from 'vitest'
import { createProcessGroups } from '../../build/process-groups.mjs'
import { choose, connect, launchApp } from '../support/app'
import { openDesktop } from '../support/desktop.mjs'
import { describeWithInflux, hashedServer, type TestServer } from '../support/influx-server'
import { filesHolding } from '../support/search-secret'
import { temporaryFolder } from '../support/temporary-folder'
import { placeFaults } from '../support/window-look'

const desktop = async (keyring: 'unlocked' | 'no-collection' | 'no-service' | 'no-bus') => {
  const groups = createProcessGroups()
  const opened = await openDesktop({ groups, keyring, display: false })
  onTestFinished(async () => {
    await opened.stop()
    await groups.endAll()
  })
  // The keyring is another one, the display is the tests' own.
  const { DISPLAY = '', XAUTHORITY = '' } = process.env
  return { ...opened, env: { ...opened.env, DISPLAY, XAUTHORITY } as Record<string, string> }
}

describeWithInflux('the keychain in the window', hashedServer, (server: TestServer) => {
  it.each(['no-bus', 'no-service', 'no-collection'] as const)(
    '%s: says so, and stores the token nowhere',
    async (keyring) => {
      const folder = temporaryFolder()
      const { env } = await desktop(keyring)
      const { page } = await launchApp(`${folder}/user-data`, { env })
      await page.getByRole('textbox', { name: 'Server address' }).fill(server.url)
      await page.getByLabel('Admin token', { exact: true }).fill(server.token)
      await page.getByRole('button', { name: 'Connect', exact: true }).click()
      await page.getByRole('heading', { name: 'No keychain found' }).waitFor()
      expect(filesHolding(server.token, [folder])).toEqual([])
      await page.getByRole('button', { name: 'Practise without a server' }).click()
      await page.getByText('Practice: nothing here is real').waitFor()
    },
  )

  it('locked after a restart: asks to unlock, and makes no token meanwhile', async () => {
    const folder = temporaryFolder()
    const { env, lockKeyring } = await desktop('unlocked')
    const app = await launchApp(`${folder}/user-data`, { env })
    await connect(app, server)
    await choose(app, 'Bucket', 'plant')
    await app.close()
    lockKeyring()
    const locked = await launchApp(`${folder}/user-data`, { env })
    const { page } = locked
    await page.getByRole('heading', { name: 'Unlock the keychain' }).waitFor()
    expect(await placeFaults(locked, 'keychain')).toEqual([])
    await page.getByRole('button', { name: 'Not now' }).click()
    expect(await page.getByText('Keychain is locked').count()).toBeGreaterThan(0)
  })
})
