// The part of the report on handing over: "Create token" → QR code painted, near the server and far from it.
import { createRequire } from 'node:module'
import path from 'node:path'
import { bundleScript } from '../../build/bundle.mjs'
import { removeTokens } from './bare-requests.mjs'
import { measureHandovers } from './hand-over.mjs'
import { comparisonLines } from './report.mjs'

const times = 20
const target = /** @type {const} */ ({ kind: 'add', most: 30 })

/**
 * The tests' proxy, which is TypeScript.
 * @param {string} folder
 * @returns {Promise<typeof import('../support/proxy')>}
 */
async function loadProxy(folder) {
  const file = path.join(folder, 'proxy.cjs')
  await bundleScript('test/support/proxy.ts', file)
  return createRequire(import.meta.url)(file)
}

/**
 * Measures and gives the lines. `named` is `url,org,token` of an InfluxDB 2; without one the lines say so.
 * @param {import('./run.mjs').Stage} stage
 * @param {string | undefined} named
 */
export async function handoverReport(stage, named) {
  const [url, org, token] = named?.split(',') ?? []
  if (!url || !org || !token) return ['', 'Create token → QR code painted: not measured, there is no InfluxDB here']
  const server = { url, org, token }
  const prefix = `BENCH-${Date.now()}`
  const { startProxy } = await loadProxy(stage.folder)
  const lines = []
  try {
    for (const delay of [0, 50]) {
      const proxy = delay > 0 ? await startProxy(url) : undefined
      proxy?.decide(() => ({ delay }))
      try {
        const name = `${delay}ms`
        const near = proxy ? { ...server, url: proxy.url } : server
        const { bare, fieldkey } = await measureHandovers(stage, near, { name, times, prefix })
        lines.push(
          '',
          ...comparisonLines({
            title: `Click "Create token" → QR code painted, ${delay} ms added to each request`,
            unit: 'ms',
            baseline: { name: 'bare POST, then bare PATCH', figures: bare },
            measured: { name: 'Fieldkey', figures: fieldkey },
            target,
          }),
        )
      } finally {
        await proxy?.close()
      }
    }
  } finally {
    await removeTokens(server, prefix)
  }
  return lines
}
