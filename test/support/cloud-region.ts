import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { createClock } from '../../main/adapters/clock'
import { createRandom } from '../../main/adapters/random'
import { cloudDomain } from '../../main/contract/cloud-regions'
import type { CloudMode } from '../../main/practice/server/cloud'
import { createPracticeServer } from '../../main/practice/server/server'
import { choose, launchApp, type App } from './app'
import { makeCertificates } from './certificates'
import { startProxy } from './proxy'
import { startReverseProxy } from './reverse-proxy'
import { temporaryFolder } from './temporary-folder'

/** What a region answers with can change while the test runs. */
export type ChangingMode = { -readonly [Name in keyof CloudMode]: CloudMode[Name] }

/**
 * A region of InfluxDB Cloud over TLS, played by the practice server, and a window in which the regions' names lead
 * there. Whoever connects types the port behind the region's address.
 */
export async function windowOnCloud(mode: ChangingMode) {
  const folder = temporaryFolder()
  const { ca, cloud } = makeCertificates()
  const server = createPracticeServer({ clock: createClock(), random: createRandom(), cloud: mode })
  const { url: direct } = await server.listen(0)
  const proxy = await startProxy(direct)
  const front = await startReverseProxy(proxy.url, { certificate: cloud })
  onTestFinished(async () => {
    await front.close()
    await proxy.close()
    await server.close()
  })
  const file = path.join(folder, 'authority.pem')
  writeFileSync(file, ca)
  const app = await launchApp(`${folder}/user-data`)
  await findRegionsHere(app)
  await app.electron.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] })
  }, file)
  return { ...app, app, folder, direct, seen: proxy.seen, token: server.adminToken, port: new URL(front.url).port }
}

/** Such a window, and what a test looks at beside it. */
export type Region = Awaited<ReturnType<typeof windowOnCloud>>

/** The host of the region that is chosen. */
export const regionAddress = 'eu-central-1-1.aws.cloud2.influxdata.com'

/** Chooses the region as a person does; its authority is a private one only here. */
export async function connectToRegion({ app, page, port, token }: Region): Promise<void> {
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
  await press('Choose a Cloud region')
  await choose(app, 'Cloud region', 'eu-central-1-1.aws')
  const field = page.getByRole('textbox', { name: 'Server address' })
  await expect.poll(() => field.inputValue()).toBe(`https://${regionAddress}`)
  await field.fill(`https://${regionAddress}:${port}`)
  await page.getByLabel('Admin token', { exact: true }).fill(token)
  await press('Connect')
  await page.getByText('It was issued by site-authority, which Fieldkey does not trust.').waitFor()
  const fresh = page.waitForEvent('load')
  await press('Choose certificate file')
  await fresh
  await page.getByRole('heading', { name: 'Hand over', exact: true }).waitFor()
}

/** In main the regions' names are found on this computer, and no other name of theirs is: no test asks the real ones. */
async function findRegionsHere({ electron }: App) {
  await electron.evaluate((_electron, domain) => {
    type Lookup = (name: string, options: { all?: boolean }, answer: (...found: unknown[]) => void) => void
    // Evaluated text has no `require` of its own; it borrows that of main's bundle.
    const { mainModule } = process as unknown as { readonly mainModule: { require(name: string): unknown } }
    const dns = mainModule.require('node:dns') as { lookup: Lookup }
    const before = dns.lookup
    dns.lookup = (name, options, answer) => {
      if (!name.endsWith(`.${domain}`)) before(name, options, answer)
      else if (options.all === true) answer(null, [{ address: '127.0.0.1', family: 4 }])
      else answer(null, '127.0.0.1', 4)
    }
  }, cloudDomain)
}
