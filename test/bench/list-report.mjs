/* global requestAnimationFrame */
// The part of the report on a long list in the real window: what a frame costs while filtering and scrolling.
import { once } from 'node:events'
import path from 'node:path'
import { bundleScript } from '../../build/bundle.mjs'
import { openConnected } from './hand-over.mjs'
import { framesDuring } from './page-frames.mjs'
import { percentile, summarize } from './statistics.mjs'

const rows = 100_000
const most = 16

/**
 * A server with many tokens, as a process of its own.
 * @param {import('./run.mjs').Stage} stage
 * @returns {Promise<{ url: string, token: string, org: string }>}
 */
async function startListServer({ groups, folder }) {
  const file = path.join(folder, 'list-server.cjs')
  await bundleScript('test/bench/list-server.ts', file)
  const child = groups.start(process.execPath, [file, String(rows)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(/** @type {import('node:stream').Readable} */ (child.stdout), 'data')
  return { org: '', ...JSON.parse(String(line)) }
}

/**
 * @param {string} name
 * @param {readonly number[]} costs
 */
function frameLine(name, costs) {
  const p95 = percentile(costs, 0.95)
  const { median, max, count } = summarize(costs)
  return (
    `  ${name.padEnd(34)}p50 ${median.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms, greatest ${max.toFixed(1)} ms, n=${count}` +
    `   target p95 ≤ ${most} ms: ${p95 <= most ? 'met' : 'missed'}`
  )
}

/**
 * Measures and gives the lines.
 * @param {import('./run.mjs').Stage} stage
 */
export async function listReport(stage) {
  const server = await startListServer(stage)
  const app = await openConnected(stage, server, path.join(stage.folder, 'list-user-data'), 'cold-store')
  const { electron, page } = app
  try {
    await page.getByRole('link', { name: 'Tokens' }).click()
    await page.getByText(/^100,00\d tokens/).waitFor()
    const search = page.getByRole('searchbox', { name: 'Search tokens' })
    const filtering = await framesDuring(app, async () => {
      for (const word of ['pump-12', 'fan-9', 'sensor']) {
        await search.fill('')
        await search.pressSequentially(word, { delay: 80 })
      }
      await page
        .getByText(/ of 100,00\d tokens|tokens match/)
        .first()
        .waitFor()
    })
    await search.fill('')
    await page.getByText(/^100,00\d tokens/).waitFor()
    await page.getByRole('grid', { name: 'Tokens' }).hover()
    const scrolling = await framesDuring(app, async () => {
      for (let turn = 0; turn < 120; turn += 1) {
        await page.mouse.wheel(0, 900)
        await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
      }
    })
    return [
      '',
      `Tokens with ${rows} rows, what a frame costs`,
      frameLine('filter as you type', filtering),
      frameLine('scroll', scrolling),
    ]
  } finally {
    await electron.close()
  }
}
