import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { build } from 'vite'

const root = path.resolve(import.meta.dirname, '../..')

/** A TypeScript file made into one CommonJS script, for another process: one that is killed, or Electron. */
export interface BundledScript {
  readonly folder: string
  readonly file: string
  remove(): void
}

/** Bundles `entry` (from the project's root) under the project, so that libraries are found from it. */
export async function bundleScript(entry: string): Promise<BundledScript> {
  const cache = path.join(root, '.cache')
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(path.join(cache, 'script-'))
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    build: {
      ssr: path.join(root, entry),
      outDir: folder,
      target: 'node18',
      rolldownOptions: { external: ['electron'], output: { format: 'cjs', entryFileNames: 'script.cjs' } },
    },
  })
  // Electron starts a folder, not a file.
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'fieldkey-script', main: 'script.cjs' }))
  return {
    folder,
    file: path.join(folder, 'script.cjs'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
