// The measurements of test/bench/core, each run in a process of its own.
import { once } from 'node:events'
import path from 'node:path'
import { bundleScript } from '../../build/bundle.mjs'
import { root } from '../../build/project.mjs'

/**
 * Bundles them and gives what runs one: its name and options in, its figures out.
 * @param {import('./run.mjs').Stage} stage
 */
export async function coreMeasures({ groups, folder }) {
  // Below the project, so that the ledger's library is found from it.
  const file = path.join(root, '.cache/bench', path.basename(folder), 'core.cjs')
  await bundleScript('test/bench/core/main.ts', file)
  return async (/** @type {string} */ name, /** @type {object} */ options) => {
    const child = groups.start(process.execPath, ['--expose-gc', file, name, JSON.stringify(options)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let output = ''
    child.stdout?.setEncoding('utf8').on('data', (text) => (output += text))
    const [code] = await once(child, 'close')
    if (code !== 0) throw new Error(`${name} ended with ${String(code)}`)
    return JSON.parse(output)
  }
}
