import type { Identity, Stored } from '../../contract/serial-messages'
import { canonicalSettings } from '../../domain/canonical-settings'
import { crc32Hex } from '../../domain/crc32'
import type { SettingsRecord } from '../../domain/settings-record'
import type { Crypto } from '../../ports/crypto'

/** What the device has to show before its token is switched on. */
export interface Proof {
  readonly kind: 'hash' | 'weak'
  /** The first digits only: a device that merely repeats what it was told proves nothing. */
  readonly head: string
  /** Whether the device's answer can only come from the settings as we meant them. */
  matches(stored: Stored): boolean
}

/** The proof for settings under a nonce, by the means the device has. Weak: CRC-32, for parts without SHA-256. */
export function proofFor(
  crypto: Pick<Crypto, 'sha256'>,
  settings: SettingsRecord,
  nonce: string,
  means: Identity['proof'],
): Proof {
  const text = canonicalSettings(settings, nonce)
  if (means === 'sha256') {
    const digest = crypto.sha256(text)
    return {
      kind: 'hash',
      head: digest.slice(0, 16),
      matches: ({ n, sha256 }) => n === nonce && sha256 === digest,
    }
  }
  const crc = crc32Hex(new TextEncoder().encode(text)).toLowerCase()
  return { kind: 'weak', head: crc.slice(0, 4), matches: (stored) => stored.n === nonce && stored.crc32 === crc }
}
