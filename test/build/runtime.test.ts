import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { refusalHolds, watchDownload } from '../../build/official-runtime.mjs'
import { givenRuntime } from '../../build/runtime.mjs'

const folder = mkdtempSync(path.join(tmpdir(), 'fieldkey-runtime-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

function script(text: string) {
  const file = path.join(folder, `${String(Math.random()).slice(2)}.mjs`)
  writeFileSync(file, text)
  return file
}

const ignore = () => undefined

it('gives up on a download that sends nothing', async () => {
  expect(await watchDownload(script('setInterval(() => {}, 1000)'), ignore, 300)).toBe('no byte for 0.3 s')
})

it('does not take a report without new bytes for progress', async () => {
  const stuck = script('setInterval(() => process.send({ transferred: 0, total: 9 }), 50)')
  expect(await watchDownload(stuck, ignore, 300)).toBe('no byte for 0.3 s')
})

it('lets a slow download that moves take longer than its patience', async () => {
  const slow = script(`let n = 0
setInterval(() => { process.send({ transferred: ++n, total: 9 }); if (n === 9) process.disconnect() & process.exit(0) }, 300)`)
  const seen: number[] = []
  expect(await watchDownload(slow, (received) => seen.push(received), 1500)).toBeUndefined()
  expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
})

it('gives the reason of a download that fails', async () => {
  expect(await watchDownload(script(`process.stderr.write('no such host'); process.exit(1)`), ignore)).toBe(
    'no such host',
  )
})

it('remembers a refusal for a day', () => {
  const note = JSON.stringify({ at: 1_000 })
  expect(refusalHolds(note, 1_000 + 23 * 3_600_000)).toBe(true)
  expect(refusalHolds(note, 1_000 + 25 * 3_600_000)).toBe(false)
  expect(refusalHolds(note, 0)).toBe(false)
  expect(refusalHolds('broken', 5)).toBe(false)
})

it('says which named runtime does not exist', () => {
  expect(() => givenRuntime(path.join(folder, 'gone'))).toThrow(/FIELDKEY_ELECTRON names .*gone/)
})
