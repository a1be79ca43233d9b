import { ok, type Result } from '../contract/result'
import type { Crypto } from '../ports/crypto'
import type { Ledger, Salvaged } from '../ports/ledger'
import type { SettingsStore } from '../ports/settings'
import type { Vault } from '../ports/vault'
import { createSecrets } from './secrets'

const cell = (text: string) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`

/** The handovers that could be read, for people: a table for any program, without a secret. */
export function salvagedTable({ handovers }: Salvaged): string {
  const rows = handovers.map(({ intent, now }) => [
    intent.device,
    intent.bucket.name,
    now.authId ?? '',
    now.state,
    new Date(now.changedAt).toISOString(),
  ])
  const table = [['device', 'bucket', 'token ID', 'state', 'last change'], ...rows]
  return table.map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

/** What was carried over, counted. */
export interface Carried {
  readonly connections: number
  readonly handovers: number
  /** The keychain's accounts whose tokens the new install has under names of its own. */
  readonly copied: readonly string[]
}

/**
 * Carries over into a new ledger what a new install may have: the servers and their tokens, and the acts that were
 * noted. Never the handovers: a story with a part missing would have tokens deleted that devices live on. The tokens stay
 * under the old install's names too, until the new ledger is in its place. A token that cannot be stored stops it.
 */
export async function carryOver(
  found: Salvaged,
  parts: { readonly ledger: Ledger; readonly vault: Vault; readonly settings: SettingsStore; readonly crypto: Crypto },
): Promise<Result<Carried>> {
  const { ledger, vault } = parts
  const secrets = createSecrets({ ...parts, install: ledger.install, everSealed: () => false })
  const copied: string[] = []
  for (const connection of found.connections) {
    const saved = ledger.saveConnection(connection)
    if (!saved.ok) return saved
    const account = `${found.install ?? ''}/${connection.id}/token`
    const kept = await vault.get(account)
    if (!kept.ok || kept.value === undefined) continue
    const moved = await secrets.keepToken(connection.id, kept.value)
    if (!moved.ok) return moved
    copied.push(account)
  }
  const noted = ledger.noteActs(found.acts)
  if (!noted.ok) return noted
  return ok({ connections: found.connections.length, handovers: found.handovers.length, copied })
}

/** Removes the tokens that the new install has under names of its own, once its ledger is in its place. */
export async function leaveBehind({ copied }: Carried, vault: Vault): Promise<void> {
  for (const account of copied) await vault.delete(account)
}
