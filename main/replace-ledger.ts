import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { isFull, retireLedger } from './adapters/ledger/damage'
import { openLedger } from './adapters/ledger/open'
import { salvage } from './adapters/ledger/salvage'
import { failure, type Failure } from './contract/failure'
import { failed, ok, type Result } from './contract/result'
import type { FreshLedger } from './contract/views'
import { carryOver, salvagedTable } from './services/fresh-ledger'
import type { Outside } from './services/workspace'
import type { Vault } from './ports/vault'

/**
 * A new ledger in place of a damaged one, by the person's explicit choice: the damaged one is kept beside it with a
 * table of what could be read, and servers and their tokens are carried over. It is used from the next start.
 */
export async function replaceLedger(
  file: string,
  trouble: Failure,
  parts: Outside & { readonly vault: Vault },
): Promise<Result<FreshLedger>> {
  const { clock, random } = parts
  const why = trouble.params['why']
  if (trouble.code !== 'ledger.damaged' || (why !== 'broken' && why !== 'missing')) return failed(trouble)
  let copy: string
  let list: string | undefined
  try {
    copy = retireLedger(file, clock)
  } catch (error) {
    // No room, or no permission, to keep the damaged file: it stays where it is.
    return failed(
      isFull(error) ? failure('disk.full', { n: 10 }) : failure('disk.denied', { file: path.dirname(file) }),
    )
  }
  const found = salvage(copy)
  if (found.handovers.length > 0) {
    list = copy.replace(/\.db$/, '.csv')
    writeFileSync(list, salvagedTable(found), { mode: 0o600 })
  }
  const ledger = openLedger({ file, clock, random })
  if (!ledger.ok) return ledger
  const carried = await carryOver(found, { ...parts, ledger: ledger.value })
  ledger.value.close()
  return carried.ok ? ok({ copy, ...(list === undefined ? {} : { list }), ...carried.value }) : carried
}
