// From the click on "Create token" to the QR code on the screen, in the real window, by the page's own two marks.
import path from 'node:path'
import { _electron } from 'playwright-core'
import { root } from '../../build/project.mjs'
import { createBarePair } from './bare-requests.mjs'

const bucket = 'plant'

/**
 * Opens the window and connects it to `server` as a person would.
 * @param {import('./run.mjs').Stage} stage
 * @param {import('./bare-requests.mjs').Server} server
 * @param {string} userData
 * @param {string} [name] bucket to choose
 */
export async function openConnected({ executable, switches, env }, server, userData, name = bucket) {
  const electron = await _electron.launch({
    executablePath: executable,
    args: [root, ...switches, `--user-data-dir=${userData}`],
    env: /** @type {Record<string, string>} */ (env),
  })
  const page = await electron.firstWindow()
  await page.getByRole('textbox', { name: 'Server address' }).fill(server.url)
  await page.getByLabel('Admin token', { exact: true }).fill(server.token)
  const fresh = page.waitForEvent('load')
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await fresh
  await page.getByRole('combobox', { name: 'Bucket' }).fill(name)
  await page.getByRole('option', { name, exact: true }).click()
  return { electron, page }
}

/**
 * Hands one token over by QR and gives the milliseconds between the page's marks.
 * @param {import('playwright-core').Page} page
 * @param {string} device
 */
async function handOver(page, device) {
  await page.evaluate(() => performance.clearMarks())
  // At the pace of a hand-held scanner, so that what runs while the ID comes in can run.
  await page.getByRole('textbox', { name: 'Device ID' }).pressSequentially(device, { delay: 15 })
  await page.getByRole('button', { name: 'Create token' }).click()
  const marks = await page.waitForFunction(() => {
    const from = performance.getEntriesByName('create-clicked').at(-1)
    const to = performance.getEntriesByName('code-painted').at(-1)
    return from && to ? { ms: to.startTime - from.startTime } : undefined
  })
  const { ms } = /** @type {{ ms: number }} */ (await marks.jsonValue())
  await page.getByRole('button', { name: 'Scanned, next device' }).click()
  await page.getByRole('heading', { name: 'Ready for the next device' }).waitFor()
  return ms
}

/**
 * Fieldkey and a bare POST + PATCH in turn, `times` each, after one of each that does not count. In milliseconds.
 * @param {import('./run.mjs').Stage} stage
 * @param {import('./bare-requests.mjs').Server} server
 * @param {{ name: string, times: number, prefix: string }} options
 */
export async function measureHandovers(stage, server, { name, times, prefix }) {
  const barePair = await createBarePair(server, bucket)
  const { electron, page } = await openConnected(stage, server, path.join(stage.folder, `${name}-user-data`))
  /** @type {{ bare: number[], fieldkey: number[] }} */
  const taken = { bare: [], fieldkey: [] }
  try {
    for (let round = 0; round <= times; round += 1) {
      const bare = await barePair(`${prefix}-bare-${name}-${round}`)
      const fieldkey = await handOver(page, `${prefix}-${name}-${round}`)
      if (round === 0) continue
      taken.bare.push(bare)
      taken.fieldkey.push(fieldkey)
    }
  } finally {
    await electron.close()
  }
  return taken
}
