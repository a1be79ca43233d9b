import type { BuiltInContent, DeviceType } from '../contract/code-content'
import { toAscii, toJsonText, toPercent, toTomlText } from './code-escapes'
import type { SettingsRecord } from './settings-record'

type Write = (settings: SettingsRecord) => string

/** How a settings record is written into a code, by name. Another format is one more entry. Specified in docs/qr-payload.md. */
export const payloadFormats = {
  json: ({ url, org, bucket, token, device }) => toAscii(JSON.stringify({ v: 1, url, org, bucket, token, device })),
  connection: ({ url, org, bucket, token }) =>
    `${toAddress(url)}?org=${toPercent(org)}&bucket=${toPercent(bucket)}&token=${toPercent(token)}`,
  token: ({ token }) => token,
  toml: ({ url, org, bucket, token, device }) =>
    lines({ INFLUXDB_URL: url, INFLUXDB_ORG: org, INFLUXDB_BUCKET: bucket, INFLUXDB_TOKEN: token, DEVICE_ID: device })(
      (name, value) => `${name} = "${toTomlText(value)}"`,
    ),
  env: ({ url, org, bucket, token, device }) =>
    lines({
      INFLUX_HOST: toAddress(url),
      INFLUX_ORG_ID: org,
      INFLUX_BUCKET_ID: bucket,
      INFLUX_TOKEN: token,
      INFLUX_DEVICE: device,
    })((name, value) => `${name}=${value}`),
} as const satisfies Readonly<Record<BuiltInContent, Write>>

/** The text of the QR code for `settings`, printable ASCII and line feeds. It holds the device's token in clear. */
export function qrPayload(settings: SettingsRecord, format: BuiltInContent = 'json'): string {
  return payloadFormats[format](settings)
}

const writers = { none: (value: string) => value, percent: toPercent, json: toJsonText, toml: toTomlText } as const

/** The same in the words of a device type. */
export function typePayload(settings: SettingsRecord, type: DeviceType): string {
  if ('content' in type) return qrPayload(settings, type.content)
  const { url, org, bucket, token, device } = settings
  const values: Readonly<Record<string, string>> = { url: toAddress(url), org, bucket, token, device }
  const write = writers[type.escape]
  return type.template.replace(/\{(\w+)\}/g, (_, name: string) => write(values[name] ?? ''))
}

/** An address as bare ASCII: what is none, and what a shell or a file of variables could take for its own, is escaped. */
function toAddress(url: string): string {
  return url.replace(/[^\w.~:/?&=%[\]@,+-]/gu, toPercent)
}

function lines(values: Readonly<Record<string, string>>) {
  return (write: (name: string, value: string) => string) =>
    Object.entries(values)
      .map(([name, value]) => `${write(name, value)}\n`)
      .join('')
}
