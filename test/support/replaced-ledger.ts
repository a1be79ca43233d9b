import path from 'node:path'
import { createCrypto } from '../../main/adapters/crypto'
import { openLedger } from '../../main/adapters/ledger/open'
import { createSettingsFile } from '../../main/adapters/settings-file'
import { failure, type Failure } from '../../main/contract/failure'
import { failed, type Result } from '../../main/contract/result'
import type { FreshLedger } from '../../main/contract/views'
import type { Vault } from '../../main/ports/vault'
import { replaceLedger } from '../../main/replace-ledger'
import type { Outside } from '../../main/services/workspace'

const clock = {
  now: () => Date.parse('2026-03-01T12:00:00Z'),
  monotonic: () => 0,
  after: () => () => undefined,
}

/**
 * A start of the app that finds its ledger damaged, and the person's choice to begin a new history, after `meanwhile`. What
 * is drawn at random is made of `digits`: two starts draw different names, as they do in the field, if their digits differ.
 */
export async function startAnewIn(
  folder: string,
  vault: Vault,
  digits = 'fedcba9876543210',
  meanwhile?: (told: Failure) => void,
): Promise<Result<FreshLedger>> {
  const random = { hex: (bytes: number) => digits.repeat(bytes).slice(0, bytes * 2) }
  const file = path.join(folder, 'ledger.db')
  const opened = openLedger({ file, clock, random })
  if (opened.ok) {
    opened.value.close()
    return failed(failure('cancelled'))
  }
  meanwhile?.(opened.failure)
  const settings = createSettingsFile({ file: path.join(folder, 'settings.json') })
  const outside = { clock, random, crypto: createCrypto({ random }), settings } as unknown as Outside
  return replaceLedger(file, opened.failure, { ...outside, vault })
}
