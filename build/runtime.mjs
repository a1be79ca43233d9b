// Finds the Electron to run on: the one named in FIELDKEY_ELECTRON, else the pinned one, else the fallback.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fallbackRuntime } from './fallback-runtime.mjs'
import { officialRuntime } from './official-runtime.mjs'
import { Plain } from './project.mjs'

/** @typedef {import('./official-runtime.mjs').Runtime} Runtime */

/**
 * Reads the runtime a person named.
 * @param {string} executable
 * @returns {Runtime}
 */
export function givenRuntime(executable) {
  if (!existsSync(executable)) throw new Plain(`FIELDKEY_ELECTRON names ${executable}, which does not exist.`)
  const dist = path.dirname(path.resolve(executable))
  const file = path.join(dist, 'version')
  const version = existsSync(file) ? readFileSync(file, 'utf8').trim().replace(/^v/, '') : 'unknown'
  return { executable: path.resolve(executable), dist, version, kind: 'given' }
}

/**
 * The runtime to use, fetched when it is not here yet. Node packages must be installed.
 * @param {import('./progress.mjs').Progress} progress
 * @returns {Promise<Runtime>}
 */
export async function ensureRuntime(progress) {
  const named = process.env['FIELDKEY_ELECTRON']
  if (named) return givenRuntime(named)
  const official = await officialRuntime(progress)
  if (typeof official !== 'string') return official
  const reason = official.trim().split('\n')[0]
  const fallback = await fallbackRuntime(progress)
  if (!fallback) {
    throw new Plain(
      `The Electron runtime could not be had: ${reason}\n` +
        'Try again with a network that reaches github.com, or name an Electron binary in FIELDKEY_ELECTRON.',
    )
  }
  progress.say(
    `NOTICE: running on the stand-in Electron ${fallback.version}, not on the pinned one (${reason}). ` +
      'Good for a try and for tests; never shipped.',
  )
  return fallback
}
