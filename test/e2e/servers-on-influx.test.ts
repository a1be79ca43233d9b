import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { bundleScript } from '../support/bundle-script'
import { makeCertificates } from '../support/certificates'
import { choose, connect, launchApp, type App } from '../support/app'
import { describeWithInflux, hashedServer, plainServer } from '../support/influx-server'
import { startProxy } from '../support/proxy'
import { operatorToken, tokensOf } from '../support/raw-influx'
import { startKeychain } from '../support/remote-keychain'
import { startReverseProxy } from '../support/reverse-proxy'
import { temporaryFolder } from '../support/temporary-folder'
import { placeFaults } from '../support/window-look'

const press = ({ page }: App, name: string) => page.getByRole('button', { name, exact: true }).click()

/** Connects under a name; the server's own button leads there once one is in use. */
async function connectAs(app: App, name: string, server: { readonly url: string; readonly token: string }) {
  await app.page.getByRole('textbox', { name: 'Name for this server' }).fill(name)
  await connect(app, server)
  await app.page.getByRole('button', { name: `Server: ${name}` }).waitFor()
}

async function handOver(app: App, device: string) {
  await choose(app, 'Bucket', 'plant')
  await app.page.getByRole('textbox', { name: 'Device ID' }).fill(device)
  await press(app, 'Create token')
  await app.page.getByRole('img', { name: `QR code with the settings for ${device}` }).waitFor()
}

async function toServers(app: App) {
  await app.page.getByRole('button', { name: /^Server: / }).click()
  await app.page.getByRole('heading', { name: 'Saved servers' }).waitFor()
}

/** What the window put into the throw-away keychain of these tests. */
async function keychain() {
  const script = await bundleScript('test/support/keychain-process.ts')
  const { vault, stop } = startKeychain(script.file, process.env)
  onTestFinished(async () => {
    await stop()
    script.remove()
  })
  return vault
}

describeWithInflux('several servers in the window', hashedServer, (north) => {
  const south = plainServer
  if (south === undefined) throw new Error('two servers are needed')

  it('are used one after the other, changed, given another token, and forgotten once nothing is open', async () => {
    const userData = `${temporaryFolder()}/user-data`
    const proxy = await startProxy(north.url)
    onTestFinished(() => proxy.close())
    const app = await launchApp(userData)
    const { page } = app
    const run = String(Date.now())
    const [first, second] = [`NORTH-${run}`, `SOUTH-${run}`]
    await connectAs(app, 'North depot', { url: proxy.url, token: north.token })
    await handOver(app, first)
    await toServers(app)
    await connectAs(app, 'South depot', south)
    expect(await page.getByRole('main').getByText(first).allInnerTexts()).toEqual([])
    await handOver(app, second)
    await press(app, 'Scanned, next device')
    expect([(await tokensOf(north, first)).length, (await tokensOf(south, first)).length]).toEqual([1, 0])
    expect([(await tokensOf(north, second)).length, (await tokensOf(south, second)).length]).toEqual([0, 1])
    await page.getByRole('link', { name: 'Tokens' }).click()
    await page.getByRole('row').filter({ hasText: second }).waitFor()
    expect(await page.getByRole('row').filter({ hasText: first }).count()).toBe(0)

    // Refused while its handover is open; the way there leads over the server that has it.
    await toServers(app)
    await press(app, 'Forget North depot')
    await page.getByRole('heading', { name: 'Handovers are still open' }).waitFor()
    await press(app, 'Show them')
    await page.getByRole('heading', { name: 'History' }).waitFor()
    await page.getByRole('button', { name: 'Server: North depot' }).waitFor()
    await page.getByText(first).first().waitFor()
    expect(await page.getByRole('main').getByText(second).allInnerTexts()).toEqual([])

    await toServers(app)
    await press(app, 'Change North depot')
    const dialog = page.getByRole('dialog', { name: 'Settings for North depot' })
    await dialog.getByText('Answers and takes the token').waitFor()
    await dialog.getByText('Its clock agrees with this laptop').waitFor()
    expect(await placeFaults(app, 'settings of a server')).toEqual([])
    await dialog.getByRole('textbox', { name: 'Name for this server' }).fill('Northern depot')
    await dialog.getByRole('textbox', { name: 'Address for devices' }).fill(north.url)
    await dialog.getByLabel('New admin token').fill(south.token)
    await dialog.getByRole('button', { name: 'Replace token' }).click()
    await dialog.getByText('Admin token not accepted').waitFor()
    const replacement = await operatorToken(north)
    await dialog.getByLabel('New admin token').fill(replacement)
    const fresh = page.waitForEvent('load')
    await dialog.getByRole('button', { name: 'Replace token' }).click()
    await fresh
    await page.getByText('The admin token of Northern depot was replaced.').first().waitFor()
    await press(app, 'Decide later')
    const seen = proxy.seen.length
    await page.getByRole('button', { name: 'Server: Northern depot' }).waitFor()
    await page.getByRole('link', { name: 'Tokens' }).click()
    await press(app, 'Refresh list')
    await expect.poll(() => proxy.seen.slice(seen).length).toBeGreaterThan(0)
    const used = new Set(proxy.seen.slice(seen).map(({ headers }) => headers.authorization))
    expect([...used].filter((one) => one !== undefined)).toEqual([`Token ${replacement}`])

    const install = await installOf(app)
    const ids = await savedIds(app)
    const vault = await keychain()
    const stored = await Promise.all(ids.map((id) => vault.get(`${install}/${id}/token`)))
    expect(stored.map((one) => one.ok && one.value)).toEqual([replacement, south.token])

    await page.getByRole('link', { name: 'History' }).click()
    await press(app, 'Discard handover')
    await press(app, 'Revoke token and cancel')
    await expect.poll(() => tokensOf(north, first)).toEqual([])
    await toServers(app)
    await press(app, 'Forget Northern depot')
    await page.getByText('Northern depot was forgotten').first().waitFor()
    await page.getByRole('button', { name: 'Server: South depot' }).waitFor()
    expect(await page.getByRole('button', { name: 'Use Northern depot' }).count()).toBe(0)
    const left = await Promise.all(ids.map((id) => vault.get(`${install}/${id}/token`)))
    expect(left.map((one) => one.ok && one.value)).toEqual([undefined, south.token])
  })

  it('with an authority of their own are trusted once its file is chosen, below a path, and told so when it is wrong', async () => {
    const folder = temporaryFolder()
    const certificates = makeCertificates()
    const front = await startReverseProxy(north.url, { certificate: certificates.good, prefix: '/influx' })
    onTestFinished(() => front.close())
    const app = await launchApp(`${folder}/user-data`)
    const { page, electron } = app
    const answerWith = async (name: string, pem: string) => {
      const file = path.join(folder, name)
      writeFileSync(file, pem)
      await electron.evaluate(({ dialog }, chosen) => {
        dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] })
      }, file)
    }
    await page.getByRole('textbox', { name: 'Server address' }).fill(`${front.url}/influx/`)
    await page.getByLabel('Admin token', { exact: true }).fill(north.token)
    await press(app, 'Connect')
    await page.getByText('It was issued by site-authority, which Fieldkey does not trust.').waitFor()
    await answerWith('wrong.pem', certificates.selfSigned.cert)
    await page.getByRole('button', { name: 'Choose certificate file' }).click()
    await page.getByText('Trusting certificate: CN=self-made').waitFor()
    await page.getByText('It was issued by site-authority, which Fieldkey does not trust.').waitFor()
    await answerWith('right.pem', certificates.ca)
    const fresh = page.waitForEvent('load')
    await page.getByRole('button', { name: 'Choose certificate file' }).click()
    await fresh
    const device = `TLS-${String(Date.now())}`
    await handOver(app, device)
    await press(app, 'Scanned, next device')
    expect(await tokensOf(north, device)).toHaveLength(1)

    await toServers(app)
    await page.getByRole('button', { name: /^Change / }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Trusts certificate: CN=site-authority').waitFor()
    await dialog.getByRole('button', { name: 'Remove certificate' }).click()
    await dialog.getByText('It was issued by site-authority, which Fieldkey does not trust.').waitFor()
    await dialog.getByText('Trusts certificate: CN=site-authority').waitFor()
  })
})

interface Told {
  readonly value: {
    readonly saved: readonly { readonly id: string }[]
    readonly settings: { readonly canaryWritten: string }
  }
}

const told = ({ page }: App) => page.evaluate<Told>('window.fieldkey["app.view"]()')

async function savedIds(app: App): Promise<readonly string[]> {
  return (await told(app)).value.saved.map(({ id }) => id)
}

/** The install ID stands in front of every account; the canary's mark in the settings names it. */
async function installOf(app: App): Promise<string> {
  return (await told(app)).value.settings.canaryWritten
}
