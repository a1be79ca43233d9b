// Installs the Node packages of the lock file, once per content of that file.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './project.mjs'
import { run } from './run.mjs'

const stamp = path.join(root, 'node_modules/.fieldkey-lock')

/** The fingerprint that says for which lock file and machine the packages were installed. */
export function lockFingerprint() {
  const lock = readFileSync(path.join(root, 'package-lock.json'))
  return createHash('sha256').update(lock).update(`${process.platform}-${process.arch}`).digest('hex')
}

/** Notes that the packages on disk are those of the lock file. */
export function markInstalled() {
  writeFileSync(stamp, lockFingerprint())
}

/**
 * Runs `npm ci` unless it has run for this very lock file.
 * @param {import('./progress.mjs').Progress} progress
 */
export async function ensureNodePackages(progress) {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lockFingerprint()) return
  progress.say('installing Node packages (npm ci)')
  await progress.during('npm ci', () =>
    run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'pipe'],
    }),
  )
  markInstalled()
}
