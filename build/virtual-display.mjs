// A display in memory, for machines without one. Xvfb picks a free number itself; a random cookie keeps others out.
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { Plain } from './project.mjs'

/**
 * The content of an X authority file that lets any display be opened with `cookie` (family "wild", no number).
 * @param {Buffer} cookie
 */
export function authorityFile(cookie) {
  /** @param {Buffer} data */
  const counted = (data) => Buffer.concat([Buffer.from([data.length >> 8, data.length & 0xff]), data])
  const name = Buffer.from('MIT-MAGIC-COOKIE-1')
  return Buffer.concat([
    Buffer.from([0xff, 0xff]),
    counted(Buffer.of()),
    counted(Buffer.of()),
    counted(name),
    counted(cookie),
  ])
}

/**
 * Starts Xvfb in a process group of its own and gives the environment that leads to it.
 * @param {import('./process-groups.mjs').ProcessGroups} groups
 * @param {string} folder a private folder for the authority file
 * @param {string} [screen]
 * @returns {Promise<{ DISPLAY: string, XAUTHORITY: string }>}
 */
export async function startVirtualDisplay(groups, folder, screen = '1366x768x24') {
  const authority = path.join(folder, 'xauthority')
  writeFileSync(authority, authorityFile(randomBytes(16)), { mode: 0o600 })
  const args = ['-displayfd', '3', '-screen', '0', screen, '-nolisten', 'tcp', '-auth', authority]
  const server = groups.start('Xvfb', args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] })
  const errors = /** @type {import('node:stream').Readable} */ (server.stderr).setEncoding('utf8')
  let told = ''
  errors.on('data', (text) => (told += text))
  const number = /** @type {import('node:stream').Readable} */ (server.stdio[3]).setEncoding('utf8')
  return new Promise((resolve, reject) => {
    let line = ''
    const failed = (/** @type {string} */ why) => reject(new Plain(`The virtual display did not start: ${why}`))
    const limit = setTimeout(() => failed(told || 'no answer for 15 s'), 15_000)
    number.on('data', (text) => {
      line += text
      if (!line.endsWith('\n')) return
      clearTimeout(limit)
      resolve({ DISPLAY: `:${line.trim()}`, XAUTHORITY: authority })
    })
    server.once('error', (error) => failed(error.message))
    server.once('exit', () => failed(told || 'Xvfb ended'))
  })
}
