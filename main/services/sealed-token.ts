import { failure } from '../contract/failure'
import { failed, type Result } from '../contract/result'
import type { SettingsRecord } from '../domain/settings-record'
import type { Crypto } from '../ports/crypto'
import type { Story } from '../ports/ledger'
import type { Board } from './board'
import { sealBond } from './mint'
import type { Secrets } from './secrets'

/** Opens a handover's sealed token into the settings the device is to get. */
export type OpenSettings = (story: Story) => Promise<Result<SettingsRecord>>

/**
 * Makes the opener. `token.gone` when nothing is sealed any more, `keychain.seal-lost` when its key is no more, other
 * `keychain.*` when the key cannot be had now.
 */
export function createOpenSettings(parts: {
  readonly board: Board
  readonly secrets: Secrets
  readonly crypto: Crypto
}): OpenSettings {
  const { board, secrets, crypto } = parts
  return async ({ intent, now }) => {
    const sealed = board.sealed(intent.id)
    if (!sealed.ok) return sealed
    if (sealed.value === undefined || now.authId === undefined)
      return failed(failure('token.gone', { id: intent.device }))
    const key = await secrets.openKey(sealed.value.keyId)
    const lost = failed(failure('keychain.seal-lost', { id: intent.device }))
    if (!key.ok) return key.failure.code === 'keychain.key-lost' ? lost : key
    const token = crypto.open(key.value, sealed.value.text, sealBond(intent.id, now.authId))
    if (!token.ok) return lost
    const { url, ca } = intent.settings
    const record = { url, org: intent.orgId, bucket: intent.bucket.id, token: token.value, device: intent.device }
    return { ok: true, value: ca === undefined ? record : { ...record, ca } }
  }
}
