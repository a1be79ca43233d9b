import type { SettingsRecord } from './settings-record'

/** `text` with everything outside printable ASCII as JSON escapes, so that no reader has to guess an encoding. */
function ascii(text: string): string {
  return text.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** How a settings record is written into a code, by name. Another format is one more entry. Specified in docs/qr-payload.md. */
export const payloadFormats = {
  json: ({ url, org, bucket, token, device }: SettingsRecord): string =>
    ascii(JSON.stringify({ v: 1, url, org, bucket, token, device })),
} as const satisfies Readonly<Record<string, (settings: SettingsRecord) => string>>

/** The name of a payload format. */
export type PayloadFormat = keyof typeof payloadFormats

/** The text of the QR code for `settings`, printable ASCII. It holds the device's token in clear. */
export function qrPayload(settings: SettingsRecord, format: PayloadFormat = 'json'): string {
  return payloadFormats[format](settings)
}
