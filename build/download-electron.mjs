// Child process: downloads the pinned Electron into Electron's own cache, checked against the package's checksums.
// Its parent watches the bytes it reports, and ends it when none come.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './project.mjs'

const folder = path.join(root, 'node_modules/electron')
const fromElectron = createRequire(path.join(folder, 'package.json'))
/** @type {typeof import('@electron/get')} */
const { downloadArtifact } = await import(pathToFileURL(fromElectron.resolve('@electron/get')).href)

try {
  await downloadArtifact({
    version: JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')).version,
    artifactName: 'electron',
    platform: process.platform,
    arch: process.arch,
    checksums: JSON.parse(readFileSync(path.join(folder, 'checksums.json'), 'utf8')),
    downloadOptions: {
      quiet: true,
      /** @param {{ transferred: number, total: number | null }} progress */
      getProgressCallback: ({ transferred, total }) => {
        process.send?.({ transferred, total })
      },
    },
  })
  process.disconnect()
} catch (error) {
  const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : ''
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}${cause}`)
  process.exit(1)
}
