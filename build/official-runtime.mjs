// The pinned Electron itself, downloaded when it can be had.
import { fork } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './project.mjs'
import { run } from './run.mjs'

const folder = path.join(root, 'node_modules/electron')
const refusal = path.join(root, '.cache/official-refused.json')
const rememberedFor = 24 * 3600 * 1000
const patience = 20_000

/** @typedef {{ executable: string, dist: string, version: string, kind: 'official' | 'fallback' | 'given' }} Runtime */

/** @returns {Runtime | undefined} */
function installed() {
  try {
    const dist = path.join(folder, 'dist')
    const executable = path.join(dist, readFileSync(path.join(folder, 'path.txt'), 'utf8'))
    const version = readFileSync(path.join(dist, 'version'), 'utf8').trim().replace(/^v/, '')
    const wanted = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')).version
    return version === wanted && existsSync(executable) ? { executable, dist, version, kind: 'official' } : undefined
  } catch {
    return undefined
  }
}

/**
 * Tells whether a refusal noted at `at` still counts: a later network may be a better one.
 * @param {string} text content of the note
 * @param {number} now
 */
export function refusalHolds(text, now) {
  try {
    const { at } = JSON.parse(text)
    return typeof at === 'number' && at <= now && now - at < rememberedFor
  } catch {
    return false
  }
}

/**
 * Runs a download that reports its bytes, and gives up when none come for `limit` ms. Gives the reason of a failure.
 * @param {string} script
 * @param {(received: number, total: number | null) => void} onBytes
 * @param {number} [limit]
 * @returns {Promise<string | undefined>}
 */
export function watchDownload(script, onBytes, limit = patience) {
  const env = { ...process.env }
  if (env['HTTPS_PROXY'] || env['https_proxy']) env['ELECTRON_GET_USE_PROXY'] = 'true'
  return new Promise((resolve) => {
    const child = fork(script, { env, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
    let errors = ''
    let received = 0
    /** @param {string | undefined} reason */
    const finish = (reason) => {
      clearTimeout(timer)
      child.kill('SIGKILL')
      resolve(reason)
    }
    const giveUp = () => finish(`no byte for ${limit / 1000} s`)
    let timer = setTimeout(giveUp, limit)
    child.stderr?.setEncoding('utf8').on('data', (text) => (errors += text))
    child.on('message', (/** @type {{ transferred: number, total: number | null }} */ message) => {
      if (message.transferred <= received) return
      received = message.transferred
      clearTimeout(timer)
      // With the last byte in, checking the file may take longer than the network was allowed to be silent.
      if (received !== message.total) timer = setTimeout(giveUp, limit)
      onBytes(received, message.total)
    })
    child.once('error', (error) => finish(error.message))
    child.once('close', (code) => finish(code === 0 ? undefined : errors || `exit status ${code}`))
  })
}

/**
 * The official runtime, or the reason why it cannot be had.
 * @param {import('./progress.mjs').Progress} progress
 * @returns {Promise<Runtime | string>}
 */
export async function officialRuntime(progress) {
  const present = installed()
  if (present) return present
  if (existsSync(refusal) && refusalHolds(readFileSync(refusal, 'utf8'), Date.now())) {
    return `it could not be downloaded within the last 24 hours; delete ${path.relative(root, refusal)} to try again`
  }
  progress.say('downloading Electron')
  let shown = 0
  let reason = await watchDownload(path.join(root, 'build/download-electron.mjs'), (received, total) => {
    if (received !== total && Date.now() - shown < 2000) return
    shown = Date.now()
    const mb = (/** @type {number} */ bytes) => (bytes / 1e6).toFixed(0)
    progress.say(`downloading Electron: ${mb(received)}${total === null ? '' : ` of ${mb(total)}`} MB`)
  })
  if (reason === undefined) {
    rmSync(refusal, { force: true })
    await progress.during('unpacking Electron', () => run(process.execPath, ['install.js'], { cwd: folder }))
    const fresh = installed()
    if (fresh) return fresh
    reason = 'it was downloaded but not unpacked'
  }
  mkdirSync(path.dirname(refusal), { recursive: true })
  writeFileSync(refusal, JSON.stringify({ at: Date.now(), reason }))
  return reason
}
