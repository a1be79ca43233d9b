import { mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { Ledger } from '../../../../main/ports/ledger'
import { anIntent, value } from '../../../contract/ledger'
import { each, told } from '../../../support/ledger-remains'
import { minutes, volume } from '../../../faults/volume'
import { fill, ledgerFile, openIn } from '../../../support/open-test-ledger'
import { groupFolderInMemory } from '../../../support/temporary-folder'

const { folder, remove } = groupFolderInMemory()
afterAll(remove)

/** SQLite's write-ahead log: a header, then frames, each a header of its own and one page (sqlite.org/fileformat.html). */
const header = 32
const frame = 24 + 4096

/** A ledger of four handovers, all in its file, and the log of what was done since by `act`, as a crash leaves them. */
function crashed(name: string, act: (ledger: Ledger) => void) {
  const place = path.join(folder, name)
  mkdirSync(place)
  const first = value(openIn(place))
  fill(first)
  first.close()
  const ledger = value(openIn(place))
  act(ledger)
  const written = ledger.stories()
  const [file, wal] = [readFileSync(ledgerFile(place)), readFileSync(`${ledgerFile(place)}-wal`)]
  ledger.close()
  const ends: number[] = []
  // A frame that ends a transaction says how many pages the file has then.
  for (let at = header; at < wal.length; at += frame) if (wal.readUInt32BE(at + 4) > 0) ends.push(at + frame)
  const laid = path.join(place, 'laid')
  mkdirSync(laid)
  return { file, wal, written, laid, ends, before: 12 }
}

const kinds = [
  { name: 'a handover that was begun', every: 1, act: (ledger: Ledger) => void value(ledger.begin(anIntent(9), 9)) },
  {
    name: 'a token that was sealed anew',
    // The long run cuts this one, too, at each byte.
    every: volume(11, 1),
    act: (ledger: Ledger) =>
      void value(ledger.append(anIntent(1).id, 8, { kind: 'probed' }, { keyId: 'k', text: 'c2VhbGVk'.repeat(9) })),
  },
]

describe.each(kinds)('a log of $name', ({ name, every, act }) => {
  it(
    'cut off after any byte tells exactly what had been written by then',
    async () => {
      const { file, wal, written, laid, ends, before } = crashed(`${name} cut`, act)
      expect(ends.length).toBeGreaterThan(0)
      const wrong = await each(Math.ceil((wal.length + 1) / every), (n) => {
        const end = n * every
        const outcome = told(laid, { file, wal: wal.subarray(0, end) }, written)
        const whole = before + ends.filter((one) => one <= end).length
        return outcome === whole ? [] : [[end, outcome, whole]]
      })
      expect(wrong.flat()).toEqual([])
    },
    minutes(10, 60),
  )

  it(
    'with a flipped byte in any frame tells what had been written before that frame',
    async () => {
      const { file, wal, written, laid, ends, before } = crashed(`${name} flipped`, act)
      const step = 41
      const wrong = await each(Math.ceil(wal.length / step), (n) => {
        const flipped = Buffer.from(wal)
        flipped[n * step] = (flipped[n * step] ?? 0) ^ 0x55
        const outcome = told(laid, { file, wal: flipped }, written)
        const whole = before + ends.filter((one) => one <= n * step).length
        return outcome === whole ? [] : [[n * step, outcome, whole]]
      })
      expect(wrong.flat()).toEqual([])
    },
    minutes(10, 60),
  )
})
