import { mkdtempSync, rmSync } from 'node:fs'
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
export function groupFolder(): { readonly folder: string; readonly remove: () => void } {
  const folder = newFolder()
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

const newFolder = () => mkdtempSync(path.join(tmpdir(), 'fieldkey-'))
