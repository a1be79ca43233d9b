import { existsSync } from 'node:fs'
import path from 'node:path'
import { damageOf, isFull } from './adapters/ledger/damage'
import { keepCopy } from './adapters/ledger/kept-copy'
import { openLedger } from './adapters/ledger/open'
import { salvage } from './adapters/ledger/salvage'
import { buildingOf, dropBuilding, nameSuccessor, putSuccessor } from './adapters/ledger/successor'
import { writeWhole } from './adapters/ledger/whole-file'
import { failure, type Failure } from './contract/failure'
import { failed, ok, type Result } from './contract/result'
import type { FreshLedger } from './contract/views'
import { carryOver, leaveBehind, salvagedTable, type Carried } from './services/fresh-ledger'
import type { Outside } from './services/workspace'
import type { Salvaged } from './ports/ledger'
import type { Vault } from './ports/vault'

type Parts = Outside & { readonly vault: Vault }

/**
 * A new ledger in place of a damaged one, by the person's explicit choice: the damaged one is kept beside it with a
 * table of what could be read, and servers and their tokens are carried over. It is used from the next start. It is built
 * under another name and takes its place as a whole: a stop before that leaves the damaged one, and nothing is lost.
 * Failures: `disk.full`, `disk.denied`, those of the keychain, and `trouble` itself where a new ledger is no remedy.
 */
export async function replaceLedger(file: string, trouble: Failure, parts: Parts): Promise<Result<FreshLedger>> {
  const why = trouble.params['why']
  if (trouble.code !== 'ledger.damaged' || (why !== 'broken' && why !== 'missing')) return failed(trouble)
  try {
    const copy = keptBy(trouble, file) ?? keepCopy(file, parts.clock)
    const found = salvage(copy)
    const list = found.handovers.length > 0 ? copy.replace(/\.db$/, '.csv') : undefined
    if (list !== undefined) writeWhole(list, Buffer.from(salvagedTable(found)))
    const built = await build(file, found, parts)
    if (!built.ok) {
      const { code } = built.failure
      return code === 'ledger.damaged' ? failed(denied(file)) : built
    }
    nameSuccessor(file)
    // From here on the next start goes on with it, whatever happens.
    if (isPut(file, parts)) await leaveBehind(built.value, parts.vault)
    const { connections, handovers } = built.value
    return ok({ copy, ...(list === undefined ? {} : { list }), connections, handovers })
  } catch (error) {
    if (isFull(error)) return failed(failure('disk.full', { n: 10 }))
    if (damageOf(error) === undefined) throw error
    return failed(denied(file))
  }
}

/**
 * The copy that was kept when the damage was found, and that the person was told of. The file itself may differ by now: its
 * log goes into it once SQLite's statements are collected.
 */
function keptBy({ params }: Failure, file: string): string | undefined {
  const { path: kept } = params
  return typeof kept === 'string' && kept !== file && existsSync(kept) ? kept : undefined
}

/** Builds the new ledger and closes it. What an earlier try built is dropped; its install had tokens put under its name. */
async function build(file: string, found: Salvaged, parts: Parts): Promise<Result<Carried>> {
  const { clock, random } = parts
  const { install } = salvage(buildingOf(file))
  dropBuilding(file)
  const ledger = openLedger({ file: buildingOf(file), clock, random, install })
  if (!ledger.ok) return ledger
  try {
    return await carryOver(found, { ...parts, ledger: ledger.value })
  } finally {
    ledger.value.close()
  }
}

function isPut(file: string, { clock }: Parts): boolean {
  try {
    putSuccessor(file, clock)
    return true
  } catch {
    return false
  }
}

const denied = (file: string) => failure('disk.denied', { file: path.dirname(file) })
