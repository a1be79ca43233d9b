// Packages the bundle with electron-builder, on the runtime that was found.
import { rmSync } from 'node:fs'
import path from 'node:path'
import { createAfterPack } from './after-pack.mjs'
import { root } from './project.mjs'

/**
 * The folder and the executable electron-builder leaves in `output`.
 * @param {string} output
 */
export function unpackedApp(output) {
  const arch = process.arch === 'x64' ? '' : `-${process.arch}`
  switch (process.platform) {
    case 'darwin':
      return path.join(root, output, `mac${arch}`, 'Fieldkey.app/Contents/MacOS/Fieldkey')
    case 'win32':
      return path.join(root, output, `win${arch}-unpacked`, 'fieldkey.exe')
    default:
      return path.join(root, output, `linux${arch}-unpacked`, 'fieldkey')
  }
}

/**
 * Packages `out/` and gives the path of the executable. Without `installers` the result is a folder.
 * @param {import('./official-runtime.mjs').Runtime} runtime
 * @param {{ inspector: boolean, output: string, installers?: boolean }} options
 */
export async function packageApp(runtime, { inspector, output, installers = false }) {
  const { build } = await import('electron-builder')
  const executable = unpackedApp(output)
  if (!installers)
    rmSync(path.join(root, output, path.relative(path.join(root, output), executable).split(path.sep)[0] ?? ''), {
      recursive: true,
      force: true,
    })
  await build({
    projectDir: root,
    publish: 'never',
    ...(installers ? {} : { dir: true }),
    config: {
      extends: path.join(root, 'electron-builder.yml'),
      electronVersion: runtime.version,
      electronDist: runtime.dist,
      directories: { output },
      afterPack: createAfterPack({ inspector }),
    },
  })
  return executable
}
