import { ok, type Result } from '../contract/result'
import type { FreshLedger } from '../contract/views'
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

/**
 * Carries over into a new ledger what a new install may have: the servers and their tokens, and the acts that were
 * noted. Never the handovers: a story with a part missing would have tokens deleted that devices live on.
 */
export async function carryOver(
  found: Salvaged,
  parts: { readonly ledger: Ledger; readonly vault: Vault; readonly settings: SettingsStore; readonly crypto: Crypto },
): Promise<Result<Pick<FreshLedger, 'connections' | 'handovers'>>> {
  const { ledger, vault } = parts
  const secrets = createSecrets({ ...parts, install: ledger.install, everSealed: () => false })
  for (const connection of found.connections) {
    const saved = ledger.saveConnection(connection)
    if (!saved.ok) return saved
    const account = `${found.install ?? ''}/${connection.id}/token`
    const kept = await vault.get(account)
    if (!kept.ok || kept.value === undefined) continue
    const moved = await secrets.keepToken(connection.id, kept.value)
    if (moved.ok) await vault.delete(account)
  }
  const noted = ledger.noteActs(found.acts)
  if (!noted.ok) return noted
  return ok({ connections: found.connections.length, handovers: found.handovers.length })
}
