import type { SettingsRecord } from './settings-record'

/** The fields a device can receive, in the order they are sent. */
export const settingsFields = ['url', 'org', 'bucket', 'token', 'device', 'ca', 'ssid', 'psk'] as const

/** The name of a field. */
export type SettingsField = (typeof settingsFields)[number]

/** A field with its value. */
export interface FieldValue {
  readonly name: SettingsField
  readonly value: string
}

/** The most bytes of UTF-8 each field may have (docs/serial-protocol.md, 6). */
const fieldLimits: Readonly<Record<SettingsField, number>> = {
  url: 128,
  org: 64,
  bucket: 64,
  token: 128,
  device: 64,
  ca: 64,
  ssid: 32,
  psk: 63,
}

/** The fields a record has, in the order they are sent. */
export function presentFields(settings: SettingsRecord): readonly FieldValue[] {
  return settingsFields.flatMap((name) => {
    const value = settings[name]
    return value === undefined ? [] : [{ name, value }]
  })
}

/** What keeps a value off the cable: it is too long, or holds a control character or half of a surrogate pair. */
export function fieldFlaw({ name, value }: FieldValue): 'length' | 'character' | undefined {
  if (Array.from(value).some(isBarred)) return 'character'
  return new TextEncoder().encode(value).length > fieldLimits[name] ? 'length' : undefined
}

function isBarred(character: string): boolean {
  const code = character.codePointAt(0) ?? 0
  return code < 0x20 || code === 0x7f || (code >= 0xd800 && code <= 0xdfff)
}
