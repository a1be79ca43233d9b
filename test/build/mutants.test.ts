import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { mutants } from '../mutants/list.mjs'

const root = path.resolve(import.meta.dirname, '../..')

it.each(mutants)('the defect "$name" can be planted', ({ file, find, replace }) => {
  expect(readFileSync(path.join(root, file), 'utf8').split(find)).toHaveLength(2)
  expect(replace).not.toBe(find)
})
