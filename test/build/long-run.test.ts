import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { filesBelow } from '../../build/source-files.mjs'
import { suites } from '../long/suites.mjs'

const root = path.resolve(import.meta.dirname, '../..')
const volume = 'test/faults/volume.ts'

/** The files of the project a test file is made of: what it imports, and what that imports. */
function partsOf(file: string, parts = new Set([file])): ReadonlySet<string> {
  for (const [, name = ''] of readFileSync(path.join(root, file), 'utf8').matchAll(/from '(\.[^']+)'/g)) {
    const part = path.posix.join(path.posix.dirname(file), `${name}.ts`)
    if (!existsSync(path.join(root, part)) || parts.has(part)) continue
    parts.add(part)
    partsOf(part, parts)
  }
  return parts
}

it('the long run plays every test that has a size of its own for it', () => {
  const sized = filesBelow(root, ['test'], /\.test\.ts$/).filter((file) => partsOf(file).has(volume))
  expect(sized).toContain('test/faults/laptop.test.ts')
  expect(sized.filter((file) => !suites.some((one) => file === one || file.startsWith(`${one}/`)))).toEqual([])
})

it('what the long run plays is there', () => {
  expect(suites.filter((one) => !existsSync(path.join(root, one)))).toEqual([])
})
