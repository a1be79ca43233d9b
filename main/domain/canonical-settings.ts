import { presentFields } from './settings-fields'
import type { SettingsRecord } from './settings-record'

/**
 * The one text that the laptop and the device both hash: `name=value` and a line feed for each field in byte order of
 * its name, then the nonce (16 hex digits) in the same way. Hash its UTF-8 bytes (docs/serial-protocol.md, 7).
 */
export function canonicalSettings(settings: SettingsRecord, nonce: string): string {
  const sorted = [...presentFields(settings)].sort((a, b) => (a.name < b.name ? -1 : 1))
  return [...sorted, { name: 'nonce', value: nonce }].map(({ name, value }) => `${name}=${value}\n`).join('')
}
