// A ledger in a process of its own, so that it can be killed. A line is a JSON list: begin n | append n event [sealed] |
// note n | acts | stories. Each answer is a line, printed after the call returned.
import { createInterface } from 'node:readline'
import { createClock } from '../../main/adapters/clock'
import { openLedger } from '../../main/adapters/ledger/open'
import { createRandom } from '../../main/adapters/random'
import type { HandoverEvent } from '../../main/domain/handover'
import type { Sealed } from '../../main/ports/ledger'
import { anAct, anIntent } from '../contract/ledger'

const opened = openLedger({ file: process.argv[2] ?? '', clock: createClock(), random: createRandom() })
process.stdout.write(`${JSON.stringify(opened.ok ? { ok: true } : opened)}\n`)

const answer = ([call, n, event, sealed]: [string, number, HandoverEvent, Sealed | 'erase' | undefined]): unknown => {
  if (!opened.ok) return opened
  const ledger = opened.value
  if (call === 'begin') return ledger.begin(anIntent(n), 1000 + n)
  if (call === 'append') return ledger.append(anIntent(n).id, 2000 + n, event, sealed)
  if (call === 'note') return ledger.noteActs([anAct(n)])
  if (call === 'acts') return ledger.acts(anAct().connection, anAct().authId)
  return { ok: true, value: ledger.stories() }
}

createInterface({ input: process.stdin }).on('line', (line) => {
  process.stdout.write(`${JSON.stringify(answer(JSON.parse(line) as Parameters<typeof answer>[0]))}\n`)
})
