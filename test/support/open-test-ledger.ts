import path from 'node:path'
import { openLedger } from '../../main/adapters/ledger/open'
import { buildingOf, nameSuccessor, putSuccessor } from '../../main/adapters/ledger/successor'
import type { TokenAct } from '../../main/contract/token-act'
import type { Result } from '../../main/contract/result'
import type { Ledger } from '../../main/ports/ledger'
import { aConnection, anAct, anIntent, value } from '../contract/ledger'

/** When the damaged ledgers of tests are found: their copies carry this day. */
export const testDay = '2026-03-01'

const clock = { now: () => Date.parse(`${testDay}T12:00:00Z`), monotonic: () => 0, after: () => () => undefined }
const random = { hex: (bytes: number) => '0123456789abcdef'.repeat(bytes).slice(0, bytes * 2) }

/** The ledger's file in `folder`. */
export function ledgerFile(folder: string): string {
  return path.join(folder, 'ledger.db')
}

/** Opens the ledger of `folder` with a clock that stands still and the same install each time. */
export function openIn(folder: string): Result<Ledger> {
  return openLedger({ file: ledgerFile(folder), clock, random })
}

/** Puts a new and empty ledger into the place of the one in `folder`. */
export function succeedIn(folder: string): void {
  const file = ledgerFile(folder)
  value(openLedger({ file: buildingOf(file), clock, random })).close()
  nameSuccessor(file)
  putSuccessor(file, clock)
}

/** A sealed token that is easy to find in a file. */
export const sealedText = Buffer.from('a sealed token that must leave no trace '.repeat(4)).toString('base64')

/** Fills a ledger: a connection, `handovers` minted ones with sealed tokens, and acts on one. */
export function fill(ledger: Ledger, handovers = 4): void {
  value(ledger.saveConnection(aConnection()))
  for (let n = 0; n < handovers; n++) {
    const { id } = value(ledger.begin(anIntent(n), 1000 + n)).intent
    const minted = {
      kind: 'minted',
      authId: `0a1b2c3d4e5f${n.toString(16).padStart(4, '0')}`,
      createdAt: '2026-03-01T10:00:00Z',
    } as const
    value(ledger.append(id, 2000 + n, minted, { keyId: 'a1b2c3d4e5f60718', text: sealedText }))
    value(ledger.append(id, 3000 + n, { kind: 'activated' }))
    if (n < 3) value(ledger.noteActs([anAct(n, { detail: `act ${n}` })]))
  }
}

/** The acts that `fill` noted, as the ledger tells them. */
export function actsOf(ledger: Ledger): readonly TokenAct[] {
  return value(ledger.acts(anAct().connection, anAct().authId))
}
