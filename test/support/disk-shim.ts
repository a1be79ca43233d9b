import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { expect } from 'vitest'

/** Whether the shim can be built: it is C over the calls that SQLite and Node make on Linux. */
export const canShimDisk = process.platform === 'linux' && spawnSync('cc', ['--version']).status === 0

/** Compiles the shim that lets a process's disk fail into `folder`; its file, for LD_PRELOAD. See disk-shim.c. */
export function buildDiskShim(folder: string): string {
  const shim = path.join(folder, 'disk-shim.so')
  const built = spawnSync('cc', ['-shared', '-fPIC', '-O1', '-o', shim, 'test/support/disk-shim.c', '-ldl'], {
    encoding: 'utf8',
  })
  expect(built.stderr).toBe('')
  return shim
}
