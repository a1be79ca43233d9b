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

  it('stands in docs/reliability.md with every test of each fault, and with sizes that are theirs', () => {
    const text = readFileSync(path.join(root, 'docs/reliability.md'), 'utf8')
    const table = text.slice(text.indexOf('\n## The faults')).split('\n')
    const rows = table.flatMap((line) => {
      const [, numbers, , here = '', long = ''] =
        /^\| ((?:[0-9–]+(?:, )?)+) ?(.*?) \|.*\|(.*)\|(.*)\|$/.exec(line) ?? []
      if (numbers === undefined) return []
      const files = [...line.matchAll(/`(test\/[a-z0-9/-]+\.test\.ts)`/g)].map(([, name = '']) => name)
      return [{ covered: numbers.split(', ').flatMap(range), files, here, long }]
    })
    for (const { number, played } of faults) {
      const told = rows.filter(({ covered }) => covered.includes(number)).flatMap(({ files }) => files)
      expect([number, played.map(({ file }) => file).filter((file) => !told.includes(file))]).toEqual([number, []])
    }
    for (const { files, here, long } of rows) {
      const [few, many] = [here, long].map((cell) => /2 × ([\d,]+)/.exec(cell)?.[1]?.replace(',', ''))
      if (few === undefined) continue
      const sizes = files.map((file) => readFileSync(path.join(root, file), 'utf8').replaceAll(/(?<=\d)_(?=\d)/g, ''))
      expect(
        sizes.some((one) => one.includes(`volume(${few}, ${many})`)),
        `${files.join()}: ${few}, ${many}`,
      ).toBe(true)
    }
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

/** `1–25` as its numbers. */
function range(text: string): readonly number[] {
  const [first = 0, last = first] = text.split('–').map(Number)
  return Array.from({ length: last - first + 1 }, (_, i) => first + i)
}
