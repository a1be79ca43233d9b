import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { httpFaults } from './http-faults'
import { faults } from './list'

const root = path.resolve(import.meta.dirname, '../..')

describe('the list of faults', () => {
  it('has every number once', () => {
    expect(faults.map(({ number }) => number)).toEqual(Array.from({ length: 42 }, (_, i) => i + 1))
  })

  it('calls those between laptop and server as their suite does', () => {
    const named = new Map(faults.map(({ number, name }) => [number, name]))
    expect(httpFaults.map(({ number, name }) => [number, name])).toEqual(
      httpFaults.map(({ number }) => [number, named.get(number)]),
    )
  })

  it.each(faults)('$number $name is played by a test that is there', ({ played }) => {
    expect(played.length).toBeGreaterThan(0)
    for (const { file, says } of played) {
      expect(existsSync(path.join(root, file)), file).toBe(true)
      const tests =
        readFileSync(path.join(root, file), 'utf8').match(/\b(?:it|describe)\b[^\n]*|^\s*['`][^\n]*/gm) ?? []
      expect(
        tests.some((line) => line.includes(says)),
        `${file}: ${says}`,
      ).toBe(true)
    }
  })
})
