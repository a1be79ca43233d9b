import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'

/** A folder for one test, removed when the test is over. */
export function temporaryFolder(): string {
  const folder = newFolder()
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A folder for the tests of a group; call in its `beforeAll`, which removes it by returning what is returned here. */
export function groupFolder(below = tmpdir()): { readonly folder: string; readonly remove: () => void } {
  const folder = newFolder(below)
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** The same in memory where the system has that, for a group that writes tens of thousands of files. */
export function groupFolderInMemory(): ReturnType<typeof groupFolder> {
  return groupFolder(existsSync('/dev/shm') ? '/dev/shm' : tmpdir())
}

const newFolder = (below = tmpdir()) => mkdtempSync(path.join(below, 'fieldkey-'))
