// The part of the report on the core: the ledger, a long history, a long list, many handovers at once, the cable.
import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { bundleScript } from '../../build/bundle.mjs'
import { hasCommand } from '../../build/run.mjs'
import { writeAppFolders } from './app-folders.mjs'
import { coreMeasures } from './core-process.mjs'
import { comparisonLines, figureLine } from './report.mjs'
import { startOnce } from './start-up.mjs'
import { percentile, summarize } from './statistics.mjs'

const run = promisify(execFile)
const delay = 50
const cliSample = 12

/** @typedef {import('./run.mjs').Stage} Stage */
/** @typedef {Awaited<ReturnType<typeof coreMeasures>>} Measure */

/** @param {readonly number[]} figures */
const p99 = (figures) => `p99 ${percentile(figures, 0.99).toFixed(1)}`

/**
 * @param {Stage} stage
 * @param {Measure} measure
 */
async function commitLines(stage, measure) {
  const { bare, fieldkey } = await measure('commits', { folder: path.join(stage.folder, 'commits'), times: 500 })
  return [
    '',
    'One step of a handover on the disk (no target; the greatest figures are the disk’s)',
    `${figureLine('bare write of 4 KiB and fsync', bare, 'ms')}   ${p99(bare)}`,
    `${figureLine('ledger commit', fieldkey, 'ms')}   ${p99(fieldkey)}`,
  ]
}

/**
 * @param {Stage} stage
 * @param {Measure} measure
 */
async function longHistoryLines(stage, measure) {
  const made = existsSync('/dev/shm') ? path.join('/dev/shm', path.basename(stage.folder)) : `${stage.folder}/made`
  const [empty, long] = ['empty', 'long'].map((name) => path.join(stage.folder, `history-${name}`))
  if (!empty || !long) throw new Error('unreachable')
  try {
    await measure('fill-ledger', { folder: made, count: 10_000 })
    mkdirSync(long, { recursive: true })
    for (const name of readdirSync(made)) cpSync(path.join(made, name), path.join(long, name))
  } finally {
    rmSync(made, { recursive: true, force: true })
  }
  const apps = path.join(stage.folder, 'histories')
  mkdirSync(apps)
  const { fieldkey } = writeAppFolders(apps)
  /** @type {{ empty: number[], long: number[] }} */
  const ready = { empty: [], long: [] }
  for (let round = 0; round <= 9; round += 1) {
    for (const [name, folder] of /** @type {const} */ ([
      ['empty', empty],
      ['long', long],
    ])) {
      const start = await startOnce(stage, fieldkey, folder)
      if (round > 0) ready[name].push(start.ready)
    }
  }
  return [
    '',
    ...comparisonLines({
      title: 'Process start → window ready, with 10,000 handovers in the ledger',
      unit: 'ms',
      baseline: { name: 'empty ledger', figures: ready.empty },
      measured: { name: '10,000 handovers, 50,000 steps', figures: ready.long },
      target: { kind: 'add', most: 100 },
    }),
  ]
}

/**
 * Seconds for one `influx auth create`, if the command is here.
 * @param {import('./bare-requests.mjs').Server} target
 * @param {string} prefix
 */
async function measureCli({ url, token, org }, prefix) {
  const cached = path.join(process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'), 'fieldkey-influxdb')
  const command = hasCommand('influx') ? 'influx' : path.join(cached, 'influx-cli-linux-x64')
  if (command !== 'influx' && !existsSync(command)) return undefined
  const once = async (/** @type {number} */ n) => {
    const begun = performance.now()
    const name = `${prefix}-cli-${n}`
    const args = ['auth', 'create', '--host', url, '--org', org, '--description', name, '--write-buckets']
    // Not synchronous: the proxy it talks through is in this process.
    await run(command, args, { env: { ...process.env, INFLUX_TOKEN: token } })
    return (performance.now() - begun) / 1000
  }
  const figures = []
  for (let n = 0; n < cliSample; n += 1) figures.push(await once(n))
  return summarize(figures)
}

/**
 * @param {Stage} stage
 * @param {Measure} measure
 * @param {import('./bare-requests.mjs').Server} server
 * @param {string} prefix
 */
async function mintingLines(stage, measure, server, prefix) {
  const file = path.join(stage.folder, 'delaying.cjs')
  await bundleScript('test/support/proxy.ts', file)
  /** @type {typeof import('../support/proxy')} */
  const { startProxy } = createRequire(import.meta.url)(file)
  const proxy = await startProxy(server.url)
  proxy.decide(() => ({ delay }))
  try {
    const target = { ...server, url: proxy.url }
    const options = { folder: path.join(stage.folder, 'minting'), target, prefix, count: 1000 }
    mkdirSync(options.folder)
    const { fieldkey, bare, width, ready } = await measure('minting', options)
    const cli = await measureCli(target, prefix)
    return [
      '',
      `1,000 handovers minted and activated by the core, ${delay} ms added to each request (${ready} ready; seconds for all)`,
      `  Fieldkey ${fieldkey.toFixed(1)} s`,
      cli === undefined
        ? '  influx auth create: not measured, the command is not here'
        : `  influx auth create in a loop ${(cli.median * 1000).toFixed(0)} s (scaled from ${cli.count}; it only creates): ` +
          `${((cli.median * 1000) / fieldkey).toFixed(1)} times as long, target ≥ 15: ${cli.median * 1000 >= 15 * fieldkey ? 'met' : 'missed'}`,
      `  bare POST and PATCH, best of 1 to 16 at once (${width}) ${bare.toFixed(1)} s: ` +
        `Fieldkey reaches ${((bare / fieldkey) * 100).toFixed(0)} % of it, target ≥ 95 %: ${bare >= 0.95 * fieldkey ? 'met' : 'missed'}`,
    ]
  } finally {
    await proxy.close()
  }
}

/**
 * @param {Stage} stage
 * @param {Measure} measure
 * @param {import('./bare-requests.mjs').Server} target
 * @param {string} prefix
 */
async function reconcileLines(stage, measure, target, prefix) {
  await measure('fill-server', { target, prefix, count: 10_000 })
  const folder = path.join(stage.folder, 'reconcile')
  mkdirSync(folder)
  const { rows, bare, fieldkey } = await measure('reconcile', { folder, target, prefix, own: 100, times: 15 })
  const listed = path.join(stage.folder, 'listed')
  mkdirSync(listed)
  const list = await measure('list', { folder: listed, target, times: 15 })
  const growth = {
    bare: await measure('memory', { folder, target, what: 'bare' }),
    fieldkey: await measure('memory', { folder, target, what: 'sweep' }),
  }
  const more = growth.fieldkey - growth.bare
  return [
    '',
    ...comparisonLines({
      title: `Reconcile on a server with ${rows} tokens, 100 of them this laptop’s`,
      unit: 'ms',
      baseline: { name: 'bare list call, read as JSON', figures: bare },
      measured: { name: 'one sweep', figures: fieldkey },
      target: { kind: 'share', most: 25 },
    }),
    `  memory at its peak: bare +${growth.bare.toFixed(0)} MiB, sweep +${growth.fieldkey.toFixed(0)} MiB; ` +
      `target ≤ +100 MiB over the bare one: ${more <= 100 ? 'met' : 'missed'}`,
    '',
    ...comparisonLines({
      title: `List and index of the ${rows} tokens, first page ready`,
      unit: 'ms',
      baseline: { name: 'bare list call, read as JSON', figures: list.bare },
      measured: { name: 'list, index, first page', figures: list.fieldkey },
      target: { kind: 'share', most: 25 },
    }),
  ]
}

/** @param {Measure} measure */
async function cableLines(measure) {
  const { taken, line } = await measure('push', { baud: 115_200 })
  return [
    '',
    'Settings pushed over USB at 115,200 baud, on a clock of its own (no device’s own time in it)',
    `  ${taken.toFixed(1)} ms, of which the line carried something for ${line.toFixed(1)} ms: ` +
      `${((line / taken) * 100).toFixed(1)} %, target ≥ 90 %: ${line >= 0.9 * taken ? 'met' : 'missed'}`,
  ]
}

/**
 * Measures and gives the lines. `named` is `url,org,token` of an InfluxDB 2; without one the lines say so.
 * @param {Stage} stage
 * @param {string | undefined} named
 */
export async function coreReport(stage, named) {
  const measure = await coreMeasures(stage)
  const [url, org, token] = named?.split(',') ?? []
  const here = [
    ...(await commitLines(stage, measure)),
    ...(await cableLines(measure)),
    ...(await longHistoryLines(stage, measure)),
  ]
  if (!url || !org || !token)
    return [...here, '', 'Many handovers, long lists: not measured, there is no InfluxDB here']
  const server = { url, org, token }
  const prefix = `BENCH-${Date.now()}`
  return [
    ...here,
    ...(await mintingLines(stage, measure, server, `${prefix}-m`)),
    ...(await reconcileLines(stage, measure, server, `${prefix}-r`)),
  ]
}
