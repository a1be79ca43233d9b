// The InfluxDB servers the tests talk to: named by the person, or started here and ended with the tests.
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Plain, root } from './project.mjs'
import { hasCommand } from './run.mjs'

export const starter = path.resolve(root, '../shared/influxdb/start')
const hashed = 'FIELDKEY_TEST_INFLUXDB'
const plain = 'FIELDKEY_TEST_INFLUXDB_PLAIN'

/** @typedef {import('./process-groups.mjs').ProcessGroups} ProcessGroups */

/** Whether a server can be started here. */
export const canStartInflux = () => existsSync(starter) || hasCommand('influxd')

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

/**
 * Starts a server by the project's own script, which prints `name=value` lines when it is ready.
 * @param {ProcessGroups} groups
 * @param {string} folder
 * @param {readonly string[]} flags
 */
async function startByScript(groups, folder, flags) {
  const child = groups.start(starter, [String(await freePort()), ...flags], {
    env: { ...process.env, TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
    // The script ends when its server is ready, the server must not.
    outlive: true,
  })
  let output = ''
  let errors = ''
  child.stdout?.setEncoding('utf8').on('data', (text) => (output += text))
  child.stderr?.setEncoding('utf8').on('data', (text) => (errors += text))
  const code = await new Promise((resolve) => child.once('close', resolve).once('error', () => resolve(1)))
  const value = (/** @type {string} */ name) => new RegExp(`^${name}=(.+)$`, 'm').exec(output)?.[1]
  const parts = [value('url'), value('org'), value('token')]
  if (code !== 0 || parts.includes(undefined)) throw new Plain(`InfluxDB did not start: ${errors || output}`)
  return parts.join(',')
}

/**
 * Starts the `influxd` of this machine and sets it up through its own API.
 * @param {ProcessGroups} groups
 * @param {string} folder
 * @param {readonly string[]} flags
 */
async function startLocal(groups, folder, flags) {
  const url = `http://127.0.0.1:${await freePort()}`
  const place = (/** @type {string} */ name) => path.join(folder, name)
  const paths = ['--bolt-path', place('bolt'), '--engine-path', place('engine'), '--sqlite-path', place('sqlite')]
  const args = [...paths, '--http-bind-address', url.slice(7), '--reporting-disabled', ...flags]
  const child = groups.start('influxd', args, { stdio: 'ignore' })
  const limit = Date.now() + 20_000
  const ready = async () => (await fetch(`${url}/health`).catch(() => undefined))?.ok === true
  while (!(await ready())) {
    if (child.exitCode !== null || Date.now() > limit) throw new Plain('The local influxd did not start.')
    await wait(100)
  }
  const token = `operator-${randomBytes(24).toString('hex')}`
  const setup = { username: 'operator', password: 'operator-password', org: 'field', bucket: 'plant', token }
  const reply = await fetch(`${url}/api/v2/setup`, { method: 'POST', body: JSON.stringify(setup) })
  if (!reply.ok) throw new Plain(`The local influxd could not be set up: ${reply.status} ${await reply.text()}`)
  return `${url},field,${token}`
}

/**
 * Starts a server of one's own with its data in `folder`; its `url,org,token`, or undefined where there is no InfluxDB.
 * @param {ProcessGroups} groups
 * @param {string} folder
 * @param {readonly string[]} [flags]
 * @returns {Promise<string | undefined>}
 */
export async function startOwnInflux(groups, folder, flags = []) {
  if (existsSync(starter)) return startByScript(groups, folder, flags)
  return hasCommand('influxd') ? startLocal(groups, folder, flags) : undefined
}

/**
 * Gives the variables that lead the tests to a server with hashed and one with plain tokens; none when there is no
 * InfluxDB here, which in CI is a failure.
 * @param {ProcessGroups} groups
 * @param {import('./progress.mjs').Progress} progress
 * @returns {Promise<{ env: NodeJS.ProcessEnv, removeData: () => void }>}
 */
export async function startInflux(groups, progress) {
  const nothing = { env: {}, removeData: () => undefined }
  if (process.env[hashed]) return nothing
  if (!canStartInflux()) {
    const why = `No InfluxDB: neither ${hashed}=url,org,token nor an influxd on the PATH.`
    if (process.env['CI'] === 'true') throw new Plain(`${why} In CI that is a failure.`)
    progress.say(`${why} The tests against a real server are SKIPPED; those against the practice server run.`)
    return nothing
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'fieldkey-influxdb-'))
  const removeData = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  const launch = (/** @type {string} */ name, /** @type {string[]} */ flags) => {
    mkdirSync(path.join(folder, name))
    return startOwnInflux(groups, path.join(folder, name), flags)
  }
  try {
    return await progress.during('starting InfluxDB', async () => {
      // One after the other: the first may have to unpack what both run.
      const env = { [hashed]: await launch('hashed', ['--use-hashed-tokens=true']) }
      return { env: { ...env, [plain]: await launch('plain', ['--use-hashed-tokens=false']) }, removeData }
    })
  } catch (error) {
    removeData()
    throw error
  }
}
