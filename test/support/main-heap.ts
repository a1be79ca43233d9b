import { readFileSync, rmSync } from 'node:fs'
import type * as V8 from 'node:v8'
import type * as VM from 'node:vm'
import type { App } from './app'

/**
 * Main's whole heap as V8 writes it down, after a collection: every string that still lives is in it, in full. It is
 * written to `file` and read from there, because what was asked for in main would be in its heap by that alone.
 */
export async function mainHeapOf({ electron }: App, file: string): Promise<Buffer> {
  await electron.evaluate((_electron, to) => {
    const { mainModule } = process as unknown as { readonly mainModule: { require(name: string): unknown } }
    const v8 = mainModule.require('node:v8') as typeof V8
    const vm = mainModule.require('node:vm') as typeof VM
    // By itself it writes the first 1024 characters of a string, and a list that is kept is longer.
    v8.setFlagsFromString('--heap-snapshot-string-limit=1000000000')
    v8.setFlagsFromString('--expose-gc')
    const collect = vm.runInNewContext('gc') as () => void
    collect()
    collect()
    v8.writeHeapSnapshot(to)
  }, file)
  const heap = readFileSync(file)
  rmSync(file)
  return heap
}
