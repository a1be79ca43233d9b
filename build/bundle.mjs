// Bundles the main process, the preload (one CommonJS file each) and the window.   node build/bundle.mjs [--dev]
import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { builtinModules } from 'node:module'
import path from 'node:path'
import { root, runScript } from './project.mjs'

const external = ['electron', 'keytar', 'serialport', 'libsql', ...builtinModules, /^node:/]
const inputs = ['main', 'renderer', 'build/bundle.mjs', 'svelte.config.mjs', 'package-lock.json']

/**
 * A Vite build of one Node script with everything but Electron and the native packages in it.
 * @param {string} entry
 * @param {string} outDir
 * @param {{ dev?: boolean, fileName?: string }} [options]
 * @returns {import('vite').InlineConfig}
 */
function nodeScript(entry, outDir, { dev = false, fileName = 'index.cjs' } = {}) {
  return {
    configFile: false,
    root,
    logLevel: 'warn',
    publicDir: false,
    build: {
      outDir,
      emptyOutDir: false,
      target: 'node18',
      ssr: true,
      minify: false,
      sourcemap: dev,
      reportCompressedSize: false,
      rolldownOptions: {
        input: entry,
        external,
        // Node's own import() finds no package inside an asar archive; require() does.
        output: { format: 'cjs', entryFileNames: fileName, codeSplitting: false, dynamicImportInCjs: false },
      },
    },
    ssr: { noExternal: true },
  }
}

/**
 * @param {string} outDir
 * @param {boolean} dev
 * @returns {Promise<import('vite').InlineConfig>}
 */
async function page(outDir, dev) {
  const { svelte } = await import('@sveltejs/vite-plugin-svelte')
  return {
    configFile: false,
    root: path.join(root, 'renderer'),
    base: './',
    logLevel: 'warn',
    plugins: [svelte({ configFile: path.join(root, 'svelte.config.mjs') })],
    build: {
      outDir,
      emptyOutDir: false,
      target: 'chrome114',
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      sourcemap: dev,
      reportCompressedSize: false,
    },
  }
}

/** A fingerprint of names, sizes and times of everything that goes into the bundle. */
function inputsFingerprint() {
  const hash = createHash('sha256')
  /** @param {string} name */
  const add = (name) => {
    const stats = statSync(path.join(root, name), { throwIfNoEntry: false })
    if (stats?.isDirectory()) for (const entry of readdirSync(path.join(root, name)).sort()) add(`${name}/${entry}`)
    else hash.update(`${name} ${stats?.size} ${stats?.mtimeMs}\n`)
  }
  for (const name of inputs) add(name)
  return hash.digest('hex')
}

/**
 * Builds `out/`; it is put in place only when all three parts are done. Gives false when it was still good.
 * @param {{ dev?: boolean }} [options]
 */
export async function bundle({ dev = false } = {}) {
  const out = path.join(root, 'out')
  const stamp = path.join(out, '.inputs')
  const fingerprint = `${inputsFingerprint()}${dev ? ' dev' : ''}`
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint) return false
  const { build } = await import('vite')
  mkdirSync(path.join(root, '.cache'), { recursive: true })
  const temporary = mkdtempSync(path.join(root, '.cache/out-'))
  try {
    await Promise.all([
      build(nodeScript('main/main.ts', path.join(temporary, 'main'), { dev })),
      build(nodeScript('main/preload/preload.ts', path.join(temporary, 'preload'), { dev })),
      page(path.join(temporary, 'renderer'), dev).then((config) => build(config)),
    ])
    await writeFile(path.join(temporary, '.inputs'), fingerprint)
    // A temporary folder is private; what others may run is not.
    chmodSync(temporary, 0o755)
    rmSync(out, { recursive: true, force: true })
    renameSync(temporary, out)
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
  return true
}

/**
 * Bundles one TypeScript file, so that plain Node can run it as a process of its own (devices and servers in tests).
 * @param {string} entry relative to the repository
 * @param {string} outFile absolute, `.cjs`
 */
export async function bundleScript(entry, outFile) {
  const { build } = await import('vite')
  await build(nodeScript(entry, path.dirname(outFile), { fileName: path.basename(outFile) }))
}

if (process.argv[1] === import.meta.filename) {
  await runScript(async () => {
    const from = performance.now()
    const built = await bundle({ dev: process.argv.includes('--dev') })
    console.error(built ? `bundled out/ in ${(performance.now() - from).toFixed(0)} ms` : 'out/ is up to date')
    return 0
  })
}
